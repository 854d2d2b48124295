"""How Slack reaches this process: a socket we hold, requests we answer, or not at all."""

import socket
import threading
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final, Protocol

from prometheus_client import CONTENT_TYPE_LATEST
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_bolt.adapter.wsgi import SlackRequestHandler
from slack_sdk.socket_mode.interval_runner import IntervalRunner
from waitress import create_server, wasyncore
from websocket import WebSocketApp

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

CONNECT_POLL_S: Final = 0.05
"""`connect` returns before the connection stands; until then nobody may be told it does."""
PING_S: Final = 3
"""How often a connection is tried, and how often a lost one is made anew."""
SILENCE_S: Final = 3 * PING_S
HTTP_THREADS: Final = 16
"""A request holds its thread until it is acknowledged: at most Slack's three seconds."""
LARGEST_REQUEST: Final = 2_000_000
"""Bytes. Slack's largest payload carries a view of 250 kB, form-encoded."""
FINISH_S: Final = 5
"""How long requests in hand may take when the process is asked to stop."""
FLUSH_S: Final = 1
EVENTS_PATH: Final = "/slack/events"
INSTALL_PATH: Final = "/slack/install"
REDIRECT_PATH: Final = "/slack/oauth_redirect"
PRAISE_PATH: Final = "/praise"


class Line(Protocol):
    """How Slack reaches this process."""

    @property
    def mode(self) -> str:
        """A word for the log."""

    def open(self, stopping: threading.Event) -> None:
        """Return once Slack can reach us, or when stopping."""

    def watch(self) -> None:
        """Asked every moment: see whether the line is still good."""

    def close(self) -> None:
        """Take nothing new; finish what is in hand."""


@dataclass(frozen=True, slots=True)
class SocketLine:
    """Socket Mode."""

    handler: SocketModeHandler
    mode: str = "socket"

    def open(self, stopping: threading.Event) -> None:
        """Connect and wait until the connection stands."""
        client = self.handler.client
        # The client's monitor takes a connection that is being made for a lost one, makes another
        # and cuts the first; so it begins to look once there is something to see.
        client.current_app_monitor_started = True
        self._connect()
        for _ in range(int(SILENCE_S / CONNECT_POLL_S)):
            if client.is_connected() or stopping.wait(CONNECT_POLL_S):
                break
        client.current_app_monitor.start()
        while not client.is_connected() and not stopping.wait(CONNECT_POLL_S):
            pass

    def _connect(self) -> None:
        """Connect, and read from the connection at once.

        The client's reader looks for one every half second, and first while there is none.
        """
        client = self.handler.client
        client.current_session_runner.shutdown()  # type: ignore[no-untyped-call] # slack_sdk
        self.handler.connect()  # type: ignore[no-untyped-call] # Bolt's adapter
        every = client.current_session_runner.interval_seconds
        read = client._run_current_session  # noqa: SLF001 - slack_sdk offers no other way
        client.current_session_runner = IntervalRunner(read, every).start()

    def watch(self) -> None:
        """Hang up a connection that stopped answering pings; the client then makes another.

        The client sends pings and never looks whether they are answered: behind a network that
        went silent it would wait for many minutes.
        """
        session = self.handler.client.current_session
        # Before the first answer there is nothing to measure from: last_pong_tm is zero.
        if session and 0 < session.last_pong_tm < session.last_ping_tm - SILENCE_S:
            _hang_up(session)

    def close(self) -> None:
        """Acknowledge what is in hand, then disconnect."""
        client = self.handler.client
        # `closed` is what ends the loop that hands out messages.
        client.auto_reconnect_enabled, client.closed = False, True
        client.enqueue_message("")
        client.message_processor.shutdown()  # type: ignore[no-untyped-call] # slack_sdk
        client.message_workers.shutdown(wait=True)
        if client.current_session:
            client.current_session.keep_running = False
            _hang_up(client.current_session)
            # The reader has to notice before the socket is gone, or it never would.
            client.current_session_runner.shutdown()  # type: ignore[no-untyped-call] # slack_sdk
        self.handler.close()  # type: ignore[no-untyped-call] # Bolt's adapter


def _hang_up(session: WebSocketApp) -> None:
    """Wake the reader: closing alone leaves it waiting for up to ten seconds."""
    if session.sock and session.sock.sock:
        with suppress(OSError):
            session.sock.sock.shutdown(socket.SHUT_RDWR)


@dataclass(frozen=True, slots=True)
class NoLine:
    """A worker: Slack never calls it."""

    mode: str = "work"

    def open(self, stopping: threading.Event) -> None:
        """Nothing to open."""

    def watch(self) -> None:
        """Nothing to watch."""

    def close(self) -> None:
        """Nothing to close."""


@dataclass(frozen=True, slots=True)
class Web:
    """The WSGI application: Slack's requests, and three questions of whoever watches over us."""

    slack: SlackRequestHandler
    is_ready: Callable[[], bool]
    metrics: Callable[[], bytes]
    install: "WSGIApplication | None" = None
    praise: "WSGIApplication | None" = None

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        match environ.get("PATH_INFO"):
            case "/healthz":
                return _plain(start_response, "200 OK", b"ok\n")
            case "/readyz" if self.is_ready():
                return _plain(start_response, "200 OK", b"ready\n")
            case "/readyz":
                return _plain(start_response, "503 Service Unavailable", b"not ready\n")
            case "/metrics":
                return _plain(start_response, "200 OK", self.metrics(), CONTENT_TYPE_LATEST)
            case path:
                return self._door(str(path))(environ, start_response)

    def _door(self, path: str) -> "WSGIApplication":
        """Slack's own, unless another one hangs there."""
        if path.startswith(f"{PRAISE_PATH}/"):
            return self.praise or self.slack
        others = {INSTALL_PATH: self.install, REDIRECT_PATH: self.install, PRAISE_PATH: self.praise}
        return others.get(path) or self.slack


def _plain(
    start_response: "StartResponse", status: str, body: bytes, kind: str = "text/plain"
) -> Iterable[bytes]:
    headers = [("Content-Type", kind), ("Content-Length", str(len(body)))]
    start_response(status, headers)
    return [body]


@dataclass(slots=True)
class HttpLine:
    """Requests under waitress; port 0 takes a free one."""

    web: Web
    wished_port: int
    mode: str = "http"
    _server: Any = None
    _thread: threading.Thread = field(default_factory=threading.Thread)

    @property
    def port(self) -> int:
        """Where we listen, once open."""
        return int(self._server.effective_port)

    def open(self, stopping: threading.Event) -> None:  # noqa: ARG002 - listening takes no time
        """Listen on all addresses: a platform's router stands before us."""
        self._server = create_server(
            self.web,
            host="0.0.0.0",  # noqa: S104 - see above
            port=self.wished_port,
            threads=HTTP_THREADS,
            max_request_body_size=LARGEST_REQUEST,
            ident=None,
        )
        self._thread = threading.Thread(target=self._server.run, name="http")
        self._thread.start()

    def watch(self) -> None:
        """Waitress looks after itself."""

    def close(self) -> None:
        """Close the door, finish what is in hand, then hang up."""
        server = self._server
        if server is None:
            return
        # Waitress belongs to its own thread; what is thrown into its trigger runs there.
        server.trigger.pull_trigger(lambda: wasyncore.dispatcher.close(server))
        server.task_dispatcher.shutdown(timeout=FINISH_S)
        self._flush(server)
        server.trigger.pull_trigger(lambda: wasyncore.close_all(server._map))  # noqa: SLF001 - waitress offers no other way
        self._thread.join()

    def _flush(self, server: Any) -> None:  # noqa: ANN401 - waitress has no types
        """Let the last answers leave."""
        waiting = threading.Event()
        for _ in range(int(FLUSH_S / CONNECT_POLL_S)):
            if not any(one.total_outbufs_len for one in list(server.active_channels.values())):
                return
            waiting.wait(CONNECT_POLL_S)
