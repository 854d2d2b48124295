"""One payload on its way to the app, and what came of it."""

from __future__ import annotations

import asyncio
import time
from dataclasses import dataclass, field

from sandbox.json_types import Json

ACK_SECONDS = 3.0
"""How long Slack waits for an acknowledgement (docs.slack.dev, Handling interactivity)."""


@dataclass
class Delivery:
    """One payload on its way to the app."""

    envelope_id: str
    kind: str
    payload: Json
    at: float
    within: float = ACK_SECONDS
    accepts_response: bool = False
    retry_attempt: int = 0
    connection: str | None = None
    acked_after_ms: float | None = None
    response: Json | None = None
    started: float = field(default_factory=time.monotonic)
    refused: str | None = None
    settled: bool = False
    answered: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def acked(self) -> bool:
        """Whether the app acknowledged within ``within`` seconds: Slack's three."""
        return self.acked_after_ms is not None and self.acked_after_ms <= self.within * 1000

    @property
    def problem(self) -> str | None:
        """Why Slack considers the delivery failed; None if it did not, or not yet."""
        if self.acked or not self.settled:
            return None
        if self.refused is not None:
            return self.refused
        return "timeout" if self.connection else "no_connection"

    def acknowledge(self, payload: Json | None) -> None:
        """Note the app's answer and when it came."""
        self.acked_after_ms = round((time.monotonic() - self.started) * 1000, 1)
        self.response = payload
        self.answered.set()

    def envelope(self) -> Json:
        """Return what goes over the wire."""
        shape: Json = {
            "envelope_id": self.envelope_id,
            "type": self.kind,
            "accepts_response_payload": self.accepts_response,
            "payload": self.payload,
        }
        if self.kind == "events_api":
            shape["retry_attempt"] = self.retry_attempt
            shape["retry_reason"] = "timeout" if self.retry_attempt else ""
        return shape

    def as_json(self) -> Json:
        """Return the delivery for the journal."""
        return {
            "kind": "delivery",
            "envelope_id": self.envelope_id,
            "type": self.kind,
            "payload": self.payload,
            "at": self.at,
            "connection": self.connection,
            "retry_attempt": self.retry_attempt,
            "acked_after_ms": self.acked_after_ms,
            "problem": self.problem,
            "response": self.response,
        }

    def outcome(self) -> Json:
        """Return what a control request is told."""
        return {
            "acked": self.acked,
            "problem": self.problem,
            "response": self.response,
            "ms": self.acked_after_ms,
            "envelope_id": self.envelope_id,
        }
