"""Socket Mode: tickets, connections, envelopes and their acknowledgements."""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import dataclass

from aiohttp import WSMsgType, web

from sandbox.delivery import Delivery
from sandbox.ids import secret
from sandbox.journal import Journal
from sandbox.json_types import Json, object_of, text_of
from sandbox.people_shapes import APP_ID

MOST_CONNECTIONS = 10
"""Open connections an app may have (docs.slack.dev, Using Socket Mode)."""
CONNECTION_SECONDS = 18060
"""What Slack announces in ``hello`` as the connection's expected life."""


@dataclass
class Connection:
    """One WebSocket of the app."""

    id: str
    socket: web.WebSocketResponse
    request: web.Request


class SocketHub:
    """The app's connections; each payload goes to one of them, in turn."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._tickets: set[str] = set()
        self._sent: dict[str, Delivery] = {}
        self._turn = 0
        self.connections: list[Connection] = []
        self.refusing = False

    def ticket(self) -> str:
        """Return a ticket for one connection."""
        ticket = secret()
        self._tickets.add(ticket)
        return ticket

    async def serve(self, request: web.Request) -> web.WebSocketResponse:
        """Hold one connection until it ends."""
        ticket = request.query.get("ticket", "")
        if ticket not in self._tickets or self.refusing:
            raise web.HTTPForbidden(text="unknown ticket")
        self._tickets.remove(ticket)
        if len(self.connections) >= MOST_CONNECTIONS:
            raise web.HTTPTooManyRequests(text="too many connections")
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(f"link-{ticket[:8]}", socket, request)
        self.connections.append(connection)
        try:
            await socket.send_json(self._hello())
            await self._listen(socket)
        finally:
            self.connections.remove(connection)
            self._give_up(connection)
        return socket

    def _give_up(self, connection: Connection) -> None:
        """Nobody is left to answer what a person did; an event's next try comes at its time."""
        for delivery in self._sent.values():
            if delivery.connection == connection.id and delivery.accepts_response:
                delivery.answered.set()

    async def send(self, delivery: Delivery, patience: float) -> None:
        """Send one payload and wait ``patience`` seconds for its acknowledgement."""
        self._journal.add(delivery)
        connection = self._next_connection()
        if connection is not None:
            delivery.connection = connection.id
            self._sent[delivery.envelope_id] = delivery
            with suppress(TimeoutError, ConnectionError):
                await connection.socket.send_json(delivery.envelope())
                async with asyncio.timeout(patience):
                    await delivery.answered.wait()
        delivery.settled = True

    async def disconnect(self, reason: str) -> None:
        """Ask every connection to go, as Slack does before it refreshes them."""
        for connection in list(self.connections):
            message = {"type": "disconnect", "reason": reason, "debug_info": {"host": "sandbox"}}
            await connection.socket.send_json(message)
            await connection.socket.close()

    def drop(self) -> None:
        """Cut every connection without a word."""
        for connection in list(self.connections):
            if connection.request.transport is not None:
                connection.request.transport.abort()

    def _hello(self) -> Json:
        return {
            "type": "hello",
            "num_connections": len(self.connections),
            "debug_info": {
                "host": "sandbox",
                "build_number": 1,
                "approximate_connection_time": CONNECTION_SECONDS,
            },
            "connection_info": {"app_id": APP_ID},
        }

    def _next_connection(self) -> Connection | None:
        alive = [c for c in self.connections if not c.socket.closed]
        if not alive:
            return None
        self._turn += 1
        return alive[self._turn % len(alive)]

    async def _listen(self, socket: web.WebSocketResponse) -> None:
        async for message in socket:
            if message.type is WSMsgType.TEXT:
                self._hear(message.data)

    def _hear(self, text: str) -> None:
        try:
            said = object_of(json.loads(text))
        except ValueError:
            self._journal.violation("socket_not_json", "socket_mode", said=text[:200])
            return
        delivery = self._sent.get(text_of(said.get("envelope_id")))
        if delivery is None:
            self._journal.violation("unknown_envelope", "socket_mode", said=said)
            return
        payload = object_of(said.get("payload")) or None
        if payload and not delivery.accepts_response:
            self._journal.violation("response_not_accepted", delivery.kind, said=payload)
        delivery.acknowledge(payload)
