import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from bot.clock import Tick, schedule

EVERY = timedelta(milliseconds=40)


class Counted:
    """A service that is asked; it may take its time."""

    def __init__(self, takes: float = 0.0) -> None:
        self.takes = takes
        self.calls = 0
        self.together = 0
        self.most_together = 0
        self.lock = threading.Lock()

    def run(self) -> None:
        with self.lock:
            self.calls += 1
            self.together += 1
            self.most_together = max(self.most_together, self.together)
        time.sleep(self.takes)
        with self.lock:
            self.together -= 1


@pytest.fixture
def running() -> Iterator[list[BackgroundScheduler]]:
    made: list[BackgroundScheduler] = []
    yield made
    for scheduler in made:
        scheduler.shutdown(wait=True)


def started(
    running: list[BackgroundScheduler], service: Counted, every: timedelta
) -> BackgroundScheduler:
    scheduler = schedule((Tick("it", every, service.run),))
    running.append(scheduler)
    scheduler.start()
    return scheduler


def wait_for(service: Counted, calls: int) -> None:
    deadline = time.monotonic() + 5
    while service.calls < calls and time.monotonic() < deadline:
        time.sleep(0.005)


def test_a_tick_that_comes_late_still_ticks(running: list[BackgroundScheduler]) -> None:
    """APScheduler's own grace is one second: a busy machine would skip in silence."""
    service = Counted()
    scheduler = started(running, service, timedelta(hours=1))
    late = datetime.now(UTC) - timedelta(hours=3)
    scheduler.get_job("it").modify(next_run_time=late)
    wait_for(service, 1)
    assert service.calls == 1


def test_many_missed_ticks_are_one(running: list[BackgroundScheduler]) -> None:
    """After a laptop slept through the night, the tables are read once, not a thousand times."""
    service = Counted()
    scheduler = started(running, service, timedelta(minutes=10))
    scheduler.get_job("it").modify(next_run_time=datetime.now(UTC) - timedelta(days=1))
    wait_for(service, 1)
    time.sleep(0.1)
    assert service.calls == 1


@pytest.mark.filterwarnings("ignore:.*maximum number of running instances")
def test_a_slow_service_is_not_asked_twice_at_once(running: list[BackgroundScheduler]) -> None:
    """Two at once would do the same work twice."""
    service = Counted(takes=0.15)
    started(running, service, EVERY)
    wait_for(service, 2)
    assert service.most_together == 1


def test_a_clock_change_does_not_tick_twice(running: list[BackgroundScheduler]) -> None:
    """Ticks are intervals in UTC: no hour of theirs happens twice."""
    service = Counted()
    scheduler = started(running, service, timedelta(hours=1))
    trigger = scheduler.get_job("it").trigger
    fold = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    times = [fold]
    for _ in range(3):
        times.append(trigger.get_next_fire_time(times[-1], times[-1]))
    assert len({moment.astimezone(UTC) for moment in times}) == 4
    assert str(scheduler.timezone) == "UTC"
