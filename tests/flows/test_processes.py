"""`goodword serve` and `goodword work` as an operator meets them: real commands, real signals."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import pytest
from pydantic import SecretStr

from bot.app import Mode, build
from bot.app_start import StartError, open_database
from bot.settings import Settings
from sandbox.request_urls import signed
from storage.crypto import Keyring
from tests.flows.conftest import SAMPLE, database_name
from tests.flows.shapes import Shape
from tests.flows.test_a_good_word_travels import shown
from tests.postgres import Postgres
from tests.sandbox_client import SandboxServer

ROOT = Path(__file__).parents[2]
WARM_S = 100
STOP_S = 10


def environment(settings: Settings, master_key: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": settings.slack_bot_token.get_secret_value(),
        "SLACK_APP_TOKEN": settings.slack_app_token.get_secret_value(),
        "SLACK_API_URL": settings.slack_api_url,
        "DATABASE_URL": settings.database_url,
        "GOODWORD_MASTER_KEY": master_key,
        "GOODWORD_KUDOS_CHANNEL": "C0KUDOS",
        "GOODWORD_SUPPORT_GROUP": "S0SUPPORT",
        "GOODWORD_REDACTION_WORKERS": "1",
    }


@pytest.fixture
def shape() -> Shape:
    return Shape.POSTGRES


@dataclass
class Command:
    """A running command."""

    process: subprocess.Popen[str]
    port: int

    def ask(self, path: str, body: bytes | None = None, **headers: str) -> int:
        """The status of the answer."""
        request = Request(f"http://127.0.0.1:{self.port}{path}", data=body, headers=headers)
        try:
            with urlopen(request, timeout=10) as answer:
                return int(answer.status)
        except HTTPError as refused:
            with refused:
                return refused.code
        except URLError:
            return 0

    def wait_for(self, path: str, status: int, within: float = 10) -> None:
        """Ask until the answer has this status."""
        deadline = time.monotonic() + within
        while self.ask(path) != status:
            assert time.monotonic() < deadline, f"{path} never answered {status}"
            assert self.process.poll() is None, "it ended"
            time.sleep(0.1)

    def terminate(self) -> float:
        """Ask it to stop; answers how many seconds it took."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        assert self.process.wait(20) == 0
        return time.monotonic() - began


def free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextmanager
def goodword(name: str, settings: Settings, master_key: str) -> Iterator[Command]:
    port = free_port()
    variables = environment(settings, master_key) | {
        "PORT": str(port),
        "SLACK_SIGNING_SECRET": settings.slack_signing_secret.get_secret_value(),
    }
    command = [sys.executable, "-m", "bot", name]
    with subprocess.Popen(
        command, env=variables, stderr=subprocess.PIPE, text=True, cwd=ROOT, start_new_session=True
    ) as process:
        try:
            yield Command(process, port)
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)


def test_serving_refuses_an_embedded_database(settings: Settings, master_key: str) -> None:
    """One sentence with both ways out, before anything is started."""
    embedded = settings.model_copy(update={"database_url": "sqlite:///var/goodword.sqlite3"})
    with goodword("serve", embedded, master_key) as command:
        said = command.process.communicate(timeout=WARM_S)[1]
    assert command.process.returncode == 2
    assert "Several processes need PostgreSQL" in said
    assert "Traceback" not in said


def test_working_refuses_an_embedded_database(settings: Settings) -> None:
    """Two processes on one file would lose what both of them write."""
    embedded = settings.model_copy(update={"database_url": "sqlite:///var/goodword.sqlite3"})
    with pytest.raises(StartError, match="goodword run"):
        build(embedded, mode=Mode.WORK)


def test_serving_needs_the_signing_secret(settings: Settings) -> None:
    """Without it anybody could speak as Slack."""
    unsigned = settings.model_copy(update={"slack_signing_secret": SecretStr("")})
    with pytest.raises(StartError, match="SLACK_SIGNING_SECRET is not set"):
        build(unsigned, mode=Mode.SERVE)


def test_an_older_schema_is_said_and_not_touched(
    postgres: Postgres, settings: Settings, keyring: Keyring
) -> None:
    """Migrating is one command's work, once, not every process's."""
    name = postgres.create(migrated=False)
    empty = settings.model_copy(update={"database_url": postgres.url(name)})
    with pytest.raises(StartError, match="goodword migrate"):
        open_database(empty, keyring)
    postgres.drop(name)


def test_both_commands_serve_look_after_themselves_and_stop_in_time(
    postgres: Postgres, settings: Settings, master_key: str, slack: SandboxServer
) -> None:
    """Health, readiness while the database is away, forged requests, and SIGTERM in ten seconds."""
    with (
        goodword("serve", settings, master_key) as web,
        goodword("work", settings, master_key) as worker,
    ):
        web.wait_for("/readyz", 200, within=WARM_S)
        slack.deliver_to(f"http://127.0.0.1:{web.port}/slack/events")
        slack.command("U0PRIYA", f"/kudos {SAMPLE}")
        slack.wait_for_modal("U0PRIYA", "What the team will see")
        slack.submit("U0PRIYA")
        slack.wait_for(lambda: shown(slack), "the post", within=WARM_S)
        with postgres.away(database_name(settings)):
            web.wait_for("/readyz", 503)
            assert web.ask("/healthz") == 200
        web.wait_for("/readyz", 200)
        assert web.ask("/slack/events", b"{}") == 401
        assert web.ask("/slack/events", b"{}", **signed(b"{}", "another secret")) == 401
        assert web.ask("/elsewhere") == 404
        assert web.terminate() <= STOP_S
        assert worker.terminate() <= STOP_S
    slack.deliver_to()
