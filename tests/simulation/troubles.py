"""What goes wrong, and when: fifteen kinds of fault, all drawn from one random source."""

import enum
import os
import random as random_module
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from threading import Event


class Fault(enum.StrEnum):
    """The fifteen."""

    TIMEOUT_POSTED = "timeout, posted"
    TIMEOUT_LATE = "timeout, posted late"
    TIMEOUT_LOST = "timeout, not posted"
    RESET = "reset after accept"
    REFUSED = "refused"
    LIMITED = "429"
    FAILED_POSTED = "5xx, posted"
    FAILED_LOST = "5xx, not posted"
    DUPLICATE = "duplicate event"
    REORDERED = "reordered event"
    CLOCK = "clock jump"
    LOCKED = "database locked"
    LOST = "database lost"
    FULL = "disk full"
    KILL = "kill"


CALLS = tuple(Fault)[:8]
COMMITS = (Fault.LOST, Fault.FULL, Fault.KILL)
DATABASE = (Fault.LOCKED, Fault.LOST, Fault.FULL)


class KilledError(BaseException):
    """The process died here; nothing may catch it."""


@dataclass
class TownClock:
    """The one clock: Slack has the true time, the bot is wrong by `skew`."""

    true: datetime
    skew: timedelta = timedelta(0)

    def now(self) -> datetime:
        """What the bot believes."""
        return self.true + self.skew

    def wait(self, event: Event, seconds: float) -> bool:
        self.pass_by(seconds)
        return event.is_set()

    def pass_by(self, seconds: float) -> None:
        self.true += timedelta(seconds=seconds)


@dataclass
class Troubles:
    """Decides at every boundary whether something goes wrong there.

    calls, commits, kills: chances, each at its boundary. dead: the process was killed and has not
    been started again, so nothing it still does can have an effect.
    """

    random: Random
    calls: float = 0.0
    commits: float = 0.0
    kills: float = 0.0
    dead: bool = False
    counts: Counter[Fault] = field(default_factory=Counter)

    @staticmethod
    def drawn(random: Random) -> "Troubles":
        """Some runs are mild, some are not."""
        return Troubles(
            random,
            calls=random.choice([0.03, 0.08, 0.15]),
            commits=random.choice([0.0, 0.02, 0.06]),
            kills=random.choice([0.0, 0.002, 0.006]),
        )

    @contextmanager
    def held_back(self) -> Iterator[None]:
        """No trouble for as long as this lasts."""
        chances = self.calls, self.commits, self.kills
        self.heal()
        yield
        self.calls, self.commits, self.kills = chances

    def heal(self) -> None:
        self.calls = self.commits = self.kills = 0.0

    def call(self, name: str) -> Fault | None:
        """What becomes of a call to Slack. A change has no mark: it comes late on purpose."""
        if name == "chat.update" and not self.dead and self.happens(self.calls):
            self.count(Fault.TIMEOUT_LATE)
            return Fault.TIMEOUT_LATE
        return self._drawn(self.calls, CALLS)

    def commit(self) -> Fault | None:
        """What becomes of a commit."""
        return self._drawn(self.commits, COMMITS)

    def boundary(self) -> None:
        """A place where a process may die; raises KilledError."""
        if not self.dead and self.happens(self.kills):
            self.kill()
        if self.dead:
            raise KilledError

    def kill(self) -> None:
        self.count(Fault.KILL)
        self.dead = True

    def happens(self, chance: float) -> bool:
        return chance > 0 and self.random.random() < chance

    def count(self, fault: Fault) -> None:
        self.counts[fault] += 1

    def _drawn(self, chance: float, kinds: tuple[Fault, ...]) -> Fault | None:
        if self.dead or not self.happens(chance):
            return None
        fault = self.random.choice(kinds)
        self.count(fault)
        return fault


@contextmanager
def one_random_source(random: Random) -> Iterator[None]:
    """Ids, marks and picks come from the seed, so that a failing seed replays exactly."""
    kept = os.urandom
    os.urandom = random_module._urandom = random.randbytes
    try:
        yield
    finally:
        os.urandom = random_module._urandom = kept
