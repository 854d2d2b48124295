"""The real clock, and the table of what ticks. APScheduler only ticks: what is due is read."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from apscheduler.schedulers.background import BackgroundScheduler

TICK: Final = timedelta(milliseconds=500)
"""How often the tables are asked for what is due: below the second that a channel's pace has."""
HOURLY: Final = timedelta(hours=1)
"""How often what is no longer needed is thrown away."""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The time of the machine."""

    def now(self) -> datetime:
        """Now, in UTC."""
        return datetime.now(UTC)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Rest until `event` is set or `seconds` are over; True when it was set."""
        return event.wait(seconds)


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that is asked regularly."""

    name: str
    every: timedelta
    run: Callable[[], None]


def schedule(ticks: tuple[Tick, ...]) -> BackgroundScheduler:
    """A scheduler that is not started yet.

    misfire_grace_time=None: a late tick still ticks, for lateness loses nothing. coalesce: after
    a pause one tick is enough, for the tables know what is due. max_instances=1: a slow service
    is not asked twice at once.
    """
    scheduler = BackgroundScheduler(
        timezone=UTC,
        job_defaults={"misfire_grace_time": None, "coalesce": True, "max_instances": 1},
    )
    for tick in ticks:
        scheduler.add_job(tick.run, "interval", seconds=tick.every.total_seconds(), id=tick.name)
    return scheduler
