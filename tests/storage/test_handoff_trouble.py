"""What may go wrong around a handoff, on both databases: nobody waits for ever, one has it."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.domain.delivery import Absent, Accepted, Claimed, Outcome, Rejected, Search
from bot.domain.handoff import Ending, State, Step
from bot.domain.receivers import UNTIL_RESUMED, Receiver
from bot.domain.refusals import Reason, RefusedError
from bot.outbox import Courier
from bot.services.handoff_core import HandoffCore
from bot.services.handoff_taking import Taking
from bot.services.handoff_timers import HandoffTimers
from storage.models import HandoffEventRow, OutboxRow
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import ManualClock
from tests.storage.test_handoffs import TEAM, at_once, begun, core, stored, workspace

__all__ = ["core", "workspace"]
HOUR = timedelta(hours=1)
PEERS = timedelta(minutes=5)


@dataclass
class Doors:
    """A Slack in which some people's direct messages are closed."""

    closed: frozenset[str]
    reached: list[str] = field(default_factory=list)

    def deliver(self, claimed: Claimed) -> Outcome:
        user = claimed.outgoing.channel
        if user in self.closed:
            return Rejected("cannot_dm_user")
        self.reached.append(user)
        return Accepted(user, f"{len(self.reached)}.0")

    def search(self, claimed: Claimed) -> Search:
        del claimed
        return Absent()


def tick(core: HandoffCore) -> None:
    HandoffTimers(core, lambda: None).tick()


def carry(core: HandoffCore, doors: Doors) -> None:
    courier = Courier(core.open_uow, doors, core.clock)  # type: ignore[arg-type]
    with ThreadPoolExecutor(1) as pool:
        courier.carry(pool)


def told(core: HandoffCore, user: str) -> list[str]:
    """What is on its way to a person, or was, oldest first."""
    with core.open_uow() as uow:
        session, keyring = uow._session, uow.outbox.keyring  # type: ignore[attr-defined]
        rows = session.scalars(
            select(OutboxRow).where(OutboxRow.channel == user).order_by(OutboxRow.id)
        ).all()
        return [str(keyring.open(row.body)["text"]) for row in rows if row.body]


def events(core: HandoffCore, kind: str) -> int:
    with core.open_uow() as uow:
        found = select(HandoffEventRow.id).where(HandoffEventRow.kind == kind)
        return len(uow._session.scalars(found).all())  # type: ignore[attr-defined]


def test_closed_direct_messages_hold_nobody_up(core: HandoffCore, clock: ManualClock) -> None:
    """None of those asked can be reached: the leads are asked at their time, and one takes it."""
    handoff = begun(core)
    asked = frozenset(offer.user for offer in stored(core, handoff).asked)
    doors = Doors(asked)
    carry(core, doors)
    assert set(doors.reached) == {"REQ"}
    clock.time += PEERS
    tick(core)
    carry(core, doors)
    assert {"LENA", "MARA"} <= set(doors.reached)
    Taking(core).take(TEAM, "LENA", handoff.id)
    assert stored(core, handoff).taker == "LENA"
    assert told(core, "REQ")[-1].startswith("<@LENA> has it")


def test_when_all_receivers_pause_the_leads_are_asked_at_once(
    core: HandoffCore, units: SqlUnitsOfWork
) -> None:
    """The requester hears it in the first line; nobody is named for pausing."""
    with units() as uow:
        for user in ("P1", "P2", "P3"):
            uow.receivers.save(Receiver(TEAM, user, opted_in=True, muted_until=UNTIL_RESUMED))
        uow.commit()
    handoff = stored(core, begun(core))
    assert handoff.step is Step.LEADS
    assert {offer.user for offer in handoff.asked} == {"LENA", "MARA"}
    (receipt,) = told(core, "REQ")
    assert receipt.startswith("You can stop replying. Two colleagues have been asked; at ")
    assert not told(core, "P1")


def test_two_who_come_back_exactly_at_a_deadline_take_the_step_once(
    core: HandoffCore, units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """A restart of both processes in that very second: one step, one line."""
    handoff = stored(core, begun(core))
    assert handoff.due_at
    clock.time = handoff.due_at
    fresh = [HandoffCore(units, core.directory, clock) for _ in range(2)]
    at_once(*(lambda one=one: tick(one) for one in fresh))
    tick(core)
    assert stored(core, handoff).step is Step.LEADS
    assert events(core, "escalated") == 1
    assert len([line for line in told(core, "REQ") if "The leads were asked" in line]) == 1


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_a_clock_that_jumps_an_hour_skips_nobody_and_lets_nobody_wait_an_hour(
    core: HandoffCore, clock: ManualClock, jump: timedelta
) -> None:
    """Forward: one step, not all of them. Back: the running one counts from now."""
    clock.time += 3 * HOUR  # noon: an hour back is still working time
    handoff = begun(core)
    clock.time += jump
    tick(core)
    tick(core)
    after = stored(core, handoff)
    assert after.state is State.OPEN
    assert after.step is Step.LEADS
    assert after.due_at
    assert clock.time < after.due_at <= clock.time + PEERS
    assert len(told(core, "REQ")) == 2


def test_giving_back_after_the_end_changes_nothing(core: HandoffCore) -> None:
    """One clear refusal; nobody is asked again."""
    taking, handoff = Taking(core), begun(core)
    taking.take(TEAM, "P1", handoff.id)
    taking.resolve(TEAM, "P1", handoff.id, Ending.IMPASSE, None)
    before = stored(core, handoff)
    with pytest.raises(RefusedError) as refused:
        taking.give_back(TEAM, "P1", handoff.id)
    assert refused.value.reason is Reason.HANDOFF_CLOSED
    assert stored(core, handoff) == before
