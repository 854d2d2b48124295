"""A bot in a process of its own that kills itself (SIGKILL) at a boundary: the sweep's other half.

Borne by tests/flows/nursery.py. It is the real composition in one thread: whoever holds the other
end of the door plays Slack and the clock (tests/flows/sweep/stage.py), so that a flow passes the
same boundaries in the same order each time. A boundary stands before and after each commit that
writes, each call to Slack and each acknowledgement.
"""

import http.client
import io
import json
import os
import signal
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import Message as Headers
from typing import Any, TextIO, cast
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    OpenerDirector,
    Request,
)
from urllib.response import addinfourl

from slack_bolt import Ack, BoltRequest, BoltResponse
from sqlalchemy import Engine, event
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor

from bot import app as composition
from bot import logs
from bot.app import Mode
from bot.redaction.redactor import PooledRedactor
from bot.services.importing import Importing
from bot.services.reading import Reading
from bot.settings import Settings
from bot.slack_line import HttpLine
from storage.crypto import Keyring
from storage.terms import SqlTerms
from storage.unit_of_work import SqlUnitsOfWork
from tests.flows.sweep.stage import Plain
from tests.sandbox_client import TEAM
from tests.simulation.process import INLINE, Process
from tests.simulation.troubles import TownClock

Json = dict[str, Any]
CHANGES = ("INSERT", "UPDATE", "DELETE")


@dataclass
class Fate:
    """Counts boundaries once it is armed; at the one it is given, the process dies."""

    at: int | None = None
    is_armed: bool = False
    passed: list[str] = field(default_factory=list)

    def boundary(self, name: str) -> None:
        if not self.is_armed:
            return
        self.passed.append(name)
        if len(self.passed) == self.at:
            os.kill(os.getpid(), signal.SIGKILL)


@dataclass
class Door:
    """JSON lines to and from the stage; each carries the time."""

    lines: TextIO
    clock: TownClock

    def say(self, **words: object) -> None:
        self.lines.write(json.dumps({**words, "now": self.clock.true.isoformat()}) + "\n")
        self.lines.flush()

    def hear(self) -> Json | None:
        """The next order or answer; None when nobody is there any more."""
        line = self.lines.readline()
        if not line:
            return None
        heard: Json = json.loads(line)
        self.clock.true = datetime.fromisoformat(heard.pop("now"))
        return heard


@dataclass
class Way(BaseHandler):
    """The bot's way to Slack: through the door."""

    door: Door
    fate: Fate

    def http_open(self, request: Request) -> addinfourl:
        name = request.full_url.partition("/api/")[2] or "response_url"
        self.fate.boundary(f"before {name}")
        data = request.data if isinstance(request.data, bytes) else b""
        self.door.say(
            call=request.full_url, body=data.decode(), headers=dict(request.header_items())
        )
        heard = self.door.hear()
        if heard is None:
            raise SystemExit
        self.fate.boundary(f"after {name}")
        headers = Headers()
        headers["Content-Type"] = "application/json; charset=utf-8"
        body = io.BytesIO(heard["body"].encode())
        response = addinfourl(body, headers, request.full_url, heard["status"])
        response.msg = http.client.responses[heard["status"]]
        return response


class Spoken(Ack):
    """Acknowledges as Socket Mode does: as soon as the handler says so, and once."""

    heard: BoltResponse | None = None
    speak: Callable[[BoltResponse], None]

    @property
    def response(self) -> BoltResponse | None:
        return self.heard

    @response.setter
    def response(self, value: BoltResponse | None) -> None:
        if value is not None and self.heard is None:
            self.heard = value
            self.speak(value)


def at_commits(fate: Fate) -> None:
    """A boundary before and after each commit of something that was written."""
    written: set[int] = set()
    commit = DefaultDialect.do_commit

    def note(_connection: object, cursor: DBAPICursor, statement: str, *_: object) -> None:
        if statement.lstrip().upper().startswith(CHANGES) and cursor.rowcount != 0:
            written.add(id(cast("Any", cursor).connection))

    def do_commit(dialect: DefaultDialect, connection: DBAPIConnection) -> None:
        plain = getattr(connection, "dbapi_connection", connection)
        counts = id(plain) in written
        written.discard(id(plain))
        if counts:
            fate.boundary("before commit")
        commit(dialect, cast("Any", connection))
        if counts:
            fate.boundary("after commit")

    event.listen(Engine, "after_cursor_execute", note)
    DefaultDialect.do_commit = do_commit  # type: ignore[method-assign] # in this process alone


@dataclass
class Life:
    """What the stage may order."""

    door: Door
    fate: Fate
    process: Process
    keyring: Keyring
    redactor: PooledRedactor

    def arm(self, at: int | None) -> Json:
        """From here on boundaries count."""
        self.fate.at, self.fate.is_armed = at, True
        return {}

    def disarm(self) -> Json:
        """From here on they do not; answers those that were passed, by name."""
        self.fate.is_armed = False
        return {"passed": self.fate.passed}

    def settings_changed(self) -> Json:
        """Read the workspace's settings anew."""
        self.process.goodword.directory.settings_changed(TEAM)
        return {}

    def tick(self) -> Json:
        self.process.tick()
        return {}

    def hear(self, body: Json) -> Json:
        request = BoltRequest(mode="socket_mode", body=body)
        ack = Spoken()
        ack.speak = self._acknowledge
        request.context["ack"] = ack
        answer = self.process.app.dispatch(request)
        if ack.heard is None and isinstance(answer, BoltResponse) and answer.status == 200:
            self._acknowledge(answer)
        return {}

    def offer(self, channel: str, comment: str) -> Json:
        """What `goodword import` does with one row of a file."""
        made, clock = self.process.goodword, self.process.clock
        terms = SqlTerms(made.sessions, self.keyring)
        reading = Reading(self.redactor, made.directory, terms)
        units = SqlUnitsOfWork(made.sessions, self.keyring, clock)
        importing = Importing(units, reading, made.directory, terms, clock)
        return {"became": importing.offer(TEAM, channel, comment, 10).name}

    def _acknowledge(self, answer: BoltResponse) -> None:
        self.fate.boundary("before ack")
        self.door.say(ack=answer.body or "")
        self.fate.boundary("after ack")


def live(lines: TextIO, settings: Settings, keyring: Keyring, redactor: PooledRedactor) -> None:
    """Do as ordered until nobody orders any more, or the boundary is reached."""
    logs.configure()
    clock = TownClock(datetime.min.replace(tzinfo=UTC))
    door = Door(lines, clock)
    birth = door.hear()
    assert birth is not None
    fate = Fate(birth["at"], birth["is_armed"])
    director = OpenerDirector()
    for handler in (Way(door, fate), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
        director.add_handler(handler)
    urllib.request.install_opener(director)
    at_commits(fate)
    life = Life(door, fate, begin(settings, clock, keyring, redactor), keyring, redactor)
    door.say(done={})
    while order := door.hear():
        door.say(done=getattr(life, order.pop("do"))(**order))
    life.process.end()


def begin(
    settings: Settings, clock: TownClock, keyring: Keyring, redactor: PooledRedactor
) -> Process:
    """Put the bot together, in one thread."""
    made = composition.assemble(settings, clock, keyring, redactor, Mode.SERVE)
    assert isinstance(made.line, HttpLine)
    app = made.line.web.slack.app
    app.listener_runner.listener_executor = INLINE
    for team in made.teams.served():
        made.directory.roster(team)
    made.gap.begin()
    made.gap.read()
    # Each poll is asked, as often as in earnest: the bot dies where it would have found something.
    return Process(made, app, clock, Plain(settings.database_url), seldom={})
