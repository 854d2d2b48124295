"""What Slack told us and has not been acted on yet: ids only, never words."""

import enum
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

LEASE: Final = timedelta(seconds=30)
"""How long a leased event belongs to one drainer: longer than its few calls of 10 s each."""
MAX_ATTEMPTS: Final = 12
"""With the growing pauses of bot.domain.delivery.pause: after about two hours."""
KEPT_FOR: Final = timedelta(days=2)
"""Slack repeats an event for minutes, with *delayed events* for a day; then its id may go."""


class Happening(enum.StrEnum):
    """The kinds of event that something is done about."""

    POSTED = "posted"
    DELETED = "deleted"
    REACTED = "reacted"
    HOME_OPENED = "home_opened"
    PERSON_CHANGED = "person_changed"
    GROUP_CHANGED = "group_changed"
    CHANNEL_SHARED = "channel_shared"
    REMOVED = "removed"
    ERASURE_ASKED = "erasure_asked"
    """No event of Slack's: a person's wish, kept before it is acknowledged and carried out once."""


class NotYetError(Exception):
    """What an event may be about is still on its way: it is looked at again soon."""


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """One event, as ids.

    event_id: Slack's, the same each time the event is repeated; of a wish, its modal's.
    subject: what else there is to name: the emoji of a reaction, the bot that posted, the group
    that changed, the second in which the app was removed.
    """

    team: str
    event_id: str
    kind: Happening
    channel: str = ""
    ts: str = ""
    user: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Leased:
    """An event leased to one drainer; a stale `fence` cannot settle. kept_at: when it came."""

    id: int
    fence: int
    attempts: int
    event: StoredEvent
    kept_at: datetime
