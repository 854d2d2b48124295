"""Asking a customer to leave: what the taker, the second person and the requester see."""

import pytest

from tests.flows.conftest import Bot, MovableClock
from tests.flows.test_handoffs import agree, button_value, dm, forge, hand_over, shown, texts
from tests.sandbox_client import SandboxServer

HOUR = 60 * 60
TICKET = "TICKET-9001"
"""No number alone: one of four digits may stand in a timestamp or an id by chance."""
LIST = {
    "checks": {"value": ["recorded", "evidence", "written_by_another"]},
    "second": {"value": "U0MARA"},
    "review": {"value": "2035-03-03"},
}
REMINDER = "still waiting to hear whether you agree"


@pytest.fixture
def ready(bot: Bot) -> Bot:
    agree(bot)
    return bot


def part_ways(slack: SandboxServer) -> None:
    """Priya hands over, Sam takes it and asks the customer to leave; Mara is the second person."""
    hand_over(slack, reference=TICKET)
    dm(slack, "U0SAM", "Take it")
    slack.click("U0SAM", "handoff_take", channel="dm")
    dm(slack, "U0SAM", "It's with me")
    slack.click("U0SAM", "handoff_confirm", channel="dm")
    dm(slack, "U0SAM", "It ended")
    slack.click("U0SAM", "handoff_ended", channel="dm")
    slack.wait_for_modal("U0SAM", "Outcome")
    slack.click("U0SAM", "handoff_ending", value="parted_ways")
    slack.wait_for_modal("U0SAM", "Review date")
    slack.submit("U0SAM", LIST)


def test_the_second_person_says_not_yet_and_then_agreed(ready: Bot, slack: SandboxServer) -> None:
    """Nobody is said to agree who has not pressed it; the card has neither ticket nor requester."""
    del ready
    part_ways(slack)
    told = dm(slack, "U0PRIYA", "has been asked to leave")["text"]
    assert told.endswith("<@U0SAM> wrote it, and <@U0MARA> was asked to agree, review on 3 March.")
    card = dm(slack, "U0MARA", "Do you agree?")
    assert "U0PRIYA" not in shown(card)
    assert TICKET not in shown(card)
    slack.click("U0MARA", "handoff_second_not_yet", channel="dm")
    dm(slack, "U0SAM", "<@U0MARA> does not agree yet")
    dm(slack, "U0MARA", "<@U0SAM> has been told")
    assert "agree yet" not in shown(texts(slack, "U0PRIYA"))
    slack.click("U0MARA", "handoff_second_agreed", channel="dm")
    for user in ("U0PRIYA", "U0SAM"):
        dm(slack, user, "<@U0MARA> agreed to part ways with this customer.")
    over = dm(slack, "U0MARA", "You agreed to part ways")
    assert "handoff_second" not in shown(over)


def test_a_forged_answer_of_the_second_person_changes_nothing(
    ready: Bot, slack: SandboxServer
) -> None:
    """Nobody answers for them: not the writer, a lead, the requester, a guest or an unknown id."""
    del ready
    part_ways(slack)
    handoff = button_value(dm(slack, "U0MARA", "Do you agree?"), "handoff_second_agreed")
    for user in ("U0SAM", "U0LENA", "U0PRIYA", "U0GUEST"):
        forge(slack, user, "handoff_second_agreed", handoff)
        forge(slack, user, "handoff_second_not_yet", handoff)
    forge(slack, "U0MARA", "handoff_second_agreed", "0" * 32)
    slack.click("U0MARA", "handoff_second_agreed", channel="dm")
    dm(slack, "U0SAM", "<@U0MARA> agreed")
    said = [text for text in texts(slack, "U0SAM") if "agree" in text]
    assert said == ["<@U0MARA> agreed to part ways with this customer."]


def test_one_reminder_after_a_working_day_also_across_a_restart_then_silence(
    ready: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """What waits is in the database; an answer to the reminder counts as one to the question."""
    part_ways(slack)
    dm(slack, "U0MARA", "Do you agree?")
    ready.stop()
    clock.advance(7 * HOUR)
    ready.start()
    dm(slack, "U0MARA", "Do you agree?")
    assert REMINDER not in shown(texts(slack, "U0MARA"))
    clock.advance(1.1 * HOUR)
    dm(slack, "U0MARA", REMINDER)
    for _ in range(3):
        clock.advance(24 * HOUR)
        ready.tick("courier")
    slack.click("U0MARA", "handoff_second_agreed", channel="dm")
    dm(slack, "U0SAM", "<@U0MARA> agreed")
    slack.wait_for(lambda: REMINDER not in shown(texts(slack, "U0MARA")), "the card to say so")
    assert len([text for text in texts(slack, "U0MARA") if "You agreed" in text]) == 2


def test_a_mute_of_decisions_holds_the_reminder_back_and_never_the_question(
    ready: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """Who asked and who handed over would wait in silence for somebody who was never asked."""
    slack.open_home("U0MARA")
    slack.wait_for_home("U0MARA", "Choose what I may send")
    slack.click("U0MARA", "unasked_open", surface="home")
    slack.wait_for_modal("U0MARA", "Customers to decide about together")
    slack.submit("U0MARA", {"decisions": "always", "reminders": "always"})
    part_ways(slack)
    dm(slack, "U0MARA", "Do you agree?")
    clock.advance(9 * HOUR)
    ready.tick("courier")
    slack.wait_for(lambda: ready.unsettled() == 0, "everything to be sent")
    assert REMINDER not in shown(texts(slack, "U0MARA"))
    slack.click("U0MARA", "handoff_second_not_yet", channel="dm")
    dm(slack, "U0SAM", "<@U0MARA> does not agree yet")


def test_who_has_answered_is_not_reminded(
    ready: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """The answer takes the reminder out of what is to be sent."""
    part_ways(slack)
    dm(slack, "U0MARA", "Do you agree?")
    slack.click("U0MARA", "handoff_second_agreed", channel="dm")
    dm(slack, "U0SAM", "<@U0MARA> agreed")
    clock.advance(10 * HOUR)
    ready.tick("courier")
    slack.wait_for(lambda: ready.unsettled() == 0, "everything to be sent")
    # A reminder that was sent after all would have been rewritten to say the same.
    assert len([text for text in texts(slack, "U0MARA") if "You agreed" in text]) == 1
