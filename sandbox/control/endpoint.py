"""The HTTP side of the control API."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from sandbox.control import acts, installing, settings, shows
from sandbox.errors import ControlError, SlackError
from sandbox.json_types import Json
from sandbox.world import World

Do = Callable[[World, Json], Awaitable[Json]]
Show = Callable[[World, web.Request], Json]

DO: dict[str, Do] = {
    "message": acts.message,
    "edit": acts.edit,
    "delete": acts.delete,
    "reaction": acts.reaction,
    "command": acts.command,
    "shortcut": acts.shortcut,
    "interact": acts.interact,
    "type": acts.type_in,
    "suggest": acts.suggest,
    "submit": acts.submit,
    "close": acts.close,
    "home": acts.home,
    "event": acts.event,
    "past": acts.past,
    "reset": settings.reset,
    "faults": settings.faults,
    "clock": settings.clock,
    "due": settings.due,
    "sockets": settings.sockets,
    "outage": settings.outage,
    "urls": settings.urls,
    "limits": settings.limits,
    "scopes": settings.scopes,
    "oauth": installing.oauth,
    "uninstall": installing.uninstall,
    "person": settings.person,
    "channel": settings.channel,
    "group": settings.group,
}
SHOW: dict[str, Show] = {
    "messages/{name}": shows.messages,
    "view/{name}": shows.view,
    "home/{name}": shows.home,
    "log": shows.log,
    "state": shows.state,
    "people": shows.people,
    "latest": shows.latest,
    "clock": shows.clock,
}


def add_routes(app: web.Application, world: World) -> None:
    """Put the control API under ``/_control/``."""
    for name, do in DO.items():
        app.router.add_post(f"/_control/{name}", _doing(world, do))
    for name, show in SHOW.items():
        app.router.add_get(f"/_control/{name}", _showing(world, show))
    app.router.add_get("/_control/clock/follow", _following(world))


def _doing(world: World, do: Do) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        return await _answer(_done(world, do, request))

    return handle


async def _done(world: World, do: Do, request: web.Request) -> Json:
    if request.content_type != "application/json":
        raise ControlError("send application/json", status=415)
    try:
        body: Any = json.loads(await request.text() or "{}")
    except ValueError:
        raise ControlError("the body is not JSON") from None
    if not isinstance(body, dict):
        raise ControlError("the body is not an object")
    return await do(world.of(str(body.pop("workspace", ""))), body)


def _showing(world: World, show: Show) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def shown(request: web.Request) -> Json:
        return show(world.of(request.query.get("workspace", "")), request)

    async def handle(request: web.Request) -> web.Response:
        return await _answer(shown(request))

    return handle


def _following(world: World) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def handle(request: web.Request) -> web.Response:
        return await _answer(shows.follow_clock(world, request))

    return handle


async def _answer(work: Awaitable[Json]) -> web.Response:
    try:
        return web.json_response(await work)
    except ControlError as refusal:
        return web.json_response({"error": refusal.reason}, status=refusal.status)
    except SlackError as refusal:
        return web.json_response({"error": refusal.code}, status=404)
