"""Worlds to play the privacy game in: teams, their shifts, and who handed over what and when.

Everything is an array with the worlds first. Axes: B worlds, P people who were ever in the team,
T weeks, G grounds.
"""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bot.domain.handoff import Ground

WEEKS: Final = 104
WEEKS_A_MONTH: Final = 52 / 12
REFERENCE_TEAM: Final = 18
"""Rates are given for a team of 18 and scale with the team."""
SHARES: Final = {
    Ground.HARASSMENT: 0.30,
    Ground.THREAT: 0.07,
    Ground.DANGER: 0.03,
    Ground.DRAINING: 0.40,
    Ground.ANOTHER_TIER: 0.20,
}
"""An assumption: two in five handoffs are abuse, a quarter of those threat or danger."""
OWN_MIX: Final = 8.0
"""How alike people's own mixes of grounds are (Dirichlet concentration)."""
USUAL: Final = 1.0
"""Shape of the gamma distribution of people's rates: the heaviest of 18 asks about 3.5 times
as often as the average, about a fifth of everything."""
SKEWED: Final = 0.4
"""A team with one very heavy requester: about a third of everything comes from one of 18."""
TURNOVER: Final = 0.25
"""Share of the team replaced in two years."""
AWAY: Final = 0.15
"""Share of people with one long absence or other role of 8 to 26 weeks."""
HOLIDAYS: Final = 11
"""Weeks of holiday in two years."""

Floats = NDArray[np.float32]
Counts = NDArray[np.uint8]


@dataclass(frozen=True)
class Worlds:
    """team: seats. presence: share of each week at work (B, P, T). asked: requests (B, P, T, G)."""

    team: int
    presence: Floats
    rates: Floats
    asked: Counts
    kept: dict[int, tuple[Floats, NDArray[np.int64]]] = field(default_factory=dict)

    @cached_property
    def heaviest(self) -> NDArray[np.intp]:
        """Who asked most over all weeks; ties broken by the higher rate (B)."""
        totals = self.asked.sum(axis=(2, 3), dtype=np.int64) + self.rates / self.rates.max() / 2
        return np.argmax(totals, axis=1)

    @cached_property
    def heavy(self) -> NDArray[np.bool_]:
        """The fifth of the people with the highest rates (B, P)."""
        ranks = np.argsort(np.argsort(-self.rates, axis=1), axis=1)
        return ranks < max(1, round(self.rates.shape[1] / 5))

    def windows(self, weeks: int) -> tuple[Floats, NDArray[np.int64]]:
        """Presence (B, P, W) and requests (B, P, W, G) in whole windows of so many weeks."""
        if weeks in self.kept:
            return self.kept[weeks]
        count = WEEKS // weeks
        kept = slice(0, count * weeks)
        shape = (*self.presence.shape[:2], count, weeks)
        presence = self.presence[:, :, kept].reshape(shape).sum(axis=3)
        asked = self.asked[:, :, kept].reshape(*shape, -1).sum(axis=3, dtype=np.int64)
        self.kept[weeks] = presence, asked
        return presence, asked


def make(
    rng: np.random.Generator,
    worlds: int,
    team: int,
    monthly: float,
    shape: float = USUAL,
) -> Worlds:
    """So many worlds of a team that hands over `monthly` conversations for each 18 agents."""
    presence = _presence(rng, worlds, team)
    people = presence.shape[1]
    rates = rng.gamma(shape, 1.0, (worlds, people)).astype(np.float32)
    # The rate is that of the whole team as it works, holidays and gaps included.
    weekly = monthly / WEEKS_A_MONTH * team / REFERENCE_TEAM
    scale = weekly / (presence.sum(axis=1).mean() * shape)
    rates *= scale
    return _asked(rng, team, presence, rates)


def again(rng: np.random.Generator, worlds: Worlds, factor: float) -> Worlds:
    """The same people and shifts, who ask so many times as often."""
    return _asked(rng, worlds.team, worlds.presence, worlds.rates * np.float32(factor))


def _asked(rng: np.random.Generator, team: int, presence: Floats, rates: Floats) -> Worlds:
    mix = rng.dirichlet(OWN_MIX * np.array(list(SHARES.values())), rates.shape)
    mean = (rates[:, :, None] * presence)[..., None] * mix.astype(np.float32)[:, :, None, :]
    return Worlds(team, presence, rates, rng.poisson(mean).astype(np.uint8))


def _presence(rng: np.random.Generator, worlds: int, team: int) -> Floats:
    replaced = max(1, round(team * TURNOVER))
    people = team + replaced
    week = np.arange(WEEKS)
    starts = np.zeros((worlds, people, 1))
    ends = np.full((worlds, people, 1), WEEKS)
    leave = rng.integers(8, WEEKS - 8, (worlds, replaced, 1))
    ends[:, :replaced] = leave
    starts[:, team:] = leave + rng.integers(0, 7, (worlds, replaced, 1))
    there = (week >= starts) & (week < ends)
    away_from = rng.integers(0, WEEKS - 8, (worlds, people, 1))
    away_to = away_from + rng.integers(8, 27, (worlds, people, 1))
    is_away = rng.random((worlds, people, 1)) < AWAY
    there &= ~(is_away & (week >= away_from) & (week < away_to))
    # Holidays in blocks of one and two weeks, and three weeks in a hundred sick.
    blocks = rng.random((worlds, people, WEEKS)) < HOLIDAYS / WEEKS / 1.5
    second = np.roll(blocks, 1, axis=2) & (rng.random(blocks.shape) < 0.5)
    there &= ~(blocks | second) & (rng.random(blocks.shape) > 0.03)
    part_time = np.where(rng.random((worlds, people, 1)) < 0.25, 0.6, 1.0)
    return (there * part_time).astype(np.float32)
