"""What may be done with a message others will read: nothing lost, nothing twice."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.domain.unasked import Unasked

LEASE: Final = timedelta(seconds=30)
"""How long a claimed delivery belongs to one courier: longer than the 10 s HTTP timeout."""
SETTLE_WAIT: Final = timedelta(seconds=60)
"""How long an unknown outcome rests before the channel is searched: longer than the lease."""
SWEEP_AFTER: Final = timedelta(minutes=4)
"""How long after the last look a delivery once in doubt is looked at again, for a twin."""
LATEST_CHANGE: Final = timedelta(minutes=10)
"""How long after a lost answer Slack is reckoned to carry out an update still. Until then a newer
update of the same post is made again and again: else the older one would show what it hid."""
UNCLEAR_FOR: Final = timedelta(hours=10)
"""What stays unclear for so long is for a human to decide, as what is refused for so long."""
CHANNEL_PACE: Final = timedelta(seconds=1)
"""Slack: chat.postMessage about one a second in each channel."""
MAX_ATTEMPTS: Final = 20
"""Then a human decides. With the growing pauses below: after about ten hours."""
LONGEST_PAUSE: Final = timedelta(minutes=60)


INSTEAD: Final = "instead"
"""In a body: simpler lists of blocks, tried one after the other where Slack refuses `blocks`."""


class Purpose(enum.StrEnum):
    """What a delivery is for; decides what happens when a doubt cannot be cleared."""

    KUDOS = "kudos"
    NOTICE = "notice"
    DIGEST = "digest"
    REPORT = "report"
    PATTERNS = "patterns"
    HANDOFF = "handoff"


class Action(enum.StrEnum):
    """What is done in Slack."""

    POST = "post"
    UPDATE = "update"
    DELETE = "delete"


class DeliveryState(enum.StrEnum):
    """Where a delivery stands."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message to be: asked for under a natural key, so that asking twice is asking once.

    body: `text`, `blocks` … as chat.postMessage takes them, without channel and metadata.
    target: key of the post that an update or a delete is about; it waits behind that post.
    channel: a channel id, or a user id (U…/W…) for a direct message.
    unasked: what it is where nobody asked for it; looked at again right before it is sent.
    """

    team: str
    key: str
    action: Action
    purpose: Purpose
    channel: str
    body: Mapping[str, Any]
    target: str | None = None
    not_before: datetime | None = None
    thread_ts: str | None = None
    unasked: Unasked | None = None


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery leased to one courier. `fence` grows with each claim; a stale one cannot settle.

    mark: the content-free word that stands in the posted message, the same for the same key.
    target_ts: Slack's timestamp of the post that an update or delete is about.
    doubtful: an earlier attempt may have been accepted; the channel must be searched first.
    insisted: a human decided to send it again, also where the channel cannot be searched.
    """

    id: int
    fence: int
    outgoing: Outgoing
    mark: str
    attempts: int
    first_attempt_at: datetime | None
    doubtful: bool
    target_channel: str | None = None
    target_ts: str | None = None
    insisted: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """Slack said yes. `channel` is where it really stands (a DM's id for a user)."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class NotAccepted:
    """Surely not posted; worth another try after `retry_after` (zero: our own pause)."""

    why: str
    retry_after: timedelta = timedelta(0)


@dataclass(frozen=True, slots=True)
class Rejected:
    """Slack said no, and will say it again: a human has to mend something."""

    why: str


@dataclass(frozen=True, slots=True)
class Unclear:
    """It may have been posted: a timeout, a reset, a 5xx."""

    why: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """The channel could not be searched, so the doubt stands. passing: it may soon be readable."""

    why: str
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Absent:
    """The pages read reach back before the first attempt and the mark is not there."""


@dataclass(frozen=True, slots=True)
class Lapsed:
    """It is no longer to be posted: its time is over, or nothing is left of what it would show."""

    why: str


@dataclass(frozen=True, slots=True)
class Postponed:
    """Not sent yet: the person wants to be left in peace until then."""

    until: datetime


Outcome = Accepted | NotAccepted | Rejected | Unclear | Lapsed | Postponed
Search = Accepted | Absent | Unreadable


def is_hopeless(claimed: Claimed, now: datetime) -> bool:
    """Whether a doubt has lasted for so long that a human has to decide.

    What a human sends again has its twenty attempts anew.
    """
    began = claimed.first_attempt_at
    is_old = began is not None and began <= now - UNCLEAR_FOR
    return is_old and claimed.attempts >= MAX_ATTEMPTS


def pause(attempts: int) -> timedelta:
    """How long to rest after the n-th failed attempt: 2, 4, 8 … seconds, at most an hour."""
    return min(timedelta(seconds=2 ** min(attempts, 20)), LONGEST_PAUSE)
