"""Three leads who want to know who asks most. Each knows how such teams behave in general.

They are trained on worlds of their own, and tuned there to be as strong as they can be.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.patterns_display import MIDDLES, Design, Shown
from benchmarks.patterns_worlds import OWN_MIX, SHARES, Worlds
from bot.domain.handoff import ALARMS

PRESENCES: Final = np.linspace(0, 1, 7)
"""How much of a window the candidate was there, in the adversary's tables."""
OTHERS: Final = 3
"""Thirds by how much the others were there."""
DRAWS: Final = 6_000
"""Windows drawn for each entry of a table's presence."""
EXPOSURES: Final = 12
GUESSES: Final = 4
"""Rounds of expectation and maximisation over blank cards; more change nothing."""
ON_SHIFT: Final = 0.5
"""Share of those at work in a week who are on shift when a card arrives."""
TUNINGS: Final = (0.25, 0.5, 1.0)
RIDGES: Final = (3.0, 10.0, 30.0, 100.0)

Scores = NDArray[np.float64]


@dataclass(frozen=True)
class Prior:
    """What the roster and the shifts alone say about who asked most: more there, more asked."""

    edges: NDArray[np.float64]
    chances: NDArray[np.float64]

    @classmethod
    def learn(cls, training: Worlds) -> "Prior":
        """From the adversary's own worlds."""
        there = _share(training)
        edges = np.quantile(there, np.linspace(0, 1, EXPOSURES + 1))[1:-1]
        places = np.searchsorted(edges, there)
        top = np.zeros(there.shape)
        top[np.arange(len(top)), training.heaviest] = 1
        hits = np.bincount(places.ravel(), weights=top.ravel(), minlength=EXPOSURES)
        seen = np.bincount(places.ravel(), minlength=EXPOSURES)
        return cls(edges, (hits + 0.5) / (seen + 0.5 * there.shape[1]))

    def of(self, worlds: Worlds) -> Scores:
        """Log chance of each person (B, P); presence itself breaks ties within a class."""
        there = _share(worlds)
        return np.log(self.chances[np.searchsorted(self.edges, there)]) + 1e-3 * there


def _share(worlds: Worlds) -> Scores:
    return worlds.presence.sum(axis=2, dtype=np.float64) / worlds.presence.shape[2]


@dataclass(frozen=True)
class Drawn:
    """Windows as the adversary imagines them.

    asked: for each presence of the heaviest requester, requests (DRAWS, P, G). third: by how much
    the others are there.
    """

    team: int
    cuts: NDArray[np.float64]
    third: NDArray[np.intp]
    asked: list[NDArray[np.uint8]]

    @classmethod
    def draw(cls, rng: np.random.Generator, training: Worlds, weeks: int) -> "Drawn":
        """Take windows out of the adversary's own worlds."""
        presence, _ = training.windows(weeks)
        worlds, people, count = presence.shape
        world = rng.integers(0, worlds, DRAWS)
        there = presence[world, :, rng.integers(0, count, DRAWS)]
        rates = training.rates[world]
        rows, one = np.arange(DRAWS), training.heaviest[world]
        others = there.sum(axis=1) - there[rows, one]
        cuts = np.quantile(others, np.linspace(0, 1, OTHERS + 1))[1:-1]
        mix = rng.dirichlet(OWN_MIX * np.array(list(SHARES.values())), (DRAWS, people))
        asked = []
        for share in PRESENCES:
            there[rows, one] = share * weeks
            asked.append(rng.poisson((rates * there)[..., None] * mix).astype(np.uint8))
        return cls(training.team, cuts, np.searchsorted(cuts, others), asked)


@dataclass(frozen=True)
class Reader:
    """Roster, shifts and every display ever: how likely is all of it if one person asks most."""

    design: Design
    cuts: NDArray[np.float64]
    table: NDArray[np.float64]

    @classmethod
    def learn(cls, drawn: "Drawn", design: Design) -> "Reader":
        """Look at what windows show with the heaviest requester there for a known part of it."""
        cells = len(design.parts)
        table = np.empty((len(PRESENCES), OTHERS, cells, design.outcomes))
        for place, asked in enumerate(drawn.asked):
            shown = design.show(asked[:, :, None, :].astype(np.int64), drawn.team)[:, 0]
            for part in range(OTHERS):
                for cell in range(cells):
                    of_part = shown[drawn.third == part, cell]
                    seen = np.bincount(of_part, minlength=design.outcomes)
                    table[place, part, cell] = (seen + 0.5) / (seen.sum() + 0.5 * design.outcomes)
        return cls(design, drawn.cuts, np.log(table))

    def read(self, worlds: Worlds, shown: Shown) -> Scores:
        """Log likelihood of all displays for each candidate (B, P), but for a constant."""
        presence, _ = worlds.windows(self.design.weeks)
        share = presence / self.design.weeks * (len(PRESENCES) - 1)
        low = np.minimum(share.astype(np.int64), len(PRESENCES) - 2)
        part = share - low
        third = np.searchsorted(self.cuts, presence.sum(axis=1, keepdims=True) - presence)
        found = np.zeros(presence.shape[:2])
        for cell in range(shown.shape[2]):
            outcome = shown[:, None, :, cell]
            below = self.table[low, third, cell, outcome]
            above = self.table[low + 1, third, cell, outcome]
            found += (below + part * (above - below)).sum(axis=2)
        return found


def difference(worlds: Worlds, shown: Shown, design: Design, ridges: tuple[float, ...]) -> Scores:
    """Displays changed when this one came, left or changed role: whose share is it? (R, B, P)."""
    presence, _ = worlds.windows(design.weeks)
    moved = np.diff(presence.astype(np.float64), axis=2).transpose(0, 2, 1)
    shares = [sum(list(SHARES.values())[place] for place in part) for part in design.parts]
    rows = np.concatenate([share * moved for share in shares], axis=1)
    values = shown if design.exact else MIDDLES[shown]
    changes = np.concatenate([np.diff(values[..., c], axis=1) for c in range(len(shares))], axis=1)
    pull = np.einsum("bwp,bw->bp", rows, changes)
    gram = np.einsum("bwp,bwq->bpq", rows, rows, optimize=True)
    unit = np.eye(gram.shape[1]) * design.weeks
    return np.stack(
        [np.linalg.solve(gram + ridge * unit, pull[..., None])[..., 0] for ridge in ridges]
    )


@dataclass(frozen=True)
class Cards:
    """What one lead's cards tell.

    claimed: share of requests taken, which names the requester. offered: share of the others seen
    blank, which only says when. alarms: whether threat and danger, which name the requester to
    every lead at once, count too.
    """

    claimed: float
    offered: float
    alarms: bool

    def read(self, rng: np.random.Generator, worlds: Worlds) -> Scores:
        """Expected rate of each person (B, P), from names, and from who was on shift."""
        calm = [place for place, ground in enumerate(SHARES) if ground not in ALARMS]
        loud = [place for place, ground in enumerate(SHARES) if ground in ALARMS]
        shares = np.array(list(SHARES.values()))
        asked = worlds.asked[..., calm].sum(axis=3, dtype=np.int64)
        named = rng.binomial(asked, self.claimed)
        seen = named.sum(axis=2).astype(np.float64)
        weight = self.claimed * shares[calm].sum()
        if self.alarms:
            seen += worlds.asked[..., loud].sum(axis=(2, 3))
            weight += shares[loud].sum()
        there = worlds.presence.sum(axis=2, dtype=np.float64)
        prior = 1 / float(worlds.rates.mean())
        rate = (1 + seen) / (prior + weight * there)
        world, on_shift = _blank(rng, worlds, rng.binomial(asked - named, self.offered))
        blanks = (1 - self.claimed) * self.offered * shares[calm].sum()
        firsts = np.flatnonzero(np.diff(world, prepend=-1))
        guessed = np.zeros(rate.shape)
        for _ in range(GUESSES if len(world) else 0):
            chance = on_shift * rate[world]
            chance /= chance.sum(axis=1, keepdims=True)
            guessed[world[firsts]] = np.add.reduceat(chance, firsts)
            rate = (1 + seen + guessed) / (prior + (weight + blanks) * there)
        return rate


def _blank(
    rng: np.random.Generator,
    worlds: Worlds,
    cards: NDArray[np.int64],
) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Each blank card: its world, and who was on shift when it came, the requester among them."""
    world, person, week = np.nonzero(cards)
    times = cards[world, person, week]
    world, person, week = (np.repeat(one, times) for one in (world, person, week))
    chance = ON_SHIFT * worlds.presence[world, :, week]
    on_shift = rng.random(chance.shape) < chance
    on_shift[np.arange(len(world)), person] = True
    return world, on_shift
