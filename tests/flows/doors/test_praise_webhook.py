"""Signed comments from elsewhere: a card in the intake channel, and clear answers otherwise."""

import hashlib
import hmac
import io
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from wsgiref.util import setup_testing_defaults

import pytest
from slack_sdk import WebClient

from bot import app_praise
from bot.app_sharing import Common
from bot.praise_door import A_MINUTE, BODY_MAX, PraiseDoor, secret_of, to_many, to_one
from bot.wording import praise as words
from tests.flows.doors.conftest import Town
from tests.sandbox_client import BOT_TOKEN, TEAM, SandboxServer

SECRET = "a secret that only the tests know"
COMMENT = {"id": "s-1", "text": "Mr Ngozi Okafor of ngozi@lumobakery.example: you saved us!"}


@pytest.fixture
def door(town: Town) -> PraiseDoor:
    """A process of its own would answer the same: it shares the database and Slack, no memory."""
    assert town.bot.redactor is not None
    units = town.units
    client = WebClient(token=BOT_TOKEN, base_url=town.bot.settings.slack_api_url)
    common = Common.build(units, units.keyring, town.bot.redactor, lambda _: client, town.bot.clock)
    return app_praise.door(common, to_one(SECRET, TEAM))


def send(
    door: PraiseDoor,
    body: object,
    *,
    late: float = 0,
    secret: str = SECRET,
    method: str = "POST",
    path: str = "/praise",
) -> tuple[int, dict[str, Any]]:
    """Sign and send; answers the status and what was said."""
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    stamp = str(int((door.clock.now() - timedelta(seconds=late)).timestamp()))
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + raw, hashlib.sha256).hexdigest()
    environ: dict[str, Any] = {}
    setup_testing_defaults(environ)
    environ |= {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "wsgi.input": io.BytesIO(raw),
        "HTTP_X_GOODWORD_TIMESTAMP": stamp,
        "HTTP_X_GOODWORD_SIGNATURE": f"v1={signed}",
    }
    seen: list[str] = []
    answer: Iterable[bytes] = door(environ, lambda status, *_: seen.append(status))  # type: ignore[arg-type, return-value]
    return int(seen[0][:3]), json.loads(b"".join(answer))


def test_a_signed_comment_is_offered_redacted_and_never_posted(
    town: Town, slack: SandboxServer, door: PraiseDoor
) -> None:
    """A person chooses; the customer stays outside."""
    assert send(door, [COMMENT, {"id": "s-2"}])[0] == 200
    town.bot.tick("courier")
    card = json.dumps(slack.wait_for_message("praise-inbox", "you saved us", "U0PRIYA"))
    assert "Okafor" not in card
    assert "lumobakery" not in card
    assert slack.messages("kudos") == []


def test_what_was_received_before_is_refused_by_id_and_by_words(
    town: Town, door: PraiseDoor
) -> None:
    """A replay, an edited comment, and the same words under another id offer nothing."""
    assert send(door, COMMENT)[0] == 200
    for again in (COMMENT, COMMENT | {"text": "Other words."}, COMMENT | {"id": "s-9"}):
        status, answer = send(door, again)
        assert (status, answer["says"], answer["offered"]) == (409, words.REPLAYED, 0)
    assert town.count("outbox WHERE key LIKE 'once:candidate:%'") == 1


def test_what_is_not_ours_or_too_old_is_refused(town: Town, door: PraiseDoor) -> None:
    """Another secret, yesterday's request, tomorrow's: one sentence each, nothing kept."""
    assert send(door, COMMENT, secret="another secret")[1]["says"] == words.NOT_SIGNED
    assert send(door, COMMENT, late=301) == send(door, COMMENT, late=-301)
    status, answer = send(door, COMMENT, late=301)
    assert (status, answer["says"]) == (401, words.NOT_NOW)
    assert town.count("outbox") == 0


def test_of_many_workspaces_each_has_its_own_address_and_secret(
    town: Town, door: PraiseDoor
) -> None:
    """A neighbour's secret is a stranger's; who has installed Goodword is told to nobody else."""
    installed = {TEAM}
    many = replace(door, addressee=to_many(SECRET, installed.__contains__))
    own, other = secret_of(SECRET, TEAM), secret_of(SECRET, "T0OTHER")
    path = f"/praise/{TEAM}"
    for secret in (SECRET, other):
        assert send(many, COMMENT, secret=secret, path=path)[1]["says"] == words.NOT_SIGNED
    assert send(many, COMMENT, secret=own, path="/praise/T0OTHER")[0] == 401
    assert send(many, COMMENT, secret=own)[0] == 401
    assert town.count("outbox") == 0
    assert send(many, COMMENT, secret=own, path=path)[0] == 200
    assert town.count("outbox WHERE key LIKE 'once:candidate:%'") == 1
    installed.clear()
    status, answer = send(many, COMMENT, secret=own, path=path)
    assert (status, answer["says"]) == (404, words.NOT_INSTALLED)


def test_one_workspaces_haste_is_not_anothers_pace(door: PraiseDoor) -> None:
    """Each has its sixty a minute."""
    many = replace(door, addressee=to_many(SECRET, lambda _team: True))

    def told(team: str) -> str:
        path, secret = f"/praise/{team}", secret_of(SECRET, team)
        return str(send(many, [], secret=secret, path=path)[1]["says"])

    assert [told(TEAM) for _ in range(A_MINUTE + 1)][-1] == words.TOO_OFTEN
    assert told("T0OTHER") == words.NOT_ITEMS


@pytest.mark.parametrize(
    ("body", "status", "says"),
    [
        (b"{", 400, words.NOT_JSON),
        (b"[" * 100_000, 400, words.NOT_JSON),
        (b"\xff", 400, words.NOT_JSON),
        (b"x" * (BODY_MAX + 1), 413, words.TOO_LARGE),
        ([], 422, words.NOT_ITEMS),
        ([COMMENT] * 21, 422, words.NOT_ITEMS),
        ("words", 422, words.NOT_ITEMS),
        ({"text": "no id"}, 422, words.UNUSABLE),
        ({"id": 7, "text": "a number"}, 422, words.UNUSABLE),
        ({"id": "a", "text": ["no text"]}, 422, words.UNUSABLE),
        ({"id": "a", "text": "x" * 3_001}, 422, words.UNUSABLE),
        ({"id": "a", "text": "\ud800"}, 422, words.UNUSABLE),
    ],
    ids=range(12),
)
def test_a_body_that_cannot_be_used_is_told_why(
    town: Town, door: PraiseDoor, body: object, status: int, says: str
) -> None:
    """One sentence with the next step; nothing is kept and nothing breaks."""
    answered, answer = send(door, body)
    assert (answered, answer["says"]) == (status, says)
    assert town.count("outbox") == 0


def test_too_many_requests_are_asked_to_wait(door: PraiseDoor) -> None:
    """Only those that were signed count: a stranger cannot use up the pace."""
    send(door, [], secret="another secret")
    told = [send(door, [])[1]["says"] for _ in range(A_MINUTE + 1)]
    assert told[-2:] == [words.NOT_ITEMS, words.TOO_OFTEN]


def test_without_an_intake_channel_or_redaction_it_is_to_be_sent_again(
    town: Town, door: PraiseDoor
) -> None:
    """Nothing is kept unread, and the sender knows."""
    with town.bot.redaction_away():
        assert send(door, COMMENT)[1]["says"] == words.HELD
    with town.bot.database_away():
        assert send(door, COMMENT)[1]["says"] == words.AWAY
    assert send(door, COMMENT, method="GET")[0] == 405
    town.configure(intake_channels=())
    door.importing.directory.settings_changed(TEAM)
    assert send(door, COMMENT)[1]["says"] == words.NO_INTAKE
    assert town.count("outbox") == 0


def test_a_file_with_ids_does_not_repeat_what_the_webhook_brought(
    town: Town, door: PraiseDoor
) -> None:
    """The id tells them to be one, whichever way they came."""
    send(door, COMMENT)
    became = door.importing.offer(TEAM, "C0PRAISE", "Edited words.", 10, "s-1")
    assert became.name == "KNOWN"
