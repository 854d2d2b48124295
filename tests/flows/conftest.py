"""Whole journeys: the real bot, over HTTP and Socket Mode, against the simulated Slack."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot import app as composition
from bot import logs
from bot.app import Goodword
from bot.redaction.redactor import PooledRedactor
from bot.settings import Settings
from storage.crypto import Keyring, new_master_key
from tests.sandbox_client import APP_TOKEN, BOT_TOKEN, SandboxServer, running_sandbox

SAMPLE = (
    "Thank you Priya, you saved our launch! — Ngozi Okafor, Lumo Bakery, "
    "ngozi@lumobakery.example, order #48213"
)
IDENTITIES = ("ngozi", "okafor", "lumo", "48213")


@dataclass
class MovableClock:
    """The time of the machine, plus what a test has skipped; Slack's clock skips with it."""

    slack: SandboxServer
    skipped: timedelta = field(default=timedelta(0))

    def now(self) -> datetime:
        return datetime.now(UTC) + self.skipped

    def wait(self, event: threading.Event, seconds: float) -> bool:
        return event.wait(seconds)

    def advance(self, seconds: float) -> None:
        self.slack.advance(seconds)
        self.skipped += timedelta(seconds=seconds)


@dataclass
class Bot:
    """A bot under test, in a thread of its own."""

    settings: Settings
    keyring: Keyring
    redactor: PooledRedactor
    clock: MovableClock
    goodword: Goodword | None = None
    thread: threading.Thread | None = None

    def start(self) -> None:
        self.goodword = composition.assemble(self.settings, self.clock, self.keyring, self.redactor)
        ready = threading.Event()
        # The workers are shared by all tests, so a stopping bot must leave them running.
        kept = replace(self.goodword, redactor=_Unclosed())  # type: ignore[arg-type]
        self.thread = threading.Thread(target=kept.run, args=(ready.set,), name="bot")
        self.thread.start()
        assert ready.wait(20), "the bot did not connect"
        self.clock.slack.wait_for_connection()

    def stop(self) -> None:
        if self.goodword and self.thread:
            self.goodword.stop()
            self.thread.join(20)
            assert not self.thread.is_alive(), "the bot did not stop"
        self.goodword = self.thread = None

    @contextmanager
    def database_away(self) -> Iterator[None]:
        """Somebody else holds the database for as long as this lasts."""
        path = self.settings.database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")


class _Unclosed:
    def close(self) -> None:
        """Leave the workers running."""


@pytest.fixture(scope="session")
def master_key() -> str:
    return new_master_key()


@pytest.fixture(scope="session")
def keyring(master_key: str) -> Keyring:
    return Keyring(master_key)


@pytest.fixture(scope="session")
def redactor(keyring: Keyring) -> Iterator[PooledRedactor]:
    """Warm workers for every flow: starting them takes seconds."""
    made = composition.start_redactor(Settings(_env_file=None), keyring)
    yield made
    made.close()


@pytest.fixture(scope="session")
def server() -> Iterator[SandboxServer]:
    with running_sandbox() as started:
        yield started


@pytest.fixture
def slack(server: SandboxServer) -> Iterator[SandboxServer]:
    """The simulated workspace, fresh; a call that Slack would not know fails the test."""
    server.reset()
    yield server
    assert server.violations() == []


@pytest.fixture
def clock(slack: SandboxServer) -> MovableClock:
    return MovableClock(slack)


@pytest.fixture
def settings(slack: SandboxServer, tmp_path: Path) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_api_url=slack.api_url,
        database_url=f"sqlite:///{tmp_path / 'goodword.sqlite3'}",
        goodword_kudos_channel="C0KUDOS",
        goodword_support_group="S0SUPPORT",
        goodword_leads="U0LENA,U0MARA",
        goodword_kept_terms="Goodword",
    )


@pytest.fixture
def log_file(tmp_path: Path) -> Iterator[Path]:
    """Everything that any logger says, as an operator would see it."""
    path = tmp_path / "bot.log"
    handler = logging.FileHandler(path)
    root = logging.getLogger()
    root.addHandler(handler)
    yield path
    root.removeHandler(handler)
    handler.close()


@pytest.fixture
def make_bot(
    settings: Settings,
    keyring: Keyring,
    redactor: PooledRedactor,
    clock: MovableClock,
) -> Iterator[Callable[..., Bot]]:
    """Starts bots; whatever still runs is stopped at the end."""
    logs.configure()
    made: list[Bot] = []

    def start(**changes: object) -> Bot:
        bot = Bot(settings.model_copy(update=changes), keyring, redactor, clock)
        bot.start()
        made.append(bot)
        return bot

    yield start
    for bot in made:
        bot.stop()


@pytest.fixture
def bot(make_bot: Callable[..., Bot]) -> Bot:
    return make_bot()
