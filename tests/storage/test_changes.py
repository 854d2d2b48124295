"""Changes of a post when Slack answers late: an old one must not show again what was hidden."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.delivery import (
    LATEST_CHANGE,
    UNCLEAR_FOR,
    Absent,
    Accepted,
    Action,
    Claimed,
    Outcome,
    Outgoing,
    Search,
    Unclear,
)
from bot.outbox import Courier
from storage.changes import SELDOM
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import ManualClock
from tests.storage.test_outbox import outgoing, put, state

NAMED = {"text": "Thank you, says Ngozi."}
HIDDEN = {"text": "Thank you, says a customer."}


@dataclass
class LateSlack:
    """One channel with one post. slow: keys whose call it carries out when told to."""

    slow: set[str] = field(default_factory=set)
    shown: Mapping[str, Any] | None = None
    late: list[Claimed] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def deliver(self, claimed: Claimed) -> Outcome:
        self.calls.append(claimed.outgoing.key)
        if claimed.outgoing.key in self.slow:
            self.late.append(claimed)
            return Unclear("timeout")
        self._do(claimed)
        return Accepted(claimed.outgoing.channel, "1.0")

    def search(self, _claimed: Claimed) -> Search:
        return Absent()

    def arrive(self) -> None:
        """What nobody waits for any more is carried out now."""
        self._do(self.late.pop(0))

    def _do(self, claimed: Claimed) -> None:
        if claimed.outgoing.action is Action.DELETE:
            self.shown = None
        elif claimed.outgoing.action is Action.POST or self.shown is not None:
            self.shown = claimed.outgoing.body


def carry(units: SqlUnitsOfWork, slack: LateSlack, clock: ManualClock, seconds: float) -> None:
    """Deliver for so long, looking every five seconds."""
    courier = Courier(units, slack, clock)
    with ThreadPoolExecutor(1) as pool:
        for _ in range(int(seconds // 5)):
            courier.carry(pool)
            clock.advance(5)


def change(number: int, body: Mapping[str, Any]) -> Outgoing:
    return outgoing(f"post:update:{number}", action=Action.UPDATE, target="post", body=body)


def test_an_old_change_that_arrives_late_does_not_bring_back_what_was_hidden(
    units: SqlUnitsOfWork, sessions: sessionmaker[Session], clock: ManualClock
) -> None:
    """An update timed out, *Hide more* went through, and then Slack carried the first one out."""
    slack = LateSlack(slow={"post:update:1"})
    put(units, outgoing("post", body=NAMED), change(1, NAMED))
    carry(units, slack, clock, 10)
    put(units, change(2, HIDDEN))
    carry(units, slack, clock, 200)
    slack.arrive()
    assert slack.shown == NAMED
    carry(units, slack, clock, SELDOM.total_seconds() + 10)
    assert slack.shown == HIDDEN
    carry(units, slack, clock, LATEST_CHANGE.total_seconds())
    assert state(sessions, "post:update:2") == ("sent", None)
    with sessions() as session:
        assert session.scalars(text("SELECT body FROM outbox")).all() == [None] * 3


def test_a_change_that_died_with_its_process_is_reckoned_with_too(
    units: SqlUnitsOfWork, sessions: sessionmaker[Session], clock: ManualClock
) -> None:
    """Nobody wrote down that its answer was lost: the row says only that somebody had begun."""
    slack = LateSlack()
    put(units, outgoing("post", body=NAMED))
    carry(units, slack, clock, 5)
    put(units, change(1, NAMED))
    with units() as uow:
        (dying,) = uow.outbox.claim(clock.now(), 1)
        uow.commit()
    put(units, change(2, HIDDEN))
    carry(units, slack, clock, 150)
    slack.late.append(dying)
    slack.arrive()
    carry(units, slack, clock, SELDOM.total_seconds() + 10)
    assert slack.shown == HIDDEN
    carry(units, slack, clock, LATEST_CHANGE.total_seconds())
    assert state(sessions, "post:update:1")[0] == "dropped"
    assert state(sessions, "post:update:2")[0] == "sent"


def test_the_newest_of_three_changes_is_what_stands(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """One that is being made again gives way to what was asked for since."""
    slack = LateSlack(slow={"post:update:1"})
    put(units, outgoing("post", body=NAMED), change(1, NAMED))
    carry(units, slack, clock, 10)
    put(units, change(2, NAMED))
    carry(units, slack, clock, 100)
    put(units, change(3, HIDDEN))
    carry(units, slack, clock, 100)
    slack.arrive()
    carry(units, slack, clock, SELDOM.total_seconds() + 10)
    assert slack.shown == HIDDEN
    assert slack.calls[-1] == "post:update:3"


def test_what_was_taken_back_stays_away(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    """A late change of a post that is gone changes nothing, and is not made again."""
    slack = LateSlack(slow={"post:update:1"})
    put(units, outgoing("post", body=NAMED), change(1, NAMED))
    carry(units, slack, clock, 10)
    put(units, outgoing("post:delete", action=Action.DELETE, target="post"))
    carry(units, slack, clock, 100)
    slack.arrive()
    carry(units, slack, clock, LATEST_CHANGE.total_seconds())
    assert slack.shown is None
    assert slack.calls == ["post", "post:update:1", "post:delete"]


def test_a_change_without_doubt_is_made_once(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    """Nothing is repeated for what everybody knows to be done."""
    slack = LateSlack()
    put(units, outgoing("post", body=NAMED), change(1, NAMED))
    carry(units, slack, clock, 10)
    put(units, change(2, HIDDEN))
    carry(units, slack, clock, 2 * LATEST_CHANGE.total_seconds())
    assert slack.calls == ["post", "post:update:1", "post:update:2"]


def test_what_stays_unclear_for_hours_is_left_to_a_human(
    units: SqlUnitsOfWork, sessions: sessionmaker[Session], clock: ManualClock
) -> None:
    """Never dropped silently, never asked for ever; the admin reads that nobody knows."""
    slack = LateSlack(slow={"post"})
    put(units, outgoing("post"))
    courier = Courier(units, slack, clock)
    with ThreadPoolExecutor(1) as pool:
        for _ in range(int(UNCLEAR_FOR / timedelta(minutes=10))):
            courier.carry(pool)
            clock.advance(600)
        assert state(sessions, "post") == ("unknown", "timeout")
        courier.carry(pool)
        clock.advance(600)
        courier.carry(pool)
    assert state(sessions, "post") == ("dead", "unsure:timeout")
