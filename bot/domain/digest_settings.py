"""What an admin sets about looking back, and what may be wrong with it."""

import enum
from dataclasses import dataclass
from datetime import time
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.domain.digest import Schedule

LENGTH_MAX: Final = 10
"""Two weeks of ten, two blocks each, still fit the 50 blocks of a message."""
THURSDAY: Final = 3


class Problem(enum.StrEnum):
    """Why nothing can be posted until an admin mends it; bot.wording.digest says how."""

    UNKNOWN_ZONE = "unknown_zone"
    CHANNEL_GONE = "channel_gone"
    CHANNEL_SHARED = "channel_shared"
    NOT_IN_CHANNEL = "not_in_channel"
    EDITOR_LEFT = "editor_left"


@dataclass(frozen=True, slots=True)
class DigestSettings:
    """How one workspace looks back.

    channel: None means the kudos channel. editor: who signs the monthly report; None: no report.
    deputy: asked when the editor is away or has left. length: kudos for each week it is about.
    """

    weekly: bool = True
    weekday: int = THURSDAY
    at: time = time(15)
    channel: str | None = None
    length: int = 5
    editor: str | None = None
    deputy: str | None = None

    def schedule(self, zone: str) -> Schedule:
        """When it comes, in a zone that exists."""
        return Schedule(zone, self.weekday, self.at)


def zone_exists(zone: str) -> bool:
    """Whether the time zone is known here."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
