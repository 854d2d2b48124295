"""A process of the bot for the tests: `serve` or `work`, put together anew for each test.

Orders come as JSON lines through its door, answers go the same way; the end of the orders ends
the process. Time is the simulated Slack's. tests/flows/nursery.py bears it.
"""

import json
import threading
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TextIO

from sqlalchemy import Engine

from bot import app as composition
from bot import logs
from bot.app import Goodword, Mode
from bot.domain.delivery import CHANNEL_PACE
from bot.metrics import MeasuredGateway
from bot.redaction.redactor import PooledRedactor
from bot.settings import Settings
from bot.slack_gateway import WebGateway
from bot.slack_line import HttpLine
from sandbox.remote_clock import SandboxClock
from storage import outbox
from storage.crypto import Keyring

Json = dict[str, Any]
PATIENCE_S = 20
HURRIED_PACE = timedelta(milliseconds=50)
HURRIED_TICK_S = 0.1
_known: dict[str, Engine] = {}


class Unclosed:
    """Stands where a bot would close the workers that the next one needs."""

    def close(self) -> None:
        """Leave the workers running."""


def remember(goodword: Goodword) -> None:
    """What SQLAlchemy worked out of statements outlives a restart; the next bot asks the same."""
    engine = goodword.sessions.kw["bind"]
    known = _known.setdefault(engine.dialect.name, engine)
    engine.dialect, engine._compiled_cache = known.dialect, known._compiled_cache


def hurry(goodword: Goodword, *, hurried: bool = True) -> None:
    """Let a channel's turn come sooner, and be seen sooner; for a bot that does not run yet.

    Whoever is not asking after the pace would wait for it in nearly every flow.
    """
    outbox.CHANNEL_PACE = HURRIED_PACE if hurried else CHANNEL_PACE  # type: ignore[misc]
    if hurried:
        for job in ("courier", "drainer"):
            goodword.scheduler.reschedule_job(job, trigger="interval", seconds=HURRIED_TICK_S)


def impatient(goodword: Goodword, seconds: float) -> None:
    """Let its durable client wait so long for Slack."""
    measured = goodword.courier.gateway
    assert isinstance(measured, MeasuredGateway)
    gateway = measured.inner
    assert isinstance(gateway, WebGateway)
    for team in goodword.teams.served():
        gateway.client_for(team).timeout = seconds  # type: ignore[assignment]


@dataclass
class Host:
    """Holds at most one bot."""

    keyring: Keyring
    redactor: PooledRedactor
    clock: SandboxClock
    goodword: Goodword | None = None
    thread: threading.Thread | None = None

    def start(self, mode: str, settings: Json, *, hurried: bool = True) -> Json:
        """Put a bot together and answer the port it listens on."""
        made = composition.assemble(
            Settings(_env_file=None, **settings),
            self.clock,
            self.keyring,
            self.redactor,
            Mode(mode),
        )
        hurry(made, hurried=hurried)
        remember(made)
        kept = replace(made, redactor=Unclosed())  # type: ignore[arg-type]
        self.goodword = self.dressed(kept)
        ready = threading.Event()
        self.thread = threading.Thread(target=self.goodword.run, args=(ready.set,), name="bot")
        self.thread.start()
        if not ready.wait(PATIENCE_S):
            raise TimeoutError("the bot did not start")
        return {"port": made.line.port if isinstance(made.line, HttpLine) else 0}

    def dressed(self, made: Goodword) -> Goodword:
        """The bot as it will run; other lives change something about it."""
        return made

    def stop(self) -> Json:
        """Stop it as SIGTERM would."""
        if self.goodword and self.thread:
            self.goodword.stop()
            self.thread.join(PATIENCE_S)
            if self.thread.is_alive():
                raise TimeoutError("the bot did not stop")
        self.goodword = self.thread = None
        return {}

    def redaction(self, seconds: float, queue: float) -> Json:
        """Give redaction so much time; answers what it had."""
        workers = self.redactor.workers
        had = {"seconds": workers._deadline, "queue": workers._queue}
        workers._deadline, workers._queue = seconds, queue
        return had

    def patience(self, seconds: float) -> Json:
        """Wait so long for Slack's answer to a delivery."""
        assert self.goodword is not None
        impatient(self.goodword, seconds)
        return {}

    def tick(self, job: str) -> Json:
        """Let the clock ask at once."""
        assert self.goodword is not None
        found = self.goodword.scheduler.get_job(job)
        if found is not None:
            found.modify(next_run_time=datetime.now(UTC))
        return {}

    def settings_changed(self, team: str) -> Json:
        """Read the workspace's settings anew."""
        assert self.goodword is not None
        self.goodword.directory.settings_changed(team)
        return {}

    def forget_people(self) -> Json:
        """Know nobody and no setting any more, as after a start."""
        assert self.goodword is not None
        self.goodword.directory._kept.clear()
        return {}

    def roster(self, team: str) -> Json:
        """Who the teammates are."""
        assert self.goodword is not None
        return {"names": self.goodword.directory.roster(team)}

    def is_busy(self) -> Json:
        """Whether a listener is at work."""
        assert self.goodword is not None
        pool = self.goodword.listeners
        at_work = len(pool._threads) - pool._idle_semaphore._value
        return {"busy": bool(at_work) or not pool._work_queue.empty()}


def say(door: TextIO, answer: Json) -> None:
    door.write(json.dumps(answer) + "\n")
    door.flush()


def serve(door: TextIO, keyring: Keyring, redactor: PooledRedactor, slack: str) -> None:
    """Do as ordered until nobody orders any more."""
    logs.configure()
    obey(door, Host(keyring, redactor, SandboxClock(slack).start()))


def obey(door: TextIO, host: Host) -> None:
    """Do as ordered, line by line; the end of the orders ends the bot."""
    say(door, {"ready": True})
    while line := door.readline():
        order = json.loads(line)
        try:
            answer = getattr(host, order.pop("do"))(**order)
        except (AssertionError, OSError, TimeoutError, composition.StartError) as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        say(door, answer)
    host.stop()
    host.clock.stop()
