"""Moments, in the reader's own time zone where Slack shows it, in the team's where it cannot."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def at(moment: datetime, now: datetime, zone: str) -> str:
    """`at 18:45`, or `on Mon 23 Nov at 09:00` when it is another day."""
    local = moment.astimezone(ZoneInfo(zone))
    stamp = int(moment.timestamp())
    if local.date() == now.astimezone(ZoneInfo(zone)).date():
        return f"at <!date^{stamp}^{{time}}|{local:%H:%M}>"
    day = f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1][:3]}"
    return f"on <!date^{stamp}^{{date_short}} at {{time}}|{day} at {local:%H:%M}>"


def plain(moment: datetime, zone: str) -> str:
    """`Mon 23 Nov, 09:00`, for places where Slack shows no time of its own."""
    local = moment.astimezone(ZoneInfo(zone))
    return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1][:3]}, {local:%H:%M}"


def day(value: date) -> str:
    """`3 March`."""
    return f"{value.day} {_MONTHS[value.month - 1]}"


def part_of_day(moment: datetime, zone: str) -> str:
    """Coarse on purpose: an exact time would tell whose shift it was."""
    hour = moment.astimezone(ZoneInfo(zone)).hour
    bounds = ((5, "at night"), (12, "this morning"), (18, "this afternoon"), (22, "this evening"))
    return next((name for bound, name in bounds if hour < bound), "at night")


def count(number: int) -> str:
    """Small numbers in words."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)
