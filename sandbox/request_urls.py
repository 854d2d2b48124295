"""HTTP mode: signed requests to the app's request URL, each payload to one of its processes."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import urlencode

import aiohttp

from sandbox.delivery import Delivery
from sandbox.journal import Journal
from sandbox.json_types import Json, object_of

SIGNING_SECRET = "sandbox-signing-secret"  # noqa: S105  (the simulator's public test secret)
OK = 200


@dataclass
class RequestUrls:
    """Where the app listens; more than one stand for processes behind a balancer, in turn."""

    journal: Journal
    urls: list[str] = field(default_factory=list)
    _turn: int = 0
    _session: aiohttp.ClientSession | None = None

    async def send(self, delivery: Delivery, patience: float) -> None:
        """Send one payload and wait ``patience`` seconds for the answer."""
        self.journal.add(delivery)
        self._turn += 1
        delivery.connection = self.urls[self._turn % len(self.urls)]
        body, kind = _encoded(delivery)
        headers = {"Content-Type": kind, **signed(body), **_retry(delivery)}
        with suppress(TimeoutError, aiohttp.ClientError):
            async with (
                asyncio.timeout(patience),
                self._open().post(delivery.connection, data=body, headers=headers) as answer,
            ):
                text = await answer.text()
                if answer.status == OK:
                    delivery.acknowledge(_said(text))
                else:
                    delivery.refused = f"http_{answer.status}"
        delivery.settled = True

    async def close(self) -> None:
        """Let go of every connection."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    def _open(self) -> aiohttp.ClientSession:
        if self._session is None:
            # As Slack's own requests: a new connection each, for a balancer to spread.
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(force_close=True, limit=0)
            )
        return self._session


def signed(body: bytes, secret: str = SIGNING_SECRET) -> dict[str, str]:
    """Return Slack's two headers for a body (docs.slack.dev, Verifying requests).

    The time is the machine's, for that is what the receiver compares it with.
    """
    moment = str(int(time.time()))
    base = b":".join((b"v0", moment.encode(), body))
    digest = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": moment, "X-Slack-Signature": f"v0={digest}"}


def _encoded(delivery: Delivery) -> tuple[bytes, str]:
    """Return the body and its type: events are JSON, people's doings are forms."""
    form = "application/x-www-form-urlencoded"
    if delivery.kind == "events_api":
        return json.dumps(delivery.payload).encode(), "application/json"
    if delivery.kind == "slash_commands":
        return urlencode(delivery.payload).encode(), form
    return urlencode({"payload": json.dumps(delivery.payload)}).encode(), form


def _retry(delivery: Delivery) -> dict[str, str]:
    if not delivery.retry_attempt:
        return {}
    return {
        "X-Slack-Retry-Num": str(delivery.retry_attempt),
        "X-Slack-Retry-Reason": "http_timeout",
    }


def _said(text: str) -> Json | None:
    if not text:
        return None
    try:
        return object_of(json.loads(text))
    except ValueError:
        return {"text": text}
