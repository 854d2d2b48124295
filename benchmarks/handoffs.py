"""How late timers are: 1,000 open handoffs over 100 workspaces, from due to outbox commit.

`make bench NAME=handoffs`. Every handoff gets its own moment within the five minutes of the
first step; time is simulated, work is real: each tick reads what is due, decides, writes rows
and deliveries, and commits. Lateness of one handoff is the end of its commit minus its due
moment, as it would be with the one-second tick. `--at-once` lets all be due in one moment.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import structlog

from bot.domain.handoff import Ground, Handoff, State, Step, Wish
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.receivers import Receiver
from bot.domain.reference import Reference
from bot.services.handoff_core import HandoffCore
from bot.services.handoff_timers import EVERY, HandoffTimers
from storage.crypto import Keyring, new_master_key
from storage.migrate import upgrade
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from storage.workspaces import register_workspace

START = datetime(2026, 11, 23, 10, tzinfo=UTC)
SETTINGS = HandoffSettings(enabled=True, leads=("L1", "L2", "L3"), backup="BO")
SPREAD = timedelta(minutes=5)
BAR_S = 5.0


@dataclass
class WorkClock:
    """A simulated time that moves by the real time spent while working."""

    base: datetime
    since: float = 0.0

    def now(self) -> datetime:
        """The simulated moment."""
        spent = time.perf_counter() - self.since if self.since else 0.0
        return self.base + timedelta(seconds=spent)

    def wait(self, *_: object) -> bool:
        """Nobody waits in a bench."""
        return False

    @contextmanager
    def working(self, moment: datetime) -> Iterator[None]:
        """Begin at `moment`; work takes as long as it takes."""
        self.base, self.since = moment, time.perf_counter()
        yield
        self.base, self.since = self.now(), 0.0


class Nobody:
    """No directory is asked while time passes."""


def main() -> None:
    """Fill, let the timers end, print and write the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--handoffs", type=int, default=1_000)
    parser.add_argument("--workspaces", type=int, default=100)
    parser.add_argument("--at-once", action="store_true")
    parser.add_argument("--json", type=Path)
    wishes = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        late = measure(f"sqlite:///{folder}/bench.sqlite3", wishes)
    late.sort()
    figures = {
        "handoffs": len(late),
        "workspaces": wishes.workspaces,
        "at_once": wishes.at_once,
        "p50_s": round(late[len(late) // 2], 2),
        "p99_s": round(late[int(len(late) * 0.99) - 1], 2),
        "max_s": round(late[-1], 2),
        "bar_p99_s": BAR_S,
    }
    for name, value in figures.items():
        print(f"{name:<12}{value}")
    if wishes.json:
        wishes.json.write_text(json.dumps(figures, indent=1))


def measure(url: str, wishes: Any) -> list[float]:  # noqa: ANN401 - argparse's namespace
    """Seconds from due to commit, one for each handoff."""
    upgrade(url)
    clock = WorkClock(START)
    keyring = Keyring(new_master_key())
    sessions = make_sessions(make_engine(url))
    units = SqlUnitsOfWork(sessions, keyring, clock)  # type: ignore[arg-type]
    core = HandoffCore(units, Nobody(), clock)  # type: ignore[arg-type]
    due: dict[str, datetime] = {}
    random = Random(7)  # noqa: S311 - a reproducible spread
    for place in range(wishes.workspaces):
        team = f"T{place:03}"
        register_workspace(sessions, keyring, team=team, name=team, bot_user="B", now=clock.now())
        fill(core, clock, team, wishes, random, due)
    clock.base = START
    return serve(core, clock, due)


def fill(
    core: HandoffCore,
    clock: WorkClock,
    team: str,
    wishes: Any,  # noqa: ANN401 - argparse's namespace
    random: Random,
    due: dict[str, datetime],
) -> None:
    """A workspace with settings, ten receivers and its share of open handoffs."""
    with core.open_uow() as uow:
        uow.handoff_setup.keep(team, SETTINGS)
        for number in range(10):
            uow.receivers.save(Receiver(team, f"P{number}", opted_in=True))
        for number in range(wishes.handoffs // wishes.workspaces):
            spread = 0.0 if wishes.at_once else random.uniform(0, SPREAD.total_seconds())
            created = START + timedelta(seconds=spread)
            clock.base = created
            core.begin(uow, new_handoff(f"{team}{number:020}", team, created))
        uow.commit()
        for one in uow.handoffs.unclosed(team, 1000):
            due[one.id] = one.due_at or START


def new_handoff(handoff_id: str, team: str, created: datetime) -> Handoff:
    """A request."""
    return Handoff(
        id=handoff_id,
        team=team,
        request=handoff_id,
        requester="REQ",
        wish=Wish(Ground.HARASSMENT, Reference("4711")),
        pledge_version=1,
        created_at=created,
        state=State.OPEN,
        step=Step.PEERS,
        armed_at=created,
        told_at=created,
        due_at=created,
    )


def serve(core: HandoffCore, clock: WorkClock, due: dict[str, datetime]) -> list[float]:
    """Tick as the scheduler does, until every first timer has been served."""
    late: list[float] = []
    committed: list[datetime] = []
    timers = HandoffTimers(core, lambda: committed.append(clock.now()))
    left = dict(due)
    moment = min(left.values())
    while left:
        with clock.working(moment):
            timers.tick()
        with core.open_uow() as uow:
            for handoff_id in [one for one, at in left.items() if at <= clock.now()]:
                found = uow.handoffs.get(handoff_id[:4], handoff_id)
                if found and found.step is not Step.PEERS:
                    done = next((at for at in committed if at >= found.told_at), clock.now())
                    late.append((done - left.pop(handoff_id)).total_seconds())
        committed.clear()
        moment = max(moment + EVERY, clock.now())
    return late


if __name__ == "__main__":
    main()
