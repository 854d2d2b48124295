"""The HTTP server: Web API, Socket Mode, response URLs, control API and page."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

from aiohttp import web

from sandbox import page_routes
from sandbox.app_config import read_config
from sandbox.control import endpoint as control
from sandbox.doings import answering
from sandbox.errors import SlackError
from sandbox.json_types import object_of
from sandbox.web_api.arguments import Arguments
from sandbox.web_api.endpoint import answer_call, with_faults
from sandbox.web_api.methods import refused
from sandbox.web_api.oauth import authorize
from sandbox.world import World

HOST = "127.0.0.1"
LARGEST_BODY = 4_000_000
CLOSING_SECONDS = 0.5
LEAVING_SECONDS = 0.1
"""Time for the answer to the request that asked for an outage."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class SandboxServer:
    """One running sandbox on a port of 127.0.0.1; port 0 takes a free one."""

    def __init__(self, root: Path, port: int = 0, leniency: float = 1.0) -> None:
        self.world = World(read_config(root), leniency=leniency)
        self._runner: web.AppRunner | None = None
        self._site: web.TCPSite | None = None
        self._place = _held(port)
        self._outage: asyncio.Task[None] | None = None

    async def start(self) -> str:
        """Listen and return the base URL without a slash at its end."""
        self._runner = web.AppRunner(
            build(self.world), access_log=None, shutdown_timeout=CLOSING_SECONDS
        )
        await self._runner.setup()
        await self._listen()
        self.world.base_url = f"http://{HOST}:{self._port}"
        self.world.go_away = self._go_away
        return self.world.base_url

    async def stop(self) -> None:
        """Stop listening and cut every connection."""
        self.world.deliveries.forget()
        self.world.hub.drop()
        await self.world.urls.close()
        if self._runner is not None:
            await self._runner.cleanup()
        self._place.close()

    @property
    def _port(self) -> int:
        return int(self._place.getsockname()[1])

    async def _listen(self) -> None:
        if self._runner is not None:
            self._site = web.TCPSite(self._runner, HOST, self._port, reuse_port=True)
            await self._site.start()

    def _go_away(self, seconds: float) -> None:
        self._outage = asyncio.get_running_loop().create_task(self._be_away(seconds))

    async def _be_away(self, seconds: float) -> None:
        """Refuse every connection for ``seconds`` of real time, then listen again."""
        await asyncio.sleep(LEAVING_SECONDS)
        if self._site is not None:
            await self._site.stop()
        self.world.hub.drop()
        await asyncio.sleep(seconds)
        await self._listen()


def _held(port: int) -> socket.socket:
    """Keep a port ours, never listened on: in an outage nobody else may take it.

    Raises OSError where another program has it; two simulated Slacks would answer in turn.
    """
    with socket.socket() as free:
        free.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        free.bind((HOST, port))
    place = socket.socket()
    place.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
    place.bind((HOST, port))
    return place


def build(world: World) -> web.Application:
    """Return the application with all its routes."""
    app = web.Application(client_max_size=LARGEST_BODY, middlewares=[local_only])

    async def api(request: web.Request) -> web.StreamResponse:
        return await answer_call(world, request)

    async def response(request: web.Request) -> web.StreamResponse:
        return await _answer_response_url(world, request)

    async def allow(request: web.Request) -> web.StreamResponse:
        return await authorize(world, request)

    app.router.add_route("*", "/api/{method}", api)
    app.router.add_post("/response/{token}", response)
    app.router.add_get("/oauth/v2/authorize", allow)
    app.router.add_get("/link/", world.hub.serve)
    control.add_routes(app, world)
    page_routes.add_routes(app, world)
    return app


@web.middleware
async def local_only(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse requests that reached this machine under a foreign name (DNS rebinding)."""
    name = request.host.rpartition(":")[0] or request.host
    if name not in (HOST, "localhost"):
        raise web.HTTPForbidden(text="this sandbox only answers at 127.0.0.1")
    return await handler(request)


async def _answer_response_url(world: World, request: web.Request) -> web.StreamResponse:
    text = await request.text()
    try:
        body = object_of(json.loads(text))
    except ValueError:
        world.journal.violation("unreadable_call", "response_url")
        return web.json_response({"ok": False, "error": "invalid_payload"}, status=400)

    def work() -> web.Response:
        try:
            place = world.of_response_url(request.match_info["token"])
            answering.at_response_url(place, request.match_info["token"], body)
        except SlackError as refusal:
            gone = refusal.code in ("expired_url", "used_url", "invalid_url")
            return web.json_response(refused(refusal), status=404 if gone else 400)
        return web.json_response({"ok": True})

    return await with_faults(world, request, "response_url", Arguments(body), work)
