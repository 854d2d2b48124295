"""What the bot sends by itself, and how somebody is left in peace by it.

An answer to what a person did has no kind: it always reaches them.
"""

import enum
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.receivers import UNTIL_RESUMED


class Unasked(enum.StrEnum):
    """Every kind of message that comes without having been asked for."""

    REVIEW_OFFERS = "review_offers"
    CREDITED = "credited"
    ASKED_FIRST = "asked_first"
    HANDOFF_OFFERS = "handoff_offers"
    REMINDERS = "reminders"
    AFTERCARE = "aftercare"
    DIGEST_COPIES = "digest_copies"
    REPORT_DRAFTS = "report_drafts"
    QUARTERLY = "quarterly"
    DECISIONS = "decisions"
    WORKSPACE = "workspace"


class Peace(enum.StrEnum):
    """How long somebody wants to be left in peace."""

    NONE = "none"
    HOUR = "hour"
    TOMORROW = "tomorrow"
    WEEK = "week"
    ALWAYS = "always"


PASSES: Final = frozenset({Unasked.REVIEW_OFFERS, Unasked.REMINDERS, Unasked.AFTERCARE})
"""What is of no use later: a snooze drops it. Everything else waits for the snooze to end."""
MORNING: Final = time(8)
"""When *until tomorrow* ends, in the workspace's time zone."""

Silences = Mapping[Unasked, datetime]
"""Until when each kind is not wanted; UNTIL_RESUMED for a mute."""


def until(peace: Peace, now: datetime, zone: str) -> datetime | None:
    """When it ends; None where nothing is to be held back."""
    match peace:
        case Peace.NONE:
            return None
        case Peace.HOUR:
            return now + timedelta(hours=1)
        case Peace.TOMORROW:
            local = now.astimezone(ZoneInfo(zone))
            return datetime.combine(local.date() + timedelta(days=1), MORNING, local.tzinfo)
        case Peace.WEEK:
            return now + timedelta(days=7)
        case Peace.ALWAYS:
            return UNTIL_RESUMED


def is_silent(silences: Silences, kind: Unasked, now: datetime) -> bool:
    """Whether this kind is not wanted now."""
    return silences.get(kind, now) > now


def comes_after(silences: Silences, kind: Unasked) -> datetime | None:
    """When a message held back now is worth sending; None when never."""
    end = silences[kind]
    return None if kind in PASSES or end >= UNTIL_RESUMED else end
