"""The way between the bot's slack_sdk and the simulated Slack, without a socket between them."""

import http.client
import io
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import Message as Headers
from typing import Any
from urllib.error import URLError
from urllib.parse import parse_qsl, urlsplit
from urllib.request import (
    BaseHandler,
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    OpenerDirector,
    Request,
)
from urllib.response import addinfourl

from sandbox.doings import answering
from sandbox.errors import SlackError
from sandbox.journal import ApiCall
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.methods import refused, run
from sandbox.world import World
from tests.simulation.troubles import Fault, TownClock, Troubles

Json = dict[str, Any]
Answer = tuple[int, Json]
TIMEOUT_S = 10
SLOW_CHANNELS = 3
"""Seconds that Slack asks for in a 429, at most times ten."""


@dataclass
class Wire:
    """Carries calls; what goes wrong on the way is drawn for each call.

    late: what Slack will have accepted in a while, although nobody waits for the answer.
    came_late: the marks of such posts.
    """

    world: World
    clock: TownClock
    troubles: Troubles
    away_until: datetime | None = None
    late: list[tuple[datetime, Callable[[], Answer]]] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    came_late: set[str] = field(default_factory=set)

    def opener(self) -> OpenerDirector:
        """What urllib opens addresses with, for as long as the simulation lasts."""
        director = OpenerDirector()
        for handler in (_Handler(self), HTTPErrorProcessor(), HTTPDefaultErrorHandler()):
            director.add_handler(handler)
        return director

    def answer(self, request: Request) -> addinfourl:
        """Answer one call; raises what a socket would raise."""
        name, work = self._work(request)
        self.troubles.boundary()
        is_away = self.away_until is not None and self.clock.true < self.away_until
        # The question at a start is asked again by slack_sdk after a real second; starts are
        # disturbed by the database and by being killed.
        fault = (
            Fault.REFUSED if is_away else None if name == "auth.test" else self.troubles.call(name)
        )
        self.trace.append(f"{self.clock.true:%d %H:%M:%S} {name} {fault or ''}")
        if fault is Fault.TIMEOUT_LATE and name == "chat.postMessage":
            body, _token = _arguments(request, "")
            self.came_late.add(body.get("metadata", {}).get("event_payload", {}).get("mark", ""))
        self.clock.pass_by(self.troubles.random.uniform(0.03, 0.3))
        status, body = self._through(fault, work)
        self.troubles.boundary()
        return _response(request, status, body)

    def catch_up(self) -> None:
        """What was accepted late happens now."""
        due = [work for at, work in self.late if at <= self.clock.true]
        self.late = [(at, work) for at, work in self.late if at > self.clock.true]
        for work in due:
            work()

    def _through(self, fault: Fault | None, work: Callable[[], Answer]) -> Answer:
        match fault:
            case None:
                return work()
            case Fault.REFUSED:
                raise URLError(ConnectionRefusedError(111, "Connection refused"))
            case Fault.LIMITED:
                return 429, {"ok": False, "error": "ratelimited"}
            case Fault.FAILED_LOST:
                return 503, {}
            case Fault.FAILED_POSTED:
                work()
                return 500, {}
            case Fault.RESET:
                work()
                raise http.client.RemoteDisconnected("closed without response")
            case Fault.TIMEOUT_POSTED:
                work()
            case Fault.TIMEOUT_LATE:
                wait = timedelta(seconds=TIMEOUT_S + self.troubles.random.uniform(1, 200))
                self.late.append((self.clock.true + wait, work))
        self.clock.pass_by(TIMEOUT_S)
        raise TimeoutError("timed out")

    def _work(self, request: Request) -> tuple[str, Callable[[], Answer]]:
        parts = urlsplit(request.full_url)
        folder, _, name = parts.path.strip("/").partition("/")
        values, token = _arguments(request, parts.query)
        if folder == "response":
            return "response_url", lambda: self._respond(name, values)
        call = Arguments(values)

        def work() -> Answer:
            answer = run(self.world, name, call, token)
            self.world.journal.add(ApiCall(name, values, self.world.time.now(), response=answer))
            return 200, answer

        return name, work

    def _respond(self, token: str, body: Json) -> Answer:
        try:
            answering.at_response_url(self.world, token, body)
        except SlackError as refusal:
            return 404, refused(refusal)
        return 200, {"ok": True}


class _Handler(BaseHandler):
    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def http_open(self, request: Request) -> addinfourl:
        return self.wire.answer(request)


def _arguments(request: Request, query: str) -> tuple[Json, str | None]:
    values: Json = dict(parse_qsl(query))
    data = request.data
    body = data.decode() if isinstance(data, bytes) else ""
    if "json" in (request.get_header("Content-type") or ""):
        values |= json.loads(body) if body else {}
    else:
        values |= dict(parse_qsl(body, keep_blank_values=True))
    token = values.pop("token", None)
    bearer = (request.get_header("Authorization") or "").partition(" ")[2]
    return values, bearer or token


def _response(request: Request, status: int, body: Json) -> addinfourl:
    headers = Headers()
    headers["Content-Type"] = "application/json; charset=utf-8"
    if status == 429:
        headers["Retry-After"] = "3"
    response = addinfourl(io.BytesIO(json.dumps(body).encode()), headers, request.full_url, status)
    response.msg = http.client.responses[status]
    return response
