"""A workspace for a year, served by two real processes on one PostgreSQL and a simulated Slack."""

import os
import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from random import Random

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.digest_settings import DigestSettings
from bot.domain.workspace import WorkspaceSettings
from bot.settings import Settings
from storage.crypto import Keyring
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from storage.workspaces import register_workspace
from tests.fakes import ManualClock
from tests.flows.shapes import Json, Nursery, Wire, as_json
from tests.sandbox_client import BOT_TOKEN, BOT_USER, TEAM, SandboxServer
from tests.simulation.digest_world import Words, hours
from tests.simulation.posts import Post, post_of

CHANNEL = "C0KUDOS"
COUNT = 2
PATIENCE_S = 20
GONE = (AssertionError, OSError)
"""What talking to a dead process ends in."""
AWAY = {"method": "*", "kind": "refused", "times": -1}
UNSURE = ("reset_after", "http_500_after", "http_500_before", "rate_limited")

_DUE = text(
    "SELECT count(*) FROM outbox WHERE state IN ('ready', 'unknown') AND not_before <= :now"
)
_WAITING = text("SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'dead', 'dropped')")


@dataclass
class Process:
    """One worker's life. back_at: when a killed one is started again."""

    pid: int
    wire: Wire
    back_at: datetime | None = None

    @property
    def lives(self) -> bool:
        return self.back_at is None


@dataclass
class TwoWorkers:
    """tests.simulation.test_a_year_of_digests.House, with real processes in it."""

    slack: SandboxServer
    nursery: Nursery
    settings: Json
    zone: str
    random: Random
    clock: ManualClock
    words: Words
    processes: list[Process] = field(default_factory=list)
    offset: float = 0.0
    struck: int = 0

    @staticmethod
    def begin(
        slack: SandboxServer,
        nursery: Nursery,
        url: str,
        keyring: str,
        start: datetime,
        zone: str,
        wishes: DigestSettings,
        random: Random,
    ) -> "TwoWorkers":
        """url: a migrated PostgreSQL. keyring: the master key."""
        clock, sessions = ManualClock(start), make_sessions(make_engine(url))
        keys = Keyring(keyring)
        register_workspace(sessions, keys, team=TEAM, name="Year", bot_user=BOT_USER, now=start)
        units = SqlUnitsOfWork(sessions, keys, clock)
        with units() as uow:
            place = WorkspaceSettings(kudos_channel=CHANNEL, time_zone=zone)
            uow.settings.seed(TEAM, place, start)
            uow.digests.save_settings(TEAM, wishes, start)
            uow.commit()
        settings = Settings(
            _env_file=None,
            slack_bot_token=BOT_TOKEN,
            slack_api_url=slack.api_url,
            database_url=url,
            goodword_master_key=keyring,
        )
        made = TwoWorkers(
            slack, nursery, as_json(settings), zone, random, clock, Words(units, TEAM, CHANNEL)
        )
        made._tell_time(start)
        made.processes = made._bear(COUNT)
        return made

    def go(self, moment: datetime, *, away: bool, rebooted: bool) -> None:
        """It is this moment now; after an outage both processes are new ones."""
        if rebooted:
            for each in self._living():
                self._bury(each, moment)
        self.slack.faults()
        self._tell_time(moment)
        back = [each for each in self.processes if each.back_at and each.back_at <= moment]
        kept = [each for each in self.processes if each not in back]
        self.processes = kept + self._bear(len(back))
        if away:
            self.slack.faults(AWAY)

    def doom(self, random: Random) -> None:
        """One of two processes may die at its next steps, or Slack's answer is lost."""
        living = self._living()
        if random.random() < 0.5 and len(living) == COUNT:
            step, left = random.choice([("commit", random.randrange(1, 4)), ("call", 1)])
            after = random.random() < 0.5
            self._order(random.choice(living), "doom", step=step, left=left, after=after)
        elif not self._is_away():
            self.slack.faults({"method": "chat.*", "kind": random.choice(UNSURE)})

    def serve(self) -> None:
        """Both ask what is due, at the same time, and carry it out."""
        self.words.keep()
        living = self._living()
        for each, answer in zip(living, self._at_once(living, "turn"), strict=True):
            if answer is None:
                self._fallen(each)
        self._come_to_rest()

    def share(self, at: datetime) -> str:
        return self.words.share(at)

    def take_back(self, kudos_id: str) -> None:
        self.words.take_back(kudos_id)

    def waiting(self) -> bool:
        with self._session() as session:
            return bool(session.scalar(_WAITING))

    def posts(self) -> list[Post]:
        """What the channel shows, each under the week its timestamp lies in."""
        shown = self.slack.messages(CHANNEL)
        return [post_of(message, self.zone) for message in shown if "thread_ts" not in message]

    def end(self) -> None:
        for each in self._living():
            self._order(each, "stop")
        self.words.units.sessions.kw["bind"].dispose()

    def _tell_time(self, moment: datetime) -> None:
        self.clock.time = moment
        self.offset = float(self.slack.set_clock(moment.isoformat())["offset"])
        for each in self._living():
            self._order(each, "at", offset=self.offset)

    def _come_to_rest(self) -> None:
        """Until nothing is due and nobody has anything in hand."""
        latest, calm = time.monotonic() + PATIENCE_S, 0
        while calm < 2:
            assert time.monotonic() < latest, "the bot does not come to rest"
            living = self._living()
            for each, answer in zip(living, self._at_once(living, "rest"), strict=True):
                if answer is None:
                    self._fallen(each)
            calm = 0 if self._due() else calm + 1

    def _due(self) -> bool:
        with self._session() as session:
            return bool(session.scalar(_DUE, {"now": self.clock.time}))

    def _session(self) -> Session:
        sessions: sessionmaker[Session] = self.words.units.sessions
        return sessions()

    def _living(self) -> list[Process]:
        return [each for each in self.processes if each.lives]

    def _bear(self, count: int) -> list[Process]:
        """So many processes, started at the same time."""
        key = self.settings["goodword_master_key"]
        born = [
            self.nursery.bear("worker", master_key=key, offset=self.offset) for _ in range(count)
        ]
        made = [Process(pid, wire) for pid, wire in born]
        for each in made:
            each.wire.answer()
        answers = self._at_once(made, "start", mode="work", settings=self.settings)
        assert None not in answers, "a process did not start"
        return made

    def _fallen(self, process: Process) -> None:
        """One was killed at its step; somebody starts another, soon or later."""
        self.struck += 1
        self._bury(process, self.clock.time + hours(self.random.choice([0.01, 0.5, 5, 50])))

    def _bury(self, process: Process, back_at: datetime) -> None:
        """Dead, or killed here and now."""
        process.back_at = back_at
        # An order that never reached it would be written once more when the nursery hangs up.
        with suppress(OSError):
            process.wire.orders.close()
        os.kill(process.pid, signal.SIGKILL)
        assert self.nursery.end_of(process.pid) == -signal.SIGKILL

    def _order(self, process: Process, do: str, **more: object) -> Json | None:
        """What it answers; None when it is dead."""
        try:
            return process.wire.order(do, **more)
        except GONE:
            return None

    def _at_once(self, processes: list[Process], do: str, **more: object) -> list[Json | None]:
        with ThreadPoolExecutor(COUNT) as pool:
            return list(pool.map(lambda each: self._order(each, do, **more), processes))

    def _is_away(self) -> bool:
        return bool(self.slack.state()["faults"])
