"""Working time: when a team's clocks run. Deadlines of handoffs are counted in it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

Span = tuple[datetime, datetime]

LOOKAHEAD_DAYS: Final = 15
"""One working day a week is the least anybody can set, so two weeks always hold one."""
WEEKDAYS: Final = frozenset(range(5))


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """Opening hours in a time zone. days: 0 is Monday. end <= start: into the next day.

    start == end means round the clock on those days.
    """

    zone: str = "UTC"
    days: frozenset[int] = WEEKDAYS
    start: time = time(9)
    end: time = time(18)

    def is_open(self, moment: datetime) -> bool:
        """Whether the clock runs at `moment`."""
        first = next(self._spans(moment), None)
        return first is not None and first[0] <= moment

    def next_opening(self, moment: datetime) -> datetime:
        """`moment` itself when the clock runs, else when it next starts to."""
        return self.deadline(moment, timedelta(0))

    def deadline(self, moment: datetime, wait: timedelta) -> datetime:
        """When `wait` of working time will have passed since `moment`, in UTC."""
        left = wait
        for start, end in self._spans(moment):
            begin = max(start, moment)
            if begin + left <= end:
                return begin + left
            left -= end - begin
        return moment + wait

    def elapsed(self, since: datetime, until: datetime) -> timedelta:
        """How much working time lies between two moments."""
        total = timedelta(0)
        moment = since
        while moment < until:
            spans = [span for span in self._spans(moment) if span[0] < until]
            if not spans:
                return total
            for start, end in spans:
                total += min(end, until) - max(start, moment)
            moment = spans[-1][1]
        return total

    def _spans(self, moment: datetime) -> Iterator[Span]:
        """Stretches of working time that end after `moment`, in order, in UTC."""
        first = moment.astimezone(ZoneInfo(self.zone)).date() - timedelta(days=1)
        for offset in range(LOOKAHEAD_DAYS + 2):
            day = first + timedelta(days=offset)
            if day.weekday() in self.days:
                start, end = self._span(day)
                if end > moment:
                    yield start, end

    def _span(self, day: date) -> Span:
        zone = ZoneInfo(self.zone)
        last = day if self.end > self.start else day + timedelta(days=1)
        start = datetime.combine(day, self.start, zone).astimezone(UTC)
        end = datetime.combine(last, self.end, zone).astimezone(UTC)
        return start, end


def week_start(moment: datetime, zone: str) -> datetime:
    """Monday 00:00 of the moment's week in a time zone, as UTC."""
    local = moment.astimezone(ZoneInfo(zone))
    monday = local.date() - timedelta(days=local.weekday())
    return datetime.combine(monday, time(0), ZoneInfo(zone)).astimezone(UTC)
