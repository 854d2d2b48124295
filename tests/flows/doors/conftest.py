"""One running bot for all doors; each test finds a fresh workspace and fresh settings."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from sqlalchemy import text

from bot.domain.workspace import WorkspaceSettings
from bot.redaction.redactor import PooledRedactor
from bot.settings import Settings
from bot.slack_directory import SETTINGS_KEPT_FOR
from storage.crypto import Keyring
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from tests.flows.conftest import Bot, MovableClock, fresh_database
from tests.flows.shapes import MODES, Fleet, Nursery, Shape
from tests.sandbox_client import (
    APP_TOKEN,
    BOT_TOKEN,
    LENIENT,
    SIGNING_SECRET,
    TEAM,
    SandboxServer,
    running_sandbox,
)

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
        self.bot.each("settings_changed", team=TEAM)

    def others_hear(self) -> None:
        """Let the time pass after which every process has heard of a change."""
        if len(self.bot.hosts) > 1:
            self.bot.clock.advance(SETTINGS_KEPT_FOR.total_seconds() + 1)

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
        if any(answer["busy"] for answer in self.bot.each("is_busy")):
            return False
        return self.is_idle() and self.count("outbox WHERE state IN ('ready', 'sending')") == 0

    def forget(self) -> None:
        """A fresh start for the next test: the simulated Slack counts its ids from one again."""
        with self.units.sessions() as session:
            for table in FORGOTTEN:
                statement = f"DELETE FROM {table} WHERE team_id = :team"  # noqa: S608 - a test's own words
                session.execute(text(statement), {"team": TEAM})
            session.commit()
        self.bot.each("forget_people")


@pytest.fixture(scope="session")
def server() -> Iterator[SandboxServer]:
    """A simulated Slack of its own: two bots on one would each get half of what happens."""
    with running_sandbox(leniency=LENIENT) as started:
        yield started


@pytest.fixture(scope="session")
def fleet(nursery: Nursery, server: SandboxServer, master_key: str) -> Fleet:
    """The processes of the HTTP shapes, on this simulated Slack."""
    return Fleet(nursery, server.url, master_key)


@pytest.fixture(scope="session")
def kept_database(
    shape: Shape, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[str]:
    """One for as long as the bot lasts."""
    with fresh_database(shape, request, tmp_path_factory.mktemp("kept")) as url:
        yield url


@pytest.fixture(scope="session")
def running(
    shape: Shape,
    server: SandboxServer,
    keyring: Keyring,
    redactor: PooledRedactor,
    kept_database: str,
    request: pytest.FixtureRequest,
) -> Iterator[Town]:
    server.reset()
    settings = Settings(
        _env_file=None,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_signing_secret=SIGNING_SECRET,
        slack_api_url=server.api_url,
        database_url=kept_database,
    )
    bot = Bot(settings, keyring, redactor, MovableClock(server))
    if shape in MODES:
        bot.hosts = request.getfixturevalue("fleet").get(len(MODES[shape]))
    if shape is not Shape.SQLITE:
        bot.postgres = request.getfixturevalue("postgres")
    bot.start()
    engine = make_engine(settings.database_url)
    yield Town(bot, SqlUnitsOfWork(make_sessions(engine), keyring, bot.clock))
    bot.stop()
    server.deliver_to()
    engine.dispose()


@pytest.fixture
def town(running: Town, server: SandboxServer) -> Town:
    """The running bot, in a fresh workspace."""
    server.reset()
    running.bot.listen()
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
