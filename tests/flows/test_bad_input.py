"""Whatever a person or Slack does: one plain sentence, and nothing is lost or leaked."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from slack_sdk import WebClient

from tests.flows.conftest import SAMPLE, Bot
from tests.flows.test_a_good_word_travels import leaks, share_from_message, shown
from tests.sandbox_client import BOT_TOKEN, SandboxServer

Json = dict[str, Any]
PRIYA = "U0PRIYA"


def review(slack: SandboxServer, text: str = SAMPLE) -> Json:
    slack.command(PRIYA, f"/kudos {text}")
    return slack.wait_for_modal(PRIYA, "What the team will see")


def errors(answer: Json) -> str:
    return json.dumps(answer.get("errors") or answer.get("response") or {})


def told(slack: SandboxServer, sentence: str, channel: str = "general") -> None:
    slack.wait_for_message(channel, sentence, PRIYA)


def typed(slack: SandboxServer) -> str:
    return json.dumps(slack.modal(PRIYA), ensure_ascii=False)


def test_an_empty_text_is_refused_beside_the_field(bot: Bot, slack: SandboxServer) -> None:
    """Nothing to share: the modal stays open and says so."""
    slack.command(PRIYA, "/kudos")
    slack.wait_for_modal(PRIYA, "What the customer wrote")
    answer = slack.submit(PRIYA, {"text": {"value": "   "}})
    assert "nothing to share" in errors(answer)


@pytest.mark.parametrize("length", [3_001, 40_000])
def test_a_text_too_long_is_refused_with_a_next_step(
    length: int, bot: Bot, slack: SandboxServer
) -> None:
    """It never fitted, so it stays in its source, and the person hears what to do."""
    posted = slack.message("praise-inbox", "a good word " * (length // 12 + 1), user="U0TOMASZ")
    slack.shortcut(PRIYA, "C0PRAISE", posted["ts"], "share_kudos")
    told(slack, "longer than 3,000 characters", "praise-inbox")
    assert slack.modals(PRIYA) == []


@pytest.mark.parametrize("text", [":heart: :tada:", "🎉🎉", "!!!", "<!channel>"])
def test_without_words_nothing_is_posted(text: str, bot: Bot, slack: SandboxServer) -> None:
    """Only emoji, only signs, only a shout at everybody: no word of a customer in it."""
    review(slack, "a good word")
    slack.submit(PRIYA, {"text": {"value": text}})
    slack.submit(PRIYA)
    assert shown(slack) == [] or "<!channel>" not in json.dumps(shown(slack))


@pytest.mark.parametrize(
    "text",
    [
        "Thanks <!channel> from Ngozi Okafor <https://lumobakery.example|Lumo",
        "Thanks <@U0SAM> & <b>Ngozi Okafor</b> <mailto:ngozi@lumobakery.example|",
        "Tha\u200bnks fr\u2060om Ngo\u200bzi Oka\u00adfor \u202eoirep\u202c",
        "Thanks a lot \ud83d from Ngozi Okafor",
    ],
)
def test_broken_markup_and_strange_characters_leak_nothing(
    text: str, bot: Bot, slack: SandboxServer
) -> None:
    """What is posted mentions nobody, links nowhere and names no customer."""
    review(slack, "a good word")
    slack.submit(PRIYA, {"text": {"value": text}})
    slack.submit(PRIYA)
    slack.wait_for(lambda: shown(slack), "the post")
    body = json.dumps([call["args"] for call in slack.calls("chat.postMessage")])
    assert leaks(body) == []
    assert "<!channel>" not in body
    assert "<https" not in body


def test_a_revoked_token_is_said_in_the_modal_and_the_text_stays(
    bot: Bot, slack: SandboxServer
) -> None:
    """Slack refuses us: the words are still in front of the person."""
    review(slack)
    slack.faults({"method": "conversations.info", "kind": "token_revoked"})
    answer = slack.submit(PRIYA)
    slack.faults()
    assert "Try again" in errors(answer)
    assert "you saved our launch" in typed(slack)
    assert shown(slack) == []


def test_an_expired_trigger_is_said_and_nothing_is_lost(bot: Bot, slack: SandboxServer) -> None:
    """Slack took too long: the person hears to try once more."""
    slack.faults({"method": "views.open", "kind": "error:expired_trigger_id"})
    slack.command(PRIYA, f"/kudos {SAMPLE}")
    told(slack, "Try once more")


def test_without_a_kudos_channel_the_admin_is_named(
    make_bot: Callable[..., Bot], slack: SandboxServer
) -> None:
    """Nothing to post to: said before anybody types."""
    make_bot(goodword_kudos_channel=None)
    slack.command(PRIYA, f"/kudos {SAMPLE}")
    told(slack, "There is no kudos channel yet")


def test_a_kudos_channel_shared_outside_gets_nothing(bot: Bot, slack: SandboxServer) -> None:
    """Checked when the review opens and at the submit."""
    review(slack)
    slack.channel("C0KUDOS", is_ext_shared=True)
    answer = slack.submit(PRIYA)
    assert "shared with another company" in errors(answer)
    assert shown(slack) == []
    slack.close(PRIYA)
    slack.command(PRIYA, f"/kudos {SAMPLE}")
    told(slack, "shared with another company")


def test_a_kudos_channel_opened_between_share_and_post_gets_nothing(
    bot: Bot, slack: SandboxServer
) -> None:
    """Asked again right before the post: what waited is given up, and an admin decides."""
    slack.faults({"method": "chat.postMessage", "kind": "rate_limited", "times": 1})
    share_from_message(slack)
    slack.wait_for(lambda: slack.calls("chat.postMessage"), "the first try")
    slack.channel("C0KUDOS", is_ext_shared=True)
    bot.clock.advance(60)
    bot.tick("courier")
    slack.wait_for(lambda: bot.unsettled() == 0, "it to be given up")
    assert shown(slack) == []
    assert len(slack.calls("chat.postMessage")) == 1


def test_a_guest_is_refused(bot: Bot, slack: SandboxServer) -> None:
    """People from outside neither share nor read what is shared."""
    slack.command("U0GUEST", f"/kudos {SAMPLE}")
    slack.wait_for_message("general", "not guests", "U0GUEST")
    assert slack.modals("U0GUEST") == []


def test_a_redaction_that_fails_holds_the_post(bot: Bot, slack: SandboxServer) -> None:
    """Engine down: no post, and the words stay in the modal."""
    review(slack)
    with bot.redaction_away():
        answer = slack.submit(PRIYA)
    assert "couldn't check it for names" in errors(answer)
    assert shown(slack) == []
    assert "you saved our launch" in typed(slack)


def test_a_database_that_is_away_keeps_the_modal_open(bot: Bot, slack: SandboxServer) -> None:
    """No acknowledgement without a stored row: the person keeps their text and tries again."""
    review(slack)
    with bot.database_away():
        answer = slack.submit(PRIYA)
    assert "my database is not answering" in errors(answer)
    assert "you saved our launch" in typed(slack)
    slack.submit(PRIYA)
    slack.wait_for(lambda: shown(slack), "the post")
    assert len(shown(slack)) == 1


FORGED = {
    "as it was": lambda seen, _words: json.dumps(seen),
    "empty": lambda seen, _words: json.dumps({**seen, "p": ""}),
    "unkeyed": lambda seen, words: json.dumps({**seen, "p": _unkeyed(words)}),
    "broken": lambda _seen, _words: "{",
}


def _unkeyed(words: str) -> str:
    return hashlib.sha256(words.encode() + b"\0").hexdigest()[:32]


def test_forged_metadata_cannot_skip_the_preview(bot: Bot, slack: SandboxServer) -> None:
    """The fingerprint of what was seen is keyed; nobody can make one up."""
    client = WebClient(token=BOT_TOKEN, base_url=slack.api_url)
    words = SAMPLE + " And thanks from Oluwaseun Adeyemi."
    for forge in FORGED.values():
        view = review(slack)
        kept = ("type", "title", "submit", "close", "callback_id", "blocks")
        changed = {name: view[name] for name in kept}
        changed["private_metadata"] = forge(json.loads(view["private_metadata"]), words)
        client.views_update(view_id=view["id"], view=changed)
        answer = slack.submit(PRIYA, {"text": {"value": words}})
        assert "The preview changed" in json.dumps(answer)
        slack.close(PRIYA)
    assert shown(slack) == []


def test_a_wish_during_an_outage_of_slack_is_posted_afterwards(
    bot: Bot, slack: SandboxServer
) -> None:
    """Too many requests: kept in the outbox and delivered when Slack lets us."""
    slack.faults({"method": "chat.postMessage", "kind": "rate_limited", "times": 2})
    share_from_message(slack)
    slack.wait_for(lambda: shown(slack), "the post", within=20)
    assert len(shown(slack)) == 1


@pytest.mark.parametrize("kind", ["timeout_after", "reset_after", "http_500_after"])
def test_an_answer_lost_after_acceptance_does_not_post_twice(
    kind: str, bot: Bot, slack: SandboxServer
) -> None:
    """Slack posted, and we never heard: looked up a minute later, not sent again."""
    slack.faults({"method": "chat.postMessage", "kind": kind, "times": 1})
    bot.impatient(2)
    share_from_message(slack)
    slack.wait_for(lambda: shown(slack), "the post")

    def look() -> bool:
        bot.clock.advance(20)
        bot.tick("courier")
        return bool(slack.calls("conversations.history"))

    slack.wait_for(look, "the look", within=30)
    slack.wait_for(lambda: bot.unsettled() == 0, "the doubt to be resolved")
    bot.clock.advance(300)
    bot.tick("courier")
    slack.wait_for(lambda: bot.unsettled() == 0, "nothing more")
    assert len(shown(slack)) == 1
    assert len(slack.calls("chat.postMessage")) == 1
