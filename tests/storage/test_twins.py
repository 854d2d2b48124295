"""A delivery once in doubt is looked at again: what Slack carried out late must not stand twice."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.delivery import SWEEP_AFTER, Claimed, NotAccepted, Unclear, Unreadable
from bot.twins import Sweeper
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import FakeChannel, ManualClock
from tests.storage.test_outbox import carry, outgoing, put


@dataclass
class Broom:
    """A remover that remembers; answers are taken from the front."""

    answers: list[int | None] = field(default_factory=list)
    swept: list[tuple[str, str | None]] = field(default_factory=list)

    def remove_twins(self, settled: Claimed) -> int | None:
        self.swept.append((settled.outgoing.key, settled.target_ts))
        return self.answers.pop(0) if self.answers else 0


def sweep(units: SqlUnitsOfWork, broom: Broom, clock: ManualClock, after: timedelta) -> None:
    clock.advance(after.total_seconds())
    Sweeper(units, broom, clock).tick()


def test_only_what_was_in_doubt_is_looked_at_again_and_twice(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """The post that is known stays; a clock that jumps ahead may let one look come too soon."""
    put(units, outgoing("plain", "C1"), outgoing("doubt", "C2"))
    channel = FakeChannel(answers=[Unclear("timeout"), Unclear("timeout")])
    carry(units, channel, clock)
    put(units, outgoing("later", "C3"))
    carry(units, channel, clock, rounds=80)
    broom = Broom()
    sweep(units, broom, clock, timedelta(0))
    assert broom.swept == []
    sweep(units, broom, clock, SWEEP_AFTER)
    assert sorted(key for key, _ in broom.swept) == ["doubt", "plain"]
    sweep(units, broom, clock, SWEEP_AFTER / 2)
    assert len(broom.swept) == 2
    for _ in range(3):
        sweep(units, broom, clock, SWEEP_AFTER)
    assert sorted(key for key, _ in broom.swept) == ["doubt", "doubt", "plain", "plain"]
    assert all(ts in channel.shown for _, ts in broom.swept)


def test_a_clock_that_went_back_keeps_nobody_waiting(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """What stands twice had stood so for as long as the clock had gone back."""
    put(units, outgoing("k"))
    carry(units, FakeChannel(answers=[Unclear("timeout")]), clock, rounds=70)
    broom = Broom()
    sweep(units, broom, clock, timedelta(0))
    assert broom.swept == []
    sweep(units, broom, clock, -SWEEP_AFTER)
    assert len(broom.swept) == 1


def test_what_could_not_be_read_is_swept_a_minute_later(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """One failing call must not leave two messages for good."""
    put(units, outgoing("k"))
    carry(units, FakeChannel(answers=[Unclear("timeout")]), clock, rounds=70)
    broom = Broom(answers=[None])
    sweep(units, broom, clock, SWEEP_AFTER)
    sweep(units, broom, clock, timedelta(seconds=61))
    assert len(broom.swept) == 2
    sweep(units, broom, clock, timedelta(hours=1))
    sweep(units, broom, clock, timedelta(hours=1))
    assert len(broom.swept) == 3


def test_a_doubt_outlives_an_attempt_that_surely_failed(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Timeout, absent, limited: by now the first attempt may have arrived, so look again."""
    put(units, outgoing("k"))
    channel = FakeChannel(answers=[Unclear("timeout"), NotAccepted("refused")])
    carry(units, channel, clock, rounds=63)
    assert channel.calls == ["k", "k"]
    with units() as uow:
        mark = next(iter(uow.outbox.claim(clock.now() + timedelta(minutes=2), 1))).mark
    channel.shown["late"] = mark
    carry(units, channel, clock, rounds=70)
    assert channel.calls == ["k", "k"]


def test_a_channel_that_cannot_be_read_for_now_is_read_again_before_a_human_is_asked(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """One failing look must not leave an admin with what a minute mends."""
    put(units, outgoing("k"))
    channel = FakeChannel(
        answers=[Unclear("timeout")], searches=[Unreadable("http_503", passing=True)]
    )
    carry(units, channel, clock, rounds=130)
    assert channel.calls == ["k", "k"]
    assert len(channel.shown) == 1
