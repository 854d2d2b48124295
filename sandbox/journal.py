"""A log of every call and delivery, and of everything Slack would not have stood for."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Protocol

from sandbox.delivery import Delivery
from sandbox.json_types import Json


class Entry(Protocol):
    """Something that can stand in the journal."""

    def as_json(self) -> Json:
        """Return the entry for the wire."""


@dataclass
class ApiCall:
    """One call of the bot to the Web API or to a response URL."""

    method: str
    args: Json
    at: float
    started: float = field(default_factory=time.monotonic)
    ms: float | None = None
    status: int | None = None
    response: Json | None = None
    fault: str | None = None

    def finish(self, status: int | None, response: Json | None) -> None:
        """Note the answer and how long it took, in milliseconds."""
        self.ms = round((time.monotonic() - self.started) * 1000, 1)
        self.status = status
        self.response = response

    def as_json(self) -> Json:
        """Return the call for the wire."""
        return {
            "kind": "api",
            "method": self.method,
            "args": self.args,
            "at": self.at,
            "ms": self.ms,
            "status": self.status,
            "response": self.response,
            "fault": self.fault,
        }


class Journal:
    """Keeps entries in order; ``seq`` starts at 1."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self.violations: list[Json] = []

    def add(self, entry: Entry) -> None:
        """Append one entry."""
        self._entries.append(entry)

    def violation(self, rule: str, where: str, **details: object) -> None:
        """Record something the product must never do; tests fail on any."""
        self.violations.append({"rule": rule, "where": where, **details})

    def as_json(self, after: int = 0) -> list[Json]:
        """Return the entries with ``seq`` greater than ``after``."""
        return [
            {"seq": seq, **entry.as_json()}
            for seq, entry in enumerate(self._entries, start=1)
            if seq > after
        ]

    def deliveries(self) -> list[Delivery]:
        """Return the payloads sent to the app."""
        return [entry for entry in self._entries if isinstance(entry, Delivery)]

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self.violations.clear()
