"""The database under trouble: really locked, really gone, really full, cut at a commit."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol, cast
from weakref import WeakSet

import psycopg
from psycopg import errors
from sqlalchemy import Engine, event

from tests.postgres import Postgres
from tests.simulation.falling_due import QUERY, FallingDue
from tests.simulation.troubles import Fault, KilledError, Troubles

TABLES = "kudos, outbox, inbox, handoffs, offers, channel_pace, digests"


class Database(Protocol):
    """Somewhere for the bot to keep things, and ways to take it away."""

    url: str
    due: FallingDue

    def attach(self, engine: Engine) -> None:
        """Let trouble reach the connections this engine will make."""

    def begin(self, fault: Fault) -> None:
        """From now on it is locked, lost or full."""

    def end(self) -> None:
        """All is well again."""

    def hang_up(self) -> None:
        """Whoever was connected is dead."""


def remember(engine: Engine, earlier: Engine | None) -> None:
    """What SQLAlchemy worked out of statements outlives a restart: else that is half a storm."""
    if earlier:
        engine.dialect, engine._compiled_cache = earlier.dialect, earlier._compiled_cache


@dataclass
class Gate:
    """Stands at every commit."""

    troubles: Troubles
    due: FallingDue
    full: bool = False

    def commit(
        self, real: Callable[[], None], cut: Callable[[], Exception], full: Callable[[], Exception]
    ) -> None:
        """Commit, or not, or commit and lose the answer."""
        self.due.changed()
        if self.troubles.dead:
            raise KilledError
        fault = Fault.FULL if self.full else self.troubles.commit()
        if fault is Fault.FULL:
            raise full()
        kept = fault is None or self.troubles.happens(0.5)
        if kept:
            real()
        if fault is Fault.KILL:
            self.troubles.dead = True
            raise KilledError
        if fault is Fault.LOST:
            raise cut()


@dataclass
class SqliteDatabase:
    """A file."""

    path: Path
    troubles: Troubles
    url: str = ""
    engine: Engine | None = None
    holder: sqlite3.Connection | None = None
    pages: str = ""
    due: FallingDue = field(init=False)
    gate: Gate = field(init=False)
    open: WeakSet[sqlite3.Connection] = field(default_factory=WeakSet)

    def __post_init__(self) -> None:
        self.url = f"sqlite:///{self.path}"
        self.due = FallingDue(self._ask)
        self.gate = Gate(self.troubles, self.due)

    def attach(self, engine: Engine) -> None:
        gate = self.gate

        class Troubled(sqlite3.Connection):
            def __init__(connection, *args: Any, **more: Any) -> None:  # noqa: N805 - self is ours
                super().__init__(*args, **more)
                self.open.add(connection)

            def commit(self) -> None:
                gate.commit(super().commit, _io_error, _full_error)

        @event.listens_for(engine, "do_connect")
        def connect(_dialect: Any, _record: Any, _args: Any, parameters: Any) -> None:
            # A locked database is said at once: nobody else is running who could let go.
            parameters |= {"factory": Troubled, "timeout": 0}

        @event.listens_for(engine, "connect")
        def limit(connection: sqlite3.Connection, _record: Any) -> None:
            if self.pages:
                connection.execute(self.pages)

        engine.dispose()
        remember(engine, self.engine)
        self.engine = engine

    def begin(self, fault: Fault) -> None:
        self.due.away = True
        self._hang_up()
        match fault:
            case Fault.LOCKED:
                self.holder = sqlite3.connect(self.path, isolation_level=None)
                self.holder.execute("BEGIN EXCLUSIVE")
            case Fault.LOST:
                self.path.rename(self.path.with_suffix(".away"))
                self.path.mkdir()
            case _:
                # SQLite takes its present size for the smallest limit: it may not grow.
                self.pages = "PRAGMA max_page_count = 1"

    def end(self) -> None:
        self.due.away = False
        self.pages = ""
        if self.holder:
            self.holder.close()
            self.holder = None
        if self.path.is_dir():
            self.path.rmdir()
            self.path.with_suffix(".away").rename(self.path)
        self._hang_up()

    def hang_up(self) -> None:
        for connection in list(self.open):
            connection.close()

    def _hang_up(self) -> None:
        if self.engine:
            self.engine.dispose()

    def _ask(self) -> tuple[str | None, ...]:
        with closing(sqlite3.connect(self.path)) as asking:
            return cast("tuple[str | None, ...]", asking.execute(QUERY).fetchone())


def _io_error() -> Exception:
    return sqlite3.OperationalError("disk I/O error")


def _full_error() -> Exception:
    return sqlite3.OperationalError("database or disk is full")


@dataclass
class PostgresDatabase:
    """A database on a server."""

    postgres: Postgres
    name: str
    troubles: Troubles
    url: str = ""
    engine: Engine | None = None
    holder: psycopg.Connection | None = None
    asking: psycopg.Connection | None = None
    left: bool = False
    due: FallingDue = field(init=False)
    open: WeakSet[psycopg.Connection] = field(default_factory=WeakSet)
    gate: Gate = field(init=False)

    def __post_init__(self) -> None:
        self.url = self.postgres.url(self.name)
        self.due = FallingDue(self._ask)
        self.gate = Gate(self.troubles, self.due)

    def attach(self, engine: Engine) -> None:
        gate = self.gate

        class Troubled(psycopg.Connection[Any]):
            def commit(self) -> None:
                def cut() -> Exception:
                    self.pgconn.finish()
                    return psycopg.OperationalError("server closed the connection unexpectedly")

                gate.commit(super().commit, cut, lambda: errors.DiskFull("no space left on device"))

        @event.listens_for(engine, "do_connect")
        def connect(_dialect: Any, _record: Any, args: Any, parameters: Any) -> Any:
            options = f"{parameters['options']} -c lock_timeout=5"
            made = Troubled.connect(*args, **{**parameters, "options": options})
            self.open.add(made)
            return made

        engine.dispose()
        remember(engine, self.engine)
        self.engine = engine

    def begin(self, fault: Fault) -> None:
        self.due.away = True
        match fault:
            case Fault.LOCKED:
                self.holder = psycopg.connect(self.url)
                self.holder.execute(f"LOCK TABLE {TABLES} IN ACCESS EXCLUSIVE MODE")
            case Fault.LOST:
                self.left = True
                self.postgres.leave(self.name)
            case _:
                self.gate.full = True

    def end(self) -> None:
        self.due.away = self.gate.full = False
        if self.holder:
            self.holder.close()
            self.holder = None
        if self.left:
            self.left = False
            self.postgres.come_back(self.name)

    def hang_up(self) -> None:
        for connection in list(self.open):
            connection.close()

    def _ask(self) -> tuple[datetime | None, ...]:
        if self.asking is None or self.asking.broken:
            self.asking = psycopg.connect(self.url, autocommit=True)
        try:
            return self.asking.execute(QUERY).fetchone() or ()
        except psycopg.OperationalError:
            # The server cut it with everybody else's.
            return self._ask()
