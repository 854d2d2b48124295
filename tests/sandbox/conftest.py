"""A sandbox for the whole module run, and a real Bolt app connected to it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from slack_bolt import App, BoltResponse
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

from tests.sandbox_client import APP_TOKEN, BOT_TOKEN, SandboxServer, running_sandbox

PING_SECONDS = 2
"""The SDK takes a connection without a socket for lost at every ping, but only begins one every
half second: with shorter pings it makes them anew and anew."""


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SandboxServer]:
    """One sandbox process for every test here, with the default registration of an app."""
    with running_sandbox(root=tmp_path_factory.mktemp("no-manifest")) as started:
        yield started


@pytest.fixture
def slack(server: SandboxServer) -> SandboxServer:
    """The sandbox, fresh."""
    server.reset()
    return server


@pytest.fixture
def client(slack: SandboxServer) -> WebClient:
    """The real SDK's client, pointed at the sandbox, with no retries of its own."""
    return WebClient(token=BOT_TOKEN, base_url=slack.api_url, timeout=5, retry_handlers=[])


def leave(handler: SocketModeHandler, slack: SandboxServer) -> None:
    """Disconnect at once; the SDK alone takes ten seconds unless the server hangs up first."""
    handler.client.auto_reconnect_enabled = False
    slack.sockets("drop")
    slack.wait_for(lambda: not handler.client.is_connected(), "the app to notice")
    handler.close()  # type: ignore[no-untyped-call]  # Bolt's adapter


@pytest.fixture(scope="session")
def line(server: SandboxServer) -> Iterator[SocketModeHandler]:
    """One Socket Mode connection for every test; a new one costs a second and a half."""
    client = WebClient(token=BOT_TOKEN, base_url=server.api_url)
    nobody = App(client=client, token_verification_enabled=False)
    handler = SocketModeHandler(nobody, APP_TOKEN, ping_interval=PING_SECONDS)
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt's adapter
    yield handler
    leave(handler, server)


@pytest.fixture(autouse=True)
def _content(line: SocketModeHandler, client: WebClient) -> None:
    """Unless a test brings an app of its own, whatever arrives is acknowledged."""
    line.app = App(client=client, token_verification_enabled=False)
    line.app.use(lambda: BoltResponse(status=200))


@pytest.fixture
def app(slack: SandboxServer, client: WebClient, line: SocketModeHandler) -> App:
    """A real Bolt app over Socket Mode; tests add listeners to it."""
    line.app = App(client=client, token_verification_enabled=False)
    slack.wait_for_connection()
    return line.app
