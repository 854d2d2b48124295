"""What a team of five hundred and each language cost: two tables beside the bench's bars.

A large team shares first names with its customers. Two teams are tried: five hundred people of the
world (benchmarks/data/team.txt, drawn once from Faker's names, MIT), and the hardest we could
think of, every name on which the model was trained, which holds four of ten customers' first names.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from benchmarks.scoring import Figures, score
from bot.redaction.detection import Job
from bot.redaction.engine import Engine

DATA: Final = Path(__file__).parent / "data"
WORDS: Final = Path(__file__).parents[1] / "training" / "words"
SIZE: Final = 500
COST: Final = 0.01
"""Most that PERSON may lose to a team of five hundred."""

BEHIND: Final = 0.1
"""Most that a language may be behind English, on covered."""

Rows = list[dict[str, Any]]


def print_large(engine: Engine, rows: Rows, alone: Figures) -> Iterator[tuple[str, float, float]]:
    """Print PERSON and teammates with a team of five hundred; gives (what, points lost, bar)."""
    print("\nA team of 500 beside each message's own, check half (PERSON, teammates kept)")
    print(f"  {'own team':20} {alone.kinds['PERSON']!s:>17} {alone.teammates!s:>17}")
    for name, team in _teams().items():
        figures = score(rows, _spans(engine, rows, team))
        lost = alone.kinds["PERSON"].value - figures.kinds["PERSON"].value
        shown = f"{figures.kinds['PERSON']!s:>17} {figures.teammates!s:>17}"
        print(f"  {name:20} {shown}  PERSON falls by {100 * lost:.1f} points")
        if name == "of the world":
            yield "PERSON lost to a team of 500", lost, COST


def print_languages(
    rows: Rows, english: Figures, spans: Mapping[str, Any]
) -> Iterator[tuple[str, float, float]]:
    """Print covered by language; gives (what, share behind English, bar)."""
    print("\nLanguages (own messages: how many, covered, clean, untouched)")
    kinds: dict[str, Rows] = {}
    for row in rows:
        kinds.setdefault(row["id"].split("-")[1], []).append(row)
    print(f"  en {english.safe.of:4} {english.covered!s:>17} {english.clean!s:>17}")
    for language, own in sorted(kinds.items()):
        figures = score(own, spans)
        shown = f"{figures.covered!s:>17} {figures.clean!s:>17} {figures.untouched!s:>17}"
        print(f"  {language} {len(own):4} {shown}")
        yield f"{language}: behind English", english.covered.value - figures.covered.value, BEHIND


def _teams() -> dict[str, tuple[str, ...]]:
    trained = [
        name
        for path in ("word_names", "first_names", "last_names")
        for name in (WORDS / f"{path}.txt").read_text(encoding="utf-8").splitlines()
    ]
    world = (DATA / "team.txt").read_text(encoding="utf-8").splitlines()
    return {"of the world": tuple(world[:SIZE]), "of training names": tuple(trained[:SIZE])}


def _spans(engine: Engine, rows: Rows, team: tuple[str, ...]) -> dict[str, Any]:
    return {
        row["id"]: [
            [one.start, one.end, str(one.entity)]
            for one in engine.detect(
                Job(row["text"], (*row["roster"], *team), tuple(row["keep"]))
            ).found
        ]
        for row in rows
    }
