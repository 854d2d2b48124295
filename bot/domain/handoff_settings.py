"""What a workspace has agreed about handoffs: people, times, and what each wait is."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from bot.domain.refusals import Reason
from bot.domain.working_time import WorkingHours

PEOPLE_MAX: Final = 20
SHORTEST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=8)
CAP_MAX: Final = 50
AFTERCARE_MAX: Final = 120
SAFETY_CONTACT_MAX: Final = 200
SECRET_MIN: Final = 16
_LOCAL: Final = frozenset({"127.0.0.1", "localhost", "::1"})


@dataclass(frozen=True, slots=True)
class Waits:
    """How long each step lasts before the next one, in working time (DESIGN.md §4)."""

    peers: timedelta = timedelta(minutes=5)
    leads: timedelta = timedelta(minutes=5)
    backup: timedelta = timedelta(minutes=10)
    everyone: timedelta = timedelta(minutes=15)
    remind: timedelta = timedelta(minutes=15)
    reopen: timedelta = timedelta(minutes=30)
    live_remind: timedelta = timedelta(minutes=2)
    live_reopen: timedelta = timedelta(minutes=4)

    @property
    def all(self) -> tuple[timedelta, ...]:
        """Every wait, for checking."""
        return (
            self.peers,
            self.leads,
            self.backup,
            self.everyone,
            self.remind,
            self.reopen,
            self.live_remind,
            self.live_reopen,
        )


@dataclass(frozen=True, slots=True)
class OnCall:
    """The company's on-call tool: where threat and danger are reported, and the signing secret."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class HandoffSettings:
    """How handoffs work in one workspace.

    deputies: pairs (lead or backup, deputy). safety_contact: shown for threat and danger.
    aftercare_minutes: 0 when nothing is agreed. aftercare_person: somebody to talk to.
    weekly_cap: how many handoffs a receiver takes in a week unless they chose another number.
    """

    enabled: bool = False
    leads: tuple[str, ...] = ()
    backup: str | None = None
    deputies: tuple[tuple[str, str], ...] = ()
    hours: WorkingHours = field(default_factory=WorkingHours)
    waits: Waits = field(default_factory=Waits)
    weekly_cap: int = 3
    safety_contact: str = ""
    aftercare_minutes: int = 15
    aftercare_person: str | None = None
    on_call: OnCall | None = None

    def deputy_of(self, user: str) -> str | None:
        """Who stands in for a lead or the backup."""
        return dict(self.deputies).get(user)

    def leads_something(self, user: str) -> bool:
        """Whether a mute of this person would leave a step without anybody."""
        return user in self.leads or user == self.backup

    @property
    def everyone(self) -> tuple[str, ...]:
        """Leads, backup and deputies, each once."""
        people = [*self.leads, self.backup, *(deputy for _, deputy in self.deputies)]
        return tuple(dict.fromkeys(person for person in people if person))


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the settings, and in which field."""

    where: str
    why: Reason


def problems(settings: HandoffSettings) -> tuple[Problem, ...]:
    """Why these settings cannot be kept; empty when they can."""
    found = (*_people(settings), *_times(settings), *_extras(settings))
    return tuple(problem for problem in found if problem)


def _people(settings: HandoffSettings) -> tuple[Problem | None, ...]:
    pairs = dict(settings.deputies)
    return (
        _if(settings.enabled and not settings.leads, "leads", Reason.NO_LEAD),
        _if(settings.enabled and not settings.backup, "backup", Reason.NO_BACKUP),
        _if(len(settings.leads) > PEOPLE_MAX, "leads", Reason.TOO_MANY_PEOPLE),
        _if(any(who == deputy for who, deputy in pairs.items()), "deputies", Reason.OWN_DEPUTY),
    )


def _times(settings: HandoffSettings) -> tuple[Problem | None, ...]:
    waits = settings.waits
    sane = all(SHORTEST_WAIT <= wait <= LONGEST_WAIT for wait in waits.all)
    ordered = waits.remind < waits.reopen and waits.live_remind < waits.live_reopen
    return (
        _if(not sane, "waits", Reason.WAIT_OUT_OF_RANGE),
        _if(not ordered, "reopen", Reason.REOPEN_BEFORE_REMINDER),
        _if(not settings.hours.days, "days", Reason.NO_WORKING_DAY),
        _if(not is_zone(settings.hours.zone), "zone", Reason.UNKNOWN_ZONE),
    )


def _extras(settings: HandoffSettings) -> tuple[Problem | None, ...]:
    call = settings.on_call
    return (
        _if(not 1 <= settings.weekly_cap <= CAP_MAX, "cap", Reason.CAP_OUT_OF_RANGE),
        _if(not 0 <= settings.aftercare_minutes <= AFTERCARE_MAX, "aftercare", Reason.AFTERCARE),
        _if(len(settings.safety_contact) > SAFETY_CONTACT_MAX, "safety", Reason.SAFETY_TOO_LONG),
        _if(call is not None and not is_callable_url(call.url), "url", Reason.ON_CALL_URL),
        _if(call is not None and len(call.secret) < SECRET_MIN, "secret", Reason.ON_CALL_SECRET),
    )


def is_zone(name: str) -> bool:
    """Whether it is the name of a time zone."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return False
    return True


def is_callable_url(url: str) -> bool:
    """HTTPS with a host and no login in it; plain HTTP only to this machine, for trying it out."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return False
    if parts.username or parts.password or not host:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and host in _LOCAL)


def _if(wrong: bool, where: str, why: Reason) -> Problem | None:  # noqa: FBT001 - a condition
    return Problem(where, why) if wrong else None
