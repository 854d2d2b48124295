"""What handoffs need from outside, as Protocols; bot.app plugs the real ones in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.domain.handoff import Handoff, Medium
from bot.domain.handoff_moves import Happened
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.lead_views import Decision
from bot.domain.on_call import Answer, Call, Calling
from bot.domain.pledge import Pledge
from bot.domain.receivers import Receiver
from bot.ports import UnitOfWork


class AlreadyRequestedError(Exception):
    """The same form was already answered."""


@dataclass(frozen=True, slots=True)
class Due:
    """A handoff whose timer has ended."""

    team: str
    handoff: str


class HandoffRepository(Protocol):
    """Handoffs and what happened to them. Every read and write is within one workspace."""

    def add(self, handoff: Handoff) -> None:
        """Keep a new handoff; raises AlreadyRequestedError for a second one of the same request."""

    def get(self, team: str, handoff_id: str) -> Handoff | None:
        """One handoff."""

    def several(self, team: str, handoff_ids: Sequence[str]) -> Sequence[Handoff]:
        """Those of them that are there."""

    def of_request(self, team: str, request: str) -> Handoff | None:
        """The handoff that a request led to, if it did."""

    def save(self, after: Handoff, before: Handoff) -> bool:
        """Keep a changed handoff unless somebody was faster; exactly one of two wins.

        Its version grows by one. False: `before` is no longer what is stored.
        """

    def record(self, handoff: Handoff, happened: Happened, at: datetime) -> None:
        """Write an event row: no free text, no person, only a mark under the window's key."""

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        """Whose timer has ended, or was started in the future; longest overdue first."""

    def unclosed_of(self, team: str, requester: str) -> Sequence[Handoff]:
        """A person's open requests, newest first."""

    def taken_by(self, team: str, user: str) -> Sequence[Handoff]:
        """What a person has now."""

    def asked_of(self, team: str, user: str) -> Sequence[Handoff]:
        """What a person is being asked to take."""

    def unclosed(self, team: str, limit: int) -> Sequence[Handoff]:
        """All that is not closed, oldest first."""

    def habit_of(self, team: str, requester: str) -> tuple[Medium | None, str | None]:
        """Medium and language of a person's last request, to preset the next."""

    def unclosed_since(self, before: datetime, limit: int) -> Sequence[Due]:
        """Cases taken before a moment, confirmed, and never closed."""

    def unlink(self, before: datetime, now: datetime, limit: int) -> int:
        """Destroy the link to the requester of what was closed before; with its deliveries."""


class ReceiverRepository(Protocol):
    """What people have set for themselves."""

    def get(self, team: str, user: str, week: datetime) -> Receiver:
        """One person; all defaults when they never set anything. week: where it began."""

    def save(self, receiver: Receiver) -> None:
        """Keep a person's settings (not what is counted about them)."""

    def all(self, team: str, week: datetime) -> Sequence[Receiver]:
        """Everybody who ever set anything, with what they took since `week`."""

    def asked(self, team: str, users: Sequence[str], at: datetime) -> None:
        """Note when people were last asked, for fairness."""


class HandoffSetup(Protocol):
    """What the workspace has agreed."""

    def settings(self, team: str) -> HandoffSettings:
        """The settings; all defaults, switched off, when there are none."""

    def keep(self, team: str, settings: HandoffSettings) -> None:
        """Keep checked settings."""

    def teams(self) -> Sequence[str]:
        """Workspaces that ever kept settings."""

    def pledge(self, team: str, default: str) -> Pledge:
        """The pledge in force; the first version is `default`, kept when first asked for."""

    def pledge_of(self, team: str, version: int) -> Pledge | None:
        """An earlier version."""

    def keep_pledge(self, team: str, text: str) -> Pledge:
        """Put a new version in force; the same words change nothing."""


class Repeats(Protocol):
    """Recognises customers by keyed hashes. No method lists anything."""

    def remember(self, team: str, customer: str) -> bool:
        """Remember a customer; answers whether they were known. Rotates keys when due."""

    def expire(self) -> None:
        """Destroy keys that are neither current nor previous by age, in every workspace."""

    def forget(self, team: str, customer: str) -> bool:
        """Erase a customer; answers whether there was anything."""


class WindowKeys(Protocol):
    """Keys under which requesters are counted without being known."""

    def mark(self, team: str, requester: str, start: date) -> str | None:
        """A requester's mark in a window (hex); None when the window's key is destroyed."""

    def destroy(self, team: str, start: date) -> bool:
        """Destroy a window's key, for good; False when it was already."""


class OnCallQueue(Protocol):
    """Calls to a company's on-call tool, to be made."""

    def put(self, call: Call) -> None:
        """Ask for a call; a second one under the same key changes nothing."""

    def claim(self, now: datetime, limit: int) -> Sequence[Calling]:
        """Lease what is due."""

    def settle(self, calling: Calling, answer: Answer, now: datetime) -> bool:
        """Write down how it ended; False when the lease had passed to somebody else."""

    def drop(self, team: str, handoff_id: str) -> None:
        """Nobody need be called any more about a handoff."""


class DecisionRepository(Protocol):
    """Customers whom takers brought to the leads."""

    def bring(self, team: str, decision: Decision) -> bool:
        """Keep one; False when this handoff was brought before."""

    def settle(self, team: str, handoff: str, at: datetime) -> bool:
        """It was decided; False when it was not waiting."""

    def waiting(self, team: str, limit: int) -> Sequence[Decision]:
        """Those still to be decided, oldest first."""


class HandoffUnitOfWork(UnitOfWork, Protocol):
    """One command, one commit, with what handoffs need."""

    @property
    def handoffs(self) -> HandoffRepository:
        """Handoffs."""

    @property
    def receivers(self) -> ReceiverRepository:
        """Receivers."""

    @property
    def handoff_setup(self) -> HandoffSetup:
        """Settings and pledge."""

    @property
    def repeats(self) -> Repeats:
        """Repeat customers."""

    @property
    def on_call(self) -> OnCallQueue:
        """Calls to be made."""

    @property
    def decisions(self) -> DecisionRepository:
        """Customers brought to the leads."""

    @property
    def window_keys(self) -> WindowKeys:
        """Keys of the windows."""


class OpenHandoffUnitOfWork(Protocol):
    """Begins a unit of work."""

    def __call__(self) -> HandoffUnitOfWork:
        """Begin one."""


class OnCallSender(Protocol):
    """Makes one signed HTTP call."""

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST the body once, with no retry of its own; never raises."""
