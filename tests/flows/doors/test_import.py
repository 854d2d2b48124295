"""Comments from a file: a few a day in the intake channel, redacted, for somebody to choose."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from slack_sdk import WebClient

from bot.app_import import Wish
from bot.app_import import read as read_into
from bot.domain.candidates import WAITING_MAX
from bot.domain.redacted import RedactionUnavailableError
from bot.services.importing import Became, Importing
from bot.services.reading import Reading
from bot.slack_directory import SlackDirectory
from storage.terms import SqlTerms
from tests.fakes import ManualClock
from tests.flows.doors.conftest import Town
from tests.sandbox_client import BOT_TOKEN, TEAM, SandboxServer

COMMENT = "Mr Ngozi Okafor of ngozi@lumobakery.example here: you saved our wedding!"


def importing(town: Town) -> Importing:
    """`goodword import` is a process of its own, in every shape."""
    assert town.bot.redactor is not None
    client = WebClient(token=BOT_TOKEN, base_url=town.bot.settings.slack_api_url)
    directory = SlackDirectory(lambda _: client, town.units.clock, lambda _: town.stored())
    terms = SqlTerms(town.units.sessions, town.units.keyring)
    reading = Reading(town.bot.redactor, directory, terms)
    return Importing(town.units, reading, directory, terms, town.units.clock)


def offer(town: Town, text: str, a_day: int = 10) -> Became:
    became = importing(town).offer(TEAM, "C0PRAISE", text, a_day)
    town.bot.tick("courier")
    return became


def test_a_comment_is_offered_redacted_reviewed_and_shared(
    town: Town, slack: SandboxServer
) -> None:
    """From the file to #kudos by way of a person; the customer stays outside."""
    assert offer(town, COMMENT) is Became.OFFERED
    card = slack.wait_for_message("praise-inbox", "saved our wedding", "U0PRIYA")
    assert "Okafor" not in json.dumps(card)
    assert slack.messages("kudos") == []
    slack.click("U0PRIYA", "candidate_review", channel="praise-inbox", ts=card["ts"])
    slack.wait_for_modal("U0PRIYA", "saved our wedding")
    slack.submit("U0PRIYA")
    posted = json.dumps(slack.wait_for_message("kudos", "saved our wedding"))
    assert "lumobakery" not in posted
    assert "&gt; " not in posted


def test_the_same_comment_is_offered_once_even_after_not_this_one(
    town: Town, slack: SandboxServer
) -> None:
    """A file may be read again after whatever stopped it."""
    assert offer(town, COMMENT) is Became.OFFERED
    card = slack.wait_for_message("praise-inbox", "saved our wedding", "U0PRIYA")
    assert offer(town, COMMENT) is Became.KNOWN
    slack.click("U0PRIYA", "candidate_dismiss", channel="praise-inbox", ts=card["ts"])
    slack.wait_for(
        lambda: all(one["ts"] != card["ts"] for one in slack.messages("praise-inbox", "U0SAM")),
        "the card to go",
    )
    assert offer(town, COMMENT) is Became.KNOWN


def test_a_long_file_does_not_flood_the_channel_and_its_rest_stays_in_the_file(
    town: Town, slack: SandboxServer, tmp_path: Path
) -> None:
    """One at once, then one a day; a hundred wait, redacted and sealed; nothing comes twice."""
    path = tmp_path / "comments.csv"
    rows = [f"Thank you, that was {'so ' * n}lovely." for n in range(WAITING_MAX + 10)]
    path.write_text("\n".join(["text", *(f'"{row}"' for row in rows), '""']), encoding="utf-8")
    said: list[str] = []
    wish = Wish(path, "text", "utf-8-sig", 1)
    first = read_into(importing(town), TEAM, "C0PRAISE", wish, said.append)
    # The first one may be posted while the file is still being read.
    assert first.offered in {WAITING_MAX, WAITING_MAX + 1}
    assert (first.offered + first.left, first.bad) == (WAITING_MAX + 10, 1)
    assert said == ["line 112: there is no text"]
    town.bot.tick("courier")
    slack.wait_for_message("praise-inbox", "that was lovely", "U0PRIYA")
    again = read_into(importing(town), TEAM, "C0PRAISE", wish, said.append)
    assert again.known == first.offered
    assert again.known + again.offered == WAITING_MAX + 1
    assert len([one for one in slack.messages("praise-inbox") if "lovely" in str(one)]) == 1


def test_a_comment_that_cannot_be_checked_is_not_kept(town: Town, slack: SandboxServer) -> None:
    """It stays in the file until it can be."""
    now = replace(importing(town), clock=ManualClock())
    with town.bot.redaction_away(), pytest.raises(RedactionUnavailableError):
        now.offer(TEAM, "C0PRAISE", COMMENT, 10)
    assert town.count("outbox") == 0
    assert offer(town, COMMENT) is Became.OFFERED
    slack.wait_for_message("praise-inbox", "saved our wedding", "U0PRIYA")
