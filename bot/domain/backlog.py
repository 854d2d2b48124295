"""What waits in the database, in numbers: no person, no channel, no words."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass


class Timer(enum.StrEnum):
    """What is due at a moment of its own."""

    HANDOFF = "handoff"
    LOOKING_BACK = "looking_back"
    ON_CALL = "on_call"


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many wait, and for how many seconds the oldest has."""

    count: int
    oldest_s: float


NOTHING = Waiting(0, 0.0)


@dataclass(frozen=True, slots=True)
class Backlog:
    """Deliveries and events by state, and timers whose moment has passed."""

    outbox: Mapping[str, Waiting]
    inbox: Mapping[str, Waiting]
    late: Mapping[Timer, Waiting]
