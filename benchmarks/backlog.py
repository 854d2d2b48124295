"""How long a claim takes while many posts wait, each in a workspace of its own.

`make bench NAME=backlog`: prints JSON, for both databases: milliseconds of one claim of twenty (the
middle of nine) with 500 to 8,000 waiting posts, and how much it grows from the fewest to the most.
Monday's digests wait like this. Exits with 1 where a claim grows faster than what waits.
"""

import json
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from sqlalchemy import delete, insert

from benchmarks.scale_parts import NOW, Bench
from benchmarks.scale_rows import team_of
from storage.migrate import upgrade
from storage.models import OutboxRow
from storage.session import hang_up, make_engine, make_sessions
from tests.postgres import running_postgres

WAITING = (500, 2_000, 8_000)
ROUNDS = 9
CLAIMED = 20


def wait(bench: Bench, count: int) -> None:
    """Have so many posts wait, and nothing else."""
    same = {
        "mark": "m",
        "action": "post",
        "purpose": "digest",
        "channel": "C1",
        "state": "ready",
        "fence": 0,
        "attempts": 0,
        "not_before": NOW - timedelta(minutes=1),
        "created_at": NOW,
        "body": bench.keyring.seal({"text": "A good week."}),
    }
    rows = [{**same, "team_id": team_of(number), "key": f"k{number}"} for number in range(count)]
    with bench.sessions() as session:
        session.execute(delete(OutboxRow))
        session.execute(insert(OutboxRow), rows)
        session.commit()


def claim_ms(bench: Bench) -> float:
    """The middle one of several claims; none is committed."""
    times = []
    for _ in range(ROUNDS):
        with bench.units() as uow:
            began = time.perf_counter()
            claimed = uow.outbox.claim(NOW, CLAIMED)
            times.append((time.perf_counter() - began) * 1_000)
        assert len(claimed) == CLAIMED
    return statistics.median(times)


def measured(url: str) -> dict[str, float]:
    """Milliseconds by how many wait, and the growth."""
    bench = Bench(make_sessions(make_engine(url)))
    found: dict[str, float] = {}
    for count in WAITING:
        wait(bench, count)
        found[f"waiting_{count}_ms"] = round(claim_ms(bench), 1)
    hang_up(bench.sessions)
    first, *_, last = found.values()
    return {**found, "growth": round(last / first, 1)}


def main() -> int:
    """Print the figures; 1 where a claim grows faster than what waits."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "backlog.sqlite3"
        upgrade(f"sqlite:///{path}")
        figures = {"sqlite": measured(f"sqlite:///{path}")}
    with running_postgres() as postgres:
        figures["postgresql"] = measured(postgres.url(postgres.create()))
    bar = WAITING[-1] / WAITING[0]
    print(json.dumps({"figures": figures, "bar_growth": bar}, indent=2))
    return int(any(one["growth"] > bar for one in figures.values()))


if __name__ == "__main__":
    sys.exit(main())
