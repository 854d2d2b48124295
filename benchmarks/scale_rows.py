"""Rows by the million, for benchmarks.scale: written past the product, in its own tables."""

import itertools
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

import psycopg

from bot.domain.archive import normal
from bot.domain.patterns import Window
from storage.session import is_sqlite, normal_url

NOW = datetime(2026, 11, 19, 15, 5, tzinfo=UTC)
WINDOW = Window.of(NOW)
BIG = "TBIG"
"""One workspace with a window of its own size."""
BIG_AGENTS = 5_000
EACH = 1_000
"""Kudos, and handoff events, of one workspace."""
WORDS = (
    "thank", "you", "for", "staying", "calm", "your", "reply", "saved", "our", "launch", "nobody",
    "ever", "explained", "refunds", "so", "kindly", "whole", "team", "noticed", "hard", "week",
)  # fmt: skip
LIFE = (
    ("requested", "peers", 0), ("escalated", "leads", 5), ("claimed", "leads", 9),
    ("reminded", "leads", 24), ("confirmed", "leads", 25), ("resolved", "leads", 300),
)  # fmt: skip
GROUNDS = ("harassment", "threat", "danger", "draining", "another_tier")
KUDOS = (
    "id", "team_id", "request", "sharer", "sharer_named", "text", "words", "whole_team", "channel",
    "state", "revision", "created_at",
)  # fmt: skip
CREDITS = ("kudos_id", "team_id", "user_id", "position", "asked")
OUTBOX = (
    "team_id", "key", "mark", "action", "purpose", "channel", "state", "fence", "attempts",
    "not_before", "first_attempt_at", "posted_channel", "posted_ts", "created_at",
)  # fmt: skip
INBOX = (
    "team_id", "event_id", "kind", "channel", "ts", "user_id", "subject", "state", "fence",
    "attempts", "not_before", "created_at",
)  # fmt: skip
EVENTS = (
    "team_id", "handoff_id", "kind", "state", "step", "round", "ground", "live", "drill",
    "window_start", "requester_mark", "at", "waited_s",
)  # fmt: skip
DIGESTS = (
    "team_id", "kind", "recipient", "period", "key", "channel", "slot_at", "ends_at", "empty",
    "edits", "created_at",
)  # fmt: skip
ITEMS = ("team_id", "kind", "period", "kudos_id", "position", "stale")
WEEKS = 50
"""Digests of a year that each workspace has behind it, of five kudos each."""
HANDOFFS = (
    "id", "team_id", "request", "ground", "live", "route", "tell_ending", "never_route", "repeat",
    "drill", "pledge_version", "state", "step", "round", "reminded", "created_at", "armed_at",
    "told_at", "due_at", "closed_at", "version",
)  # fmt: skip
Row = tuple[object, ...]


@dataclass(frozen=True)
class Sink:
    """Takes rows in bulk: executemany for SQLite, COPY for PostgreSQL."""

    database: str

    def write(self, table: str, columns: tuple[str, ...], rows: Iterator[Row]) -> None:
        """Put them in, in one transaction."""
        if is_sqlite(self.database):
            self._many(table, columns, rows)
            return
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with (
            psycopg.connect(self._address) as connection,
            connection.cursor() as cursor,
            cursor.copy(statement) as copy,
        ):
            for row in rows:
                copy.write_row(row)

    def finish(self) -> None:
        """What a server does by itself when there is time."""
        if not is_sqlite(self.database):
            with psycopg.connect(self._address, autocommit=True) as connection:
                connection.execute("VACUUM ANALYZE")

    def size(self) -> int:
        """Bytes of the whole database."""
        if is_sqlite(self.database):
            with closing(sqlite3.connect(self._path)) as connection:
                pages = connection.execute("PRAGMA page_count").fetchone()[0]
                return int(pages * connection.execute("PRAGMA page_size").fetchone()[0])
        with psycopg.connect(self._address) as connection:
            row = connection.execute("SELECT pg_database_size(current_database())").fetchone()
            assert row is not None
            return int(row[0])

    @property
    def _path(self) -> str:
        return str(normal_url(self.database).database)

    @property
    def _address(self) -> str:
        url = normal_url(self.database).set(drivername="postgresql")
        return url.render_as_string(hide_password=False)

    def _many(self, table: str, columns: tuple[str, ...], rows: Iterator[Row]) -> None:
        marks = ", ".join("?" * len(columns))
        with closing(sqlite3.connect(self._path)) as connection:
            for pragma in ("synchronous=OFF", "journal_mode=OFF", "cache_size=-200000"):
                connection.execute(f"PRAGMA {pragma}")
            with connection:
                statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 - our own names
                connection.executemany(statement, rows)


def stamp(moment: datetime) -> str:
    """A moment in UTC as both databases read it: SQLite's columns hold no zone."""
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


def team_of(number: int) -> str:
    """Workspaces by number."""
    return f"T{number:05}"


def fill(sink: Sink, teams: range) -> tuple[int, int]:
    """These workspaces' kudos, then their handoffs; answers the bytes of each half."""
    before = sink.size()
    sink.write("kudos", KUDOS, itertools.chain.from_iterable(map(_kudos, teams)))
    sink.write("kudos_credits", CREDITS, itertools.chain.from_iterable(map(_credits, teams)))
    sink.write("outbox", OUTBOX, itertools.chain.from_iterable(map(_posts, teams)))
    with_kudos = sink.size()
    sink.write("outbox", OUTBOX, itertools.chain.from_iterable(map(_digest_posts, teams)))
    sink.write("digests", DIGESTS, itertools.chain.from_iterable(map(_digests, teams)))
    sink.write("digest_items", ITEMS, itertools.chain.from_iterable(map(_items, teams)))
    sink.write("inbox", INBOX, itertools.chain.from_iterable(map(_inbox, teams)))
    sink.write("handoffs", HANDOFFS, itertools.chain.from_iterable(map(_handoffs, teams)))
    sink.write("handoff_events", EVENTS, itertools.chain.from_iterable(map(_events, teams)))
    sink.finish()
    return with_kudos - before, sink.size() - with_kudos


def fill_big(sink: Sink, events: int) -> None:
    """One workspace's window; a twentieth of its handoffs come back once."""
    sink.write("handoff_events", EVENTS, _window(BIG, events, BIG_AGENTS, _chance(BIG, 0)))
    sink.finish()


def _chance(name: str, number: int) -> Random:
    return Random(f"{name}:{number}")  # noqa: S311 - a benchmark


def _kudos(number: int) -> Iterator[Row]:
    chance = _chance("kudos", number)
    team = team_of(number)
    for one in range(EACH):
        words = " ".join(chance.choices(WORDS, k=chance.randrange(8, 90)))
        created = stamp(NOW - timedelta(seconds=chance.randrange(365 * 86_400)))
        yield (f"{number:012x}{one:020x}", team, f"review:{one}", f"U{one % 20}", True, words,
               normal(words), one % 3 == 0, "C0KUDOS", "shared", 0, created)  # fmt: skip


def _credits(number: int) -> Iterator[Row]:
    for one in range(EACH):
        for position in range(one % 3):
            user = f"U{(one + position * 7) % 20}"
            yield (f"{number:012x}{one:020x}", team_of(number), user, position, False)


def _posts(number: int) -> Iterator[Row]:
    """Each kudos' own post, delivered; and in every tenth workspace some that wait."""
    team, at = team_of(number), stamp(NOW - timedelta(days=30))
    for one in range(EACH):
        key = f"kudos:{number:012x}{one:020x}"
        yield (team, key, f"{number:012x}{one:012x}", "post", "kudos", "C0KUDOS", "sent", 1, 1, at,
               at, "C0KUDOS", f"17{number:08}.{one:06}", at)  # fmt: skip
    for one in range(10 if number < PROBES else 0):
        yield (team, f"notice:{one}", f"w{number}:{one}", "post", "notice", f"U{one}", "ready", 0,
               0, at, None, None, None, at)  # fmt: skip


def _weeks() -> Iterator[tuple[str, datetime]]:
    """Periods and slots of the weeks behind us, the latest first."""
    for ago in range(1, WEEKS + 1):
        slot = NOW - timedelta(weeks=ago)
        year, week, _ = slot.isocalendar()
        yield f"{year}-W{week:02}", slot


def _digest_posts(number: int) -> Iterator[Row]:
    team = team_of(number)
    for ago, (period, slot) in enumerate(_weeks()):
        at = stamp(slot)
        yield (team, f"digest:channel:{period}", f"d{number:08x}{ago:04}", "post", "digest",
               "C0KUDOS", "sent", 1, 1, at, at, "C0KUDOS", f"18{number:08}.{ago:06}",
               at)  # fmt: skip


def _digests(number: int) -> Iterator[Row]:
    team = team_of(number)
    for period, slot in _weeks():
        at = stamp(slot)
        yield (team, "weekly", "channel", period, f"digest:channel:{period}", "C0KUDOS", at,
               stamp(slot + timedelta(days=3)), False, 0, at)  # fmt: skip


def _items(number: int) -> Iterator[Row]:
    """A quarter of the kudos were shown, whenever they were shared."""
    for ago, (period, _) in enumerate(_weeks()):
        for place in range(5):
            kudos = f"{number:012x}{ago * 5 + place:020x}"
            yield (team_of(number), "weekly", period, kudos, place, False)


PROBES = 10
"""Workspaces that are measured at each size; they hold the same rows at each."""


def _inbox(number: int) -> Iterator[Row]:
    team, at = team_of(number), stamp(NOW - timedelta(hours=1))
    for one in range(100):
        state = "ready" if number < PROBES and one < 5 else "done"
        yield (team, f"Ev{one}", "posted", "", "", "", "", state, 0, 0, at, at)


def _handoffs(number: int) -> Iterator[Row]:
    """One in forty is open; of the measured ones, some are due."""
    team, at = team_of(number), stamp(NOW - timedelta(days=20))
    later = stamp(NOW + timedelta(hours=2))
    for one in range(EACH // len(LIFE)):
        is_open = one % 40 == 0
        due = (at if number < PROBES else later) if is_open else None
        yield (f"{number:012x}{one:020x}", team, f"handoff:{one}", GROUNDS[one % 5], False,
               "first_available", True, False, False, False, 1, "open" if is_open else "resolved",
               "peers", 1, False, at, at, at, due, None if is_open else at, 1)  # fmt: skip


def _events(number: int) -> Iterator[Row]:
    return _window(team_of(number), EACH, 20, _chance("events", number))


def _window(team: str, events: int, agents: int, chance: Random) -> Iterator[Row]:
    marks = [chance.randbytes(32).hex() for _ in range(agents)]
    begins = datetime.combine(WINDOW.start, datetime.min.time(), UTC)
    return itertools.islice(_lives(team, marks, begins, chance), events)


def _lives(team: str, marks: list[str], begins: datetime, chance: Random) -> Iterator[Row]:
    start = WINDOW.start.isoformat()
    while True:
        handoff, mark = chance.randbytes(16).hex(), chance.choice(marks)
        ground = chance.choice(GROUNDS)
        asked = begins + timedelta(minutes=chance.randrange(80 * 24 * 60))
        back = [("reopened", "peers", 30)] if chance.random() < 0.05 else []
        for kind, step, minutes in (*LIFE, *back):
            yield (team, handoff, kind, "open", step, 1, ground, False, False, start, mark,
                   stamp(asked + timedelta(minutes=minutes)), minutes * 60)  # fmt: skip
