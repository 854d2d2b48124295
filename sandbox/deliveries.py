"""Sends payloads to the app, and sends events again when they are not acknowledged."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from uuid import uuid4

from sandbox.clock import SandboxTime
from sandbox.delivery import ACK_SECONDS, Delivery
from sandbox.json_types import Json
from sandbox.request_urls import RequestUrls
from sandbox.socket_mode import SocketHub

PATIENCE_SECONDS = 5.0
"""How long to keep listening for a late answer to a person, to learn how late it is."""
RETRY_AFTER_SECONDS = (0, 60, 300)
"""Waits before the second, third and fourth try of an event (docs.slack.dev, Events API)."""


@dataclass
class Deliveries:
    """The way out to the app."""

    hub: SocketHub
    urls: RequestUrls
    time: SandboxTime
    addressed: Callable[[Json], Json] = lambda payload: payload
    leniency: float = 1.0
    _tasks: set[asyncio.Task[Delivery] | asyncio.Task[None]] = field(default_factory=set)

    async def ask(self, kind: str, payload: Json) -> Delivery:
        """Deliver a command or an interaction once and return what came of it."""
        delivery = self._delivery(kind, payload, accepts_response=True)
        await self._send(delivery, PATIENCE_SECONDS * self.leniency)
        return delivery

    def start_event(self, payload: Json) -> asyncio.Task[Delivery]:
        """Deliver an event beside everything else; the task ends with the first try.

        Later tries, if the first is not acknowledged, follow in the background.
        """
        task = asyncio.get_running_loop().create_task(self._event(payload))
        self._keep(task)
        return task

    async def _event(self, payload: Json) -> Delivery:
        first = self._delivery("events_api", payload)
        await self._send(first, first.within)
        if not first.acked:
            self._keep(asyncio.get_running_loop().create_task(self._again(payload)))
        return first

    async def _send(self, delivery: Delivery, patience: float) -> None:
        if self.urls.urls:
            await self.urls.send(delivery, patience)
        else:
            await self.hub.send(delivery, patience)

    def _keep(self, task: asyncio.Task[Delivery] | asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def forget(self) -> None:
        """Stop whatever is still to be delivered."""
        for task in list(self._tasks):
            task.cancel()

    async def _again(self, payload: Json) -> None:
        for attempt, wait in enumerate(RETRY_AFTER_SECONDS, start=1):
            await self.time.sleep(wait)
            delivery = self._delivery("events_api", payload, attempt=attempt)
            await self._send(delivery, delivery.within)
            if delivery.acked:
                return

    def _delivery(
        self, kind: str, payload: Json, *, accepts_response: bool = False, attempt: int = 0
    ) -> Delivery:
        return Delivery(
            envelope_id=str(uuid4()),
            kind=kind,
            payload=self.addressed(payload),
            at=self.time.now(),
            within=ACK_SECONDS * self.leniency,
            accepts_response=accepts_response,
            retry_attempt=attempt,
        )
