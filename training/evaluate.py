"""Figures of the model alone on annotated messages, and the thresholds chosen on some.

The project's bench measures the whole engine; this serves for choosing among models.

    python -m training.evaluate GOLD.jsonl --half tune
"""

import argparse
import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from bot.redaction.classifier import MODEL_DIR, TokenClassifier, WordScore
from bot.redaction.encoding import LABELS
from training.annotated import Message
from training.augment import plain

Verdicts = list[tuple[Message, list[WordScore]]]
CANDIDATES: Final = (0.1, 0.15, 0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
GROUPS: Final = (("PERSON", "ORG", "LOCATION"), ("HANDLE", "URL", "EMAIL"), ("ID", "PHONE", "DATE"))
MISS_COSTS: Final = 3.0
"""A missed word of an identity weighs as much as so many words hidden in vain."""


@dataclass
class Figures:
    """Counts behind the figures; ratios are worked out when shown."""

    counts: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    covered: Counter[str] = field(default_factory=Counter)

    def ratios(self) -> dict[str, float]:
        """The figures by name: shares, except over, which is per 1,000 letters and digits."""
        n = self.counts
        return {
            "covered": self.covered.total() / max(1, self.kinds.total()),
            "clean": n["clean"] / max(1, n["with"]),
            "exact": n["exact"] / max(1, n["messages"]),
            "untouched": n["untouched"] / max(1, n["without"]),
            "over": 1000 * n["over"] / max(1, n["outside"]),
            "teammates": n["kept"] / max(1, n["mates"]),
        } | {kind: self.covered[kind] / self.kinds[kind] for kind in sorted(self.kinds)}


def judge(model: TokenClassifier, messages: Iterable[Message]) -> Verdicts:
    """Score the words of plain messages."""
    return [(m, model.scores(m.text, m.roster, m.keep)) for m in messages]


def measure(verdicts: Verdicts, thresholds: dict[str, float]) -> Figures:
    """Hide every word whose score reaches its label's threshold and compare with the marks."""
    figures = Figures()
    for message, scores in verdicts:
        _tally(figures, message, hidden(scores, thresholds))
    return figures


def hidden(scores: Sequence[WordScore], thresholds: dict[str, float]) -> set[int]:
    """Code points hidden at the thresholds."""
    return {
        i for s in scores if s.hiding >= thresholds[s.label] for i in range(s.start, s.end)
    }  # fmt: skip


def choose(verdicts: Verdicts) -> dict[str, float]:
    """Choose the thresholds at which misses and false alarms cost least.

    Kinds of identity share one threshold by twos and threes: alone, some are too rare among the
    held-out messages for the choice to mean anything.
    """
    chosen = {}
    for labels in GROUPS:
        costs = [(_cost(verdicts, labels, level), -level) for level in CANDIDATES]
        chosen.update(dict.fromkeys(labels, -min(costs)[1]))
    return chosen


def _cost(verdicts: Verdicts, labels: Sequence[str], threshold: float) -> float:
    cost = 0.0
    for message, scores in verdicts:
        inside = {i for start, end, _ in message.spans for i in range(start, end)}
        for score in scores:
            if score.label in labels and (score.start in inside) != (score.hiding >= threshold):
                cost += MISS_COSTS if score.start in inside else 1.0
    return cost


def _tally(figures: Figures, message: Message, found: set[int]) -> None:
    text = message.text
    letters = {i for i, char in enumerate(text) if char.isalnum()}
    inside = {i for a, b, _ in message.spans for i in range(a, b)} & letters
    leaks = 0
    for start, end, kind in message.spans:
        whole = letters.intersection(range(start, end)) <= found
        figures.kinds[kind] += 1
        figures.covered[kind] += whole
        leaks += not whole
    extra = found & letters - inside
    n = figures.counts
    n["messages"] += 1
    n["with"] += bool(message.spans)
    n["clean"] += bool(message.spans) and not leaks
    n["without"] += not message.spans
    n["untouched"] += not message.spans and not found
    n["exact"] += not leaks and not extra
    n["over"] += len(extra)
    n["outside"] += len(letters - inside)
    for name in message.roster:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text):
            place = set(range(*match.span()))
            n["mates"] += not place & inside
            n["kept"] += not place & (inside | found)


def gold(path: Path, half: str = "all") -> list[Message]:
    """Read a gold file; *half* takes ids whose SHA-256 begins even (tune) or odd (check)."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    wanted: dict[str, Callable[[str], bool]] = {
        "all": lambda _: True,
        "tune": lambda name: _first_digit(name) % 2 == 0,
        "check": lambda name: _first_digit(name) % 2 == 1,
    }
    return [
        plain(
            Message(
                row["id"],
                row["kind"],
                row["text"],
                tuple(row["roster"]),
                tuple(row["keep"]),
                tuple((a, b, kind) for a, b, kind in row["spans"]),
            )
        )
        for row in rows
        if wanted[half](row["id"])
    ]


def _first_digit(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest()[0], 16)


def show(figures: Figures) -> str:
    """The figures on two lines."""
    return " · ".join(f"{name} {value:.3f}" for name, value in figures.ratios().items())


def main() -> None:
    """Print the figures of the shipped model on a gold file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--half", choices=("all", "tune", "check"), default="all")
    parser.add_argument("--model", type=Path, default=MODEL_DIR)
    chosen = parser.parse_args()
    model = TokenClassifier(chosen.model)
    verdicts = judge(model, gold(chosen.gold, chosen.half))
    print("thresholds", model.thresholds)
    print(show(measure(verdicts, model.thresholds)))
    for level in (0.1, 0.3, 0.5, 0.7):
        print(level, show(measure(verdicts, dict.fromkeys(LABELS[1:], level))))


if __name__ == "__main__":
    main()
