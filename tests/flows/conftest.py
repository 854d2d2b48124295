"""Whole journeys: the real bot, over HTTP and Socket Mode, against the simulated Slack."""

import logging
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import make_url, text

from bot import app as composition
from bot import logs
from bot.app import Goodword
from bot.redaction.redactor import PooledRedactor
from bot.settings import Settings
from storage.crypto import Keyring, new_master_key
from storage.session import make_engine
from tests.flows.host import Host as Held
from tests.flows.host import Json, hurry, impatient, remember
from tests.flows.shapes import (
    EVERY,
    FARTHEST,
    MODES,
    Fleet,
    Host,
    Nursery,
    Shape,
    as_json,
    at_once,
    is_others_turn,
    running_nursery,
)
from tests.postgres import Postgres
from tests.sandbox_client import (
    APP_TOKEN,
    BOT_TOKEN,
    LENIENT,
    SIGNING_SECRET,
    SandboxServer,
    running_sandbox,
)

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
    """A bot under test: in a thread of its own, or in processes of its own when there are hosts.

    hurried: whether a channel's turn comes sooner than in the product (tests/flows/host.py).
    """

    settings: Settings
    keyring: Keyring
    redactor: PooledRedactor | None
    clock: MovableClock
    hosts: Sequence[Host] = ()
    postgres: Postgres | None = None
    urls: Sequence[str] = ()
    goodword: Goodword | None = None
    thread: threading.Thread | None = None
    hurried: bool = True

    def start(self) -> None:
        if self.hosts:
            self._start_hosts()
            return
        assert self.redactor is not None
        self.goodword = composition.assemble(self.settings, self.clock, self.keyring, self.redactor)
        hurry(self.goodword, hurried=self.hurried)
        remember(self.goodword)
        ready = threading.Event()
        # The workers are shared by all tests, so a stopping bot must leave them running.
        kept = replace(self.goodword, redactor=_Unclosed())  # type: ignore[arg-type]
        self.thread = threading.Thread(target=kept.run, args=(ready.set,), name="bot")
        self.thread.start()
        assert ready.wait(20), "the bot did not connect"
        self.clock.slack.wait_for_connection()

    def stop(self) -> None:
        if self.hosts:
            at_once(self.hosts, [{"do": "stop"}] * len(self.hosts))
        if self.goodword and self.thread:
            self.goodword.stop()
            self.thread.join(20)
            assert not self.thread.is_alive(), "the bot did not stop"
        self.goodword = self.thread = None

    def impatient(self, seconds: float) -> None:
        """Let deliveries wait so long for Slack's answer, where the product waits ten seconds."""
        for host in self.hosts:
            host.order("patience", seconds=seconds)
        if self.goodword:
            impatient(self.goodword, seconds)

    def unsettled(self) -> int:
        """How many deliveries are not known to be over."""
        engine = make_engine(self.settings.database_url)
        try:
            with engine.connect() as connection:
                asked = "SELECT count(*) FROM outbox WHERE state IN ('ready','sending','unknown')"
                return int(connection.execute(text(asked)).scalar_one())
        finally:
            engine.dispose()

    def tick(self, job: str) -> None:
        """Let the clock ask for something at once."""
        self.each("tick", job=job)

    def each(self, do: str, **more: object) -> list[Json]:
        """Order something of each process (tests/flows/host.py); their answers."""
        if self.goodword and self.redactor:
            held = Held(self.keyring, self.redactor, self.clock, self.goodword)
            return [getattr(held, do)(**more)]
        return [host.order(do, **more) for host in self.hosts]

    @contextmanager
    def database_away(self) -> Iterator[None]:
        """Somebody else holds the database, or it is gone, for as long as this lasts."""
        if self.postgres:
            with self.postgres.away(database_name(self.settings)):
                yield
            return
        path = self.settings.database_url.removeprefix("sqlite:///")
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            yield
            other.execute("ROLLBACK")

    @contextmanager
    def redaction_away(self) -> Iterator[None]:
        """No text is read in time for as long as this lasts."""
        had = [host.order("redaction", seconds=0, queue=0) for host in self.hosts]
        workers = self.redactor.workers if self.redactor else None
        before = (workers._deadline, workers._queue) if workers else None
        if workers:
            workers._deadline, workers._queue = 0.0, 0.0
        yield
        if workers and before:
            workers._deadline, workers._queue = before
        for host, values in zip(self.hosts, had, strict=True):
            host.order("redaction", **values)

    def _start_hosts(self) -> None:
        modes = MODES[Shape.FOUR if len(self.hosts) > 2 else Shape.PAIR]
        order = {"do": "start", "settings": as_json(self.settings), "hurried": self.hurried}
        started = at_once(self.hosts, [{**order, "mode": mode} for mode in modes])
        ports = [answer["port"] for answer in started if answer["port"]]
        self.urls = [f"http://127.0.0.1:{port}" for port in ports]
        self.listen()

    def listen(self) -> None:
        """Have Slack deliver to the processes there are; a fresh workspace has to be told."""
        if self.hosts:
            self.clock.slack.deliver_to(*(f"{url}/slack/events" for url in self.urls))


def database_name(settings: Settings) -> str:
    return str(make_url(settings.database_url).database)


class _Unclosed:
    def close(self) -> None:
        """Leave the workers running."""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test of a bot has the first and the last shape, or those that its mark `shapes` names.

    `make test` plays it in one of the two, `make check` in all four.
    """
    kept = "running" in metafunc.fixturenames
    if not kept and "make_bot" not in metafunc.fixturenames:
        return
    mark = metafunc.definition.get_closest_marker("shapes")
    usual = EVERY if metafunc.config.getoption("--every-shape") else FARTHEST
    shapes = [pytest.param(one, id=one.value) for one in (mark.args if mark else usual)]
    # A bot that many tests share is kept for as long as its shape's tests last.
    metafunc.parametrize("shape", shapes, scope="session" if kept else "function")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the shape whose turn it is not."""
    if config.getoption("--every-shape"):
        return
    left = {one for one in items if _is_left_out(one)}
    config.hook.pytest_deselected(items=list(left))
    items[:] = [one for one in items if one not in left]


def _is_left_out(item: pytest.Item) -> bool:
    call = getattr(item, "callspec", None)
    shape = call.params.get("shape") if call else None
    is_chosen = item.get_closest_marker("shapes") is not None
    return isinstance(shape, Shape) and not is_chosen and is_others_turn(item.nodeid, shape)


@pytest.fixture
def shape() -> Shape:
    """What a test runs in that starts no bot, or its own."""
    return Shape.SQLITE


@pytest.fixture(scope="session")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Where the bot's processes come from."""
    with running_nursery(tmp_path_factory.mktemp("nursery") / "log") as started:
        yield started


@pytest.fixture(scope="session")
def fleet(nursery: Nursery, server: SandboxServer, master_key: str) -> Fleet:
    """The processes of the HTTP shapes."""
    return Fleet(nursery, server.url, master_key)


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
    with running_sandbox(leniency=LENIENT) as started:
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


@contextmanager
def fresh_database(shape: Shape, request: pytest.FixtureRequest, folder: Path) -> Iterator[str]:
    """The address of a fresh migrated database of the shape's kind."""
    if shape is Shape.SQLITE:
        path = folder / "goodword.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        yield f"sqlite:///{path}"
        return
    postgres = request.getfixturevalue("postgres")
    name = postgres.create()
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def database_url(shape: Shape, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """One for each test."""
    with fresh_database(shape, request, tmp_path) as url:
        yield url


@pytest.fixture
def settings(slack: SandboxServer, database_url: str, master_key: str) -> Settings:
    return Settings(
        _env_file=None,
        slack_bot_token=BOT_TOKEN,
        slack_app_token=APP_TOKEN,
        slack_api_url=slack.api_url,
        slack_signing_secret=SIGNING_SECRET,
        database_url=database_url,
        goodword_master_key=master_key,
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
    shape: Shape,
    settings: Settings,
    keyring: Keyring,
    clock: MovableClock,
    request: pytest.FixtureRequest,
) -> Iterator[Callable[..., Bot]]:
    """Starts bots; whatever still runs is stopped at the end."""
    logs.configure()
    made: list[Bot] = []

    def start(*, hurried: bool = True, **changes: object) -> Bot:
        changed = settings.model_copy(update=changes)
        bot = Bot(changed, keyring, None, clock, hurried=hurried)
        if shape in MODES:
            bot.hosts = request.getfixturevalue("fleet").get(len(MODES[shape]))
        else:
            bot.redactor = request.getfixturevalue("redactor")
        if shape is not Shape.SQLITE:
            bot.postgres = request.getfixturevalue("postgres")
        bot.start()
        made.append(bot)
        return bot

    yield start
    for bot in made:
        bot.stop()
    clock.slack.deliver_to()


@pytest.fixture
def bot(make_bot: Callable[..., Bot]) -> Bot:
    return make_bot()
