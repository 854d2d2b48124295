"""Serves the page, its live updates and permalinks."""

from __future__ import annotations

from pathlib import Path

from aiohttp import web

from sandbox.world import World

PAGE = Path(__file__).parent / "page"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; "
    "img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
KEEP_ALIVE_SECONDS = 15
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def add_routes(app: web.Application, world: World) -> None:
    """Put the page at ``/`` and its parts under ``/page/``."""

    async def stream(request: web.Request) -> web.StreamResponse:
        return await _stream(world, request)

    app.router.add_get("/", _index)
    app.router.add_get("/page/{name}", _part)
    app.router.add_get("/_page/stream", stream)
    app.router.add_get("/archives/{channel}/{message}", _permalink)


async def _index(_request: web.Request) -> web.StreamResponse:
    return web.FileResponse(PAGE / "index.html", headers=HEADERS)


async def _part(request: web.Request) -> web.StreamResponse:
    names = {path.name for path in PAGE.iterdir() if path.suffix in (".js", ".css", ".svg")}
    name = request.match_info["name"]
    if name not in names:
        raise web.HTTPNotFound
    return web.FileResponse(PAGE / name, headers=HEADERS)


async def _permalink(request: web.Request) -> web.StreamResponse:
    channel, digits = request.match_info["channel"], request.match_info["message"]
    raise web.HTTPFound(f"/#{channel}/{digits}")


async def _stream(world: World, request: web.Request) -> web.StreamResponse:
    """Server-sent events: one line of topic for each change."""
    response = web.StreamResponse(headers={**HEADERS, "Content-Type": "text/event-stream"})
    await response.prepare(request)
    queue = world.live.listen()
    try:
        await response.write(b"data: hello\n\n")
        while True:
            topic = await world.live.next(queue, KEEP_ALIVE_SECONDS)
            await response.write(f"data: {topic}\n\n".encode() if topic else b": still here\n\n")
    except ConnectionError:
        return response
    finally:
        world.live.leave(queue)
