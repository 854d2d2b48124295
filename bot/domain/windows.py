"""The fixed, non-overlapping stretches of time in which people are counted, never events."""

from datetime import date, datetime, timedelta
from typing import Final

EPOCH: Final = date(2024, 1, 1)
"""A Monday; every window starts a whole number of windows after it, in UTC."""
WINDOW: Final = timedelta(weeks=12)


def window_start(moment: datetime) -> date:
    """First day of the window that holds `moment` (a UTC moment)."""
    passed = (moment.date() - EPOCH) // WINDOW
    return EPOCH + passed * WINDOW
