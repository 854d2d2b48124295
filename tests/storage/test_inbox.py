"""The inbox: kept once, acted on, forgotten; whoever dies on an event loses it after its lease."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.inbox import KEPT_FOR, MAX_ATTEMPTS, Happening, StoredEvent
from bot.domain.refusals import Reason, RefusedError
from bot.inbox import Drainer
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import ManualClock

EVENT = StoredEvent("T1", "Ev1", Happening.POSTED, "C1", "1.1", "U1", "B1")


def drainer(
    units: SqlUnitsOfWork, clock: ManualClock, route: Callable[[StoredEvent], None]
) -> Drainer:
    return Drainer(units, {Happening.POSTED: (route,)}, clock, kept=lambda: None)


def drain(made: Drainer) -> int:
    with ThreadPoolExecutor(2) as pool:
        return made.drain(pool)


def rows(sessions: sessionmaker[Session]) -> list[tuple[object, ...]]:
    with sessions() as session:
        found = session.execute(
            text("SELECT event_id, state, channel, ts, user_id FROM inbox ORDER BY id")
        )
        return [tuple(row) for row in found]


def test_an_event_that_slack_repeats_is_acted_on_once(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Bolt does not notice repetitions; the unique key does."""
    seen: list[StoredEvent] = []
    made = drainer(units, clock, seen.append)
    for _ in range(3):
        made.keep(EVENT)
    drain(made)
    made.keep(EVENT)
    drain(made)
    assert seen == [EVENT]


def test_what_was_acted_on_leaves_no_ids_behind(
    units: SqlUnitsOfWork, clock: ManualClock, sessions: sessionmaker[Session]
) -> None:
    """Only the event's own id stays, so that a repetition is known; later that goes too."""
    made = drainer(units, clock, lambda _event: None)
    made.keep(EVENT)
    drain(made)
    assert rows(sessions) == [("Ev1", "done", "", "", "")]
    clock.advance(KEPT_FOR.total_seconds() + 1)
    made.purge()
    assert rows(sessions) == []


def test_an_event_is_served_again_after_a_death_and_not_before(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """The lease of the dead runs out; its late settling no longer counts."""
    with units() as uow:
        uow.inbox.keep(EVENT, clock.now())
        dead = uow.inbox.lease(clock.now(), 10)
        uow.commit()
    seen: list[StoredEvent] = []
    made = drainer(units, clock, seen.append)
    assert drain(made) == 0
    clock.advance(31)
    assert drain(made) == 1
    assert seen == [EVENT]
    with units() as uow:
        assert uow.inbox.done(dead[0]) is False


def test_a_refusal_is_an_answer_and_slack_being_away_is_not(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """A deleted message stays deleted; an outage ends."""
    seen: list[StoredEvent] = []

    def gone(event: StoredEvent) -> None:
        seen.append(event)
        raise RefusedError(Reason.SOURCE_GONE if event.ts == "1.1" else Reason.SLACK_AWAY)

    made = drainer(units, clock, gone)
    made.keep(EVENT)
    made.keep(StoredEvent("T1", "Ev2", Happening.POSTED, "C1", "2.2"))
    for _ in range(3):
        drain(made)
        clock.advance(60)
    assert [event.ts for event in seen].count("1.1") == 1
    assert [event.ts for event in seen].count("2.2") == 3


def test_an_event_that_breaks_its_route_stops_nobody_else(
    units: SqlUnitsOfWork, clock: ManualClock, sessions: sessionmaker[Session]
) -> None:
    """It is tried for hours, then left, without its ids."""

    def broken(event: StoredEvent) -> None:
        if event.event_id == "Ev1":
            raise ZeroDivisionError

    made = drainer(units, clock, broken)
    made.keep(EVENT)
    made.keep(StoredEvent("T1", "Ev2", Happening.POSTED, "C1", "2.2"))
    for _ in range(MAX_ATTEMPTS + 2):
        drain(made)
        clock.advance(timedelta(hours=2).total_seconds())
    assert rows(sessions) == [("Ev1", "dead", "", "", ""), ("Ev2", "done", "", "", "")]
