"""A large archive: a million kudos in a thousand workspaces, over a year.

`make bench NAME=scale`. Parts: `digests` times what a workspace's weekly slot costs, from reading
its candidates to the choice, in a database that holds everybody else's kudos too, and searching
the archive beside it. The plan of each query is printed. `--kudos` and `--workspaces` make it
smaller; `--database` times another one (an empty, migrated PostgreSQL, say).
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import Select, Table, insert, text
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.archive import Ask, normal
from bot.domain.digest import Schedule, Slot
from bot.domain.digest_settings import DigestSettings
from bot.domain.redacted import Redacted
from bot.services.digests import compose
from storage.archive import found_query
from storage.crypto import Keyring, new_master_key
from storage.digest_queries import candidates_query
from storage.migrate import upgrade
from storage.models import KudosCreditRow, KudosRow
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork

NOW = datetime(2026, 11, 19, 15, 5, tzinfo=UTC)
BAR_MS = 50.0
ROUNDS = 300
BATCH = 20_000
WORDS = (
    "thank", "you", "for", "staying", "calm", "your", "reply", "saved", "our", "launch", "nobody",
    "ever", "explained", "refunds", "so", "kindly", "whole", "team", "noticed", "hard", "week",
)  # fmt: skip


class FixedClock:
    """It is always the same moment."""

    def now(self) -> datetime:
        """That moment."""
        return NOW

    def wait(self, *_: object) -> bool:
        """Nobody waits in a bench."""
        return False


def rows(kudos: int, workspaces: int) -> Iterator[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Kudos with their credits, spread over workspaces and a year."""
    random = Random(7)  # noqa: S311 - a benchmark
    for number in range(kudos):
        team = f"T{number % workspaces:05}"
        words = " ".join(random.choices(WORDS, k=random.randrange(8, 90)))
        kudos_id = f"{number:032x}"
        people = random.sample(range(20), random.randrange(4))
        yield (
            {
                "id": kudos_id,
                "team_id": team,
                "request": f"review:{number}",
                "sharer": f"U{random.randrange(20)}",
                "sharer_named": True,
                "text": Redacted(words),
                "words": Redacted(normal(words)),
                "whole_team": not people,
                "channel": "C0KUDOS",
                "state": "shared",
                "revision": 0,
                "created_at": NOW - timedelta(seconds=random.randrange(365 * 86_400)),
            },
            [
                {
                    "kudos_id": kudos_id,
                    "team_id": team,
                    "user_id": f"U{person}",
                    "position": position,
                    "asked": False,
                }
                for position, person in enumerate(people)
            ],
        )


def fill(sessions: sessionmaker[Session], kudos: int, workspaces: int) -> None:
    """Put everything in."""
    source = rows(kudos, workspaces)
    with sessions() as session:
        while batch := list(islice(source, BATCH)):
            session.execute(insert(_table(KudosRow)), [row for row, _ in batch])
            named = [credit for _, several in batch for credit in several]
            session.execute(insert(_table(KudosCreditRow)), named)
        session.commit()


def measure(sessions: sessionmaker[Session], workspaces: int) -> dict[str, Any]:
    """Digest, search and a page, each in workspaces by chance."""
    units = SqlUnitsOfWork(sessions, Keyring(new_master_key()), FixedClock())
    slot = Schedule("UTC", DigestSettings().weekday, DigestSettings().at).week_of(NOW)
    random = Random(8)  # noqa: S311 - a benchmark

    def team() -> str:
        return f"T{random.randrange(workspaces):05}"

    def digest() -> object:
        with units() as uow:
            return compose(uow, team(), slot, DigestSettings().length)

    def search() -> object:
        with units() as uow:
            return uow.archive.find(team(), Ask("refunds kindly"), "U1")

    def mine() -> object:
        with units() as uow:
            return uow.archive.find(team(), Ask(about="U1"), "U1")

    def one() -> object:
        with units() as uow:
            count = uow.archive.count_but(place := team(), None)
            return uow.archive.nth_but(place, None, random.randrange(count))

    parts = {"digest": digest, "search": search, "mine": mine, "one": one}
    return {name: timed(part) for name, part in parts.items()} | {"plans": plans(sessions, slot)}


def timed(part: Callable[[], object]) -> dict[str, float]:
    """Milliseconds of one call: the middle one, the 95th of a hundred, the worst."""
    part()
    spent = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        part()
        spent.append((time.perf_counter() - start) * 1_000)
    spent.sort()
    return {"p50": spent[ROUNDS // 2], "p95": spent[ROUNDS * 95 // 100], "max": spent[-1]}


def plans(sessions: sessionmaker[Session], slot: Slot) -> dict[str, str]:
    """How the database finds its rows."""
    queries = {
        "digest": candidates_query("T00001", slot),
        "search": found_query("T00001", "refunds", None).limit(6),
    }
    return {name: plan(sessions, query) for name, query in queries.items()}


def plan(sessions: sessionmaker[Session], query: Select[Any]) -> str:
    """A query's plan, in the database's words."""
    with sessions() as session:
        bind = session.get_bind()
        explain = "EXPLAIN QUERY PLAN" if bind.dialect.name == "sqlite" else "EXPLAIN"
        compiled = str(query.compile(bind, compile_kwargs={"literal_binds": True}))
        rows = session.execute(text(f"{explain} {compiled}".replace(":", r"\:")))
        return "\n".join(str(row[-1]) for row in rows)


def _table(row: type[KudosRow | KudosCreditRow]) -> Table:
    table: Any = row.__table__
    assert isinstance(table, Table)
    return table


def main() -> None:
    """Fill, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kudos", type=int, default=1_000_000)
    parser.add_argument("--workspaces", type=int, default=1_000)
    parser.add_argument("--database", default="")
    parser.add_argument("--out", type=Path, default=Path("results/scale.json"))
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        database = asked.database or f"sqlite:///{folder}/scale.sqlite3"
        upgrade(database)
        sessions = make_sessions(make_engine(database))
        start = time.perf_counter()
        fill(sessions, asked.kudos, asked.workspaces)
        print(f"{asked.kudos:,} kudos in {asked.workspaces:,} workspaces", end=" ")
        print(f"({time.perf_counter() - start:.0f} s to fill)")
        found = measure(sessions, asked.workspaces)
    for name in ("digest", "search", "mine", "one"):
        part = found[name]
        print(f"{name:8} p50 {part['p50']:6.1f} ms   p95 {part['p95']:6.1f} ms", end="   ")
        print(f"max {part['max']:6.1f} ms")
    for name, plan_of_it in found["plans"].items():
        print(f"\n{name}:\n{plan_of_it}")
    print(f"\ndigest p95 ≤ {BAR_MS:.0f} ms: {'yes' if found['digest']['p95'] <= BAR_MS else 'NO'}")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
