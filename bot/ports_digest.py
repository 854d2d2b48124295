"""What looking back needs from outside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, Self

from bot.domain.archive import Ask, Page
from bot.domain.digest import Candidate, Kind, Slot
from bot.domain.digest_settings import DigestSettings, Problem
from bot.domain.kudos import Kudos
from bot.domain.report import Report
from bot.ports import UnitOfWork

LinkTo = Callable[[str, str, str], str | None]
"""A link to a post, from team, channel and timestamp; None while the workspace is unknown."""


@dataclass(frozen=True, slots=True)
class Digest:
    """A slot that was used. recipient: `channel`, or the person a copy is for.

    channel: where it goes. empty: there was nothing to show, so nothing was posted.
    """

    team: str
    kind: Kind
    recipient: str
    period: str
    channel: str
    slot_at: datetime
    ends_at: datetime
    created_at: datetime
    empty: bool = False
    edits: int = 0

    @property
    def key(self) -> str:
        """Natural key of its post; the same as a report's own."""
        if self.kind is Kind.REPORT:
            return f"report:{self.period}"
        return f"digest:{self.recipient}:{self.period}"


class DigestRepository(Protocol):
    """Slots that were used, and what they show."""

    def settings(self, team: str) -> DigestSettings:
        """What the admin has set, or what we suggest."""

    def save_settings(self, team: str, settings: DigestSettings, now: datetime) -> None:
        """Keep what the admin has set, and look at the workspace again at once."""

    def due(self, now: datetime, limit: int) -> Sequence[str]:
        """Workspaces to look at."""

    def look_again(self, team: str, at: datetime) -> None:
        """When to look at a workspace next."""

    def problem(self, team: str) -> Problem | None:
        """What its admins were told of."""

    def note(self, team: str, problem: Problem | None, subject: str) -> bool:
        """Keep what is wrong now, or that nothing is; True when it is a new problem."""

    def add(self, digest: Digest, kudos: Sequence[str]) -> bool:
        """Use a slot; False when it is used already. `kudos` only for the channel's own."""

    def get(self, team: str, kind: Kind, recipient: str, period: str) -> Digest | None:
        """A used slot."""

    def of_key(self, team: str, key: str) -> Digest | None:
        """The used slot that a delivery is about."""

    def is_unsettled(self, team: str, slot: Slot) -> bool:
        """Whether a weekly digest before this slot is neither posted nor given up yet."""

    def candidates(self, team: str, slot: Slot) -> tuple[Sequence[Candidate], datetime | None]:
        """Kudos that may be shown, from `slot.since` to the slot; and the last slot covered.

        That is the last weekly slot before this one that was posted or had nothing to show; None
        too where there is no candidate.
        """

    def shown_in(self, digest: Digest) -> Sequence[Kudos]:
        """What it may show now, in order: not what was taken back or hidden since."""

    def of_month(self, team: str, since: datetime, until: datetime, limit: int) -> Sequence[Kudos]:
        """What a report may show, oldest first."""

    def stale(self, limit: int) -> Sequence[Digest]:
        """Posted digests, copies among them, that show something that changed."""

    def refreshed(self, digest: Digest) -> None:
        """A change of its post is on its way: count it, and take its items as unchanged."""


class ArchiveRepository(Protocol):
    """Looking into the archive, and what people have set for themselves."""

    def find(self, team: str, ask: Ask, viewer: str) -> Page:
        """A page of kudos."""

    def all_about(self, team: str, user: str, query: str, limit: int) -> Sequence[Kudos]:
        """What credits a person, newest first."""

    def count_but(self, team: str, kudos_id: str | None) -> int:
        """How many there are to show, without that one."""

    def nth_but(self, team: str, kudos_id: str | None, number: int) -> Kudos | None:
        """The n-th of them, from 0."""

    def hide(self, team: str, kudos_id: str, user: str, *, hidden: bool) -> None:
        """Keep a kudos out of digests and reports, or not."""

    def copies(self, team: str) -> Sequence[str]:
        """Who wants a copy of the digest."""

    def wants_copy(self, team: str, user: str) -> bool:
        """Whether this person wants a copy."""

    def set_copy(self, team: str, user: str, *, wanted: bool) -> None:
        """Send a copy from now on, or no longer."""

    def last_shown(self, team: str, user: str) -> str | None:
        """The kudos this person was shown last."""

    def remember_shown(self, team: str, user: str, kudos_id: str) -> None:
        """So that it is not shown twice in a row."""


class ReportRepository(Protocol):
    """Monthly reports."""

    def add(self, report: Report) -> bool:
        """Keep a new draft; False when the month has one."""

    def get(self, team: str, period: str) -> Report | None:
        """A month's report."""

    def save(self, report: Report) -> None:
        """Keep a changed report."""


class LookingBackUnitOfWork(UnitOfWork, Protocol):
    """One command of looking back, one commit."""

    @property
    def digests(self) -> DigestRepository:
        """Slots and settings."""

    @property
    def archive(self) -> ArchiveRepository:
        """The archive, as people look into it."""

    @property
    def reports(self) -> ReportRepository:
        """Monthly reports."""

    def __enter__(self) -> Self: ...


class OpenLookingBack(Protocol):
    """Begins a unit of work."""

    def __call__(self) -> LookingBackUnitOfWork:
        """Begin one."""


class Whereabouts(Protocol):
    """Whether a person is here."""

    def is_away(self, team: str, user: str) -> bool:
        """Whether they are deactivated, or their status says on holiday or ill."""
