"""The on-call tool: reached, signed, tried again, never told who or what."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Self

import pytest

from bot.domain.handoff import Ground, Handoff
from bot.domain.handoff_settings import HandoffSettings, OnCall, is_callable_url
from bot.domain.on_call import Answer, Answered, Calling, NotAnswered, pause
from bot.on_call_sender import HttpOnCallSender
from bot.services.handoffs import Submitted
from bot.services.on_call import OnCallCaller
from bot.views.handoff import Form
from tests.fakes_handoff import TEAM, FakeDirectory, World, new_world

SECRET = "a-secret-of-sixteen"


class Tool:
    """A small on-call tool: answers with the given statuses, then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.url = ""

    @contextmanager
    def serving(self) -> Iterator["Tool"]:
        tool = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                tool.calls.append((dict(self.headers), body))
                status = tool.statuses.pop(0) if tool.statuses else 200
                self.send_response(status)
                self.send_header("Location", "http://127.0.0.1:9/elsewhere")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            self.url = f"http://127.0.0.1:{server.server_port}/hook"
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            yield self
            server.shutdown()
            thread.join()


class OneCall:
    """A queue with the calls of a fake store, settled as they are answered."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.answers: list[Answer] = []

    def __call__(self) -> "OneCall":
        return self

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing to close."""

    def commit(self) -> None:
        """Nothing to keep."""

    @property
    def on_call(self) -> "OneCall":
        return self

    @property
    def handoff_setup(self) -> "OneCall":
        return self

    def settings(self, team: str) -> HandoffSettings:
        assert team == TEAM
        return self.world.store.settings

    def claim(self, now: object, limit: int) -> list[Calling]:
        del now
        calls = list(self.world.store.calls.values())[:limit]
        return [Calling(1, 1, call, 1, self.world.store.clock.now()) for call in calls]

    def settle(self, calling: Calling, answer: Answer, now: object) -> bool:
        del calling, now
        self.answers.append(answer)
        return True


def alarmed(url: str) -> tuple[World, Handoff]:
    agreed = HandoffSettings(
        enabled=True, leads=("LENA",), backup="BO", on_call=OnCall(url, SECRET)
    )
    world = new_world(agreed, "P1")
    world.handoffs.request(Submitted(TEAM, "PRIYA", "V1", Form(Ground.DANGER, "4711")))
    return world, next(iter(world.store.handoffs.values()))


def test_a_call_is_signed_and_tells_neither_who_nor_where() -> None:
    """The receiver can check that it is ours; the rest stands in Slack."""
    with Tool().serving() as tool:
        world, handoff = alarmed(tool.url)
        queue = OneCall(world)
        OnCallCaller(queue, HttpOnCallSender(), FakeDirectory(), world.store.clock).tick()  # type: ignore[arg-type]
    assert queue.answers == [Answered()]
    headers, body = tool.calls[0]
    signed = headers["X-Goodword-Timestamp"].encode() + b"." + body
    expected = hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert headers["X-Goodword-Signature"] == f"v1={expected}"
    said = json.loads(body)
    assert (said["reason"], said["handoff"]) == ("danger", handoff.id)
    assert b"PRIYA" not in body
    assert b"4711" not in body


@pytest.mark.parametrize("status", [302, 404, 503])
def test_anything_but_a_yes_is_tried_again_and_no_redirect_is_followed(status: int) -> None:
    """A signed call goes to the address that was set, and nowhere else."""
    with Tool(status).serving() as tool:
        answer = HttpOnCallSender().send(tool.url, b"{}", {})
        assert answer == NotAnswered(f"http_{status}")
        assert HttpOnCallSender().send(tool.url, b"{}", {}) == Answered()


def test_a_tool_that_is_away_is_no_error() -> None:
    """It is tried again: 2, 4, 8 … seconds, at most two minutes apart."""
    assert HttpOnCallSender().send("http://127.0.0.1:9/x", b"{}", {}) == NotAnswered("unreachable")
    assert [pause(n).total_seconds() for n in (1, 2, 3, 20)] == [2, 4, 8, 120]


def test_nobody_is_called_once_somebody_has_it() -> None:
    """The queue is emptied with the claim."""
    world, handoff = alarmed("https://oncall.example/x")
    assert world.store.calls
    world.taking.take(TEAM, "P1", handoff.id)
    assert world.store.calls == {}


@pytest.mark.parametrize(
    ("url", "fine"),
    [
        ("https://oncall.example/hook?key=1", True),
        ("http://127.0.0.1:8080/x", True),
        ("http://oncall.example/x", False),
        ("https://me:pw@oncall.example/x", False),
        ("file:///etc/passwd", False),
        ("https://", False),
        ("https://[broken", False),
    ],
)
def test_an_address_is_https_or_this_machine(url: str, fine: bool) -> None:  # noqa: FBT001
    """Nothing else may be called."""
    assert is_callable_url(url) is fine
