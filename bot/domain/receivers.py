"""Receivers: people who opted in to take handoffs, when they may be asked, and who is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from bot.domain.handoff import Answer, Ground, Handoff
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.working_time import WorkingHours

NEVER: Final = datetime(1970, 1, 1, tzinfo=UTC)
UNTIL_RESUMED: Final = datetime(9999, 1, 1, tzinfo=UTC)
"""A pause without an end."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """One person's own settings. hours: None means the workspace's working hours.

    weekly_cap: None means the workspace's. last_asked_at: for fairness only, never shown.
    taken_this_week: handoffs taken since Monday in the workspace's time zone, drills left out.
    muted: until when a lead, the backup or a receiver is left in peace.
    """

    team: str
    user: str
    opted_in: bool = False
    muted_until: datetime | None = None
    hours: WorkingHours | None = None
    weekly_cap: int | None = None
    opted_out: frozenset[Ground] = frozenset()
    is_active: bool = True
    last_asked_at: datetime | None = None
    taken_this_week: int = 0

    def is_muted(self, now: datetime) -> bool:
        """Whether they asked to be left in peace."""
        return self.muted_until is not None and now < self.muted_until


def is_available(
    receiver: Receiver,
    handoff: Handoff,
    settings: HandoffSettings,
    now: datetime,
) -> bool:
    """Whether this person may be asked as a peer, by what they and the workspace have set."""
    cap = settings.weekly_cap if receiver.weekly_cap is None else receiver.weekly_cap
    hours = receiver.hours or settings.hours
    return (
        receiver.opted_in
        and receiver.is_active
        and not receiver.is_muted(now)
        and receiver.user != handoff.requester
        and handoff.wish.ground not in receiver.opted_out
        and receiver.taken_this_week < cap
        and hours.is_open(now)
    )


def available(
    receivers: Sequence[Receiver],
    handoff: Handoff,
    settings: HandoffSettings,
    now: datetime,
) -> tuple[str, ...]:
    """Who may be asked as a peer, least recently asked first; nobody who has answered already."""
    answered = {
        offer.user for offer in handoff.offers if offer.answer not in {Answer.OVER, Answer.ASKED}
    }
    free = [
        receiver
        for receiver in receivers
        if receiver.user not in answered and is_available(receiver, handoff, settings, now)
    ]
    free.sort(key=lambda receiver: (receiver.last_asked_at or NEVER, receiver.user))
    return tuple(receiver.user for receiver in free)


@dataclass(frozen=True, slots=True)
class Pool:
    """Who can be asked now. peers: in order. muted, gone: among leads, backup and deputies."""

    peers: tuple[str, ...] = ()
    muted: frozenset[str] = frozenset()
    gone: frozenset[str] = frozenset()


def pool_for(
    receivers: Sequence[Receiver],
    handoff: Handoff,
    settings: HandoffSettings,
    now: datetime,
) -> Pool:
    """The pool for one handoff out of everybody's settings."""
    return Pool(
        peers=available(receivers, handoff, settings, now),
        muted=frozenset(one.user for one in receivers if one.is_muted(now)),
        gone=frozenset(one.user for one in receivers if not one.is_active),
    )
