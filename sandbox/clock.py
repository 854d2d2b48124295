"""The sandbox's own clock: real time plus an offset that a test may move."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime

FOLLOW_SECONDS = 10.0
"""How long a follower's question stays open (real seconds)."""
CATCH_UP_STEP_SECONDS = 0.01
CATCH_UP_STEPS = 50


@dataclass(frozen=True)
class _Follower:
    """A process that shares this clock: the version it knows, when it last asked."""

    seen: int
    at: float


class SandboxTime:
    """Real time plus an offset in seconds; every change has a version number."""

    def __init__(self) -> None:
        self.offset = 0.0
        self.version = 0
        self._changed = asyncio.Event()
        self._followers: dict[str, _Follower] = {}

    def now(self) -> float:
        """Return seconds since 1970 as the simulated workspace sees them."""
        return time.time() + self.offset

    def moment(self) -> datetime:
        """Return the simulated time as an aware UTC datetime."""
        return datetime.fromtimestamp(self.now(), UTC)

    def advance(self, seconds: float) -> None:
        """Move the clock by ``seconds``; a negative number moves it back."""
        self.offset += seconds
        self._announce()

    def set_to(self, moment: datetime) -> None:
        """Make it ``moment`` now (aware, or taken as UTC)."""
        aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        self.offset = aware.timestamp() - time.time()
        self._announce()

    def reset(self) -> None:
        """Return to real time."""
        self.offset = 0.0
        self._announce()

    async def sleep(self, seconds: float) -> None:
        """Wait until ``seconds`` of simulated time have passed."""
        due = self.now() + seconds
        while (left := due - self.now()) > 0:
            await self._change_or_timeout(left)

    async def follow(self, name: str, seen: int) -> None:
        """Return when the clock is past version ``seen``, or after a few real seconds.

        Calling again with the new version tells that the follower knows it.
        """
        self._followers[name] = _Follower(seen, time.monotonic())
        if self.version <= seen:
            await self._change_or_timeout(FOLLOW_SECONDS)

    async def followers_caught_up(self) -> bool:
        """Wait a moment until every live follower knows the latest change."""
        for _ in range(CATCH_UP_STEPS):
            behind = [f for f in self._alive() if f.seen < self.version]
            if not behind:
                return True
            await asyncio.sleep(CATCH_UP_STEP_SECONDS)
        return False

    def _alive(self) -> list[_Follower]:
        horizon = time.monotonic() - 2 * FOLLOW_SECONDS
        return [follower for follower in self._followers.values() if follower.at > horizon]

    def as_json(self) -> dict[str, object]:
        """Return offset, version and simulated time for the wire."""
        return {
            "now": self.moment().isoformat(),
            "offset": self.offset,
            "version": self.version,
            "followers": len(self._alive()),
        }

    def _announce(self) -> None:
        self.version += 1
        self._changed.set()
        self._changed = asyncio.Event()

    async def _change_or_timeout(self, within: float) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(within):
                await self._changed.wait()
