"""Tells open pages what changed; each page then fetches what it shows."""

from __future__ import annotations

import asyncio


class Live:
    """A set of listeners; topics are ``channel:ID``, ``view:USER``, ``home:USER``, ``reset``."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()

    def listen(self) -> asyncio.Queue[str]:
        """Return a queue that receives every topic from now on."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self._listeners.add(queue)
        return queue

    def leave(self, queue: asyncio.Queue[str]) -> None:
        """Stop filling ``queue``."""
        self._listeners.discard(queue)

    def tell(self, topic: str) -> None:
        """Announce that ``topic`` changed."""
        for queue in self._listeners:
            queue.put_nowait(topic)

    async def next(self, queue: asyncio.Queue[str], within: float) -> str | None:
        """Return the next topic, or None after ``within`` quiet seconds."""
        try:
            async with asyncio.timeout(within):
                return await queue.get()
        except TimeoutError:
            return None
