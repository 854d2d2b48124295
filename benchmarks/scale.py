"""A large database: 10⁴, 10⁵ and 10⁶ kudos and handoff events in 1,000 workspaces, on both kinds.

`make bench NAME=scale` (`ARGS=--quick` for a look at whether it runs). Ten workspaces hold the
same rows at each size and are what is measured; the others fill up around them. So a time that
grows, grows because of other people's rows: no indexed path may by more than half. The sizes are
measured in turn, call by call, so that whatever else the machine does, it does to all of them.
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
def databases(count: int) -> Iterator[dict[str, list[str]]]:
    """Empty ones of each kind."""
    with tempfile.TemporaryDirectory() as folder, running_postgres() as postgres:
        names = [postgres.create(migrated=False) for _ in range(count)]
        yield {
            "sqlite": [f"sqlite:///{folder}/{number}.sqlite3" for number in range(count)],
            "postgresql": [postgres.url(name) for name in names],
        }


def filled(database: str, workspaces: int) -> tuple[Bench, int]:
    """A database with so many workspaces' rows; and the bytes of a kudos."""
    upgrade(database)
    start = time.perf_counter()
    bench = Bench(make_sessions(make_engine(database)))
    bench.register(WORKSPACES)
    kudos_bytes, _ = fill(Sink(database), range(workspaces))
    spent = time.perf_counter() - start
    print(f"  {workspaces * EACH:>9,} kudos and events ({spent:.0f} s to fill)")
    return bench, round(kudos_bytes / (workspaces * EACH))


def measure(urls: list[str], sizes: tuple[int, ...], big_events: int, rounds: int) -> Figures:
    """Fill all sizes, then time each part at each in turn."""
    made = [filled(url, size) for url, size in zip(urls, sizes, strict=True)]
    benches = [bench for bench, _ in made]
    largest = benches[-1]
    figures: Figures = {"bytes_a_kudos": made[-1][1]}
    names = [str(size * EACH) for size in sizes]
    figures["sizes"] = dict(zip(names, timed_in_turn(benches, rounds), strict=True))
    figures["plans"] = {name: plans(largest, part) for name, part in largest.parts().items()}
    fill_big(Sink(urls[-1]), big_events)
    figures["closing_s"] = round(largest.close_window(), 2)
    figures["lead_home"] = timed([largest.lead_home()], min(rounds, 60))[0]
    figures["growth"] = growth(figures)
    for bench in benches:
        hang_up(bench.sessions)
    return figures


def timed_in_turn(benches: list[Bench], rounds: int) -> list[dict[str, dict[str, float]]]:
    """For each size, each part's milliseconds."""
    parts = [bench.parts() for bench in benches]
    found: list[dict[str, dict[str, float]]] = [{} for _ in benches]
    for name in parts[0]:
        for place, spent in zip(found, timed([one[name] for one in parts], rounds), strict=True):
            place[name] = spent
    return found


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
    with databases(len(sizes)) as both:
        for kind, urls in both.items():
            print(kind)
            found[kind] = measure(urls, sizes, big, rounds)
            found[kind]["met"] = verdicts(found[kind])
            show(kind, found[kind])
    print(f"\n{time.perf_counter() - start:.0f} s in all")
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
