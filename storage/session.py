"""The database engine: SQLite embedded by default, PostgreSQL by URL."""

import sqlite3
from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine, event, make_url, text
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from bot.ports import StorageAwayError

SQLITE_BUSY_MS: Final = 2_000
"""A modal's submit has 3 s in all; a database busy for longer is away."""
POSTGRES_OPTIONS: Final = "-c statement_timeout=5000 -c lock_timeout=2000 -c timezone=UTC"
_PRAGMAS: Final = (
    "journal_mode=TRUNCATE",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
)
POOL_SIZE: Final = 10
POOL_TIMEOUT_S: Final = 2


def normal_url(database: str) -> URL:
    """The URL with the driver we ship: `postgres://` and `postgresql://` mean psycopg 3."""
    url = make_url(database)
    if url.drivername in {"postgres", "postgresql"}:
        return url.set(drivername="postgresql+psycopg")
    return url


def is_sqlite(database: str) -> bool:
    """Whether the URL names the embedded database."""
    return normal_url(database).get_backend_name() == "sqlite"


def make_engine(database: str) -> Engine:
    """An engine whose errors arrive as StorageAwayError when the database is away."""
    url = normal_url(database)
    engine = _sqlite(url) if url.get_backend_name() == "sqlite" else _postgres(url)
    event.listen(engine, "handle_error", _translate)
    return engine


def make_sessions(engine: Engine) -> sessionmaker[Session]:
    """Sessions that keep their objects readable after a commit."""
    return sessionmaker(engine, expire_on_commit=False)


def hang_up(sessions: sessionmaker[Session]) -> None:
    """Close the pooled connections."""
    with sessions() as session:
        engine = session.get_bind()
    if isinstance(engine, Engine):
        engine.dispose()


def answers(sessions: sessionmaker[Session]) -> bool:
    """Whether the database answers now."""
    try:
        with sessions() as session:
            return bool(session.execute(text("SELECT 1")).scalar_one())
    except StorageAwayError:
        return False


def _postgres(url: URL) -> Engine:
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=POOL_SIZE,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_S,
        connect_args={"options": POSTGRES_OPTIONS, "connect_timeout": 2},
    )


def _sqlite(url: URL) -> Engine:
    engine = create_engine(url, connect_args={"timeout": SQLITE_BUSY_MS / 1000})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # journal_mode=TRUNCATE, not WAL: SQLite 3.7-3.51.2 can corrupt a WAL database when two
    # connections checkpoint at once, and Debian 12 ships 3.40 (docs/adr/0003-sqlite.md).
    if not isinstance(connection, sqlite3.Connection):
        raise TypeError("expected the standard library's sqlite3")
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event
    # Taking the write lock first turns "database is locked" in mid-transaction into a short wait.
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _translate(context: ExceptionContext) -> None:
    if context.is_pre_ping:
        # A pooled connection died while nobody used it: the pool opens a new one by itself.
        return
    error = context.sqlalchemy_exception
    if context.statement is None:
        # A commit that failed may leave its transaction open; back in the pool, the connection
        # would keep everybody else out of an SQLite file until somebody happened to use it.
        context.is_disconnect, context.invalidate_pool_on_disconnect = True, False
    away = isinstance(error, OperationalError | InterfaceError | PoolTimeoutError)
    if away or (isinstance(error, DBAPIError) and error.connection_invalidated):
        raise StorageAwayError(type(error).__name__) from None
