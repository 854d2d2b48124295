"""When a storm's bot has something to do next: a poll that would surely find nothing is left out.

Most of a storm's time went into asking empty tables. The product's own polls ask every second;
here they are asked from a few minutes before the earliest moment that stands in the database.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

POLLS = {
    "drainer": "SELECT min(not_before) FROM inbox WHERE state NOT IN ('done', 'dead')",
    "courier": "SELECT min(not_before) FROM outbox WHERE state NOT IN ('sent', 'dead', 'dropped')",
    "twins": "SELECT min(sweep_at) FROM outbox WHERE action = 'post'",
    "handoff timers": "SELECT min(due_at) FROM handoffs",
}
"""What each poll looks for, and more: a row that is not due may stand here, none that is may not.

A wider question than the product's own, so that a poll which finds too much is still seen.
"""
QUERY = f"SELECT {', '.join(f'({one})' for one in POLLS.values())}"
WRONG_CLOCK = timedelta(minutes=5)
"""The bot's clock may be wrong by four."""
AT_LEAST_EVERY = timedelta(minutes=10)
"""What waits is asked for in any case: a timer may have been set by a clock that was wrong."""


@dataclass
class FallingDue:
    """The earliest moments of a database. ask: answers QUERY with its row.

    away: the database is in trouble, and nobody can know.
    """

    ask: Callable[[], Iterable[datetime | str | None]]
    away: bool = False
    known: dict[str, datetime | None] | None = None

    def changed(self) -> None:
        """Something may have been committed."""
        self.known = None

    def at(self, poll: str, now: datetime) -> datetime | None:
        """When a poll may find something; None when nothing is there that could fall due."""
        return now if self.away else self._moments()[poll]

    def soonest(self, now: datetime) -> datetime | None:
        """When the first of the polls may find something."""
        return now if self.away else min(filter(None, self._moments().values()), default=None)

    def _moments(self) -> dict[str, datetime | None]:
        if self.known is None:
            self.known = dict(zip(POLLS, map(_moment, self.ask()), strict=True))
        return self.known


def _moment(value: datetime | str | None) -> datetime | None:
    """SQLite keeps moments as text, and in UTC."""
    read = datetime.fromisoformat(value) if isinstance(value, str) else value
    return read.replace(tzinfo=UTC) if read and read.tzinfo is None else read
