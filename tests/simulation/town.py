"""A workspace in a storm: the simulated Slack, the bot in it, one clock, one random source."""

import urllib.request
from collections import Counter
from collections.abc import Coroutine, Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from logging import CRITICAL
from typing import Any

import structlog
from sqlalchemy import event
from sqlalchemy.pool import Pool

from bot.app_start import StartError
from bot.ports import StorageAwayError
from bot.settings import Settings
from sandbox.app_config import AppConfig
from sandbox.clock import SandboxTime
from sandbox.control.endpoint import DO
from sandbox.deliveries import RETRY_AFTER_SECONDS, Deliveries
from sandbox.delivery import Delivery
from sandbox.errors import ControlError, SlackError
from sandbox.json_types import Json
from sandbox.world import World
from storage.crypto import Keyring
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from tests.sandbox_client import APP_TOKEN, BOT_TOKEN, SIGNING_SECRET
from tests.simulation.databases import Database
from tests.simulation.process import Process
from tests.simulation.troubles import Fault, KilledError, TownClock, Troubles
from tests.simulation.wire import Wire

BASE = "http://slack.simulated"
FIRST_STEP_S = 10
BUSY_STEP_S = 40
LONGEST_DOUBLE_S = 600
QUIET_STEP_S = 3 * 3600
SHORTEST_STEP_S = 5


class TownTime(SandboxTime):
    """Slack's own clock is the true one."""

    def __init__(self, clock: TownClock) -> None:
        super().__init__()
        self.clock = clock

    def now(self) -> float:
        return self.clock.true.timestamp()


class Told:
    """An event that is on its way; nobody waits for it."""

    def __await__(self) -> Generator[None, None, None]:
        return
        yield


class Post(Deliveries):
    """What Slack sends the app: at once for a person's doing, with trouble for an event."""

    town: "Town"

    async def ask(self, kind: str, payload: Json) -> Delivery:
        delivery = self._delivery(kind, payload, accepts_response=True)
        self.town.hand_over(delivery)
        return delivery

    def start_event(self, payload: Json) -> Any:
        self.town.send(payload)
        return Told()

    def forget(self) -> None:
        """Nothing is on its way by itself."""


@dataclass
class Town:
    """The world of one run. Everything that happens, happens in the one thread that calls it."""

    clock: TownClock
    troubles: Troubles
    database: Database
    keyring: Keyring
    automatic: bool = False
    process: Process | None = None
    start_at: datetime | None = None
    trouble_until: datetime | None = None
    events: list[tuple[datetime, int, Json, int]] = field(default_factory=list)
    doubles: dict[str, float] = field(default_factory=dict)
    numbers: int = 0

    def __post_init__(self) -> None:
        config = AppConfig()
        self.world = World(config, time=TownTime(self.clock), base_url=BASE)
        post = Post(self.world.hub, self.world.urls, self.world.time)
        post.town = self
        self.world.deliveries = post
        self.wire = Wire(self.world, self.clock, self.troubles)
        self.units = SqlUnitsOfWork(
            make_sessions(make_engine(self.database.url)), self.keyring, self.clock
        )
        self.settings = Settings(
            _env_file=None,
            slack_bot_token=BOT_TOKEN,
            slack_app_token=APP_TOKEN,
            slack_api_url=f"{BASE}/api/",
            slack_signing_secret=SIGNING_SECRET,
            database_url=self.database.url,
            goodword_kudos_channel="C0KUDOS",
            goodword_intake_channels="C0PRAISE",
            goodword_support_group="S0SUPPORT",
            goodword_leads="U0LENA,U0MARA",
            goodword_admins="U0ADA",
        )

    @contextmanager
    def open(self) -> Iterator[None]:
        """For as long as this lasts urllib leads here."""
        kept = urllib.request._opener
        urllib.request.install_opener(self.wire.opener())
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(CRITICAL))
        try:
            yield
        finally:
            urllib.request.install_opener(kept)
            structlog.reset_defaults()
            if self.process:
                self.process.end()
            self.database.hang_up()
            self.units.sessions.kw["bind"].dispose()

    # What people do.

    def do(self, name: str, **body: object) -> Json | None:
        """One request of the control API; None where there is nothing to press."""
        try:
            return _finished(DO[name](self.world, body))
        except (ControlError, SlackError):
            return None

    # What Slack does.

    def send(self, payload: Json) -> None:
        """An event is on its way: usually at once, at times twice or behind later ones."""
        wait = self.troubles.random.uniform(0, 1)
        if self.troubles.happens(self.troubles.calls / 2):
            self.troubles.count(Fault.REORDERED)
            wait = self.troubles.random.uniform(5, 100)
        self._queue(payload, wait, 0)
        if self.troubles.happens(self.troubles.calls / 2):
            self.troubles.count(Fault.DUPLICATE)
            self._queue(payload, self.troubles.random.uniform(0, 100), 3)

    def hand_over(self, delivery: Delivery) -> None:
        """One payload, to whoever is up; acknowledged if that took less than three seconds."""
        self.world.journal.add(delivery)
        began, acked = self.clock.true, False
        if self.process:
            delivery.connection = "town"
            try:
                acked, delivery.response = self.process.hear(delivery.payload)
            except KilledError:
                self.bury()
        if acked:
            delivery.acked_after_ms = (self.clock.true - began).total_seconds() * 1000
        delivery.settled = True

    def deliver_events(self) -> None:
        due = sorted(one for one in self.events if one[0] <= self.clock.true)
        self.events = [one for one in self.events if one not in due]
        for _, _, payload, attempt in due:
            delivery = Delivery("e", "events_api", payload, self.clock.true.timestamp())
            self.hand_over(delivery)
            if not delivery.acked and attempt < len(RETRY_AFTER_SECONDS):
                self._queue(payload, RETRY_AFTER_SECONDS[attempt] + 1, attempt + 1)

    def _queue(self, payload: Json, wait: float, attempt: int) -> None:
        self.numbers += 1
        at = self.clock.true + timedelta(seconds=wait)
        self.events.append((at, self.numbers, payload, attempt))

    # What happens to the bot.

    def begin(self) -> None:
        """Start the bot; where it cannot, somebody tries again soon."""
        self.troubles.dead = False
        made: list[Any] = []

        def note(connection: Any, _record: Any) -> None:
            made.append(connection)

        event.listen(Pool, "connect", note)
        try:
            self.process = Process.start(self.settings, self.keyring, self.clock, self.database)
            self.start_at = None
        except (KilledError, StartError, StorageAwayError):
            # What it had opened ends with it.
            for connection in made:
                connection.close()
            self.bury()
        finally:
            event.remove(Pool, "connect", note)

    def bury(self) -> None:
        """It was killed: everything it knew is gone; it is started again in a while."""
        if self.process:
            self.process.end()
        self.process = None
        self.database.hang_up()
        wait = self.troubles.random.choice([1, 20, 20, 90, 400])
        self.start_at = self.clock.true + timedelta(seconds=wait)

    def disturb_database(self, fault: Fault) -> None:
        if self.trouble_until is None:
            self.troubles.count(fault)
            self.database.begin(fault)
            wait = self.troubles.random.uniform(10, 150)
            self.trouble_until = self.clock.true + timedelta(seconds=wait)

    def mend_database(self) -> None:
        self.trouble_until = None
        self.database.end()

    # How time passes.

    def pass_by(self, seconds: float, step: float = FIRST_STEP_S) -> None:
        """Let time go by; what is due then happens. step: the first one, in seconds."""
        until, pace = self.clock.true + timedelta(seconds=seconds), step
        while self.clock.true < until:
            before = self.clock.true
            self.clock.true = min(until, before + timedelta(seconds=step))
            self._moment()
            self._count_doubles((self.clock.true - before).total_seconds())
            pace = min(pace * 2, QUIET_STEP_S)
            step = min(pace, self._until_something())

    def _moment(self) -> None:
        if self.trouble_until and self.trouble_until <= self.clock.true:
            self.mend_database()
        self.wire.catch_up()
        is_time = self.start_at is not None and self.start_at <= self.clock.true
        if is_time and not self.is_slack_away():
            self.begin()
        self.deliver_events()
        if self.process:
            try:
                self.troubles.boundary()
                self.process.tick()
            except KilledError:
                self.bury()

    def _until_something(self) -> float:
        """Seconds until something begins, ends or falls due; few while something stands twice."""
        now = self.clock.true
        if any(self.doubles.get(mark, 0) < LONGEST_DOUBLE_S for mark in self.doubles_now()):
            return BUSY_STEP_S
        moments = [at for at, *_ in (*self.events, *self.wire.late)]
        moments += [at for at in (self.start_at, self.trouble_until, self.wire.away_until) if at]
        waits = [(at - now).total_seconds() for at in moments if at > now]
        if self.process and (due := self.database.due.soonest(now)):
            # What is due and was not done waits for something else.
            waits.append((due - now).total_seconds() if due > now else BUSY_STEP_S)
        return max(min(waits, default=QUIET_STEP_S), SHORTEST_STEP_S)

    def is_calm(self) -> bool:
        """Whether the bot could act now if it wanted to."""
        trouble = self.trouble_until is not None or self.is_slack_away()
        return self.process is not None and not trouble

    def is_slack_away(self) -> bool:
        """Whether every call is refused."""
        return self.wire.away_until is not None and self.clock.true < self.wire.away_until

    def doubles_now(self) -> list[str]:
        """Marks that stand in more than one message."""
        marks = Counter(
            mark
            for messages in self.world.workspace.messages.values()
            for message in messages
            if message.metadata and (mark := message.metadata["event_payload"]["mark"])
        )
        return [mark for mark, count in marks.items() if count > 1]

    def _count_doubles(self, step: float) -> None:
        if self.is_calm():
            for mark in self.doubles_now():
                self.doubles[mark] = self.doubles.get(mark, 0) + step


def _finished(work: Coroutine[Any, Any, Json]) -> Json:
    """The sandbox's acts wait for nothing here, so one step ends them."""
    try:
        work.send(None)
    except StopIteration as done:
        answer: Json = done.value
        return answer
    raise RuntimeError("it waited")
