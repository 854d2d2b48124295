"""A workspace for a year: its clock, its Slack, a bot that dies, and an account of who was up."""

import itertools
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import cast

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.delivery import Claimed
from bot.domain.digest_settings import DigestSettings
from bot.domain.kudos import Credits, Kudos, KudosState
from bot.domain.redacted import Redacted
from bot.domain.workspace import WorkspaceSettings
from bot.outbox import Courier
from bot.ports import Directory, Member
from bot.services.digest_recheck import DigestRecheck
from bot.services.digests import Digests
from bot.services.looking_back import LookingBack
from bot.services.reports import Reports
from bot.slack_desk import WebDesk
from bot.slack_gateway import WebGateway
from storage.crypto import Keyring, new_master_key
from storage.models import Base
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from storage.workspaces import register_workspace
from tests.fakes import ManualClock
from tests.simulation.in_process import NEVER, InProcessSlack, KilledError
from tests.simulation.posts import Post

TEAM = "T0YEAR"
CHANNEL = "C0KUDOS"
KEYRING = Keyring(new_master_key())


@dataclass
class People:
    """A directory in memory."""

    zone: str

    def settings(self, _team: str) -> WorkspaceSettings:
        return WorkspaceSettings(kudos_channel=CHANNEL, time_zone=self.zone)

    def name_of(self, _team: str, user: str) -> str:
        return user.lower()

    def member(self, _team: str, user: str) -> Member:
        return Member(user, user, user, is_guest=False, is_bot=False, is_active=True)


@dataclass
class MortalUnits:
    """Units of work of which one dies at its commit: just before, or just after."""

    inner: SqlUnitsOfWork
    kill_in: int = NEVER
    after: bool = False

    def __call__(self) -> SqlUnitOfWork:
        uow = self.inner()
        commit = uow.commit

        def mortal() -> None:
            self.kill_in -= 1
            if self.kill_in == 0 and not self.after:
                raise KilledError
            commit()
            if self.kill_in == 0:
                raise KilledError

        uow.commit = mortal  # type: ignore[method-assign] # the one thing that differs
        return uow


class Inline:
    """A thread pool without threads, so that a year is the same every time."""

    @staticmethod
    def map(do: Callable[[Claimed], None], items: Iterable[Claimed]) -> list[None]:
        return [do(item) for item in items]


@dataclass
class Words:
    """What people share and take back, straight into the database."""

    units: SqlUnitsOfWork
    team: str
    channel: str
    unkept: list[Kudos] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def share(self, at: datetime) -> str:
        """Somebody shared a good word."""
        number = next(self.numbers)
        kudos = Kudos(
            id=f"{number:032}",
            team=self.team,
            request=f"r{number}",
            sharer=f"U{number % 4}",
            sharer_named=True,
            text=Redacted(f"Thank you {_word(number)}"),
            note=None,
            credits=Credits((f"P{number % 7}",)),
            source=None,
            channel=self.channel,
            state=KudosState.SHARED,
            created_at=at,
        )
        self.unkept.append(kudos)
        return kudos.id

    def take_back(self, kudos_id: str) -> None:
        """Somebody took it back."""
        self.keep()
        with self.units() as uow:
            kudos = uow.kudos.get(self.team, kudos_id)
            assert kudos is not None
            uow.kudos.save(kudos.deleted())
            uow.commit()

    def keep(self) -> None:
        """What was shared since the last tick, in one commit: nobody looked in between."""
        if not self.unkept:
            return
        with self.units() as uow:
            for kudos in self.unkept:
                uow.kudos.add(kudos)
            uow.commit()
        self.unkept.clear()


@dataclass
class World:
    """One workspace; the bot in it is made anew at each start."""

    clock: ManualClock
    slack: InProcessSlack
    units: MortalUnits
    people: People
    sessions: sessionmaker[Session]
    words: Words

    @staticmethod
    def begin(start: datetime, zone: str, wishes: DigestSettings, random: Random) -> "World":
        """On SQLite in memory, driven from here."""
        clock = ManualClock(start)
        engine = make_engine("sqlite://")
        Base.metadata.create_all(engine)
        sessions = make_sessions(engine)
        register_workspace(sessions, KEYRING, team=TEAM, name="Year", bot_user="U0BOT", now=start)
        units = SqlUnitsOfWork(sessions, KEYRING, clock)
        with units() as uow:
            uow.digests.save_settings(TEAM, wishes, start)
            uow.commit()
        slack = InProcessSlack(clock, random)
        words = Words(units, TEAM, CHANNEL)
        return World(clock, slack, MortalUnits(units), People(zone), sessions, words)

    def go(self, moment: datetime, *, away: bool, rebooted: bool) -> None:  # noqa: ARG002 - it is new at each tick
        """It is this moment now."""
        self.clock.time = moment
        self.slack.away = away
        self.units.kill_in = self.slack.kill_in = NEVER

    def doom(self, random: Random) -> None:
        """It dies at one of its next commits or calls."""
        if random.random() < 0.5:
            self.units.kill_in, self.units.after = random.randrange(1, 8), random.random() < 0.5
        else:
            self.slack.kill_in = random.randrange(1, 3)

    def serve(self) -> None:
        """A tick, and the courier until nothing is due; raises KilledError where doomed."""
        self.words.keep()
        directory = cast("Directory", self.people)
        nobody = cast("Reports", Unasked())
        digests = Digests(self.units, WebDesk(self.slack.client), self.clock)
        recheck = DigestRecheck(self.units, directory, lambda *_: None, self.clock)
        LookingBack(self.units, directory, digests, nobody, self.clock).tick()
        courier = Courier(self.units, WebGateway(self.slack.client), self.clock, recheck)
        while self.waiting() and courier.carry(cast("ThreadPoolExecutor", Inline())):
            pass

    def waiting(self) -> bool:
        """Asking the outbox is most of a simulated second; an empty one is not asked."""
        with self.sessions() as session:
            return bool(session.scalar(_WAITING))

    def share(self, at: datetime) -> str:
        return self.words.share(at)

    def take_back(self, kudos_id: str) -> None:
        self.words.take_back(kudos_id)

    def posts(self) -> list[Post]:
        """What the channel shows."""
        return self.slack.posts(CHANNEL, self.people.zone)

    def end(self) -> None:
        """What Slack would have ignored in silence fails the year."""
        assert self.slack.world.journal.violations == []
        self.sessions.kw["bind"].dispose()


class Unasked:
    """No editor, no report."""

    def turn(self, *_: object) -> None:
        return None


_WAITING = text("SELECT count(*) FROM outbox WHERE state NOT IN ('sent', 'dead', 'dropped')")


def _word(number: int) -> str:
    return f"n{number:06}n"


def hours(count: float) -> timedelta:
    return timedelta(hours=count)
