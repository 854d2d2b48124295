"""Customers' comments from elsewhere that wait to be looked at: a few a day, never a flood."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

A_DAY: Final = 10
"""What a person reads beside their work; whoever wants another pace says so."""
WAITING_MAX: Final = 100
"""How many may wait at once: the rest stays in the file, and nothing of it with us."""
AT: Final = time(10)
"""When a day's candidates come, in the workspace's time zone."""
KEY: Final = "once:candidate:"
"""Such a delivery is made once in a workspace's life, so a file may be read again."""


def candidate_key(text: str, source: str = "") -> str:
    """Under which a comment is delivered: hashes of its words and of where it came from."""
    return f"{KEY}{text}:{source}" if source else f"{KEY}{text}"


def day_began(now: datetime, zone: str) -> datetime:
    """Midnight before now, in the workspace's time zone."""
    local = now.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date(), time(0), local.tzinfo)


def comes_at(ahead: int, a_day: int, now: datetime, zone: str) -> datetime:
    """When a candidate comes. ahead: how many came today or are to come; today's come at once."""
    days = ahead // a_day
    if days == 0:
        return now
    local = now.astimezone(ZoneInfo(zone))
    return datetime.combine(local.date() + timedelta(days=days), AT, local.tzinfo)
