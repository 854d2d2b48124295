"""How many messages automatic mode would let pass, and how many of those are safe.

    make bench NAME=confidence

The bar is chosen on one half of this project's own held-out messages (own and languages; even
first hexadecimal digit of sha256(id)) and held on the other half; long threads, attacks and the
gold set stand beside it. No message here trained the model.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.redaction import DATA, Rows, half, job, load, marked
from bot.redaction import confidence
from bot.redaction.classifier import MODEL_DIR, TokenClassifier
from bot.redaction.engine import Engine

GOLD: Final[Path] = DATA / "gold" / "dev.jsonl"
BARS: Final = (0.01, 0.02, 0.025, 0.03, 0.04, 0.05, 0.06, 0.08, 0.1, 0.12, 0.15, 0.2, 0.3, 0.5, 1.0)


@dataclass(frozen=True)
class Outcome:
    """One message: the likeliest miss, and whether nothing was missed."""

    missed: float
    safe: bool


def main() -> None:
    """Print the curves and what the bar in force lets pass."""
    engine = Engine(TokenClassifier(MODEL_DIR))
    own = [*marked("own"), *marked("languages")]
    sets: dict[str, Rows] = {
        "chosen on": half(own, even=True),
        "held on": half(own, even=False),
        "both halves": own,
        "long": marked("long"),
        "attacks": marked("attacks"),
        "gold check": half(load(GOLD), even=False),
    }
    outcomes = {name: [_outcome(engine, row) for row in rows] for name, rows in sets.items()}
    for name in ("chosen on", "held on", "both halves"):
        _curve(name, outcomes[name])
    print(f"\nBar in force: {confidence.BAR}")
    for name, cases in outcomes.items():
        print(f"  {name:12} {_passing(cases, confidence.BAR)}")


def _outcome(engine: Engine, row: dict[str, Any]) -> Outcome:
    detection = engine.detect(job(row))
    hidden = {index for one in detection.found for index in range(one.start, one.end)}
    identity = {i for start, end, _ in row["spans"] for i in range(start, end)}
    letters = {index for index in identity if row["text"][index].isalnum()}
    return Outcome(detection.doubts.missed, letters <= hidden)


def _curve(name: str, cases: Sequence[Outcome]) -> None:
    print(f"\n{name} ({len(cases)} messages)")
    for bar in BARS:
        print(f"  bar {bar:5.2f}  {_passing(cases, bar)}")


def _passing(cases: Iterable[Outcome], bar: float) -> str:
    everything = list(cases)
    passed = [case.safe for case in everything if case.missed <= bar]
    share = len(passed) / max(1, len(everything))
    low, high = interval(sum(passed), len(passed))
    safe = sum(passed) / max(1, len(passed))
    return (
        f"passes {share:.3f} ({len(passed)}/{len(everything)}), of these safe {safe:.4f} "
        f"({sum(passed)}/{len(passed)}; 95 % interval {low:.4f} to {high:.4f})"
    )


def interval(hits: int, of: int) -> tuple[float, float]:
    """Wilson's 95 % interval of a ratio."""
    if not of:
        return 0.0, 1.0
    z, ratio = 1.96, hits / of
    centre = ratio + z * z / (2 * of)
    spread = z * math.sqrt(ratio * (1 - ratio) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return (centre - spread) / whole, (centre + spread) / whole


if __name__ == "__main__":
    main()
