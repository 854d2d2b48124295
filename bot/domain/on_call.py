"""Calls to a company's on-call tool: what is said, how it is signed, when it is tried again."""

import hashlib
import hmac
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from bot.domain.handoff import Handoff

LEASE: Final = timedelta(seconds=30)
"""Longer than the call's own time limit (5 s), so that one call is never made twice at once."""
GIVE_UP_AFTER: Final = timedelta(hours=1)
LONGEST_PAUSE: Final = timedelta(minutes=2)
SIGNATURE_VERSION: Final = "v1"


@dataclass(frozen=True, slots=True)
class Call:
    """A call to be made. key: asking for it twice is asking once."""

    team: str
    handoff: str
    key: str
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Calling:
    """A call leased to one process; `fence` grows with each lease, a stale one cannot settle."""

    id: int
    fence: int
    call: Call
    attempts: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Answered:
    """The tool took it."""


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """It did not; tried again until an hour has passed."""

    why: str


Answer = Answered | NotAnswered


def call_for(handoff: Handoff, at: datetime) -> Call:
    """What the tool is told: no person, no reference, no words; the rest stands in Slack."""
    return Call(
        team=handoff.team,
        handoff=handoff.id,
        key=f"handoff:{handoff.id}:call:{handoff.round}",
        body={
            "type": "goodword.handoff.alarm",
            "handoff": handoff.id,
            "workspace": handoff.team,
            "reason": handoff.wish.ground.value,
            "live": handoff.wish.live,
            "step": handoff.step.value,
            "asked_at": at.isoformat(timespec="seconds"),
        },
    )


def payload(call: Call) -> bytes:
    """The exact bytes that are sent and signed."""
    return json.dumps(call.body, separators=(",", ":"), sort_keys=True).encode()


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """`v1=` and the hex HMAC-SHA256 of `timestamp.body`."""
    signed = str(timestamp).encode() + b"." + body
    digest = hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
    return f"{SIGNATURE_VERSION}={digest}"


def pause(attempts: int) -> timedelta:
    """How long to rest after the n-th failed attempt: 2, 4, 8 … seconds, at most two minutes."""
    return min(timedelta(seconds=2 ** min(attempts, 10)), LONGEST_PAUSE)
