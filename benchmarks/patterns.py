"""How much do leads see, and can they find anybody? The privacy game and usefulness, measured.

    make bench NAME=patterns [WORLDS=2000] [QUICK=1]

Prints both tables of docs/why/patterns.md and the bars, and writes results/patterns.json.
"""

import json
import os
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from benchmarks.patterns_adversaries import (
    RIDGES,
    TUNINGS,
    Cards,
    Drawn,
    Prior,
    Reader,
    Scores,
    difference,
)
from benchmarks.patterns_display import GROUPINGS, HIDDEN, Design, Shown
from benchmarks.patterns_worlds import SKEWED, USUAL, Worlds, again, make
from bot.domain.patterns import ARROW_FROM

RESULTS: Final = Path(__file__).parent.parent / "results"
TEAMS: Final = (6, 8, 12, 18, 24, 30)
MONTHLY: Final = (6, 10, 15)
WEEKS: Final = (4, 8, 12)
SHIPPED: Final = Design(12, "two groups")
OPEN_BOOK: Final = (Design(1, "total", exact=True), Design(12, "two groups", exact=True))
"""Without any rule: how strong the adversaries are."""
CARDS: Final = {
    "offered a tenth": Cards(claimed=0.0, offered=0.1, alarms=False),
    "offered a third": Cards(claimed=0.0, offered=1 / 3, alarms=False),
    "takes a tenth": Cards(claimed=0.1, offered=0, alarms=False),
    "gets threat, danger": Cards(claimed=0.0, offered=0, alarms=True),
    "all of these": Cards(claimed=0.1, offered=1 / 3, alarms=True),
}
CARD_MONTHLY: Final = 10
TOP_BAR: Final = 0.05
AUC_BAR: Final = 0.60
TOTAL_BAR: Final = 0.95
COMPARISON_BAR: Final = 0.60
SEED: Final = 20_260_302


@dataclass(frozen=True)
class Figure:
    """A mean over worlds with its 95 % confidence interval."""

    mean: float
    low: float
    high: float

    @classmethod
    def of(cls, values: NDArray[np.float64]) -> "Figure":
        """Normal approximation; each world is one observation."""
        mean, half = float(values.mean()), float(1.96 * values.std(ddof=1) / len(values) ** 0.5)
        return cls(mean, mean - half, mean + half)


@dataclass(frozen=True)
class Game:
    """How one adversary did. top: names the heaviest. advantage: over roster and shifts alone."""

    team: int
    monthly: float
    shape: float
    design: str
    adversary: str
    base: float
    top: float
    advantage: Figure
    auc: Figure


@dataclass(frozen=True)
class Use:
    """Share of windows in which the total, and a comparison of two parts or more, is shown."""

    team: int
    monthly: float
    shape: float
    design: str
    total: float
    comparison: float


def main() -> None:
    """Play, print, keep."""
    began = time.perf_counter()
    worlds = int(os.environ.get("WORLDS", "2000"))
    teams, monthly = (TEAMS, MONTHLY) if not os.environ.get("QUICK") else ((8, 18), (10,))
    jobs = [(team, rate, USUAL, worlds) for rate in monthly for team in reversed(teams)]
    jobs += [(team, 10, SKEWED, worlds) for team in (30, 18, 8)]
    with ProcessPoolExecutor(2) as pool:
        played = list(pool.map(play, *zip(*jobs, strict=True)))
    games = [game for found, _ in played for game in found]
    uses = [use for _, found in played for use in found]
    tables = (use_table(uses), trend_table(min(worlds, 500)), privacy_table(games))
    print(*tables, shipped_table(games), bars(games, uses), sep="\n\n")
    took = time.perf_counter() - began
    print(f"\n{worlds} worlds for each team and rate, 104 weeks, {took:.0f} s.")
    RESULTS.mkdir(exist_ok=True)
    body = {"worlds": worlds, "seconds": took, "games": [*map(asdict, games)]}
    body["uses"] = [*map(asdict, uses)]
    (RESULTS / "patterns.json").write_text(json.dumps(body, indent=1))


def play(team: int, monthly: float, shape: float, worlds: int) -> tuple[list[Game], list[Use]]:
    """All designs and adversaries for one size of team and one rate."""
    rng = np.random.default_rng([SEED, team, int(monthly), int(10 * shape)])
    training, test = (make(rng, worlds, team, monthly, shape) for _ in range(2))
    table = Table(rng, team, monthly, shape, training, test, Prior.learn(training))
    games, uses = [], []
    designs = [*(Design(weeks, parts) for weeks in WEEKS for parts in GROUPINGS), *OPEN_BOOK]
    for weeks in sorted({design.weeks for design in designs}):
        drawn = Drawn.draw(rng, training, weeks)
        for design in (one for one in designs if one.weeks == weeks):
            found, use = table.sit(design, drawn)
            games += found
            if not design.exact:
                uses.append(use)
        training.kept.clear()
        test.kept.clear()
    return games, uses


@dataclass(frozen=True)
class Table:
    """Where the game is played: the adversary's own worlds, and the ones that count."""

    rng: np.random.Generator
    team: int
    monthly: float
    shape: float
    training: Worlds
    test: Worlds
    prior: Prior

    def sit(self, design: Design, drawn: Drawn) -> tuple[list[Game], Use]:
        """Play one design."""
        seen = {
            id(worlds): design.show(worlds.windows(design.weeks)[1], self.team)
            for worlds in (self.training, self.test)
        }
        reader = Reader.learn(drawn, design)
        readings = [reader.read(one, seen[id(one)]) for one in (self.training, self.test)]
        games = [
            self._differencing(design, seen[id(self.training)], seen[id(self.test)]),
            self._reading(design, *readings),
        ]
        if design == SHIPPED and self.monthly == CARD_MONTHLY:
            games += [self._cards(name, cards, *readings) for name, cards in CARDS.items()]
        return games, self._use(design, seen[id(self.test)])

    def _differencing(self, design: Design, training: Shown, test: Shown) -> Game:
        learned = difference(self.training, training, design, RIDGES)
        scores = difference(self.test, test, design, RIDGES)
        usual = self.test.rates.mean()
        blind = _there(self.test)
        choices = [
            (_expected(self.training, rates / usual), _expected(self.test, other / usual), other)
            for rates, other in zip(learned, scores, strict=True)
        ]
        return self._best(design, "differencing", choices, blind)

    def _reading(self, design: Design, training: Scores, test: Scores) -> Game:
        before, after = self.prior.of(self.training), self.prior.of(self.test)
        choices = [(before + w * training, after + w * test, test) for w in TUNINGS]
        return self._best(design, "every display", choices, after)

    def _cards(self, name: str, cards: Cards, training: Scores, test: Scores) -> Game:
        mine, theirs = cards.read(self.rng, self.training), cards.read(self.rng, self.test)
        choices = [
            (
                np.log(mine * _there(self.training)) + weight * training,
                np.log(theirs * _there(self.test)) + weight * test,
                np.log(theirs) + weight * test,
            )
            for weight in (0.0, 0.1, 0.3)
        ]
        return self._best(SHIPPED, f"cards: {name}", choices, _there(self.test))

    def _best(
        self,
        design: Design,
        adversary: str,
        choices: Sequence[tuple[Scores, Scores, Scores]],
        blind: Scores,
    ) -> Game:
        """The tuning that did best in training, against the same adversary shown nothing."""
        _, scores, rates = max(choices, key=lambda choice: _hits(choice[0], self.training).mean())
        hits, base = _hits(scores, self.test), _hits(blind, self.test)
        return Game(
            self.team,
            self.monthly,
            self.shape,
            design.name,
            adversary,
            float(base.mean()),
            float(hits.mean()),
            Figure.of(hits - base),
            Figure.of(_auc(rates, self.test.heavy)),
        )

    def _use(self, design: Design, shown: Shown) -> Use:
        comparison = (shown[..., 1:] != HIDDEN).sum(axis=2) >= 2
        total = float((shown[..., 0] != HIDDEN).mean())
        compared = float(comparison.mean())
        return Use(self.team, self.monthly, self.shape, design.name, total, compared)


def _there(worlds: Worlds) -> Scores:
    return worlds.presence.sum(axis=2, dtype=np.float64) + 1e-3


def _expected(worlds: Worlds, excess: Scores) -> Scores:
    """Requests one expects of each person whose rate is so much above the usual."""
    return _there(worlds) * np.maximum(1 + excess, 0.01)


def _hits(scores: Scores, worlds: Worlds) -> NDArray[np.float64]:
    """1 where the best-scored person is the heaviest requester; ties share the point."""
    best = scores >= scores.max(axis=1, keepdims=True) - 1e-12
    hit = best[np.arange(len(scores)), worlds.heaviest]
    return hit / best.sum(axis=1)


def _auc(scores: Scores, heavy: NDArray[np.bool_]) -> NDArray[np.float64]:
    """How often a heavy requester is ranked above another one, in each world."""
    found = []
    for ours, theirs in zip(scores, heavy, strict=True):
        gap = ours[theirs][:, None] - ours[~theirs][None, :]
        found.append(float((gap > 1e-12).mean() + 0.5 * (abs(gap) <= 1e-12).mean()))
    return np.array(found)


def use_table(uses: Iterable[Use]) -> str:
    """Usefulness for 18 agents."""
    lines = [
        "| window, parts | " + " | ".join(f"{rate} a month" for rate in MONTHLY) + " |",
        "|---|" + "---|" * len(MONTHLY),
    ]
    rows: dict[str, dict[float, str]] = {}
    for use in uses:
        if use.team == 18 and use.shape == USUAL:
            compared = "" if use.design.endswith("total") else f" · {use.comparison:.0%}"
            rows.setdefault(use.design, {})[use.monthly] = f"{use.total:.0%}{compared}"
    for design, cells in rows.items():
        lines.append(f"| {design} | " + " | ".join(cells.get(r, "–") for r in MONTHLY) + " |")
    return "\n".join(lines)


def privacy_table(games: Iterable[Game]) -> str:
    """The worst over all sizes of teams and all rates, for each design and adversary."""
    worst: dict[tuple[str, str], list[Game]] = {}
    for game in games:
        worst.setdefault((game.design, game.adversary), []).append(game)
    lines = [
        "| design | adversary | names the heaviest | roster alone | worst advantage | worst AUC |",
        "|---|---|---|---|---|---|",
    ]
    for (design, adversary), found in worst.items():
        top = max(found, key=lambda game: game.advantage.high)
        auc = max(found, key=lambda game: game.auc.high)
        mean, base = np.mean([g.top for g in found]), np.mean([g.base for g in found])
        said = _said(top.advantage, sign="+")
        lines.append(
            f"| {design} | {adversary} | {mean:.1%} | {base:.1%} | {said} {_where(top)} "
            f"| {_said(auc.auc)} {_where(auc)} |"
        )
    return "\n".join(lines)


def shipped_table(games: Iterable[Game]) -> str:
    """What ships, by size of team, at ten a month."""
    lines = ["| n | adversary | names the heaviest | roster alone | advantage | AUC |"]
    lines.append("|---|---|---|---|---|---|")
    lines += [
        f"| {game.team} | {game.adversary} | {game.top:.1%} | {game.base:.1%} "
        f"| {_said(game.advantage, sign='+')} | {_said(game.auc)} |"
        for game in sorted(games, key=lambda game: game.team)
        if game.design == SHIPPED.name and game.monthly == 10 and game.shape == USUAL
    ]
    return "\n".join(lines)


def trend_table(worlds: int) -> str:
    """How often a change shows when a team of 18 asks as often as before, twice, thrice."""
    rng = np.random.default_rng(SEED)
    lines = [
        "| requests | total a band up | total: arrow up | abuse: arrow up | any arrow down |",
        "|---|---|---|---|---|",
    ]
    before = make(rng, worlds, 18, 10)
    for factor, name in ((1, "stay as they are"), (2, "double"), (3, "triple")):
        after = again(rng, before, factor)
        first, then = (SHIPPED.show(one.windows(12)[1], 18) for one in (before, after))
        shown = (first[:, :-1] != HIDDEN) & (then[:, 1:] != HIDDEN)
        moved = np.where(shown, then[:, 1:] - first[:, :-1], 0)
        shares = (
            (moved[..., 0] >= 1).mean(),
            (moved[..., 0] >= ARROW_FROM).mean(),
            (moved[..., 1] >= ARROW_FROM).mean(),
            (moved <= -ARROW_FROM).any(axis=2).mean(),
        )
        lines.append(f"| {name} | " + " | ".join(f"{share:.0%}" for share in shares) + " |")
    return "\n".join(lines)


def bars(games: Sequence[Game], uses: Sequence[Use]) -> str:
    """Which bars hold for what ships."""
    bound = [
        game
        for game in games
        if game.design == SHIPPED.name and not game.adversary.startswith("cards")
    ]
    advantage = max(game.advantage.high for game in bound)
    auc = max(game.auc.high for game in bound)
    asked_for = (18, 10, USUAL, SHIPPED.name)
    [use] = [u for u in uses if (u.team, u.monthly, u.shape, u.design) == asked_for]
    checks = [
        ("top-1 advantage, upper bound, worst case", advantage, advantage <= TOP_BAR, TOP_BAR),
        ("AUC, upper bound, worst case", auc, auc <= AUC_BAR, AUC_BAR),
        ("total shown, n = 18, 10 a month", use.total, use.total >= TOTAL_BAR, TOTAL_BAR),
        ("comparison shown", use.comparison, use.comparison >= COMPARISON_BAR, COMPARISON_BAR),
    ]
    return "\n".join(
        f"{'holds' if held else 'FAILS'}  {name}: {value:.3f} (bar {bar})"
        for name, value, held, bar in checks
    )


def _where(game: Game) -> str:
    skewed = ", skewed" if game.shape == SKEWED else ""
    return f"n = {game.team}, {game.monthly} a month{skewed}"


def _said(figure: Figure, sign: str = "") -> str:
    mean, low, high = (f"{value:{sign}.3f}" for value in (figure.mean, figure.low, figure.high))
    return f"{mean} ({low} … {high})"


if __name__ == "__main__":
    main()
