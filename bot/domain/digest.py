"""When good words come back, and which: slots by the local calendar, and a varied choice.

A slot is named by its local period (ISO week or month), so that neither restarts nor clock
changes can make two of it. Moments are UTC; everything nominal is local.
"""

import calendar
import enum
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

CHANNEL: Final = "channel"
"""The recipient of what everybody reads; a copy's recipient is the person's id."""
JITTER: Final = timedelta(minutes=5)
"""Ten thousand workspaces with the same slot then make about 33 posts a second."""
SHORT: Final = 160
LONG: Final = 480
"""Code points at which a kudos reads as middling and as long: one line, and a paragraph."""
_WEEK: Final = timedelta(days=7)


class Kind(enum.StrEnum):
    """What comes back."""

    WEEKLY = "weekly"
    REPORT = "report"


@dataclass(frozen=True, slots=True)
class Slot:
    """One turn of a digest or a report.

    period: `2026-W47` or `2026-10`. previous: the turn before. since: the turn before that, from
    which on kudos may still be shown. ends: when late becomes skipped. All in UTC.
    """

    kind: Kind
    period: str
    at: datetime
    previous: datetime
    since: datetime
    ends: datetime

    def due_at(self, team: str) -> datetime:
        """When this workspace's turn comes: a little after the slot, each at its own moment."""
        room = min(JITTER, (self.ends - self.at) / 2)
        spread = int.from_bytes(hashlib.sha256(team.encode()).digest()[:4]) / 2**32
        return self.at + room * spread

    def is_due(self, team: str, now: datetime) -> bool:
        """Whether it is time, or late but not too late."""
        return self.due_at(team) <= now < self.ends


@dataclass(frozen=True, slots=True)
class Schedule:
    """When a workspace looks back. weekday: 0 is Monday; zone: an IANA name that exists."""

    zone: str
    weekday: int
    at: time

    def week_of(self, moment: datetime) -> Slot:
        """The weekly slot of the local ISO week that holds `moment`."""
        today = moment.astimezone(ZoneInfo(self.zone)).date()
        monday = today - timedelta(days=today.weekday())
        day = monday + timedelta(days=self.weekday)
        year, week, _ = day.isocalendar()
        return Slot(
            kind=Kind.WEEKLY,
            period=f"{year}-W{week:02}",
            at=self._utc(day, self.at),
            previous=self._utc(day - _WEEK, self.at),
            since=self._utc(day - 2 * _WEEK, self.at),
            ends=self._utc(monday + _WEEK, time(0)),
        )

    def month_of(self, moment: datetime) -> Slot:
        """The report's slot in the local month that holds `moment`: its first working day.

        The period is the month before, from `since` on and before `previous`.
        """
        today = moment.astimezone(ZoneInfo(self.zone)).date()
        first = today.replace(day=1)
        reported = (first - timedelta(days=1)).replace(day=1)
        return Slot(
            kind=Kind.REPORT,
            period=f"{reported.year}-{reported.month:02}",
            at=self._utc(_working_day(first), self.at),
            previous=self._utc(first, time(0)),
            since=self._utc(reported, time(0)),
            ends=self._utc(_next_month(first), time(0)),
        )

    def next_week(self, moment: datetime) -> Slot:
        """The first weekly slot at or after `moment`."""
        slot = self.week_of(moment)
        return slot if slot.at >= moment else self.week_of(slot.ends)

    def _utc(self, day: date, at: time) -> datetime:
        # A time in the gap of a clock change is read with the offset before it, so it comes later
        # on the same day; one that happens twice means the first (PEP 495, fold=0).
        return datetime.combine(day, at, ZoneInfo(self.zone)).astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Candidate:
    """What the choice needs to know of a kudos. shown: in an earlier digest. length: code points.

    people: who it is for; empty for the whole team.
    """

    id: str
    created_at: datetime
    sharer: str
    people: frozenset[str]
    length: int
    shown: bool = False


def pick(
    slot: Slot,
    kudos: Sequence[Candidate],
    covered: datetime | None,
    length: int,
    seed: str,
) -> tuple[str, ...]:
    """Ids for a digest, oldest first: up to `length` of each week that it is about.

    covered: the last slot that was posted or had nothing to show. A week whose own slot was
    missed comes now. So does what a quiet week (at most `length`) still owes, such as a kudos
    that was kept a moment too late. Nothing is added to look like more.
    """
    fresh = [item for item in kudos if slot.previous < item.created_at <= slot.at]
    before = [item for item in kudos if slot.since < item.created_at <= slot.previous]
    quiet = len(before) <= length
    late = [item for item in before if quiet or covered is None or item.created_at > covered]
    chosen = [
        item
        for week in (late, fresh)
        for item in choose([item for item in week if not item.shown], length, seed)
    ]
    return tuple(item.id for item in sorted(chosen, key=lambda item: (item.created_at, item.id)))


def choose(candidates: Iterable[Candidate], length: int, seed: str) -> tuple[Candidate, ...]:
    """Up to `length` of them, varied in whom they credit, how long they are and who shared them.

    The same for the same seed, whatever the order they come in.
    """
    left = sorted(candidates, key=lambda item: _rank(seed, item.id))
    chosen: list[Candidate] = []
    while left and len(chosen) < length:
        best = min(left, key=lambda item: _sameness(item, chosen))
        left.remove(best)
        chosen.append(best)
    return tuple(chosen)


def _sameness(item: Candidate, chosen: Sequence[Candidate]) -> tuple[int, int, int]:
    """How much of it is there already; people weigh more than lengths, lengths than sharers."""
    people = [person for other in chosen for person in (other.people or {"team"})]
    return (
        max((people.count(person) for person in item.people or {"team"}), default=0),
        sum(_size(other) == _size(item) for other in chosen),
        sum(other.sharer == item.sharer for other in chosen),
    )


def _size(item: Candidate) -> int:
    return (item.length > SHORT) + (item.length > LONG)


def _rank(seed: str, kudos_id: str) -> bytes:
    return hashlib.sha256(f"{seed}\0{kudos_id}".encode()).digest()


def _working_day(first: date) -> date:
    weekday = first.weekday()
    return first if weekday < calendar.SATURDAY else first + timedelta(days=7 - weekday)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)
