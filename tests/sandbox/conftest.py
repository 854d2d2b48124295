"""A sandbox for the whole module run, and a real Bolt app connected to it."""

from __future__ import annotations

import gc
import warnings
from collections.abc import Iterator

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

from tests.sandbox_client import APP_TOKEN, BOT_TOKEN, SandboxServer, running_sandbox


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
    with warnings.catch_warnings():
        # The SDK leaves the sockets of lost connections to the garbage collector.
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()


@pytest.fixture
def app(slack: SandboxServer, client: WebClient) -> Iterator[App]:
    """A real Bolt app over Socket Mode; tests add listeners to it."""
    bolt = App(client=client, token_verification_enabled=False)
    handler = SocketModeHandler(bolt, APP_TOKEN, ping_interval=0.2)
    handler.connect()  # type: ignore[no-untyped-call]  # Bolt's adapter
    slack.wait_for_connection()
    yield bolt
    leave(handler, slack)
