"""The doors of handing over: requesters, takers, leads, receivers and admins."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import update

from bot.domain.handoff import (
    Answer,
    Check,
    Consent,
    Ending,
    Ground,
    Handoff,
    Offer,
    PartedWays,
    State,
    Step,
    Wish,
)
from bot.domain.handoff import Role as AskedAs
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.receivers import Receiver
from bot.domain.reference import Reference
from bot.views import handoff_cards as cards
from bot.views import handoff_home as home
from bot.views import parting
from storage.models import HandoffRow
from tests.flows.matrix.stage import EVERYBODY, MEMBERS, Role, Row, Stage
from tests.sandbox_client import TEAM

AGREED = HandoffSettings(
    enabled=True, leads=("U0LENA",), backup="U0MARA", aftercare_person="U0MARA"
)
AGREES, NOT_YET = Consent.AGREED, Consent.NOT_YET
NUMBERS = itertools.count(1)
Act = Callable[[], object]


def agree(stage: Stage, *leads: str) -> HandoffSettings:
    settings = replace(AGREED, leads=(*AGREED.leads, *leads))
    with stage.town.units() as uow:
        uow.handoff_setup.keep(TEAM, settings)
        uow.commit()
    return settings


def handoff(
    stage: Stage,
    requester: str = "U0TOMASZ",
    asked: Sequence[str] = (),
    taker: str | None = None,
    **more: bool,
) -> Handoff:
    """A handoff as it would be stored, with nobody told about it."""
    agree(stage)
    now = stage.town.units.clock.now()
    answer = Answer.TAKEN if taker else Answer.ASKED
    people = [taker] if taker else asked
    made = Handoff(
        id=f"{next(NUMBERS):032x}",
        team=TEAM,
        request=f"matrix:{next(NUMBERS)}",
        requester=requester,
        wish=Wish(Ground.HARASSMENT, Reference("4711")),
        pledge_version=1,
        created_at=now,
        state=State.CLAIMED if taker else State.OPEN,
        step=Step.PEERS,
        armed_at=now,
        told_at=now,
        due_at=AGREED.hours.deadline(now, AGREED.waits.remind),
        round=1,
        taker=taker,
        claimed_at=now if taker else None,
        offers=tuple(Offer(one, AskedAs.PEER, 1, answer, now) for one in people),
        **more,
    )
    with stage.town.units() as uow:
        uow.handoffs.add(made)
        uow.commit()
    return made


def now(stage: Stage, made: Handoff) -> Handoff:
    with stage.town.units() as uow:
        return uow.handoffs.get(TEAM, made.id) or made


def passed_to(stage: Stage, made: Handoff, **people: str) -> None:
    """Somebody else's from here on, whatever form is still open."""
    keyring = stage.town.units.keyring
    values: dict[str, Any] = dict(people)
    if "requester" in values:
        values["requester"] = keyring.seal({"user": values["requester"]})
    with stage.town.units.sessions() as session:
        session.execute(update(HandoffRow).where(HandoffRow.id == made.id).values(**values))
        session.commit()


def opens(stage: Stage, role: Role, act: Act, containing: str = "") -> bool:
    return stage.happened(role, act, lambda: stage.has_modal(role, containing))


def press(stage: Stage, role: Role, body: dict[str, Any], action: str) -> None:
    """Press a card's button; the press is acknowledged when it is done."""
    ts = stage.show(body)
    stage.slack.click(role, action, channel="kudos", ts=ts)


def at_home(stage: Stage, role: Role, blocks: list[dict[str, Any]], action: str) -> Act:
    stage.show_home(role, blocks)
    return lambda: stage.slack.click(role, action, surface="home")


def command(stage: Stage, role: Role) -> bool:
    agree(stage)
    return opens(stage, role, lambda: stage.slack.command(role, "/handoff"), "Reason")


def from_message(stage: Stage, role: Role) -> bool:
    agree(stage)
    source = stage.message()
    return opens(
        stage,
        role,
        lambda: stage.slack.shortcut(role, source.channel, source.ts, "handoff_message"),
    )


def from_home(stage: Stage, role: Role) -> bool:
    agree(stage)
    blocks = home.my_requests([], stage.town.units.clock.now(), "UTC")
    return opens(stage, role, at_home(stage, role, blocks, "handoff_open"))


def practise(stage: Stage, role: Role) -> bool:
    agree(stage)
    return opens(stage, role, at_home(stage, role, _leads(stage, role), "handoff_practise"))


def refresh(stage: Stage, role: Role) -> bool:
    """Whoever has the form sees what their choice brings: nothing of anybody else's."""
    _form(stage, role)
    stage.slack.click(role, "handoff_ground", value="threat")
    stage.slack.wait_for_modal(role, "in danger")
    return True


def submit(stage: Stage, role: Role) -> bool:
    _form(stage, role)
    before = stage.town.count("handoffs")
    stage.slack.click(role, "handoff_ground", value="draining")
    stage.slack.submit(role, {"reference": {"value": "4711"}})
    return stage.town.count("handoffs") > before


def withdraw(stage: Stage, role: Role) -> bool:
    made = handoff(stage, requester="U0PRIYA")
    at_home(stage, role, _requests(stage, made), "handoff_withdraw")()
    return now(stage, made).state is State.WITHDRAWN


def open_reroute(stage: Stage, role: Role) -> bool:
    made = handoff(stage, requester="U0PRIYA")
    act = at_home(stage, role, _requests(stage, made), "handoff_change_route")
    return opens(stage, role, act, "Who is asked")


def reroute(stage: Stage, role: Role) -> bool:
    made = handoff(stage, requester=role)
    act = at_home(stage, role, _requests(stage, made), "handoff_change_route")
    assert opens(stage, role, act, "Who is asked")
    passed_to(stage, made, requester="U0PRIYA")
    stage.slack.type(role, "handoff_route", "any_lead")
    stage.slack.submit(role)
    return now(stage, made).wish.route.value == "any_lead"


def take(stage: Stage, role: Role) -> bool:
    made = handoff(stage, asked=[role])
    press(stage, role, cards.offer(made, made.offers[0], AGREED), "handoff_take")
    return now(stage, made).taker == role


def not_today(stage: Stage, role: Role) -> bool:
    made = handoff(stage, asked=["U0SAM", "U0TOMASZ"])
    press(stage, role, cards.offer(made, made.offers[0], AGREED), "handoff_not_today")
    return now(stage, made).offers[0].answer is Answer.NOT_TODAY


def confirm(stage: Stage, role: Role) -> bool:
    made = handoff(stage, taker="U0SAM")
    press(stage, role, cards.full(made, AGREED), "handoff_confirm")
    return now(stage, made).state is State.WITH_TAKER


def give_back(stage: Stage, role: Role) -> bool:
    made = handoff(stage, taker="U0SAM")
    press(stage, role, cards.full(made, AGREED), "handoff_give_back")
    return now(stage, made).state is State.OPEN


def _end(stage: Stage, role: Role, taker: str) -> tuple[Handoff, bool]:
    made = handoff(stage, taker=taker)
    shown = replace(made, state=State.WITH_TAKER, due_at=None)
    ts = stage.show(cards.full(shown, AGREED))
    act = lambda: stage.slack.click(role, "handoff_ended", channel="kudos", ts=ts)  # noqa: E731
    return made, opens(stage, role, act, "Outcome")


def open_end(stage: Stage, role: Role) -> bool:
    return _end(stage, role, "U0SAM")[1]


def refresh_end(stage: Stage, role: Role) -> bool:
    """Whoever has the form sees its list: nothing of anybody's stands in it."""
    _end(stage, role, role)
    stage.slack.click(role, "handoff_ending", value="parted_ways")
    stage.slack.wait_for_modal(role, "Review date")
    return True


def end(stage: Stage, role: Role) -> bool:
    made, opened = _end(stage, role, role)
    assert opened
    passed_to(stage, made, taker="U0SAM")
    stage.slack.click(role, "handoff_ending", value="impasse")
    stage.slack.submit(role)
    return now(stage, made).state is State.RESOLVED


def _second(action: str, consent: Consent) -> Callable[[Stage, Role], bool]:
    """The taker named the receiver; the card stands where everybody can press it."""

    def drive(stage: Stage, role: Role) -> bool:
        made = handoff(stage, taker="U0TOMASZ")
        parted = PartedWays("U0SAM", date(2035, 3, 3), frozenset(Check), "U0TOMASZ")
        over = replace(
            made,
            state=State.RESOLVED,
            due_at=None,
            closed_at=stage.town.units.clock.now(),
            ending=Ending.PARTED_WAYS,
            parted=parted,
        )
        with stage.town.units() as uow:
            assert uow.handoffs.save(over, made)
            uow.commit()
        press(stage, role, parting.ask(over, parted), action)
        kept = now(stage, made).parted
        return kept is not None and kept.consent is consent

    return drive


def open_reassign(stage: Stage, role: Role) -> bool:
    made = handoff(stage)
    act = at_home(stage, role, _leads(stage, role, made), "handoff_open_reassign")
    return opens(stage, role, act, "Who has it")


def reassign(stage: Stage, role: Role) -> bool:
    """Open as a lead who then no longer is one, unless the role is."""
    made = handoff(stage)
    agree(stage, role)
    with stage.as_member(role):
        act = at_home(stage, role, _leads(stage, role, made), "handoff_open_reassign")
        assert opens(stage, role, act, "Who has it")
    agree(stage)
    stage.slack.submit(role, {"taker": {"value": "U0MARA"}})
    return now(stage, made).taker == "U0MARA"


def bring_to_lead(stage: Stage, role: Role) -> bool:
    made = handoff(stage, taker="U0SAM", repeat=True)
    before = stage.town.count("outbox WHERE key LIKE '%:brought:%'")
    press(stage, role, cards.full(made, AGREED), "handoff_to_a_lead")
    return stage.town.count("outbox WHERE key LIKE '%:brought:%'") > before


def _aftercare(action: str, sentence: str) -> Callable[[Stage, Role], bool]:
    def drive(stage: Stage, role: Role) -> bool:
        made = handoff(stage, requester="U0PRIYA", taker="U0SAM")
        body = cards.aftercare(made, AGREED)
        assert body is not None
        ts = stage.show(body)
        return stage.happened(
            role,
            lambda: stage.slack.click(role, action, channel="kudos", ts=ts),
            lambda: sentence in str(stage.slack.messages("kudos", role)),
        )

    return drive


def _receiver(stage: Stage, user: str, **more: bool | datetime) -> Receiver:
    receiver = Receiver(TEAM, user, **more)
    with stage.town.units() as uow:
        uow.receivers.save(receiver)
        uow.commit()
    return receiver


def _kept(stage: Stage, user: str) -> Receiver:
    with stage.town.units() as uow:
        return uow.receivers.get(TEAM, user, stage.town.units.clock.now())


def _receiving(stage: Stage, role: Role, receiver: Receiver, action: str) -> Act:
    at = stage.town.units.clock.now()
    return at_home(stage, role, home.receiving(receiver, AGREED, at), action)


def opt_in(stage: Stage, role: Role) -> bool:
    agree(stage)
    _receiving(stage, role, _receiver(stage, role), "handoff_opt_in")()
    return _kept(stage, role).opted_in


def opt_out(stage: Stage, role: Role) -> bool:
    agree(stage)
    _receiving(stage, role, _receiver(stage, role, opted_in=True), "handoff_opt_out")()
    return not _kept(stage, role).opted_in


def pause(stage: Stage, role: Role) -> bool:
    """A lead without a deputy may not be left in peace."""
    agree(stage)
    _receiving(stage, role, _receiver(stage, role, opted_in=True), "handoff_pause:day")()
    return _kept(stage, role).muted_until is not None


def resume(stage: Stage, role: Role) -> bool:
    agree(stage)
    until = stage.town.units.clock.now().replace(year=2099)
    muted = _receiver(stage, role, opted_in=True, muted_until=until)
    _receiving(stage, role, muted, "handoff_resume")()
    return _kept(stage, role).muted_until is None


def open_preferences(stage: Stage, role: Role) -> bool:
    agree(stage)
    receiver = _receiver(stage, role, opted_in=True)
    return opens(stage, role, _receiving(stage, role, receiver, "handoff_preferences"))


def save_preferences(stage: Stage, role: Role) -> bool:
    agree(stage)
    receiver = _receiver(stage, role, opted_in=True)
    with stage.as_member(role):
        assert opens(stage, role, _receiving(stage, role, receiver, "handoff_preferences"))
    stage.slack.submit(role, {"cap": {"value": "7"}})
    return _kept(stage, role).weekly_cap == 7


def _opens_for_admin(action: str, words: str) -> Callable[[Stage, Role], bool]:
    def drive(stage: Stage, role: Role) -> bool:
        agree(stage)
        return opens(stage, role, at_home(stage, role, home.admin(AGREED), action), words)

    return drive


def _saves_for_admin(
    action: str, words: str, values: dict[str, Any], done: Callable[[Stage], bool]
) -> Callable[[Stage, Role], bool]:
    def drive(stage: Stage, role: Role) -> bool:
        """Open as an admin who then no longer is one, unless the role is."""
        agree(stage)
        stage.town.configure(admins=frozenset({"U0ADA", role.value}))
        with stage.as_member(role):
            assert opens(stage, role, at_home(stage, role, home.admin(AGREED), action), words)
        stage.town.configure()
        with stage.town.units() as uow:
            uow.handoff_setup.keep_pledge(TEAM, "We promise.")
            uow.commit()
        stage.slack.submit(role, values)
        return done(stage)

    return drive


def open_forget(stage: Stage, role: Role) -> bool:
    agree(stage)
    return opens(stage, role, at_home(stage, role, _leads(stage, role), "handoff_forget"))


def forget(stage: Stage, role: Role) -> bool:
    """Open as a lead who then no longer is one, unless the role is."""
    agree(stage, role)
    with stage.town.units() as uow:
        uow.repeats.remember(TEAM, "jane@example.com")
        uow.commit()
    with stage.as_member(role):
        assert opens(stage, role, at_home(stage, role, _leads(stage, role), "handoff_forget"))
    agree(stage)
    stage.slack.submit(role, {"customer": {"value": "jane@example.com"}})
    return stage.town.count("repeat_marks") == 0


def person_changed(stage: Stage, role: Role) -> bool:
    """Whoever left is no longer asked."""
    agree(stage)
    _receiver(stage, role, opted_in=True)
    return stage.after_events(
        lambda: stage.slack.person(role.value, deleted=True),
        lambda: not _kept(stage, role).is_active,
    )


def _form(stage: Stage, role: Role) -> None:
    agree(stage)
    with stage.as_member(role):
        stage.slack.command(role, "/handoff")
        stage.slack.wait_for_modal(role, "Reason")


def _leads(stage: Stage, role: Role, *made: Handoff) -> list[dict[str, Any]]:
    return home.leads_list(made, role, AGREED, stage.town.units.clock.now())


def _requests(stage: Stage, made: Handoff) -> list[dict[str, Any]]:
    return home.my_requests([made], stage.town.units.clock.now(), "UTC")


def _settings(stage: Stage) -> HandoffSettings:
    with stage.town.units() as uow:
        return uow.handoff_setup.settings(TEAM)


def _pledge(stage: Stage) -> str:
    with stage.town.units() as uow:
        return uow.handoff_setup.pledge(TEAM, "").text


AGENT = frozenset({Role.AGENT})
RECEIVER = frozenset({Role.RECEIVER})
LEADS = frozenset({Role.LEAD})
ADMINS = frozenset({Role.ADMIN})
ROWS = (
    Row("HandoffDoors.command", MEMBERS, command),
    Row("HandoffDoors.from_message", MEMBERS, from_message),
    Row("HandoffDoors.from_home", MEMBERS, from_home),
    Row("HandoffDoors.practise", LEADS, practise),
    Row("HandoffDoors.refresh", EVERYBODY, refresh),
    Row("HandoffDoors.submit", MEMBERS, submit),
    Row("HandoffDoors.withdraw", AGENT, withdraw),
    Row("HandoffDoors.open_reroute", AGENT, open_reroute),
    Row("HandoffDoors.reroute", AGENT, reroute),
    Row("TakingDoors.press:Taking.take", MEMBERS, take),
    Row("TakingDoors.press:Taking.not_today", RECEIVER, not_today),
    Row("TakingDoors.press:Taking.confirm", RECEIVER, confirm),
    Row("TakingDoors.press:Taking.give_back", RECEIVER, give_back),
    Row("TakingDoors.press:Taking.agree", RECEIVER, _second("handoff_second_agreed", AGREES)),
    Row("TakingDoors.press:Taking.not_yet", RECEIVER, _second("handoff_second_not_yet", NOT_YET)),
    Row("TakingDoors.open_end", RECEIVER | LEADS, open_end),
    Row("TakingDoors.refresh_end", EVERYBODY, refresh_end),
    Row("TakingDoors.end", RECEIVER | LEADS, end),
    Row("TakingDoors.open_reassign", LEADS, open_reassign),
    Row("TakingDoors.reassign", LEADS, reassign),
    Row("TakingDoors.bring_to_lead", RECEIVER, bring_to_lead),
    Row("TakingDoors.aftercare", AGENT, _aftercare("handoff_aftercare", "Off the queue until")),
    Row("TakingDoors.talk", AGENT, _aftercare("handoff_talk", "is there for it")),
    Row("TakingDoors.not_now", EVERYBODY, _aftercare("handoff_aftercare_later", "Left as it is.")),
    Row("SetupDoors.opt_in", MEMBERS, opt_in),
    Row("SetupDoors.opt_out", MEMBERS, opt_out),
    Row("SetupDoors.pause", MEMBERS - LEADS, pause),
    Row("SetupDoors.resume", MEMBERS, resume),
    Row("SetupDoors.open_preferences", MEMBERS, open_preferences),
    Row("SetupDoors.save_preferences", MEMBERS, save_preferences),
    Row("SetupDoors.open_settings", ADMINS, _opens_for_admin("handoff_settings", "Backup")),
    Row("SetupDoors.open_times", ADMINS, _opens_for_admin("handoff_times", "on-call")),
    Row("SetupDoors.open_pledge", ADMINS, _opens_for_admin("handoff_pledge", "promises")),
    Row(
        "SetupDoors.save_settings",
        ADMINS,
        _saves_for_admin(
            "handoff_settings",
            "Backup",
            {"cap": {"value": "9"}},
            lambda stage: _settings(stage).weekly_cap == 9,
        ),
    ),
    Row(
        "SetupDoors.save_times",
        ADMINS,
        _saves_for_admin(
            "handoff_times",
            "on-call",
            {"waits": {"value": "6, 6, 6, 6"}},
            lambda stage: _settings(stage).waits.peers.total_seconds() == 360,
        ),
    ),
    Row(
        "SetupDoors.save_pledge",
        ADMINS,
        _saves_for_admin(
            "handoff_pledge",
            "promises",
            {"pledge": {"value": "We promise more."}},
            lambda stage: _pledge(stage) == "We promise more.",
        ),
    ),
    Row("SetupDoors.open_forget", LEADS | ADMINS, open_forget),
    Row("SetupDoors.forget", LEADS | ADMINS, forget),
    Row("Receiving.person_changed", EVERYBODY, person_changed),
)
