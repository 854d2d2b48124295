"""A digest as the channel shows it, read from the message alone."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo


@dataclass
class Post:
    """A message as the channel shows it. ids: the kudos whose words stand in it."""

    at: datetime
    key: str
    mark: str
    ids: frozenset[str]


def post_of(message: dict[str, Any], zone: str) -> Post:
    """A message with its metadata, under the local week that its timestamp lies in."""
    at = datetime.fromtimestamp(float(message["ts"]), UTC)
    year, week, _ = at.astimezone(ZoneInfo(zone)).isocalendar()
    mark = message["metadata"]["event_payload"]["mark"]
    shown = kudos_ids(json.dumps(message["blocks"]))
    return Post(at, f"digest:channel:{year}-W{week:02}", mark, shown)


def kudos_ids(shown: str) -> frozenset[str]:
    """Which kudos a message shows, read from its words as a person would."""
    found = (part.split("n", 1)[0] for part in shown.split("Thank you n")[1:])
    return frozenset(f"{int(number):032}" for number in found)
