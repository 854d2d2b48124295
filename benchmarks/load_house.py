"""What is put under load: two web and two worker processes, a PostgreSQL, a simulated Slack."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass

from benchmarks.load_bare import TABLE
from bot.slack_line import EVENTS_PATH
from storage.crypto import new_master_key
from storage.session import make_engine
from tests.postgres import running_postgres
from tests.sandbox_client import (
    APP_TOKEN,
    BOT_TOKEN,
    ROOT,
    SIGNING_SECRET,
    SandboxServer,
    running_sandbox,
)

READY_WITHIN_S = 120


@dataclass(frozen=True)
class House:
    """Addresses of everything that runs."""

    slack: SandboxServer
    database: str
    web: tuple[str, ...]
    bare: tuple[str, ...]

    def count(self, statement: str) -> int:
        """A number from the database."""
        engine = make_engine(self.database)
        with engine.connect() as connection:
            found = connection.exec_driver_sql(statement).scalar_one()
        engine.dispose()
        return int(found)


@contextmanager
def running_house(workers: int) -> Iterator[House]:
    """Everything started; all of it ends with this."""
    with ExitStack() as stack:
        slack = stack.enter_context(running_sandbox())
        postgres = stack.enter_context(running_postgres())
        database = postgres.url(postgres.create())
        variables = _variables(slack, database, workers)
        # Addresses first: one could be taken in between, and then the start says so.
        ports = [_free_port() for _ in range(4)]
        for port in ports[:2]:
            _start(stack, ["-m", "bot", "serve"], {**variables, "PORT": str(port)})
            _start(stack, ["-m", "bot", "work"], variables)
        for port in ports[2:]:
            _start(stack, ["-m", "benchmarks.load_bare", str(port), database], variables)
        for port in ports:
            _wait_for(port)
        web, bare = ([f"http://127.0.0.1:{port}{EVENTS_PATH}" for port in half] for half in
                     (ports[:2], ports[2:]))  # fmt: skip
        _prepare(database)
        slack.deliver_to(*web)
        yield House(slack, database, tuple(web), tuple(bare))


def _variables(slack: SandboxServer, database: str, workers: int) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_SIGNING_SECRET": SIGNING_SECRET,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": database,
        "GOODWORD_MASTER_KEY": new_master_key(),
        "GOODWORD_KUDOS_CHANNEL": "C0KUDOS",
        "GOODWORD_INTAKE_CHANNELS": "C0PRAISE",
        "GOODWORD_SUPPORT_GROUP": "S0SUPPORT",
        "GOODWORD_REDACTION_WORKERS": str(workers),
    }


def _start(stack: ExitStack, arguments: Sequence[str], variables: dict[str, str]) -> None:
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env=variables,
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    stack.callback(_end, process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Ask, wait, then end its whole session: redaction workers are processes of their own."""
    process.terminate()
    try:
        process.wait(12)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(port: int) -> None:
    """Until it answers anything at all."""
    deadline = time.monotonic() + READY_WITHIN_S
    while time.monotonic() < deadline:
        try:
            with closing(socket.create_connection(("127.0.0.1", port), timeout=1)):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit(f"nothing answers on port {port}: was it taken?")


def _prepare(database: str) -> None:
    engine = make_engine(database)
    with engine.begin() as connection:
        connection.exec_driver_sql(TABLE)
    engine.dispose()
