"""A `goodword work` that can be told when it is, and at which step it is to be killed.

A process of its own, borne by tests/flows/nursery.py; its orders are those of tests/flows/host.py
and the ones below.
"""

import os
import signal
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TextIO, TypeVar

from apscheduler.events import EVENT_JOB_EXECUTED, JobExecutionEvent

from bot import app as composition
from bot import logs
from bot.app import Goodword
from bot.domain.delivery import Claimed, Outcome, Search
from bot.outbox import Courier
from bot.ports import SlackGateway
from bot.redaction.redactor import PooledRedactor
from storage.crypto import Keyring
from storage.unit_of_work import SqlUnitOfWork
from tests.flows.host import PATIENCE_S, Host, obey

Json = dict[str, Any]
Done = TypeVar("Done")
TICK = "looking back"


@dataclass
class ToldClock:
    """The machine's time, moved by what a test says: all of a world's processes at once."""

    offset: float = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset)

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return event.wait(seconds)

    def stop(self) -> None:
        """Nothing follows anything."""


@dataclass
class Fate:
    """The step at which this process is killed: the n-th commit or call, before or after it."""

    step: str = ""
    left: int = 0
    after: bool = False
    lock: threading.Lock = field(default_factory=threading.Lock)

    def meet(self, step: str, do: Callable[[], Done]) -> Done:
        with self.lock:
            self.left -= step == self.step
            struck = step == self.step and self.left == 0
        if struck and not self.after:
            _die()
        done = do()
        if struck:
            _die()
        return done


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(frozen=True)
class FatefulGateway:
    """A gateway whose calls may be the last."""

    inner: SlackGateway
    fate: Fate

    def deliver(self, claimed: Claimed) -> Outcome:
        return self.fate.meet("call", lambda: self.inner.deliver(claimed))

    def search(self, claimed: Claimed) -> Search:
        return self.inner.search(claimed)


class WatchedCourier(Courier):
    """Knows whether it has something in hand, so that time moves only when nothing is."""

    hands = threading.Lock()

    def carry(self, pool: ThreadPoolExecutor) -> int:
        with self.hands:
            return Courier.carry(self, pool)


@dataclass
class Worker(Host):
    """Holds a bot that may be killed."""

    fate: Fate = field(default_factory=Fate)

    def dressed(self, made: Goodword) -> Goodword:
        parts = {each.name: getattr(made.courier, each.name) for each in fields(Courier)}
        gateway = FatefulGateway(made.courier.gateway, self.fate)
        return replace(made, courier=WatchedCourier(**{**parts, "gateway": gateway}))

    def at(self, offset: float) -> Json:
        """From now on it is so many seconds later than the machine says; no death is near."""
        self.clock.offset, self.fate.step = offset, ""
        return {}

    def doom(self, step: str, left: int, after: bool) -> Json:  # noqa: FBT001 - an order's own word
        """Be killed at that step."""
        self.fate.step, self.fate.left, self.fate.after = step, left, after
        return {}

    def turn(self) -> Json:
        """Let the scheduler ask for what is due, and answer once it has."""
        assert self.goodword is not None
        scheduler, asked, done = self.goodword.scheduler, datetime.now(UTC), threading.Event()

        def executed(event: JobExecutionEvent) -> None:
            if event.job_id == TICK and event.scheduled_run_time >= asked:
                done.set()

        scheduler.add_listener(executed, EVENT_JOB_EXECUTED)
        for _ in range(PATIENCE_S):
            scheduler.get_job(TICK).modify(next_run_time=datetime.now(UTC))
            # One that is running already lets this one pass by: it is asked for again.
            if done.wait(1):
                break
        scheduler.remove_listener(executed)
        assert done.is_set(), "the clock does not tick"
        self.goodword.courier.nudge()
        return {}

    def rest(self) -> Json:
        """Answer once nothing is in hand."""
        with WatchedCourier.hands:
            return {}


def live(door: TextIO, keyring: Keyring, redactor: PooledRedactor, offset: float) -> None:
    """Do as ordered until nobody orders any more, or until killed."""
    logs.configure()
    worker = Worker(keyring, redactor, ToldClock(offset))  # type: ignore[arg-type]

    class FatefulUnitOfWork(SqlUnitOfWork):
        def commit(self) -> None:
            worker.fate.meet("commit", super().commit)

    composition.SqlUnitsOfWork.__call__ = (  # type: ignore[method-assign] # the one thing that differs
        lambda self: FatefulUnitOfWork(self.sessions(), self.keyring, self.clock)
    )
    obey(door, worker)
