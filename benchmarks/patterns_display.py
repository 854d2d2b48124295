"""What leads would see of a world, by the product's own rules.

The rules are called, not copied: each distinct situation once, then looked up for all worlds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.patterns_worlds import SHARES
from bot.domain.patterns import BANDS, COUNTED_MAX, GROUP_OF, Cell, Group, band, breakdown

HIDDEN: Final = 0
OUTCOMES: Final = len(BANDS) + 1
"""A shown cell is 1 … 8, the place of its band plus one; 0 is "too few to show"."""
MIDDLES: Final = np.array([2.0, *((b.low + (b.high or 2 * b.low - 60)) / 2 for b in BANDS)])
"""What an adversary takes a cell for."""
_LIMIT: Final = 1 << 10

Shown = NDArray[np.int64]
Grouping = Sequence[Sequence[int]]

GROUNDS: Final = tuple(SHARES)
TWO_GROUPS: Final[Grouping] = [
    [place for place, ground in enumerate(GROUNDS) if GROUP_OF[ground] is group] for group in Group
]
GROUPINGS: Final[dict[str, Grouping]] = {
    "total": [],
    "two groups": TWO_GROUPS,
    "all reasons": [[place] for place in range(len(GROUNDS))],
}


@dataclass(frozen=True)
class Design:
    """One way to report: windows of so many weeks, and the parts that the total is broken into."""

    weeks: int
    grouping: str
    exact: bool = False

    @property
    def name(self) -> str:
        """As the tables call it."""
        return f"{self.weeks} weeks, {self.grouping}{', exact counts' if self.exact else ''}"

    @property
    def outcomes(self) -> int:
        """How many different things a cell may show."""
        return 120 if self.exact else OUTCOMES

    @property
    def parts(self) -> list[list[int]]:
        """Grounds in each shown cell: the total first."""
        return [list(range(len(GROUNDS))), *map(list, GROUPINGS[self.grouping])]

    def show(self, asked: NDArray[np.int64], team: int) -> Shown:
        """Displays (B, W, cells) of requests (B, P, W, G)."""
        cells = [asked[..., part].sum(axis=3) for part in self.parts]
        if self.exact:
            return np.stack([np.minimum(cell.sum(axis=1), 119) for cell in cells], axis=2)
        bands = [_bands(cell, team) for cell in cells]
        if len(bands) == 1:
            return bands[0][..., None]
        return np.concatenate([bands[0][..., None], _broken_down(bands[1:], team)], axis=2)


def _bands(cell: NDArray[np.int64], team: int) -> Shown:
    """bot.domain.patterns.band for requests (B, P, W)."""
    cell = np.minimum(cell, COUNTED_MAX)
    code = (cell.sum(axis=1) * _LIMIT + (cell > 0).sum(axis=1)) * _LIMIT + cell.max(axis=1)

    def rule(one: int) -> int:
        found = band(Cell(one // _LIMIT**2, one // _LIMIT % _LIMIT, one % _LIMIT), team)
        return HIDDEN if found is None else BANDS.index(found) + 1

    return _looked_up(code, rule)


def _broken_down(bands: list[Shown], team: int) -> Shown:
    """bot.domain.patterns.breakdown; which parts are hidden follows from the parts' bands."""
    weights = OUTCOMES ** np.arange(len(bands))
    code = (np.stack(bands, axis=-1) * weights).sum(axis=-1)
    broken = []
    for place in range(len(bands)):

        def rule(one: int, place: int = place) -> int:
            parts = [_example(one // int(weight) % OUTCOMES) for weight in weights]
            found = breakdown(parts, team)[place]
            return HIDDEN if found is None else BANDS.index(found) + 1

        broken.append(_looked_up(code, rule))
    return np.stack(broken, axis=-1)


def _example(shown: int) -> Cell:
    """A cell with this band."""
    return Cell() if shown == HIDDEN else Cell(BANDS[shown - 1].low, 5, 1)


def _looked_up(code: NDArray[np.int64], rule: Callable[[int], int]) -> Shown:
    distinct, places = np.unique(code, return_inverse=True)
    answers = np.array([rule(int(one)) for one in distinct])
    return answers[places].reshape(code.shape)
