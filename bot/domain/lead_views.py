"""What leads see beside the frozen windows, who has seen it, and what admins set about it."""

import enum
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median_low
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.handoff_settings import HandoffSettings
from bot.domain.patterns import Wait, wait_of
from bot.domain.receivers import Receiver
from bot.domain.working_time import WorkingHours

LOG_SHOWN: Final = 10
"""How many views the App Home lists; the rest stand behind a button."""
WINDOWS_SHOWN: Final = 4
"""About a year: enough for a trend, and each of them frozen long ago."""


@dataclass(frozen=True, slots=True)
class PatternSettings:
    """What admins set. leads_channel: where a window is posted; None posts nothing.

    sibling_groups: user groups counted into the team, so that small teams are seen together.
    questions: whether everyone is asked two questions a quarter (once there is a channel).
    """

    leads_channel: str | None = None
    sibling_groups: tuple[str, ...] = ()
    questions: bool = True


class Surface(enum.StrEnum):
    """Where figures were shown."""

    HOME = "home"
    POST = "post"


@dataclass(frozen=True, slots=True)
class Display:
    """Figures were shown: to whom (None: the leads' channel), when, of which window, and which."""

    team: str
    user: str | None
    surface: Surface
    window_start: date
    figures: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True)
class Decision:
    """A customer whom a taker brought to the leads. Nothing in it is about the requester."""

    handoff: str
    brought_by: str
    brought_at: datetime


@dataclass(frozen=True, slots=True)
class Drill:
    """One practice handoff: when it began and how long until somebody had it."""

    began_at: datetime
    waited: timedelta | None


@dataclass(frozen=True, slots=True)
class DrillResults:
    """How practice went. taken: of `count`. wait: of the middle one of those taken."""

    count: int
    taken: int
    wait: Wait | None


def drill_results(drills: Sequence[Drill]) -> DrillResults | None:
    """Drills as a lead reads them; exact, because nobody asked for anything in them."""
    if not drills:
        return None
    waits = [drill.waited for drill in drills if drill.waited is not None]
    middle = wait_of(median_low(waits)) if waits else None
    return DrillResults(len(drills), len(waits), middle)


class Shift(enum.StrEnum):
    """Six hours of a day, in the workspace's time zone."""

    NIGHT = "night"
    MORNING = "morning"
    AFTERNOON = "afternoon"
    EVENING = "evening"


SHIFT_HOURS: Final = 6
WEEKDAYS: Final = 7


@dataclass(frozen=True, slots=True)
class Availability:
    """Receivers per weekday (0 is Monday) and shift. Mutes play no part: they are private.

    staffed: the shifts in which the workspace works, so that nobody is missed at night.
    """

    counts: Mapping[tuple[int, Shift], int]
    staffed: frozenset[tuple[int, Shift]]

    @property
    def gaps(self) -> tuple[tuple[int, Shift], ...]:
        """Working shifts in which nobody could be asked."""
        order = tuple(Shift)
        found = [slot for slot in self.staffed if not self.counts.get(slot)]
        return tuple(sorted(found, key=lambda slot: (slot[0], order.index(slot[1]))))


def availability(
    receivers: Sequence[Receiver],
    settings: HandoffSettings,
    now: datetime,
) -> Availability:
    """Counts of receivers who have opted in, by the hours they or the workspace have set."""
    zone = ZoneInfo(settings.hours.zone)
    monday = now.astimezone(zone).date() - timedelta(days=now.astimezone(zone).weekday())
    plans = Counter(
        receiver.hours or settings.hours
        for receiver in receivers
        if receiver.opted_in and receiver.is_active
    )
    counts: Counter[tuple[int, Shift]] = Counter()
    for hours, people in plans.items():
        for slot in _slots(hours, monday, zone):
            counts[slot] += people
    return Availability(
        MappingProxyType(dict(counts)),
        frozenset(_slots(settings.hours, monday, zone)),
    )


def _slots(hours: WorkingHours, monday: date, zone: ZoneInfo) -> list[tuple[int, Shift]]:
    """Shifts of a week of which at least half lies in these hours."""
    found = []
    for weekday in range(WEEKDAYS):
        for place, shift in enumerate(Shift):
            day = monday + timedelta(days=weekday)
            begins = datetime.combine(day, time(place * SHIFT_HOURS), zone).astimezone(UTC)
            ends = begins + timedelta(hours=SHIFT_HOURS)
            if 2 * hours.elapsed(begins, ends) >= ends - begins:
                found.append((weekday, shift))
    return found
