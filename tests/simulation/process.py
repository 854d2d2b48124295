"""The bot as one process: the real composition, driven by hand instead of by its threads."""

import json
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast

from slack_bolt import Ack, App, BoltRequest, BoltResponse
from sqlalchemy import Engine

from bot import app as composition
from bot.app import Goodword, Mode
from bot.domain.redacted import Entity, Redaction, RedactionRequest, Why
from bot.redaction.detection import Detection, Doubts, Found
from bot.redaction.redactor import PooledRedactor, assemble
from bot.settings import Settings
from bot.slack_line import HttpLine
from storage.crypto import Keyring
from tests.simulation.databases import Database
from tests.simulation.falling_due import AT_LEAST_EVERY, POLLS, WRONG_CLOCK
from tests.simulation.troubles import TownClock

Json = dict[str, Any]
Kept = TypeVar("Kept")


class Inline(Executor):
    """A pool without threads, so that a run is the same every time."""

    def submit(self, do: Callable[..., Kept], /, *args: Any, **more: Any) -> Future[Kept]:
        done: Future[Kept] = Future()
        try:
            done.set_result(do(*args, **more))
        except Exception as error:  # noqa: BLE001 - as a pool does; a kill passes through
            done.set_exception(error)
        return done

    def map(self, do: Callable[..., Kept], *items: Iterable[Any], **_: Any) -> Any:
        return [do(*each) for each in zip(*items, strict=True)]


NEVER_LESS = timedelta(0)
SELDOM = {
    **dict.fromkeys(
        (
            "former leads", "windows", "two questions", "purge", "on-call calls", "inbox purge",
            "handoff links", "handoff people", "removed workspaces", "tokens", "installations",
        ),
        timedelta(hours=6),
    ),
    "looking back": timedelta(minutes=30),
    "dead letters": timedelta(minutes=5),
    "gap": timedelta(minutes=5),
    "twins": timedelta(minutes=1),
}  # fmt: skip
"""What is asked less often than in earnest: it has no part in what is tested here."""
INLINE = cast("ThreadPoolExecutor", Inline())


class PlainRedactor:
    """Hides what it is told to hide: names are not what is tested here."""

    def redact(self, request: RedactionRequest) -> Redaction:
        found = [
            Found(at, at + len(word), Entity.PERSON, Why.ALSO_HIDE, 1.0, word)
            for word in request.also_hide
            if (at := request.text.find(word)) >= 0
        ]
        found.sort(key=lambda one: one.start)
        return assemble(request, Detection(tuple(found), Doubts(), confident=True), b"simulation")

    def close(self) -> None:
        """Nothing to close."""


class FirstAck(Ack):
    """What was acknowledged first counts: Slack has heard it, whatever the handler does then."""

    said: BoltResponse | None = None

    @property
    def response(self) -> BoltResponse | None:
        return self.said

    @response.setter
    def response(self, value: BoltResponse | None) -> None:
        self.said = self.said or value


@dataclass
class Process:
    """One life of the bot, from its start to its end.

    seldom: what is asked less often than in earnest, and how often.
    """

    goodword: Goodword
    app: App
    clock: TownClock
    data: Database
    due: dict[str, datetime] = field(default_factory=dict)
    asked: dict[str, datetime] = field(default_factory=dict)
    seldom: Mapping[str, timedelta] = field(default_factory=lambda: SELDOM)

    @staticmethod
    def start(settings: Settings, keyring: Keyring, clock: TownClock, data: Database) -> "Process":
        """Put it together as `goodword serve` and `goodword work` would; may fail as they may."""
        redactor = cast("PooledRedactor", PlainRedactor())
        made = composition.assemble(settings, clock, keyring, redactor, Mode.SERVE)
        engine = made.sessions.kw["bind"]
        assert isinstance(engine, Engine)
        data.attach(engine)
        assert isinstance(made.line, HttpLine)
        app = made.line.web.slack.app
        app.listener_runner.listener_executor = INLINE
        process = Process(made, app, clock, data)
        for team in made.teams.served():
            made.directory.roster(team)
        made.gap.begin()
        made.gap.read()
        return process

    def hear(self, body: Json) -> tuple[bool, Json | None]:
        """Give it a payload; whether it acknowledged, and with what."""
        request = BoltRequest(mode="socket_mode", body=body)
        request.context["ack"] = FirstAck()
        answer = self.app.dispatch(request)
        if not isinstance(answer, BoltResponse) or answer.status != 200:
            return False, None
        text = answer.body or ""
        return True, json.loads(text) if text.startswith("{") else None

    def tick(self) -> None:
        """Whatever the scheduler would have asked for by now, then what that led to."""
        now = self.clock.true
        for job in self.goodword.scheduler.get_jobs():
            if self.due.get(job.id, now) <= now and self.may_find(job.id):
                self.due[job.id] = now + max(
                    job.trigger.interval, self.seldom.get(job.id, NEVER_LESS)
                )
                self.asked[job.id] = now
                job.func()
        self.work()

    def may_find(self, poll: str) -> bool:
        """Whether there is something that this poll could find; always True of what is no poll."""
        now = self.clock.true
        if poll not in POLLS:
            return True
        due = self.data.due.at(poll, now)
        if due is None:
            return False
        is_long_ago = self.asked.get(poll, now) <= now - AT_LEAST_EVERY
        return is_long_ago or due <= now + WRONG_CLOCK

    def work(self) -> None:
        """Inbox and outbox, as long as they find something."""
        drainer, courier = self.goodword.drainer, self.goodword.courier
        while drainer.wakeup.is_set() or courier.wakeup.is_set():
            drainer.wakeup.clear()
            while self.may_find("drainer") and drainer.drain(INLINE):
                pass
            courier.wakeup.clear()
            while self.may_find("courier") and courier.carry(INLINE):
                pass

    def end(self) -> None:
        """Its connections go with it."""
        self.goodword.sessions.kw["bind"].dispose()
        self.goodword.listeners.shutdown(wait=False)
