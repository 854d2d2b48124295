"""What storage promises about handoffs, on SQLite and on PostgreSQL."""

import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session, sessionmaker

from bot.domain import handoff_moves as moves
from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.handoff import Ground, Handoff, Medium, State, Step, Wish
from bot.domain.handoff_settings import HandoffSettings, OnCall
from bot.domain.on_call import Answered, NotAnswered, call_for
from bot.domain.receivers import Receiver
from bot.domain.reference import Reference
from bot.domain.refusals import Reason, RefusedError
from bot.domain.windows import window_start
from bot.domain.working_time import WorkingHours
from bot.ports_handoff import AlreadyRequestedError
from bot.services.handoff_core import HandoffCore
from bot.services.handoff_taking import Taking
from bot.services.handoff_timers import HandoffTimers
from bot.services.handoffs import Handoffs, Requested, Submitted
from bot.views.handoff import Form
from storage.crypto import Keyring
from storage.models import (
    HandoffEventRow,
    HandoffOfferRow,
    HandoffRow,
    OutboxRow,
    RepeatKeyRow,
    RepeatMarkRow,
    WindowKeyRow,
)
from storage.unit_of_work import SqlUnitsOfWork
from storage.workspaces import register_workspace
from tests.fakes import ManualClock
from tests.fakes_handoff import FakeDesk, FakeDirectory, FakeRedactor

TEAM = "T1"
AGREED = HandoffSettings(enabled=True, leads=("LENA", "MARA"), backup="BO")


@pytest.fixture(autouse=True)
def workspace(sessions: sessionmaker[Session], keyring: Keyring, clock: ManualClock) -> None:
    register_workspace(
        sessions,
        keyring,
        team=TEAM,
        name="Test",
        bot_user="BOT",
        now=clock.now(),
    )


@pytest.fixture
def core(units: SqlUnitsOfWork, clock: ManualClock) -> HandoffCore:
    with units() as uow:
        uow.handoff_setup.keep(TEAM, AGREED)
        for user in ("P1", "P2", "P3"):
            uow.receivers.save(Receiver(TEAM, user, opted_in=True, weekly_cap=50))
        uow.commit()
    return HandoffCore(units, FakeDirectory(), clock)  # type: ignore[arg-type]


def handoff_at(now: datetime, number: int = 1, **more: object) -> Handoff:
    return Handoff(
        id=f"{number:032x}",
        team=TEAM,
        request=f"form:{number}",
        requester="REQ",
        wish=Wish(Ground.HARASSMENT, Reference("4711"), medium=Medium.CHAT, language="en"),
        pledge_version=1,
        created_at=now,
        state=State.OPEN,
        step=Step.PEERS,
        armed_at=now,
        told_at=now,
        due_at=now,
        **more,  # type: ignore[arg-type]
    )


def begun(core: HandoffCore, number: int = 1, **more: object) -> Handoff:
    handoff = handoff_at(core.clock.now(), number, **more)
    with core.open_uow() as uow:
        core.begin(uow, handoff)
        uow.commit()
    return handoff


def stored(core: HandoffCore, handoff: Handoff) -> Handoff:
    with core.open_uow() as uow:
        found = uow.handoffs.get(TEAM, handoff.id)
    assert found is not None
    return found


def at_once(*actions: Callable[[], None]) -> list[BaseException | None]:
    """Run all in the same moment; answers what each raised."""
    barrier = threading.Barrier(len(actions))
    raised: list[BaseException | None] = [None] * len(actions)

    def run(place: int) -> None:
        barrier.wait(5)
        try:
            actions[place]()
        except RefusedError as error:
            raised[place] = error

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(actions))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return raised


def test_a_handoff_reads_back_as_it_was_kept(core: HandoffCore) -> None:
    """Offers in order, times in UTC, the wish whole."""
    handoff = begun(core)
    found = stored(core, handoff)
    assert [offer.user for offer in found.asked] == ["P1", "P2", "P3"]
    assert found.wish == handoff.wish
    assert found.due_at == core.clock.now() + timedelta(minutes=5)


def test_the_same_form_twice_is_one_handoff(core: HandoffCore) -> None:
    """Slack retries; nobody is asked twice."""
    begun(core)
    with core.open_uow() as uow, pytest.raises(AlreadyRequestedError):
        uow.handoffs.add(replace(handoff_at(core.clock.now(), 2), request="form:1"))


def test_of_three_who_take_it_in_the_same_moment_exactly_one_has_it(core: HandoffCore) -> None:
    """Compare and set: the others hear that somebody already has it."""
    taking = Taking(core)
    for number in range(1, 6):
        handoff = begun(core, number)
        users = ("P1", "P2", "P3")
        raised = at_once(*(partial(taking.take, TEAM, user, handoff.id) for user in users))
        won = [user for user, error in zip(users, raised, strict=True) if error is None]
        reasons = {error.reason for error in raised if isinstance(error, RefusedError)}
        assert len(won) == 1
        assert reasons == {Reason.ALREADY_TAKEN}
        assert stored(core, handoff).taker == won[0]


def test_a_claim_and_a_withdrawal_in_the_same_moment_agree(core: HandoffCore) -> None:
    """Whoever comes second decides on what the first has left."""
    taking = Taking(core)
    handoff = begun(core)
    at_once(
        lambda: taking.take(TEAM, "P1", handoff.id),
        lambda: (
            core.change(TEAM, handoff.id, "REQ", lambda h, s: moves.withdraw(h, "REQ", s)) and None
        ),
    )
    assert stored(core, handoff).state is State.WITHDRAWN


def test_the_requester_is_nowhere_in_plain_text(
    core: HandoffCore,
    sessions: sessionmaker[Session],
) -> None:
    """Who reads the handoff tables learns neither who asked nor which ticket."""
    begun(core)
    with sessions() as session:
        for table in ("handoffs", "handoff_offers", "handoff_events", "window_keys"):
            rows = session.execute(text(f"SELECT * FROM {table}")).all()  # noqa: S608
            assert rows
            assert "REQ" not in repr(rows)
            assert "4711" not in repr(rows)


def test_thirty_days_after_closing_the_link_is_gone_with_its_deliveries(
    core: HandoffCore,
    sessions: sessionmaker[Session],
    clock: ManualClock,
) -> None:
    """The pledge says so; what is counted stays."""
    handoff = begun(core)
    core.change(TEAM, handoff.id, "REQ", lambda h, s: moves.withdraw(h, "REQ", s))
    clock.advance(timedelta(days=29, hours=23).total_seconds())
    with core.open_uow() as uow:
        assert uow.handoffs.unlink(clock.now() - timedelta(days=30), clock.now(), 10) == 0
    clock.advance(3700)
    with core.open_uow() as uow:
        assert uow.handoffs.unlink(clock.now() - timedelta(days=30), clock.now(), 10) == 1
        assert uow.handoffs.unlink(clock.now() - timedelta(days=30), clock.now(), 10) == 0
        uow.commit()
    with sessions() as session:
        row = session.get_one(HandoffRow, handoff.id)
        assert (row.requester, row.requester_key, row.reference, row.taker) == (None,) * 4
        assert session.scalars(select(HandoffOfferRow)).all() == []
        assert session.scalars(select(OutboxRow.key)).all() == []
        kinds = session.scalars(select(HandoffEventRow.kind)).all()
        assert kinds == ["requested", "withdrawn"]
    with core.open_uow() as uow:
        assert uow.handoffs.get(TEAM, handoff.id).requester is None  # type: ignore[union-attr]
        assert uow.handoffs.unclosed_of(TEAM, "REQ") == []


def test_a_mark_counts_a_person_in_a_window_until_its_key_is_destroyed(
    core: HandoffCore,
    sessions: sessionmaker[Session],
    clock: ManualClock,
) -> None:
    """The same person has one mark in a window, another in the next, and none afterwards."""
    start = window_start(clock.now())
    with core.open_uow() as uow:
        first = uow.window_keys.mark(TEAM, "REQ", start)
        assert first == uow.window_keys.mark(TEAM, "REQ", start)
        assert first != uow.window_keys.mark(TEAM, "SAM", start)
        assert first != uow.window_keys.mark(TEAM, "REQ", start + timedelta(weeks=12))
        assert uow.window_keys.destroy(TEAM, start)
        assert not uow.window_keys.destroy(TEAM, start)
        uow.commit()
    with core.open_uow() as uow:
        assert uow.window_keys.mark(TEAM, "REQ", start) is None
    with sessions() as session:
        assert session.get_one(WindowKeyRow, (TEAM, start)).wrapped is None


def test_a_practice_leaves_no_mark_of_anybody(
    core: HandoffCore, sessions: sessionmaker[Session]
) -> None:
    """It is outside all statistics but its own."""
    begun(core, drill=True)
    with sessions() as session:
        row = session.scalars(select(HandoffEventRow)).one()
        assert (row.drill, row.requester_mark) == (True, None)
    with core.open_uow() as uow:
        week = core.clock.now() - timedelta(days=1)
        assert all(one.last_asked_at is None for one in uow.receivers.all(TEAM, week))


def test_a_customer_is_recognised_for_ninety_days_and_ninety_more_then_forgotten(
    units: SqlUnitsOfWork,
    clock: ManualClock,
) -> None:
    """Keys rotate; two generations back nobody can be recognised any more."""

    def remember(customer: str) -> bool:
        with units() as uow:
            known = uow.repeats.remember(TEAM, customer)
            uow.commit()
        return known

    assert not remember("Jane@Example.com")
    assert remember(" mailto:jane@example.com ")
    clock.advance(timedelta(days=91).total_seconds())
    assert not remember("other")
    clock.advance(timedelta(days=91).total_seconds())
    assert not remember("third")
    assert not remember("jane@example.com")


def test_a_customer_is_erased_by_supplying_the_value(units: SqlUnitsOfWork) -> None:
    """There is no list to choose from."""
    with units() as uow:
        uow.repeats.remember(TEAM, "jane@example.com")
        assert uow.repeats.forget(TEAM, "JANE@example.com")
        assert not uow.repeats.forget(TEAM, "JANE@example.com")
        assert not uow.repeats.remember(TEAM, "jane@example.com")


def test_settings_and_pledge_versions_read_back(units: SqlUnitsOfWork) -> None:
    """The secret is sealed; each version of the pledge is kept."""
    settings = replace(
        AGREED,
        deputies=(("LENA", "DEP"),),
        hours=WorkingHours("Europe/Lisbon", frozenset({0, 6})),
        on_call=OnCall("https://oncall.example/hook", "a-secret-of-sixteen"),
    )
    with units() as uow:
        assert uow.handoff_setup.settings(TEAM) == HandoffSettings()
        uow.handoff_setup.keep(TEAM, settings)
        assert uow.handoff_setup.pledge(TEAM, "We promise.").version == 1
        assert uow.handoff_setup.keep_pledge(TEAM, "We promise more.").version == 2
        assert uow.handoff_setup.keep_pledge(TEAM, "We promise more.").version == 2
        uow.commit()
    with units() as uow:
        assert uow.handoff_setup.settings(TEAM) == settings
        assert uow.handoff_setup.pledge(TEAM, "").text == "We promise more."
        first = uow.handoff_setup.pledge_of(TEAM, 1)
        assert first is not None
        assert first.text == "We promise."


def test_what_was_taken_since_monday_counts_and_practices_do_not(core: HandoffCore) -> None:
    """The cap holds per week, and a practice takes nothing from it."""
    taking = Taking(core)
    for number, drill in ((1, False), (2, True)):
        handoff = begun(core, number, drill=drill)
        taking.take(TEAM, "P1", handoff.id)
    now = core.clock.now()
    with core.open_uow() as uow:
        assert uow.receivers.get(TEAM, "P1", now - timedelta(hours=1)).taken_this_week == 1
        assert uow.receivers.get(TEAM, "P1", now + timedelta(hours=1)).taken_this_week == 0


def test_two_processes_never_make_the_same_call(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    """The tool is reached once at a time, again after a pause, and not for ever."""
    call = call_for(handoff_at(clock.now()), clock.now())
    with units() as uow:
        uow.on_call.put(call)
        uow.on_call.put(call)
        uow.commit()
    with units() as uow:
        (leased,) = uow.on_call.claim(clock.now(), 5)
        uow.commit()
    with units() as uow:
        assert uow.on_call.claim(clock.now(), 5) == []
        assert uow.on_call.settle(leased, NotAnswered("http_503"), clock.now())
        assert not uow.on_call.settle(leased, Answered(), clock.now())
        uow.commit()
    clock.advance(3)
    with units() as uow:
        (again,) = uow.on_call.claim(clock.now(), 5)
        assert again.attempts == 2
        uow.on_call.settle(again, Answered(), clock.now())
        uow.commit()


def test_a_person_finds_their_own_requests_and_what_they_are_asked(core: HandoffCore) -> None:
    """App Home reads only within one workspace and for one person."""
    handoff = begun(core)
    with core.open_uow() as uow:
        assert [one.id for one in uow.handoffs.unclosed_of(TEAM, "REQ")] == [handoff.id]
        assert uow.handoffs.unclosed_of(TEAM, "SAM") == []
        assert [one.id for one in uow.handoffs.asked_of(TEAM, "P1")] == [handoff.id]
        assert uow.handoffs.asked_of(TEAM, "REQ") == []
        assert uow.handoffs.get("T2", handoff.id) is None
        assert uow.handoffs.habit_of(TEAM, "REQ") == (Medium.CHAT, "en")
    Taking(core).take(TEAM, "P2", handoff.id)
    with core.open_uow() as uow:
        assert [one.id for one in uow.handoffs.taken_by(TEAM, "P2")] == [handoff.id]
        assert uow.handoffs.asked_of(TEAM, "P1") == []


def test_a_delivery_of_another_handoff_survives_the_end_of_a_link(
    core: HandoffCore, sessions: sessionmaker[Session], clock: ManualClock
) -> None:
    """Only what is about this handoff is deleted."""
    with core.open_uow() as uow:
        uow.outbox.put(
            Outgoing(TEAM, "handoff:other:told:1", Action.POST, Purpose.HANDOFF, "REQ", {}),
        )
        uow.commit()
    handoff = begun(core)
    core.change(TEAM, handoff.id, "REQ", lambda h, s: moves.withdraw(h, "REQ", s))
    clock.advance(timedelta(days=31).total_seconds())
    with core.open_uow() as uow:
        uow.handoffs.unlink(clock.now() - timedelta(days=30), clock.now(), 10)
        uow.commit()
    with sessions() as session:
        assert session.scalars(select(OutboxRow.key)).all() == ["handoff:other:told:1"]


def test_a_case_nobody_ever_closes_loses_its_link_as_well(
    core: HandoffCore, clock: ManualClock
) -> None:
    """After 90 days it counts as taken over, in silence; 30 days later its link is gone."""
    handoff = begun(core)
    taking = Taking(core)
    taking.take(TEAM, "P1", handoff.id)
    taking.confirm(TEAM, "P1", handoff.id)
    timers = HandoffTimers(core, lambda: None)
    clock.advance(timedelta(days=89).total_seconds())
    timers.unlink()
    assert stored(core, handoff).state is State.WITH_TAKER
    clock.advance(timedelta(days=2).total_seconds())
    timers.unlink()
    assert (stored(core, handoff).state, stored(core, handoff).requester) == (
        State.RESOLVED,
        "REQ",
    )
    clock.advance(timedelta(days=31).total_seconds())
    timers.unlink()
    assert stored(core, handoff).requester is None


def test_an_old_repeat_key_is_destroyed_also_where_nobody_asks_any_more(
    core: HandoffCore, sessions: sessionmaker[Session], clock: ManualClock
) -> None:
    """A workspace that stopped using it must not keep codes of its customers."""
    with core.open_uow() as uow:
        uow.repeats.remember(TEAM, "jane@example.com")
        uow.commit()
    timers = HandoffTimers(core, lambda: None)
    clock.advance(timedelta(days=179).total_seconds())
    timers.unlink()
    with sessions() as session:
        assert len(session.scalars(select(RepeatMarkRow)).all()) == 1
    clock.advance(timedelta(days=2).total_seconds())
    timers.unlink()
    with sessions() as session:
        assert session.scalars(select(RepeatMarkRow)).all() == []
        assert session.scalars(select(RepeatKeyRow)).all() == []


def test_a_form_that_is_submitted_twice_is_answered_twice_and_kept_once(
    core: HandoffCore, sessions: sessionmaker[Session]
) -> None:
    """Slack sends again what was not acknowledged in time; the receipt is the same."""
    handoffs = Handoffs(core, FakeRedactor(), FakeDesk())  # type: ignore[arg-type]
    submitted = Submitted(TEAM, "REQ", "V1", Form(Ground.DRAINING, "4711"))
    first, second = handoffs.request(submitted), handoffs.request(submitted)
    assert isinstance(first, Requested)
    assert first == second
    with sessions() as session:
        assert len(session.scalars(select(HandoffRow.id)).all()) == 1
