"""A large database: 10⁴, 10⁵ and 10⁶ kudos and handoff events in 1,000 workspaces, on both kinds.

`make bench NAME=scale` (`ARGS=--quick` for a look at whether it runs). Ten workspaces hold the
same rows at each size and are what is measured; between the sizes the others fill up around them.
So a time that grows, grows because of other people's rows: no indexed path may by more than half.
A window over as many events again, of one workspace, is closed at the largest size.

The embedded PostgreSQL is the one of the tests: it does not wait for the disk at a commit, which
reads do not feel.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise
from pathlib import Path
from typing import Any

import structlog

from benchmarks.scale_parts import Bench, plans, timed, walks
from benchmarks.scale_rows import EACH, PROBES, Sink, fill, fill_big
from storage.migrate import upgrade
from storage.session import hang_up, make_engine, make_sessions
from tests.postgres import running_postgres

WORKSPACES = 1_000
SIZES = (10, 100, 1_000)
"""Workspaces that are filled, a thousand kudos and a thousand events each."""
GROWTH = 1.5
DIGEST_P95_MS = 50.0
LEAD_HOME_P95_MS = 100.0
CLOSING_S = 2.0
ROUNDS = 200
Figures = dict[str, Any]


@contextmanager
def databases() -> Iterator[dict[str, str]]:
    """An empty one of each kind."""
    with tempfile.TemporaryDirectory() as folder, running_postgres() as postgres:
        name = postgres.create(migrated=False)
        yield {"sqlite": f"sqlite:///{folder}/scale.sqlite3", "postgresql": postgres.url(name)}


def measure(database: str, sizes: tuple[int, ...], big_events: int, rounds: int) -> Figures:
    """Fill step by step; at each size, time each part."""
    upgrade(database)
    sink = Sink(database)
    bench = Bench(make_sessions(make_engine(database)))
    bench.register(WORKSPACES)
    figures: Figures = {"sizes": {}}
    for filled, wanted in pairwise((0, *sizes)):
        start = time.perf_counter()
        kudos_bytes, _ = fill(sink, range(filled, wanted))
        count = wanted * EACH
        figures["bytes_a_kudos"] = round(kudos_bytes / ((wanted - filled) * EACH))
        print(f"  {count:>9,} kudos and events ({time.perf_counter() - start:.0f} s to fill)")
        parts = bench.parts()
        figures["sizes"][str(count)] = {name: timed(part, rounds) for name, part in parts.items()}
    figures["plans"] = {name: plans(bench, part) for name, part in bench.parts().items()}
    fill_big(sink, big_events)
    figures["closing_s"] = round(bench.close_window(), 2)
    figures["lead_home"] = timed(bench.lead_home(), min(rounds, 60))
    figures["growth"] = growth(figures)
    hang_up(bench.sessions)
    return figures


def growth(figures: Figures) -> dict[str, float]:
    """The middle time at the largest size, over that at the smallest."""
    by_size = list(figures["sizes"].values())
    return {
        name: round(by_size[-1][name]["p50_ms"] / by_size[0][name]["p50_ms"], 2)
        for name in by_size[0]
    }


def verdicts(figures: Figures) -> dict[str, bool]:
    """Each bar, met or not."""
    largest = list(figures["sizes"].values())[-1]
    met = {f"growth of {name} ≤ {GROWTH}": g <= GROWTH for name, g in figures["growth"].items()}
    met[f"digest p95 ≤ {DIGEST_P95_MS:.0f} ms"] = largest["digest"]["p95_ms"] <= DIGEST_P95_MS
    met[f"closing ≤ {CLOSING_S:.0f} s"] = figures["closing_s"] <= CLOSING_S
    home = figures["lead_home"]["p95_ms"] <= LEAD_HOME_P95_MS
    met[f"lead's App Home p95 ≤ {LEAD_HOME_P95_MS:.0f} ms"] = home
    met["no table is walked"] = not any(walks(lines) for lines in figures["plans"].values())
    return met


def show(kind: str, figures: Figures) -> None:
    """A table, the plans, the bars."""
    by_size = figures["sizes"]
    print(f"\n{kind}: p50 / p95 in ms at {', '.join(f'{int(size):,}' for size in by_size)}; growth")
    for name, grown in figures["growth"].items():
        cells = "   ".join(
            f"{size[name]['p50_ms']:7.2f} /{size[name]['p95_ms']:7.2f}" for size in by_size.values()
        )
        print(f"  {name:20}{cells}   × {grown}")
    home = figures["lead_home"]
    print(f"  lead's App Home       {home['p50_ms']:.1f} / {home['p95_ms']:.1f} ms")
    print(f"  closing a window      {figures['closing_s']} s")
    print(f"  a kudos               {figures['bytes_a_kudos']:,} bytes, its post included")
    for name, lines in figures["plans"].items():
        for line in walks(lines):
            print(f"  {name} walks: {line}")
    for bar, met in verdicts(figures).items():
        if not met:
            print(f"  NOT MET: {bar}")


def main() -> None:
    """Fill, measure, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small, to see whether it runs")
    parser.add_argument("--out", type=Path, default=Path("results/scale.json"))
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    sizes, big, rounds = ((PROBES, 20), 6_000, 20) if asked.quick else (SIZES, 1_000_000, ROUNDS)
    found: dict[str, Figures] = {}
    start = time.perf_counter()
    with databases() as both:
        for kind, database in both.items():
            print(kind)
            found[kind] = measure(database, sizes, big, rounds)
            found[kind]["met"] = verdicts(found[kind])
            show(kind, found[kind])
    print(f"\n{time.perf_counter() - start:.0f} s in all")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
