"""A client that stands where Slack stands: signed requests at a steady rate, a connection each."""

import asyncio
import itertools
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp

from sandbox.request_urls import signed

Json = dict[str, Any]
LIMIT_S = 3.0
"""Slack's patience."""


@dataclass(frozen=True)
class Answered:
    """One request: seconds to its answer, and whether that was an acknowledgement."""

    seconds: float
    acked: bool


def event(number: int, team: str) -> Json:
    """A message in the intake channel, which the bot stores and then looks for."""
    return {
        "type": "event_callback",
        "team_id": team,
        "api_app_id": "A0GOODWORD",
        "event_id": f"EvLoad{number}",
        "event_time": int(time.time()),
        "authorizations": [{"team_id": team, "user_id": "U0GOODWORD", "is_bot": True}],
        "event": {
            "type": "message",
            "channel": "C0PRAISE",
            "channel_type": "channel",
            "user": "U0PRIYA",
            "text": "Thank you.",
            "ts": f"{1_600_000_000 + number}.000100",
        },
    }


def submission(like: Json, user: str, number: int) -> Json:
    """A review that is shared: like one that Slack really sent, under an id of its own."""
    name = f"V{user}{number:05}"
    view = {**like["view"], "id": name, "root_view_id": name}
    return {**like, "user": {**like["user"], "id": user}, "view": view}


class Client:
    """Sends to several addresses in turn."""

    def __init__(self, urls: Sequence[str]) -> None:
        self.turn: Iterator[str] = itertools.cycle(urls)

    async def events(self, first: int, count: int, rate: float, team: str) -> list[Answered]:
        """So many a second, each at its moment, whether or not the one before was answered."""
        async with self._session() as session:
            start = time.perf_counter()
            sent = []
            for number in range(count):
                await asyncio.sleep(max(0.0, start + number / rate - time.perf_counter()))
                body = json.dumps(event(first + number, team)).encode()
                sent.append(asyncio.create_task(self._send(session, body, "application/json")))
            return list(await asyncio.gather(*sent))

    async def share(self, session: aiohttp.ClientSession, payload: Json) -> Answered:
        """Press Share."""
        body = urlencode({"payload": json.dumps(payload)}).encode()
        return await self._send(session, body, "application/x-www-form-urlencoded")

    def _session(self) -> aiohttp.ClientSession:
        return session_for_load()

    async def _send(self, session: aiohttp.ClientSession, body: bytes, kind: str) -> Answered:
        headers = {"Content-Type": kind, **signed(body)}
        start = time.perf_counter()
        try:
            async with session.post(next(self.turn), data=body, headers=headers) as answer:
                said = await answer.text()
                acked = answer.status == 200 and '"errors"' not in said
        except (aiohttp.ClientError, TimeoutError):
            acked = False
        return Answered(time.perf_counter() - start, acked)


def session_for_load() -> aiohttp.ClientSession:
    """Without a limit of its own: a queue in the client would hide the server's."""
    connector = aiohttp.TCPConnector(limit=0, force_close=True)
    return aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=30))


def summary(answered: Sequence[Answered]) -> Json:
    """p50, p99 and the worst in milliseconds; how many were late or no acknowledgement."""
    spent = sorted(one.seconds for one in answered)
    return {
        "count": len(spent),
        "p50_ms": round(spent[len(spent) // 2] * 1_000, 1),
        "p99_ms": round(spent[int(len(spent) * 0.99) - 1] * 1_000, 1),
        "max_ms": round(spent[-1] * 1_000, 1),
        "late": sum(1 for one in answered if one.seconds > LIMIT_S),
        "refused": sum(1 for one in answered if not one.acked),
    }
