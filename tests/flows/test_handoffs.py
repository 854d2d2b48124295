"""Handing over, at Slack's door: what each person sees from the form to the outcome."""

import json
from datetime import time, timedelta
from typing import Any

import pytest
from slack_sdk import WebClient

from bot.domain.handoff_settings import HandoffSettings, OnCall
from bot.domain.receivers import UNTIL_RESUMED, Receiver
from bot.domain.working_time import WorkingHours
from bot.views import blocks as b
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from tests.flows.conftest import Bot, MovableClock
from tests.sandbox_client import BOT_TOKEN, TEAM, SandboxServer
from tests.unit.test_on_call import Tool

Json = dict[str, Any]
ROUND_THE_CLOCK = WorkingHours("UTC", frozenset(range(7)), time(0), time(0))
AGREED = HandoffSettings(
    enabled=True,
    leads=("U0LENA",),
    backup="U0MARA",
    hours=ROUND_THE_CLOCK,
    safety_contact="112, then Security on 555",
    aftercare_person="U0MARA",
)


def agree(bot: Bot, settings: HandoffSettings = AGREED, *receivers: str) -> None:
    """Settings and receivers, as admins and receivers would have set them in App Home."""
    engine = make_engine(bot.settings.database_url)
    with SqlUnitsOfWork(make_sessions(engine), bot.keyring, bot.clock)() as uow:
        uow.handoff_setup.keep(TEAM, settings)
        for user in receivers or ("U0TOMASZ", "U0SAM"):
            uow.receivers.save(Receiver(TEAM, user, opted_in=True))
        uow.commit()
    engine.dispose()


@pytest.fixture
def ready(bot: Bot) -> Bot:
    agree(bot)
    return bot


def hand_over(
    slack: SandboxServer,
    ground: str = "harassment",
    reference: str = "https://help.example.com/t/4711",
    user: str = "U0PRIYA",
    **more: object,
) -> Json:
    slack.command(user, "/handoff")
    slack.wait_for_modal(user, "Reason")
    slack.click(user, "handoff_ground", value=ground)
    if more:
        slack.click(user, "handoff_more")
        slack.wait_for_modal(user, "One neutral sentence")
    values = {"reference": {"value": reference}, **more}
    return slack.submit(user, values)


def dm(slack: SandboxServer, user: str, containing: str) -> Json:
    """Wait for a direct message to a person."""

    def look() -> Json | None:
        hits = [m for m in slack.messages("dm", user) if containing in shown(m)]
        return hits[-1] if hits else None

    found = slack.wait_for(look, f"{containing!r} for {user}: {texts(slack, user)}")
    assert found is not None
    return found


def texts(slack: SandboxServer, user: str) -> list[str]:
    try:
        return [m["text"] for m in slack.messages("dm", user)]
    except AssertionError:
        return []


def shown(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


GROUNDS = {
    "harassment": "harassment",
    "draining": "draining",
    "another_tier": "needs another tier",
    "threat": "a threat",
    "danger": "somebody may be in danger",
}


@pytest.mark.parametrize("ground", GROUNDS)
def test_each_reason_from_request_to_outcome(ready: Bot, slack: SandboxServer, ground: str) -> None:
    """Two clicks and a paste; a private card; one taker; the loop closed as it was chosen."""
    del ready
    play(slack, ground, "https://help.example.com/t/9001")
    dm(slack, "U0PRIYA", "minutes off the queue")
    assert "U0SAM" not in "".join(texts(slack, "U0TOMASZ"))


def play(slack: SandboxServer, ground: str, reference: str) -> None:
    """One conversation, from the form to *You did what could be done*."""
    hand_over(slack, ground, reference)
    receipt = shown(slack.modal("U0PRIYA"))
    assert "You can stop replying." in receipt
    slack.close("U0PRIYA", everything=True)
    card = dm(slack, "U0SAM", f"conversation: {GROUNDS[ground]}")
    assert reference not in shown(card)
    assert "U0PRIYA" not in shown(card)
    if ground in {"threat", "danger"}:
        assert "112, then Security" in receipt
        assert "<@U0PRIYA>" in shown(dm(slack, "U0LENA", "Take it"))
    slack.click("U0SAM", "handoff_take", channel="dm")
    full = dm(slack, "U0SAM", reference)
    assert "<@U0PRIYA>" in shown(full)
    assert full["ts"] == card["ts"]
    slack.click("U0SAM", "handoff_confirm", channel="dm")
    dm(slack, "U0SAM", "It ended")
    slack.click("U0SAM", "handoff_ended", channel="dm")
    slack.wait_for_modal("U0SAM", "Outcome")
    slack.click("U0SAM", "handoff_ending", value="impasse")
    slack.submit("U0SAM")
    slack.wait_for(
        lambda: slack.messages("dm", "U0SAM")[-1]["text"].startswith("Closed: ended"),
        "the closed card",
    )
    last = slack.wait_for(
        lambda: [t for t in texts(slack, "U0PRIYA")[-2:] if "You did what could" in t],
        "the loop closed",
    )
    assert "<@U0SAM> ended it" in last[0]
    sam, tomasz = slack.messages("dm", "U0SAM")[-1], slack.messages("dm", "U0TOMASZ")[-1]
    assert "Somebody has it." in shown(tomasz)
    assert "U0PRIYA" not in shown(sam)
    assert reference not in shown(sam)


def test_not_today_from_all_tells_the_requester_the_truth_within_a_minute(
    ready: Bot, slack: SandboxServer
) -> None:
    """A tired pool: nobody is named, the leads are asked at once."""
    del ready
    hand_over(slack)
    for peer in ("U0SAM", "U0TOMASZ"):
        dm(slack, peer, "Take it")
        slack.click(peer, "handoff_not_today", channel="dm")
        dm(slack, peer, "that stays between us")
    told = dm(slack, "U0PRIYA", "Nobody has taken it yet.")
    assert "U0SAM" not in shown(texts(slack, "U0PRIYA"))
    assert "U0TOMASZ" not in shown(texts(slack, "U0PRIYA"))
    assert "leads were asked" in told["text"]
    assert "Take it" in shown(dm(slack, "U0LENA", "A colleague needs"))


def test_a_three_day_email_case_is_not_opened_again(
    ready: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """Whoever said *It's with me* is left alone with it, and the requester hears nothing more.

    What App Home says of it carries its day: it is no longer *this morning*.
    """
    begun = ready.clock.now()
    hand_over(slack)
    dm(slack, "U0SAM", "Take it")
    slack.click("U0SAM", "handoff_take", channel="dm")
    dm(slack, "U0SAM", "It's with me")
    slack.click("U0SAM", "handoff_confirm", channel="dm")
    dm(slack, "U0PRIYA", "It's with <@U0SAM>.")
    dm(slack, "U0SAM", "It ended")
    for _ in range(3):
        clock.advance(24 * 60 * 60)
        ready.tick("handoff timers")
        slack.wait_for(lambda: ready.unsettled() == 0, "everything to be sent")
    everything = shown([texts(slack, user) for user in ("U0PRIYA", "U0SAM", "U0TOMASZ")])
    assert "open again" not in everything
    assert "Has the ticket moved?" not in everything
    assert "It ended" in shown(slack.messages("dm", "U0SAM")[-1])
    for user in ("U0PRIYA", "U0SAM", "U0LENA"):
        slack.open_home(user)
        slack.wait_for_home(user, f"arassment, {begun:%a} {begun.day} {begun:%b}, ")


def test_silence_is_broken_step_by_step_also_after_a_restart(
    ready: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """Peers, leads, backup, everyone; each told within a minute of its time."""
    hand_over(slack)
    dm(slack, "U0PRIYA", "Two colleagues have been asked")
    clock.advance(5 * 60)
    dm(slack, "U0LENA", "Take it")
    dm(slack, "U0PRIYA", "The leads were asked")
    ready.stop()
    clock.advance(5 * 60)
    ready.start()
    dm(slack, "U0MARA", "Take it")
    dm(slack, "U0PRIYA", "The backup was asked")
    clock.advance(10 * 60)
    dm(slack, "U0PRIYA", "Still nobody.")
    dm(slack, "U0MARA", "Asked again further down.")
    dm(slack, "U0MARA", "Take it")
    slack.click("U0MARA", "handoff_take", channel="dm")
    dm(slack, "U0PRIYA", "<@U0MARA> has it")


def test_app_home_shows_requests_and_lets_them_be_withdrawn(
    ready: Bot, slack: SandboxServer
) -> None:
    """What happens next, and the way out; those asked see only that it's off."""
    del ready
    hand_over(slack)
    dm(slack, "U0SAM", "Take it")
    slack.close("U0PRIYA", everything=True)
    slack.open_home("U0PRIYA")
    slack.wait_for_home("U0PRIYA", "it goes to the leads")
    slack.click("U0PRIYA", "handoff_change_route", surface="home")
    slack.wait_for_modal("U0PRIYA", "Who is asked")
    slack.click("U0PRIYA", "handoff_route", value="any_lead")
    slack.submit("U0PRIYA")
    dm(slack, "U0LENA", "Take it")
    dm(slack, "U0SAM", "It's off.")
    slack.wait_for_home("U0PRIYA", "Changed.")
    slack.click("U0PRIYA", "handoff_withdraw", surface="home")
    dm(slack, "U0LENA", "It's off.")
    dm(slack, "U0PRIYA", "Withdrawn.")
    slack.wait_for_home("U0PRIYA", "You have no open request.")


def test_a_lead_sees_what_is_open_reassigns_and_closes(ready: Bot, slack: SandboxServer) -> None:
    """Without learning who asked; parted ways needs its list."""
    del ready
    hand_over(slack)
    dm(slack, "U0SAM", "Take it")
    slack.open_home("U0LENA")
    home = slack.wait_for_home("U0LENA", "Open handoffs")
    assert "U0PRIYA" not in shown(home)
    assert "4711" not in shown(home)
    slack.click("U0LENA", "handoff_open_reassign", surface="home")
    slack.wait_for_modal("U0LENA", "Who has it from now on")
    slack.submit("U0LENA", {"taker": {"value": "U0TOMASZ"}})
    dm(slack, "U0TOMASZ", "*You have it*")
    dm(slack, "U0SAM", "Somebody has it.")
    slack.wait_for_home("U0LENA", "<@U0TOMASZ> has it.")
    slack.click("U0LENA", "handoff_open_close", surface="home")
    slack.wait_for_modal("U0LENA", "Outcome")
    slack.click("U0LENA", "handoff_ending", value="parted_ways")
    slack.wait_for_modal("U0LENA", "Review date")
    answer = slack.submit("U0LENA")
    assert "Tick each point" in shown(answer)
    slack.submit(
        "U0LENA",
        {
            "checks": {"value": ["recorded", "evidence", "written_by_another"]},
            "second": {"value": "U0MARA"},
            "review": {"value": "2035-03-03"},
        },
    )
    dm(slack, "U0PRIYA", "has been asked to leave")
    dm(slack, "U0MARA", "review on 3 March")


def test_an_admin_sets_it_up_and_a_receiver_opts_in(bot: Bot, slack: SandboxServer) -> None:
    """From nothing to the first handoff, inside Slack; without a backup it stays off."""
    slack.command("U0PRIYA", "/handoff")
    log = slack.wait_for(lambda: "Handoffs are off" in shown(slack.log()), "the refusal")
    assert log
    slack.open_home("U0ADA")
    slack.wait_for_home("U0ADA", "Handoff settings")
    slack.click("U0ADA", "handoff_settings", surface="home")
    slack.wait_for_modal("U0ADA", "Backup person")
    form = {
        "enabled": {"value": ["enabled"]},
        "leads": {"value": ["U0LENA", "U0MARA"]},
        "days": {"value": ["0", "1", "2", "3", "4", "5", "6"]},
        "start": {"value": "00:00"},
        "end": {"value": "00:00"},
    }
    answer = slack.submit("U0ADA", form)
    assert "there is no backup person" in shown(answer)
    slack.submit("U0ADA", {"backup": {"value": "U0ADA"}})
    slack.wait_for_home("U0ADA", "Saved.")
    slack.open_home("U0SAM")
    slack.wait_for_home("U0SAM", "Opting in is up to you")
    slack.click("U0SAM", "handoff_opt_in", surface="home")
    slack.wait_for_home("U0SAM", "asked in turn")
    hand_over(slack)
    dm(slack, "U0SAM", "Take it")
    slack.click("U0SAM", "handoff_pause:day", surface="home")
    slack.wait_for_home("U0SAM", "Paused.")


def test_the_form_follows_the_reason_and_keeps_what_is_typed(
    ready: Bot, slack: SandboxServer
) -> None:
    """Safety contact for threat and danger, the pledge with its version, optional fields folded."""
    del ready
    slack.command("U0PRIYA", "/handoff 4711")
    first = slack.wait_for_modal("U0PRIYA", "(version 1)")
    assert "112, then Security" not in shown(first)
    assert "nobody asks for proof" in shown(first)
    slack.click("U0PRIYA", "handoff_ground", value="threat")
    slack.wait_for_modal("U0PRIYA", "112, then Security on 555")
    slack.click("U0PRIYA", "handoff_ground", value="draining")
    calm = slack.wait_for(lambda: "112, then" not in shown(slack.modal("U0PRIYA")), "the calm form")
    assert calm
    slack.submit("U0PRIYA")
    assert "You can stop replying." in shown(slack.modal("U0PRIYA"))


@pytest.mark.parametrize(("first_ms", "second_ms"), [(150, 300), (300, 0)])
def test_two_presses_in_a_row_both_count(
    ready: Bot, slack: SandboxServer, first_ms: int, second_ms: int
) -> None:
    """Whoever presses *More choices* while the form still follows the reason gets both."""
    del ready
    slack.command("U0PRIYA", "/handoff 4711")
    slack.wait_for_modal("U0PRIYA", "Reason")
    slow = {"method": "views.update", "kind": "delay"}
    slack.faults({**slow, "delay_ms": first_ms}, {**slow, "delay_ms": second_ms, "nth": 2})
    slack.click("U0PRIYA", "handoff_ground", value="threat")
    slack.click("U0PRIYA", "handoff_more")
    slack.wait_for(lambda: len(slack.calls("views.update")) >= 2, "both redraws")
    form = shown(slack.wait_for_modal("U0PRIYA", "One neutral sentence"))
    assert "112, then Security" in form


@pytest.mark.parametrize("user", ["U0GUEST", "U0OUTSIDE"])
def test_guests_and_outside_people_are_refused(ready: Bot, slack: SandboxServer, user: str) -> None:
    """Neither the form nor App Home opens for them."""
    del ready
    slack.command(user, "/handoff")
    slack.wait_for(lambda: "not guests" in shown(slack.log()), "the refusal")
    assert slack.modals(user) == []


def test_a_database_away_keeps_the_form_open_and_asks_nobody(
    ready: Bot, slack: SandboxServer
) -> None:
    """One clear sentence; pressing again hands it over once."""
    slack.command("U0PRIYA", "/handoff 4711")
    slack.wait_for_modal("U0PRIYA", "Reason")
    slack.click("U0PRIYA", "handoff_ground", value="draining")
    with ready.database_away():
        answer = slack.submit("U0PRIYA")
    assert "my database is not answering" in shown(answer)
    slack.submit("U0PRIYA")
    dm(slack, "U0SAM", "Take it")
    assert len([m for m in slack.messages("dm", "U0SAM") if "Take it" in shown(m)]) == 1


def test_an_unconfirmed_live_claim_goes_back_after_four_minutes(
    ready: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """In a chat the customer is waiting now; the taker is reminded first."""
    del ready
    hand_over(slack, "harassment", live={"value": ["live"]})
    dm(slack, "U0SAM", "live now")
    slack.click("U0SAM", "handoff_take", channel="dm")
    dm(slack, "U0SAM", "It's with me")
    clock.advance(timedelta(minutes=2, seconds=1).total_seconds())
    dm(slack, "U0SAM", "Has the ticket moved?")
    clock.advance(timedelta(minutes=2, seconds=1).total_seconds())
    dm(slack, "U0PRIYA", "It's open again.")
    dm(slack, "U0SAM", "It's back with the others.")


def test_a_forged_button_changes_nothing(ready: Bot, slack: SandboxServer) -> None:
    """The id in a button is checked against what is stored and who pressed."""
    del ready
    hand_over(slack, reference="9001")
    handoff = button_value(dm(slack, "U0SAM", "Take it"), "handoff_take")
    forge(slack, "U0SAM", "handoff_take", "0" * 32)
    forge(slack, "U0ADA", "handoff_take", handoff)
    forge(slack, "U0GUEST", "handoff_take", handoff)
    forge(slack, "U0PRIYA", "handoff_take", handoff)
    slack.click("U0SAM", "handoff_take", channel="dm")
    dm(slack, "U0SAM", "9001")
    for action in ("handoff_confirm", "handoff_give_back", "handoff_withdraw", "handoff_aftercare"):
        forge(slack, "U0TOMASZ", action, handoff)
    slack.click("U0SAM", "handoff_confirm", channel="dm")
    dm(slack, "U0PRIYA", "It's with <@U0SAM>.")
    told = texts(slack, "U0PRIYA")
    assert len([text for text in told if "has it" in text]) == 1
    assert "9001" not in shown(slack.messages("dm", "U0TOMASZ"))


def button_value(card: Json, action: str) -> str:
    elements = [e for block in card["blocks"] for e in block.get("elements", [])]
    return next(str(e["value"]) for e in elements if e.get("action_id") == action)


def forge(slack: SandboxServer, user: str, action: str, value: str) -> None:
    """A press of a button that the bot never showed this person."""
    button = b.actions(b.button("Press", action, value=value))
    bot = WebClient(token=BOT_TOKEN, base_url=slack.api_url)
    posted = bot.chat_postMessage(channel="C0KUDOS", text="Forged", blocks=[button])
    slack.click(user, action, channel="kudos", ts=str(posted["ts"]))


def test_a_threat_at_18_40_with_every_lead_away(
    bot: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """One on leave, one muted, one gone: each deputy and the on-call tool are reached at once."""
    now = clock.now()
    evening = now.replace(hour=18, minute=40, second=0) + timedelta(days=7 - now.weekday())
    clock.advance((evening - now).total_seconds())
    with Tool().serving() as tool:
        settings = HandoffSettings(
            enabled=True,
            leads=("U0LENA", "U0ADA", "U0MARA"),
            backup="U0TOMASZ",
            deputies=(("U0LENA", "U0SAM"), ("U0ADA", "U0TOMASZ"), ("U0MARA", "U0SAM")),
            safety_contact="112, then Security on 555",
            on_call=OnCall(tool.url, "a-secret-of-sixteen"),
        )
        agree(bot, settings, "U0MARA")
        away(bot, Receiver(TEAM, "U0LENA", muted_until=evening + timedelta(days=7)))
        away(bot, Receiver(TEAM, "U0ADA", muted_until=UNTIL_RESUMED))
        away(bot, Receiver(TEAM, "U0MARA", is_active=False))
        hand_over(slack, "threat", "TICKET-9001")
        assert "112, then Security on 555" in shown(slack.modal("U0PRIYA"))
        for deputy in ("U0SAM", "U0TOMASZ"):
            card = dm(slack, deputy, "Take it")
            assert "<@U0PRIYA> needs someone else on a conversation: a threat" in card["text"]
        (call,) = slack.wait_for(lambda: tool.calls, "the on-call tool to be told")
        assert b"PRIYA" not in call[1]
        assert b"TICKET-9001" not in call[1]
        assert texts(slack, "U0MARA") == []


def away(bot: Bot, receiver: Receiver) -> None:
    """Keep what somebody chose, or what was noticed of them."""
    engine = make_engine(bot.settings.database_url)
    with SqlUnitsOfWork(make_sessions(engine), bot.keyring, bot.clock)() as uow:
        uow.receivers.save(receiver)
        uow.commit()
    engine.dispose()
