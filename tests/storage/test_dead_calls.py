"""Calls that the on-call tool never took, on both databases."""

from datetime import timedelta

from bot.domain.dead_letters import CallCause, DeadCall
from bot.domain.on_call import Answered, Call, NotAnswered
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import START, ManualClock

HOUR = timedelta(hours=1, seconds=1)


def ask(units: SqlUnitsOfWork, key: str, handoff: str = "H1") -> None:
    with units() as uow:
        uow.on_call.put(Call("T1", handoff, key, {"type": "alarm"}))
        uow.commit()


def answer(units: SqlUnitsOfWork, clock: ManualClock, said: Answered | NotAnswered) -> list[str]:
    """Make the calls that are due; their names."""
    with units() as uow:
        made = uow.on_call.claim(clock.now(), 9)
        for calling in made:
            uow.on_call.settle(calling, said, clock.now())
        uow.commit()
    return [calling.call.key for calling in made]


def dies(units: SqlUnitsOfWork, clock: ManualClock, key: str, why: str = "http_404") -> None:
    ask(units, key)
    clock.advance(HOUR.total_seconds())
    answer(units, clock, NotAnswered(why))


def waiting(units: SqlUnitsOfWork, team: str = "T1") -> list[DeadCall]:
    with units() as uow:
        calls = list(uow.dead_calls.waiting(team, 9))
        assert uow.dead_calls.count(team) == len(calls)
        assert (team in uow.dead_calls.teams()) == bool(calls)
    return calls


def again(units: SqlUnitsOfWork, clock: ManualClock, call: DeadCall) -> bool:
    with units() as uow:
        done = uow.dead_calls.again(call, clock.now())
        uow.commit()
    return done


def test_a_dead_call_is_listed_with_its_day_and_reason(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """In its own workspace only."""
    dies(units, clock, "k1")
    (call,) = waiting(units)
    assert (call.handoff, call.cause, call.at) == ("H1", CallCause.REFUSED, START + HOUR)
    assert waiting(units, "T2") == []


def test_made_again_it_is_made_once_and_has_another_hour(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Two admins press; what fails again is tried again before it is listed again."""
    dies(units, clock, "k1")
    (call,) = waiting(units)
    assert again(units, clock, call)
    assert not again(units, clock, call)
    assert answer(units, clock, NotAnswered("unreachable")) == ["k1"]
    assert waiting(units) == []
    clock.advance(9)
    assert answer(units, clock, Answered()) == ["k1"]
    clock.advance(HOUR.total_seconds())
    assert answer(units, clock, Answered()) == []


def test_of_a_handoff_the_last_one_is_listed_and_decides_for_those_before(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """An admin reads one line for each handoff, and the tool rings once for it."""
    dies(units, clock, "k1")
    dies(units, clock, "k2")
    (call,) = waiting(units)
    assert again(units, clock, call)
    assert answer(units, clock, Answered()) == ["k2"]
    assert waiting(units) == []


def test_a_newer_one_that_waits_is_made_in_its_place(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """A further round was asked meanwhile: the tool rings once, and at once."""
    dies(units, clock, "k1")
    (call,) = waiting(units)
    ask(units, "k2")
    for _ in range(5):
        answer(units, clock, NotAnswered("http_404"))
        clock.advance(30)
    answer(units, clock, NotAnswered("http_404"))
    assert answer(units, clock, Answered()) == []
    assert again(units, clock, call)
    assert answer(units, clock, Answered()) == ["k2"]
    assert waiting(units) == []


def test_one_that_the_tool_took_since_makes_the_older_one_outdated(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Of the same handoff alone."""
    dies(units, clock, "k1")
    (call,) = waiting(units)
    with units() as uow:
        ask(units, "k2", "H2")
        answer(units, clock, Answered())
        assert not uow.dead_calls.is_outdated(call)
    ask(units, "k3")
    answer(units, clock, Answered())
    with units() as uow:
        assert uow.dead_calls.is_outdated(call)
        assert uow.dead_calls.drop(call)
        assert not uow.dead_calls.drop(call)
        uow.commit()
    assert waiting(units) == []
