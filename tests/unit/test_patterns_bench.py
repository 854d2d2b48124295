"""The privacy game is played against the product's own rules, not against a copy of them."""

import numpy as np

from benchmarks.patterns_display import GROUNDS, GROUPINGS, Design
from benchmarks.patterns_worlds import make
from bot.domain.patterns import BANDS, Asked, Band, Window, freeze
from bot.domain.windows import EPOCH


def test_the_bench_shows_exactly_what_the_product_would_show() -> None:
    """Every window of a few worlds, computed both ways."""
    rng = np.random.default_rng(3)
    team = 12
    worlds = make(rng, 12, team, 15)
    _, asked = worlds.windows(12)
    shown = Design(12, "two groups").show(asked, team)
    for world, window in np.ndindex(shown.shape[:2]):
        counts = asked[world, :, window]
        requests = [
            Asked(f"person{person}", GROUNDS[ground], count=int(counts[person, ground]))
            for person, ground in np.argwhere(counts)
        ]
        frozen = freeze(Window(EPOCH), team, requests, [])
        expected = [frozen.total, *(band for _, band in frozen.groups)]
        assert [_band(one) for one in shown[world, window]] == expected


def test_every_ground_is_in_one_part_of_each_grouping() -> None:
    """A ground left out would make a breakdown look safer than it is."""
    for parts in GROUPINGS.values():
        if parts:
            assert sorted(place for part in parts for place in part) == list(range(len(GROUNDS)))


def _band(shown: int) -> Band | None:
    return BANDS[shown - 1] if shown else None
