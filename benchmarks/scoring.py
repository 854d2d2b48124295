"""What data/gold/score.py measures, as counts: every figure of a table comes with its numbers.

A test holds the two against each other. Offsets are code points of the raw text.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Row = Mapping[str, Any]
Spans = Sequence[Sequence[Any]]
"""[start, end, type], end exclusive."""


@dataclass
class Ratio:
    """How many of how many."""

    of: int = 0
    hits: int = 0

    def add(self, *, hit: bool) -> None:
        """One more case."""
        self.of += 1
        self.hits += hit

    @property
    def value(self) -> float:
        """The ratio, 1 where there was no case."""
        return self.hits / self.of if self.of else 1.0

    def __str__(self) -> str:
        return f"{self.value:.3f} ({self.hits}/{self.of})"


@dataclass
class Figures:
    """The figures of one engine on one set."""

    covered: Ratio = field(default_factory=Ratio)
    kinds: dict[str, Ratio] = field(default_factory=dict)
    clean: Ratio = field(default_factory=Ratio)
    safe: Ratio = field(default_factory=Ratio)
    untouched: Ratio = field(default_factory=Ratio)
    teammates: Ratio = field(default_factory=Ratio)
    exact: Ratio = field(default_factory=Ratio)
    typed: Ratio = field(default_factory=Ratio)
    over: Ratio = field(default_factory=Ratio)
    leaks: list[tuple[str, list[str], str]] = field(default_factory=list)
    overs: list[tuple[str, list[str], str]] = field(default_factory=list)

    @property
    def over_per_1000(self) -> float:
        """Hidden letters and digits outside identities, per 1,000 such characters."""
        return 1000 * self.over.hits / max(1, self.over.of)


def score(rows: Iterable[Row], predicted: Mapping[str, Spans]) -> Figures:
    """Hold predictions against gold rows."""
    figures = Figures()
    for row in rows:
        _score_row(figures, row, predicted[row["id"]])
    return figures


def _score_row(figures: Figures, row: Row, spans: Spans) -> None:
    text = row["text"]
    hidden, identity = _letters(text, spans), _letters(text, row["spans"])
    leaked = [
        f"{kind}:{text[start:end]}"
        for start, end, kind in row["spans"]
        if not _covered(figures, text, (start, end, kind), spans, hidden)
    ]
    outside = {index for index, char in enumerate(text) if char.isalnum()} - identity
    extra = hidden - identity
    figures.over.of += len(outside)
    figures.over.hits += len(extra)
    figures.safe.add(hit=not leaked)
    figures.exact.add(hit=not leaked and not extra)
    if row["spans"]:
        figures.clean.add(hit=not leaked)
    else:
        figures.untouched.add(hit=not hidden)
    _score_teammates(figures, row, hidden, identity)
    if leaked:
        figures.leaks.append((row["id"], leaked, text))
    if extra:
        shown = [text[s:e] for s, e, *_ in spans if _letters(text, [(s, e)]) - identity]
        figures.overs.append((row["id"], shown, text))


def _covered(
    figures: Figures, text: str, gold: tuple[int, int, str], spans: Spans, hidden: set[int]
) -> bool:
    start, end, kind = gold
    hit = _letters(text, [(start, end)]) <= hidden
    figures.covered.add(hit=hit)
    figures.kinds.setdefault(kind, Ratio()).add(hit=hit)
    if hit:
        figures.typed.add(hit=any(s < end and start < e and k == kind for s, e, k, *_ in spans))
    return hit


def _score_teammates(figures: Figures, row: Row, hidden: set[int], identity: set[int]) -> None:
    for name in row["roster"]:
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", row["text"]):
            place = set(range(*match.span()))
            if not place & identity:
                figures.teammates.add(hit=not place & hidden)


def _letters(text: str, spans: Spans) -> set[int]:
    return {index for s, e, *_ in spans for index in range(s, e) if text[index].isalnum()}
