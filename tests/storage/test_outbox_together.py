"""Several couriers on one outbox, as several processes are: once each, in order, at the pace."""

import threading
from collections import defaultdict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from timeit import timeit

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.delivery import (
    Absent,
    Accepted,
    Claimed,
    NotAccepted,
    Outcome,
    Search,
    Unclear,
)
from bot.outbox import Courier
from storage.crypto import Keyring
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import ManualClock
from tests.storage.test_outbox import outgoing, put

COURIERS = 4
CHANNELS = ("C1", "C2", "C3")
TROUBLE = ("refused", "limited", "lost_before", "lost_after", "died_before", "died_after")
MINUTE_S = 61


class DiedError(BaseException):
    """The process is gone: nothing is settled."""


@dataclass
class TroubledSlack:
    """Shows what was posted; the script says what goes wrong with each next call."""

    clock: ManualClock
    script: list[str] = field(default_factory=list)
    shown: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    calls: dict[tuple[str, object], int] = field(default_factory=lambda: defaultdict(int))
    lock: threading.Lock = field(default_factory=threading.Lock)

    def deliver(self, claimed: Claimed) -> Outcome:
        with self.lock:
            self.calls[claimed.outgoing.channel, self.clock.now()] += 1
            trouble = self.script.pop(0) if self.script else ""
            if trouble in {"", "lost_after", "died_after"}:
                self.shown[claimed.outgoing.channel].append(claimed.outgoing.key)
        return _answer(trouble)

    def search(self, claimed: Claimed) -> Search:
        channel, key = claimed.outgoing.channel, claimed.outgoing.key
        return Accepted(channel, "1.0") if key in self.shown[channel] else Absent()


def _answer(trouble: str) -> Outcome:
    match trouble:
        case "refused":
            return NotAccepted("refused")
        case "limited":
            return NotAccepted("ratelimited", timedelta(seconds=3))
        case "lost_before" | "lost_after":
            return Unclear("connection")
        case "died_before" | "died_after":
            raise DiedError
        case _:
            return Accepted("C1", "1.0")


def carry_together(
    units: SqlUnitsOfWork, slack: TroubledSlack, clock: ManualClock, steps: Sequence[float]
) -> None:
    """At each step all couriers claim and deliver at once, then the clock moves."""
    with ThreadPoolExecutor(COURIERS) as couriers, ThreadPoolExecutor(2 * COURIERS) as pool:

        def carry(_number: int) -> None:
            with suppress(DiedError):
                Courier(units, slack, clock).carry(pool)

        for seconds in steps:
            list(couriers.map(carry, range(COURIERS)))
            clock.advance(seconds)


def keys(channel: str, count: int) -> list[str]:
    return [f"{channel}:{number:02}" for number in range(count)]


def test_couriers_side_by_side_post_once_in_order_and_at_the_pace(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Two worker processes must look like one to whoever reads the channel."""
    put(units, *(outgoing(key, channel) for channel in CHANNELS for key in keys(channel, 8)))
    slack = TroubledSlack(clock)
    carry_together(units, slack, clock, [0.5] * 20)
    assert slack.shown == {channel: keys(channel, 8) for channel in CHANNELS}
    assert set(slack.calls.values()) == {1}
    assert len({moment for _channel, moment in slack.calls}) == 8


def test_nothing_overtakes_what_is_on_its_way_in_another_process(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """A slow call keeps its place for as long as its lease; a dead process for no longer."""
    put(units, outgoing("first"), outgoing("second"))
    with units() as uow:
        assert [claimed.outgoing.key for claimed in uow.outbox.claim(clock.now(), 9)] == ["first"]
        uow.commit()
    for second in (29, 2):
        clock.advance(second)
        with units() as uow:
            seen = [claimed.outgoing.key for claimed in uow.outbox.claim(clock.now(), 9)]
        assert seen == ([] if second == 29 else ["second"])


def test_a_limit_keeps_the_order(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    """What Slack put off goes first when the channel opens again."""
    put(units, *(outgoing(key) for key in keys("C1", 3)))
    slack = TroubledSlack(clock, ["limited"])
    carry_together(units, slack, clock, [1] * 8)
    assert slack.shown == {"C1": keys("C1", 3)}


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(script=st.lists(st.sampled_from(("", *TROUBLE)), max_size=8))
def test_whatever_goes_wrong_each_message_is_shown_once(
    script: list[str], sessions: sessionmaker[Session], keyring: Keyring
) -> None:
    """Refusals, limits, lost answers and dying processes, in any order, among four couriers."""
    with sessions() as session:
        session.execute(text("DELETE FROM outbox"))
        session.execute(text("DELETE FROM channel_pace"))
        session.commit()
    clock = ManualClock()
    units = SqlUnitsOfWork(sessions, keyring, clock)
    put(units, *(outgoing(key, channel) for channel in CHANNELS for key in keys(channel, 2)))
    slack = TroubledSlack(clock, list(script))
    carry_together(units, slack, clock, [1] * 6 + [MINUTE_S] * 12)
    assert {c: sorted(s) for c, s in slack.shown.items()} == {c: keys(c, 2) for c in CHANNELS}


def test_a_claim_takes_little_time_behind_a_long_queue(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Two thousand waiting for one channel must not slow the tick that serves all others."""
    put(units, *(outgoing(f"k{number}") for number in range(2_000)), outgoing("other", "C2"))
    took = timeit(lambda: _claim(units, clock), number=3) / 3
    assert took < 0.5


def _claim(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    with units() as uow:
        claimed = uow.outbox.claim(clock.now(), 20)
    assert [one.outgoing.key for one in claimed] == ["k0", "other"]
