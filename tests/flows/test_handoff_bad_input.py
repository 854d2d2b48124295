"""Whatever goes wrong around a handoff, at Slack's door: one clear sentence and one owner.

Restarts at a deadline, closed direct messages, paused receivers and jumping clocks are in
tests/storage/test_handoff_trouble.py, on both databases too.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.domain.handoff_settings import OnCall
from tests.flows.conftest import Bot, MovableClock
from tests.flows.shapes import Shape
from tests.flows.test_handoffs import (
    AGREED,
    agree,
    button_value,
    dm,
    forge,
    hand_over,
    shown,
    texts,
)
from tests.sandbox_client import SandboxServer

pytestmark = pytest.mark.shapes(Shape.SQLITE, Shape.POSTGRES)
NOWHERE = "http://127.0.0.1:9/hook"
"""The discard port: nobody listens there."""


@pytest.fixture
def ready(bot: Bot) -> Bot:
    agree(bot)
    return bot


def whispered(slack: SandboxServer, user: str, sentence: str) -> None:
    """Somebody who pressed hears it, and nobody else."""
    slack.wait_for_message("kudos", sentence, user)
    assert sentence not in shown(slack.messages("kudos"))


def test_of_two_who_press_at_once_one_has_it_and_the_other_hears_it(
    ready: Bot, slack: SandboxServer
) -> None:
    """Two presses on their way at the same time."""
    del ready
    hand_over(slack)
    pair = ("U0SAM", "U0TOMASZ")
    for user in pair:
        dm(slack, user, "Take it")
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda user: slack.click(user, "handoff_take", channel="dm"), pair))
    told = dm(slack, "U0PRIYA", "has it and is moving the ticket.")["text"]
    (winner,) = [user for user in pair if user in told]
    (other,) = set(pair) - {winner}
    dm(slack, winner, "*You have it*")
    dm(slack, other, "Somebody has it. Nothing is needed from you.")
    assert "*You have it*" not in shown(texts(slack, other))
    assert len([text for text in texts(slack, "U0PRIYA") if "has it" in text]) == 1


def test_a_claim_after_the_withdrawal_is_told_so(ready: Bot, slack: SandboxServer) -> None:
    """The card was still on somebody's screen."""
    del ready
    hand_over(slack)
    handoff = button_value(dm(slack, "U0SAM", "Take it"), "handoff_take")
    slack.close("U0PRIYA", everything=True)
    slack.open_home("U0PRIYA")
    slack.wait_for_home("U0PRIYA", "it goes to the leads")
    slack.click("U0PRIYA", "handoff_withdraw", surface="home")
    dm(slack, "U0PRIYA", "Withdrawn. Those who were asked know only that it's off.")
    forge(slack, "U0SAM", "handoff_take", handoff)
    whispered(slack, "U0SAM", "It was withdrawn. Nothing is needed from you.")
    assert not [text for text in texts(slack, "U0PRIYA") if "has it" in text]


def test_giving_back_after_the_end_is_told_so(ready: Bot, slack: SandboxServer) -> None:
    """Nobody is asked again for a conversation that is over."""
    del ready
    hand_over(slack)
    handoff = button_value(dm(slack, "U0SAM", "Take it"), "handoff_take")
    slack.click("U0SAM", "handoff_take", channel="dm")
    dm(slack, "U0SAM", "*You have it*")
    slack.open_home("U0LENA")
    slack.wait_for_home("U0LENA", "<@U0SAM> has it.")
    slack.click("U0LENA", "handoff_open_close", surface="home")
    slack.wait_for_modal("U0LENA", "Outcome")
    slack.click("U0LENA", "handoff_ending", value="taken_over")
    slack.submit("U0LENA")
    dm(slack, "U0PRIYA", "took it over and closed it")
    forge(slack, "U0SAM", "handoff_give_back", handoff)
    whispered(slack, "U0SAM", "It is already closed. Nothing was changed.")
    assert "open again" not in shown(texts(slack, "U0PRIYA"))


def test_a_lead_who_hands_over_is_not_asked_themselves(ready: Bot, slack: SandboxServer) -> None:
    """The only lead asks for *any lead*: the backup is asked at once, and the receipt is true."""
    del ready
    lead = "U0LENA"
    slack.command(lead, "/handoff 4711")
    slack.wait_for_modal(lead, "Reason")
    slack.click(lead, "handoff_ground", value="draining")
    slack.click(lead, "handoff_more")
    slack.wait_for_modal(lead, "Any lead")
    slack.click(lead, "handoff_route", value="any_lead")
    slack.submit(lead)
    assert "You can stop replying. One colleague has been asked; " in shown(slack.modal(lead))
    dm(slack, "U0MARA", "Take it")
    assert "Take it" not in shown(texts(slack, lead))
    slack.click("U0MARA", "handoff_take", channel="dm")
    dm(slack, lead, "<@U0MARA> has it and is moving the ticket.")


REFERENCES = {
    "   ": "Add the ticket's link or number, so that the taker finds it.",
    "4711 " * 600: "That is longer than 255 characters. Paste the link alone.",
    "jane@example.com": (
        "That may hold a customer's name or address. Paste the ticket's link or number alone."
    ),
}


def test_a_bad_reference_is_answered_beside_its_field(ready: Bot, slack: SandboxServer) -> None:
    """The form stays open with what was chosen; nobody is asked; mended, it goes out once."""
    del ready
    hand_over(slack, reference=next(iter(REFERENCES)))
    for typed, sentence in REFERENCES.items():
        answer = slack.submit("U0PRIYA", {"reference": {"value": typed}})
        assert answer["errors"] == {"reference": sentence}
    assert slack.calls("chat.postMessage") == []
    slack.submit("U0PRIYA", {"reference": {"value": "4711"}})
    assert "You can stop replying." in shown(slack.modal("U0PRIYA"))
    dm(slack, "U0SAM", "Take it")
    assert len([one for one in slack.messages("dm", "U0SAM") if "Take it" in shown(one)]) == 1


def test_an_on_call_tool_that_is_away_holds_nobody_up_and_admins_hear_of_it_once(
    bot: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """Everybody in Slack is asked all the same, and somebody can mend the address."""
    agree(bot, replace(AGREED, on_call=OnCall(NOWHERE, "a-secret-of-sixteen")))
    hand_over(slack, "danger")
    for user in ("U0SAM", "U0LENA"):
        dm(slack, user, "Take it")
    sentence = (
        "The on-call tool does not answer. The leads were asked here all the same. "
        "Check its address in App Home, Times and on-call."
    )

    def told() -> bool:
        bot.tick("on-call calls")
        clock.advance(4)
        return sentence in texts(slack, "U0ADA")

    slack.wait_for(told, "the letter")
    for _ in range(3):
        told()
    slack.wait_for(lambda: bot.unsettled() == 0, "everything to be sent")
    assert texts(slack, "U0ADA").count(sentence) == 1
    slack.click("U0SAM", "handoff_take", channel="dm")
    dm(slack, "U0PRIYA", "<@U0SAM> has it")
