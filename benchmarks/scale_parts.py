"""The hot queries, called as the product calls them; and how the database finds their rows."""

import re
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from random import Random
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session, sessionmaker

from benchmarks.scale_rows import BIG, BIG_AGENTS, NOW, PROBES, team_of
from bot.domain.archive import Ask
from bot.domain.digest import Schedule
from bot.domain.digest_settings import DigestSettings
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.lead_views import Display, Surface
from bot.domain.patterns import BANDS, Frozen, Window
from bot.domain.receivers import Receiver
from bot.domain.workspace import WorkspaceSettings
from bot.ports import Member
from bot.services.digests import compose
from bot.services.freezing import Freezing
from bot.services.lead_sections import LeadSections
from bot.services.pattern_core import PatternCore
from storage.backlog import backlog_of
from storage.crypto import Keyring, new_master_key
from storage.unit_of_work import SqlUnitsOfWork
from storage.workspaces import register_workspace

LEAD = "ULEAD"
Part = Callable[[], object]


@dataclass
class FixedClock:
    """It is that moment until told otherwise."""

    moment: datetime = NOW

    def now(self) -> datetime:
        """That moment."""
        return self.moment

    def wait(self, *_: object) -> bool:
        """Nobody waits in a bench."""
        return False


class Everybody:
    """A directory in which one person leads; nothing is asked of Slack."""

    def settings(self, _team: str) -> WorkspaceSettings:
        """What is set."""
        return WorkspaceSettings(support_group="S", leads=frozenset({LEAD}))

    def member(self, _team: str, user: str) -> Member:
        """A plain member."""
        return Member(user, user, user, is_guest=False, is_bot=False, is_active=True)


@dataclass
class Bench:
    """One database, seen through the product's own storage."""

    sessions: sessionmaker[Session]
    clock: FixedClock = field(default_factory=FixedClock)
    keyring: Keyring = field(default_factory=lambda: Keyring(new_master_key()))
    chance: Random = field(default_factory=lambda: Random(9))  # noqa: S311 - a benchmark

    @property
    def units(self) -> SqlUnitsOfWork:
        """Units of work; what is not committed leaves nothing."""
        return SqlUnitsOfWork(self.sessions, self.keyring, self.clock)

    def team(self) -> str:
        """One of the measured workspaces."""
        return team_of(self.chance.randrange(PROBES))

    def register(self, workspaces: int) -> None:
        """Every workspace exists from the beginning."""
        begun = datetime.combine(Window.of(NOW).start, NOW.timetz())
        for name in (BIG, *map(team_of, range(workspaces))):
            register_workspace(
                self.sessions, self.keyring, team=name, name=name, bot_user="B", now=begun
            )

    def parts(self) -> dict[str, Part]:
        """Each hot query by name."""
        slot = Schedule("UTC", DigestSettings().weekday, DigestSettings().at).week_of(NOW)

        def one(uow: Any) -> object:  # noqa: ANN401 - the product's own unit of work
            count = uow.archive.count_but(place := self.team(), None)
            return uow.archive.nth_but(place, None, self.chance.randrange(max(count, 1)))

        reads: dict[str, Callable[[Any], object]] = {
            "outbox claim": lambda uow: uow.outbox.claim(NOW, 20),
            "inbox lease": lambda uow: uow.inbox.lease(NOW, 20),
            "due handoffs": lambda uow: uow.handoffs.due(NOW, 50),
            "tick: on-call": lambda uow: uow.on_call.claim(NOW, 4),
            "tick: windows": lambda uow: uow.patterns.waiting(Window.of(NOW).before),
            "tick: stale digests": lambda uow: uow.digests.stale(50),
            "tick: dead letters": lambda uow: uow.dead_letters.teams(),
            "tick: never closed": lambda uow: uow.handoffs.unclosed_since(NOW, 50),
            "due digests": lambda uow: uow.digests.due(NOW, 50),
            "digest": lambda uow: compose(uow, self.team(), slot, DigestSettings().length),
            "search": lambda uow: uow.archive.find(self.team(), Ask("refunds kindly"), "U1"),
            "show me one": one,
            "my kudos": lambda uow: uow.archive.find(self.team(), Ask(about="U1"), "U1"),
            "home: mine": lambda uow: home_mine(uow, self.team()),
            "home: waiting": lambda uow: uow.offers.waiting(self.team(), "U1", 10),
            "home: handoffs": lambda uow: home_handoffs(uow, self.team()),
            "home: dead letters": lambda uow: uow.dead_letters.waiting(self.team(), 10),
        }
        within = {name: self._within(read) for name, read in reads.items()}
        return within | {"metrics": lambda: backlog_of(self.sessions, NOW)}

    def _within(self, read: Callable[[Any], object]) -> Part:
        def part() -> object:
            with self.units() as uow:
                return read(uow)

        return part

    def close_window(self) -> float:
        """Seconds to close the big workspace's window, its commit included."""
        core = self._core()
        window = Window.of(NOW)
        self.clock.moment = window.freezes_at
        with core.open_uow() as uow:
            uow.handoff_setup.keep(BIG, HandoffSettings(enabled=True, leads=(LEAD,), backup="UB"))
            uow.commit()
        start = time.perf_counter()
        assert Freezing(core, lambda: None).team(BIG) == 1
        return time.perf_counter() - start

    def lead_home(self) -> Part:
        """A lead's page in the big workspace: four windows, forty receivers, a long log."""
        core = self._core()
        now = self.clock.now()
        window = Window.of(NOW)
        with core.open_uow() as uow:
            for number in range(40):
                uow.receivers.save(Receiver(BIG, f"R{number}", opted_in=True))
            for _ in range(3):
                window = window.before
                uow.patterns.freeze(BIG, Frozen(window, big_enough=True, total=BANDS[3]), now)
            for _ in range(2_000):
                uow.patterns.log(Display(BIG, LEAD, Surface.HOME, window.start, ("total",), now))
            uow.commit()
        sections = LeadSections(core, None)  # type: ignore[arg-type] # no modal is opened
        return lambda: sections.lead(BIG, LEAD)

    def _core(self) -> PatternCore:
        people = frozenset(f"U{number}" for number in range(BIG_AGENTS))
        return PatternCore(self.units, Everybody(), lambda *_: people, self.clock)  # type: ignore[arg-type]


def home_mine(uow: Any, team: str) -> object:  # noqa: ANN401 - the product's own unit of work
    """*Shared by me*, with what could not be posted."""
    kudos = uow.kudos.shared_by(team, "U1", 5)
    return uow.outbox.undelivered(team, [each.post_key for each in kudos])


def home_handoffs(uow: Any, team: str) -> object:  # noqa: ANN401 - the product's own unit of work
    """A person's requests, what they have, and what they are asked."""
    return (
        uow.handoffs.unclosed_of(team, "U1"),
        uow.handoffs.taken_by(team, "U1"),
        uow.handoffs.asked_of(team, "U1"),
        uow.handoffs.unclosed(team, 10),
    )


def timed(parts: Sequence[Part], rounds: int) -> list[dict[str, float]]:
    """Milliseconds of a call, parts in turn: the middle one, the 95th of a hundred, the worst."""
    spent: list[list[float]] = [[] for _ in parts]
    for part in parts:
        part()
    for _ in range(rounds):
        for part, times in zip(parts, spent, strict=True):
            start = time.perf_counter()
            part()
            times.append((time.perf_counter() - start) * 1_000)
    return [_summary(sorted(times)) for times in spent]


def _summary(times: list[float]) -> dict[str, float]:
    return {
        "p50_ms": round(times[len(times) // 2], 3),
        "p95_ms": round(times[len(times) * 95 // 100], 3),
        "max_ms": round(times[-1], 3),
    }


def plans(bench: Bench, part: Part, *, no_walks: bool = False) -> list[str]:
    """How each row is found, in the database's words; only what reads is explained.

    no_walks: forbid PostgreSQL to read small tables whole, as it would not at a larger size.
    """
    with recorded(bench) as statements:
        part()
    found: list[str] = []
    with bench.sessions() as session:
        connection = session.connection()
        is_sqlite = connection.dialect.name == "sqlite"
        if no_walks and not is_sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        word = "EXPLAIN QUERY PLAN" if is_sqlite else "EXPLAIN"
        for statement, values in statements:
            rows = connection.exec_driver_sql(f"{word} {statement}", values)
            found += [str(row[-1]).strip() for row in rows]
    return found


LARGE = ("kudos", "kudos_credits", "outbox", "inbox", "handoffs", "handoff_events")
"""Tables that grow with use; PostgreSQL rightly reads small ones whole."""


def walks(lines: list[str], tables: tuple[str, ...] = LARGE) -> list[str]:
    """Plan lines that read a whole table, or on SQLite a whole index of it.

    The index over dead rows alone is read whole: there are few.
    """
    walk = re.compile(rf"(?:Seq Scan on|^SCAN) (?:{'|'.join(tables)})\b(?!.*ix_outbox_dead)")
    return [line for line in lines if walk.search(line)]


@contextmanager
def recorded(bench: Bench) -> Iterator[list[tuple[str, Any]]]:
    """Statements that read, while this lasts."""
    statements: list[tuple[str, Any]] = []
    with bench.sessions() as session:
        engine = session.get_bind()

    def keep(*told: Any) -> None:  # noqa: ANN401 - SQLAlchemy's event
        statement, values = told[2], told[3]
        if statement.lstrip().upper().startswith(("SELECT", "WITH")):
            statements.append((statement, values))

    event.listen(engine, "before_cursor_execute", keep)
    yield statements
    event.remove(engine, "before_cursor_execute", keep)
