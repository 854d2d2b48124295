"""Moments, in the reader's own time zone where Slack shows it, in the team's where it cannot."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_NIGHT = "night"
_PARTS = ((5, _NIGHT), (12, "morning"), (18, "afternoon"), (22, "evening"))
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


def part_of_day(moment: datetime, zone: str, now: datetime | None = None) -> str:
    """`this morning`, or `Mon 23 Nov, morning` when it is another day by now.

    Coarse on purpose: an exact time would tell whose shift it was. now: for places that are
    written anew; a message carries its own day.
    """
    local = moment.astimezone(ZoneInfo(zone))
    part = next((name for bound, name in _PARTS if local.hour < bound), _NIGHT)
    if now is not None and local.date() != now.astimezone(ZoneInfo(zone)).date():
        return f"{_DAYS[local.weekday()]} {local.day} {_MONTHS[local.month - 1][:3]}, {part}"
    return f"at {part}" if part == _NIGHT else f"this {part}"


def count(number: int) -> str:
    """Small numbers in words."""
    return NUMBERS[number] if 0 <= number < len(NUMBERS) else str(number)
