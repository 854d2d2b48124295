"""One running bot for all doors; each test finds a fresh workspace and fresh settings."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import text

from bot.domain.workspace import WorkspaceSettings
from bot.redaction.redactor import PooledRedactor
from bot.settings import Settings
from storage.crypto import Keyring
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from tests.flows.conftest import Bot, MovableClock
from tests.sandbox_client import APP_TOKEN, BOT_TOKEN, TEAM, SandboxServer, running_sandbox

DEFAULTS = WorkspaceSettings(
    kudos_channel="C0KUDOS",
    intake_channels=("C0PRAISE",),
    support_group="S0SUPPORT",
    leads=frozenset({"U0LENA", "U0MARA"}),
    admins=frozenset({"U0ADA"}),
    kept_terms=("Goodword",),
)

FORGOTTEN = (
    "inbox",
    "offers",
    "preferences",
    "silences",
    "shared_sources",
    "kudos_credits",
    "kudos",
    "outbox",
    "channel_pace",
)


@dataclass
class Town:
    """A bot, and its database seen from outside."""

    bot: Bot
    units: SqlUnitsOfWork

    def configure(self, **changes: object) -> None:
        """Set what an admin would have set."""
        with self.units() as uow:
            uow.settings.save(TEAM, replace(DEFAULTS, **changes), self.units.clock.now())
            uow.commit()
        assert self.bot.goodword is not None
        self.bot.goodword.directory.settings_changed(TEAM)

    def stored(self) -> WorkspaceSettings:
        """What the database says."""
        with self.units() as uow:
            return uow.settings.get(TEAM) or WorkspaceSettings()

    def count(self, table: str) -> int:
        """How many rows of the workspace a table has; a condition may follow its name."""
        name, _, condition = table.partition(" WHERE ")
        mine = f"{name} WHERE team_id = '{TEAM}' AND ({condition or 'true'})"
        with self.units.sessions() as session:
            return int(session.scalar(text(f"SELECT count(*) FROM {mine}")) or 0)  # noqa: S608 - a test's own word

    def is_idle(self) -> bool:
        """Whether every event was acted on."""
        return self.count("inbox WHERE state != 'done'") == 0

    def is_quiet(self) -> bool:
        """Whether nothing is under way any more: no listener, no event, no letter."""
        assert self.bot.goodword is not None
        pool = self.bot.goodword.listeners
        busy = len(pool._threads) - pool._idle_semaphore._value
        if busy or not pool._work_queue.empty():
            return False
        return self.is_idle() and self.count("outbox WHERE state IN ('ready', 'sending')") == 0

    def forget(self) -> None:
        """A fresh start for the next test: the simulated Slack counts its ids from one again."""
        with self.units.sessions() as session:
            for table in FORGOTTEN:
                statement = f"DELETE FROM {table} WHERE team_id = :team"  # noqa: S608 - a test's own words
                session.execute(text(statement), {"team": TEAM})
            session.commit()
        assert self.bot.goodword is not None
        self.bot.goodword.directory._kept.clear()


@pytest.fixture(scope="session")
def server() -> Iterator[SandboxServer]:
    """A simulated Slack of its own: two bots on one would each get half of what happens."""
    with running_sandbox() as started:
        yield started


@pytest.fixture(scope="session")
def running(
    server: SandboxServer,
    keyring: Keyring,
    redactor: PooledRedactor,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Town]:
    server.reset()
    path = tmp_path_factory.mktemp("doors") / "goodword.sqlite3"
    settings = Settings(
        _env_file=None,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_api_url=server.api_url,
        database_url=f"sqlite:///{path}",
    )
    bot = Bot(settings, keyring, redactor, MovableClock(server))
    bot.start()
    sessions = make_sessions(make_engine(settings.database_url))
    yield Town(bot, SqlUnitsOfWork(sessions, keyring, bot.clock))
    bot.stop()


@pytest.fixture
def town(running: Town, server: SandboxServer) -> Town:
    """The running bot, in a fresh workspace."""
    server.reset()
    running.bot.clock.skipped *= 0
    running.forget()
    running.configure()
    return running


@pytest.fixture
def slack(town: Town, server: SandboxServer) -> Iterator[SandboxServer]:
    """The simulated workspace; a call that Slack would not know fails the test."""
    yield server
    assert server.violations() == []
    server.wait_for(town.is_idle, "the inbox to be empty")
