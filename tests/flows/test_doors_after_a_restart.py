"""Events that came before a death are acted on after it, once."""

import json
import time
from collections.abc import Callable

from tests.flows.conftest import Bot, MovableClock
from tests.sandbox_client import BOT_USER, SandboxServer

WORDS = "You saved our wedding, thank you."

INTAKE = frozenset({"C0PRAISE"})


def offers(slack: SandboxServer) -> list[dict[str, object]]:
    shown = slack.messages("praise-inbox", "U0TOMASZ")
    return [m for m in shown if m["ephemeral"] and "offer_review" in json.dumps(m)]


def test_an_event_stored_before_a_restart_is_offered_after_it_and_listed_once(
    make_bot: Callable[..., Bot], slack: SandboxServer, clock: MovableClock
) -> None:
    """Acknowledged means kept: Slack will not tell us again."""
    bot = make_bot(goodword_intake_channels=INTAKE)
    slack.faults({"method": "chat.postEphemeral", "kind": "http_500_before", "times": 99})
    assert slack.message("praise-inbox", WORDS, user="U0TOMASZ")["acked"]
    slack.wait_for(lambda: slack.calls("chat.postEphemeral"), "a first attempt")
    bot.stop()
    slack.faults()
    assert offers(slack) == []
    clock.advance(60)
    bot.start()
    slack.wait_for(lambda: offers(slack), "the offer")
    slack.open_home("U0TOMASZ")
    home = slack.wait_for_home("U0TOMASZ", "offer_review")
    assert json.dumps(home).count('"offer_review"') == 1
    slack.click("U0TOMASZ", "offer_review", surface="home")
    slack.wait_for_modal("U0TOMASZ", "What the team will see")
    slack.submit("U0TOMASZ")
    slack.wait_for_message("kudos", "saved our wedding")
    slack.click("U0TOMASZ", "offer_review", channel="praise-inbox")
    slack.wait_for_modal("U0TOMASZ", "already shared")


def test_what_happened_while_the_bot_was_away_is_told_again_by_slack(
    make_bot: Callable[..., Bot], slack: SandboxServer, clock: MovableClock
) -> None:
    """Slack repeats at 0, 1 and 5 minutes; the repetitions are one event."""
    bot = make_bot(goodword_intake_channels=INTAKE)
    bot.stop()
    slack.message("praise-inbox", "", bot="Helpdesk", attachments=[{"text": WORDS}])
    bot.start()
    for _ in range(3):
        clock.advance(301)
        time.sleep(0.2)
    slack.wait_for_message("praise-inbox", "offer_review")
    replies = [m for m in slack.messages("praise-inbox") if m.get("user") == BOT_USER]
    assert len(replies) == 1
