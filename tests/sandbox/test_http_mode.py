"""HTTP mode: what a request URL receives, and what counts as an acknowledgement."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs

import pytest
from slack_sdk.signature import SignatureVerifier

from tests.sandbox_client import SIGNING_SECRET, SandboxServer

Json = dict[str, Any]


@dataclass
class Received:
    """What came in, and what is answered."""

    requests: list[tuple[Json, bytes]] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)


class _Door(BaseHTTPRequestHandler):
    received: ClassVar[Received]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.requests.append((dict(self.headers), body))
        self.send_response(self.received.statuses.pop(0) if self.received.statuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


@pytest.fixture
def received(slack: SandboxServer) -> Iterator[Received]:
    """A request URL of our own; the sandbox delivers there."""
    found = Received()
    door = type("Door", (_Door,), {"received": found})
    with ThreadingHTTPServer(("127.0.0.1", 0), door) as server:
        threading.Thread(target=server.serve_forever).start()
        slack.deliver_to(f"http://127.0.0.1:{server.server_port}/slack/events")
        yield found
        slack.deliver_to()
        server.shutdown()


def test_requests_are_signed_as_slack_signs_them(slack: SandboxServer, received: Received) -> None:
    """The SDK's own verifier is content, and not with another secret."""
    assert slack.command("Priya", "/kudos hello")["acked"]
    headers, body = received.requests[0]
    assert SignatureVerifier(SIGNING_SECRET).is_valid_request(body, headers)
    assert not SignatureVerifier("another").is_valid_request(body, headers)
    assert parse_qs(body.decode())["command"] == ["/kudos"]


def test_an_event_that_is_refused_comes_again_after_a_minute_and_after_five(
    slack: SandboxServer, received: Received
) -> None:
    """Slack's schedule: at once, one minute, five minutes; with its number and reason."""
    received.statuses = [500, 500, 500, 200]
    sent = slack.message("praise-inbox", "so kind", user="Tomasz")
    assert not sent["acked"]
    assert sent["problem"] == "http_500"
    slack.wait_for(lambda: len(received.requests) == 2, "the second try")
    for count, seconds in ((3, 61), (4, 301)):
        slack.advance(seconds)
        slack.wait_for(lambda count=count: len(received.requests) == count, "the next try")
    tries = [headers.get("X-Slack-Retry-Num") for headers, _body in received.requests]
    assert tries == [None, "1", "2", "3"]
    ids = {json.loads(body)["event_id"] for _headers, body in received.requests}
    assert len(ids) == 1


def test_payloads_go_to_the_processes_in_turn(slack: SandboxServer, received: Received) -> None:
    """As behind a balancer: each payload to one of them."""
    url = slack.state()["urls"][0]
    slack.deliver_to(url, "http://127.0.0.1:9/slack/events")
    acked = [slack.command("Priya", "/kudos hello")["acked"] for _ in range(4)]
    assert acked.count(True) == 2
    assert len(received.requests) == 2
