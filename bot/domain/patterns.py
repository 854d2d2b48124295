"""What leads may see of handoffs: people are counted, never events, and nobody can be found.

Every rule here is about one frozen window. A window is computed once, seven days after it has
closed, and never again; what is kept of it is what is shown. docs/why/patterns.md measures what
an insistent lead can still learn.
"""

import enum
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final

from bot.domain.handoff import Ground, Step
from bot.domain.windows import WINDOW, window_start

REQUESTERS_MIN: Final = 5
"""Distinct people behind a figure. Culture Amp and Viva Glint report from 5 respondents; Officevibe
from 3 to 5 over 90 days. They count who answered; here it is who asked."""
TEAM_MIN: Final = 8
"""People who could have asked. With fewer, five requesters are most of the team (DESIGN.md §5)."""
LARGEST_SHARE: Final = (2, 5)
"""Nobody stands for more than 40 % of what counts: the (n,k)-dominance rule of statistical offices
(Eurostat, Handbook on Statistical Disclosure Control), with n = 1 and k = 40."""
COUNTED_MAX: Final = 4
"""Requests of one person that count in one figure; what goes beyond is left out. The narrowest
band one can jump over holds four, so nobody moves a figure by more than one band, and an arrow is
never one person's doing. Bounding what one contributes is differential privacy's first step (Dwork
and Roth 2014); without it the 40 % rule itself tells when the heaviest requester is at work
(docs/adr/0007-four-requests-count.md)."""
FREEZE_AFTER: Final = timedelta(days=7)
"""From a window's end until it is computed: late claims are in, and nothing is shown "so far"."""
ARROW_FROM: Final = 2
"""Bands apart before an arrow says so: one band is what one person can do."""


@dataclass(frozen=True, slots=True, order=True)
class Band:
    """A span of counts, shown instead of a count. high: None for the open last one."""

    low: int
    high: int | None

    @property
    def label(self) -> str:
        """As people read it: 12–17, 90+."""
        return f"{self.low}+" if self.high is None else f"{self.low}–{self.high}"


BANDS: Final = (
    Band(5, 7),
    Band(8, 11),
    Band(12, 17),
    Band(18, 26),
    Band(27, 39),
    Band(40, 59),
    Band(60, 89),
    Band(90, None),
)
"""Each about half as wide again as the one before, so that an edge means as much everywhere.
NHS Hospital Episode Statistics suppress 1–7 and round to 5; rounding that keeps pace with the
count (DESIGN.md §5) tells less about one person in a small team and as much about a trend."""


class Group(enum.StrEnum):
    """The one breakdown there is. More groups show less: docs/why/patterns.md, second table."""

    ABUSE = "abuse"
    LOAD = "load"


GROUP_OF: Final[Mapping[Ground, Group]] = MappingProxyType(
    {
        Ground.HARASSMENT: Group.ABUSE,
        Ground.THREAT: Group.ABUSE,
        Ground.DANGER: Group.ABUSE,
        Ground.DRAINING: Group.LOAD,
        Ground.ANOTHER_TIER: Group.LOAD,
    },
)


class Wait(enum.StrEnum):
    """How long until somebody had it, for the middle one of the handoffs."""

    MINUTES_5 = "minutes_5"
    MINUTES_15 = "minutes_15"
    HOUR = "hour"
    LONGER = "longer"


WAITS: Final = (
    (timedelta(minutes=5), Wait.MINUTES_5),
    (timedelta(minutes=15), Wait.MINUTES_15),
    (timedelta(hours=1), Wait.HOUR),
)
"""Edges where a lead would act: the peers' step, the leads' step, and an hour (DESIGN.md §4)."""

_WAIT_ORDER: Final = MappingProxyType({name: place for place, name in enumerate(Wait)})
_UNIT: Final = 10**10

STEPS_NEEDED: Final[Mapping[Step, int]] = MappingProxyType(
    {Step.PEERS: 1, Step.AT_ONCE: 1, Step.LEADS: 2, Step.BACKUP: 3, Step.EVERYONE: 4},
)


class Arrow(enum.StrEnum):
    """Which way a figure went since the window before."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Window:
    """Twelve weeks that overlap no others; `start` is a Monday, the days are UTC days."""

    start: date

    @classmethod
    def of(cls, moment: datetime) -> "Window":
        """The window that holds a moment."""
        return cls(window_start(moment))

    @property
    def end(self) -> date:
        """The first day that is no longer in it."""
        return self.start + WINDOW

    @property
    def last_day(self) -> date:
        """Its last day, as people say it."""
        return self.end - timedelta(days=1)

    @property
    def ends_at(self) -> datetime:
        """The moment in which it ends."""
        return datetime.combine(self.end, time(), UTC)

    @property
    def freezes_at(self) -> datetime:
        """When it may be computed."""
        return self.ends_at + FREEZE_AFTER

    @property
    def next(self) -> "Window":
        """The one after."""
        return Window(self.end)

    @property
    def before(self) -> "Window":
        """The one before."""
        return Window(self.start - WINDOW)


def newest_due(now: datetime) -> Window:
    """The newest window whose time has come, the same for all workspaces."""
    return Window.of(now - FREEZE_AFTER).before


def due(first: Window, frozen: frozenset[date], now: datetime) -> tuple[Window, ...]:
    """Windows from `first` on whose time has come and that are not frozen yet, oldest first.

    Windows without a single request are among them: leaving them out would tell zero from few.
    """
    found = []
    window = first
    while window.freezes_at <= now:
        if window.start not in frozen:
            found.append(window)
        window = window.next
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Cell:
    """What must be known of a group of requests before a figure of it is shown.

    At most COUNTED_MAX of each person are in it. largest: how many come from the one person who
    has most.
    """

    total: int = 0
    requesters: int = 0
    largest: int = 0

    @classmethod
    def of(cls, requests_of: Mapping[str, int]) -> "Cell":
        """Count a tally of requests by requester's mark; who they are plays no part."""
        counts = [min(count, COUNTED_MAX) for count in requests_of.values() if count > 0]
        return cls(sum(counts), len(counts), max(counts, default=0))

    def may_be_shown(self, team_size: int) -> bool:
        """The rule that stands before every figure."""
        part, whole = LARGEST_SHARE
        return (
            team_size >= TEAM_MIN
            and self.requesters >= REQUESTERS_MIN
            and self.largest * whole <= self.total * part
        )


def band(cell: Cell, team_size: int) -> Band | None:
    """The cell's band, or None: too few to show, or none at all; nobody is told which."""
    if not cell.may_be_shown(team_size):
        return None
    return next(found for found in reversed(BANDS) if found.low <= cell.total)


def breakdown(cells: Sequence[Cell], team_size: int) -> tuple[Band | None, ...]:
    """The bands of the parts of one total, with complementary suppression.

    A single hidden part would follow from the total, so the next smallest is hidden too
    (Eurostat's secondary suppression; Culture Amp blocks remainders below five). Smallest by band,
    then by order: comparing exact counts would let a count inside a band change what is shown.
    """
    bands = [band(cell, team_size) for cell in cells]
    if bands.count(None) == 1 and len(bands) > 1:
        shown = [(found, place) for place, found in enumerate(bands) if found is not None]
        bands[min(shown)[1]] = None
    return tuple(bands)


def arrow(before: Band | None, now: Band | None) -> Arrow | None:
    """An arrow from two bands on; made of two shown figures, so it tells nothing more."""
    if before is None or now is None:
        return None
    moved = BANDS.index(now) - BANDS.index(before)
    if abs(moved) < ARROW_FROM:
        return None
    return Arrow.UP if moved > 0 else Arrow.DOWN


@dataclass(frozen=True, slots=True)
class Asked:
    """Requests out of one window that are alike. No person, no text, no hour.

    mark: HMAC of the requester under the window's key. returned: given back or opened again at
    least once.
    """

    mark: str
    ground: Ground
    returned: bool = False
    count: int = 1


@dataclass(frozen=True, slots=True)
class Taken:
    """Requests that somebody took, alike in how long that was and whom they were with then."""

    mark: str
    wait: Wait
    step: Step
    count: int = 1


@dataclass(frozen=True, slots=True)
class Frozen:
    """All that is kept of a window, and all that is ever shown of it.

    None means "too few to show". big_enough: whether the team had the size for any figure.
    steps: how many steps the middle one of the handoffs needed, 1 to 4.
    """

    window: Window
    big_enough: bool
    total: Band | None = None
    groups: tuple[tuple[Group, Band | None], ...] = tuple((group, None) for group in Group)
    wait: Wait | None = None
    steps: int | None = None
    returned: Band | None = None

    @property
    def figures(self) -> tuple[str, ...]:
        """Names of the figures that are shown, for the log of displays."""
        named = {
            "total": self.total,
            **{f"group:{group}": found for group, found in self.groups},
            "wait": self.wait,
            "steps": self.steps,
            "returned": self.returned,
        }
        return tuple(name for name, shown in named.items() if shown is not None)


def wait_of(waited: timedelta) -> Wait:
    """The band of a wait."""
    return next((name for edge, name in WAITS if waited <= edge), Wait.LONGER)


def freeze(
    window: Window,
    team_size: int,
    asked: Sequence[Asked],
    taken: Sequence[Taken],
) -> Frozen:
    """Compute a window, once."""
    groups = breakdown(
        [_cell(one for one in asked if GROUP_OF[one.ground] is group) for group in Group],
        team_size,
    )
    returned = breakdown(
        [_cell(one for one in asked if one.returned is state) for state in (True, False)],
        team_size,
    )
    middle = _cell(taken).may_be_shown(team_size)
    return Frozen(
        window=window,
        big_enough=team_size >= TEAM_MIN,
        total=band(_cell(asked), team_size),
        groups=tuple(zip(Group, groups, strict=True)),
        wait=tuple(Wait)[_middle(taken, lambda one: _WAIT_ORDER[one.wait])] if middle else None,
        steps=_middle(taken, lambda one: STEPS_NEEDED[one.step]) if middle else None,
        returned=returned[0],
    )


def _tally(requests: Iterable[Asked | Taken]) -> Counter[str]:
    tally: Counter[str] = Counter()
    for one in requests:
        tally[one.mark] += one.count
    return tally


def _cell(requests: Iterable[Asked | Taken]) -> Cell:
    return Cell.of(_tally(requests))


def _middle(taken: Sequence[Taken], value: Callable[[Taken], int]) -> int:
    """The lower median; one person weighs no more than COUNTED_MAX requests do."""
    theirs = _tally(taken)
    weights: Counter[int] = Counter()
    for one in taken:
        # Whole numbers, so that a half is exactly a half on every machine.
        weights[value(one)] += one.count * _UNIT // max(theirs[one.mark], COUNTED_MAX)
    half = sum(weights.values()) / 2
    passed = 0
    for found in sorted(weights):
        passed += weights[found]
        if passed >= half:
            return found
    raise ValueError("nothing was taken")
