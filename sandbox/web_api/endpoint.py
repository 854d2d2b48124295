"""The HTTP side of the Web API: reading a call, faults, answering."""

from __future__ import annotations

import asyncio
import json
import socket
import struct
from collections.abc import Callable
from email.utils import format_datetime

from aiohttp import web

from sandbox.errors import SlackError
from sandbox.faults import Fault
from sandbox.ids import secret
from sandbox.journal import ApiCall
from sandbox.json_types import Json
from sandbox.web_api.arguments import Arguments, read_arguments
from sandbox.web_api.methods import refused, run
from sandbox.world import World

LONGEST_HANG_SECONDS = 120.0
_POLL_SECONDS = 0.05
_BEFORE = {"timeout_before", "reset_before", "refused", "rate_limited", "http_500_before", "error"}


async def answer_call(world: World, request: web.Request) -> web.StreamResponse:
    """Answer one call to ``/api/METHOD``."""
    name = request.match_info["method"]
    try:
        args, token = await read_arguments(request)
    except (SlackError, ValueError):
        world.journal.violation("unreadable_call", name)
        return _json(refused(SlackError("invalid_json")), world)
    acting = world.of_token(token)
    return await with_faults(
        world, request, name, args, lambda: _json(run(acting, name, args, token), acting)
    )


async def with_faults(
    world: World,
    request: web.Request,
    name: str,
    args: Arguments,
    work: Callable[[], web.Response],
) -> web.StreamResponse:
    """Do ``work`` unless a fault stops it; record the call and its answer."""
    call = ApiCall(name, args.values, world.time.now())
    world.journal.add(call)
    fault = world.faults.strike(name)
    call.fault = fault.kind if fault else None
    if fault and fault.delay_ms and fault.kind != "delay_after":
        await asyncio.sleep(fault.delay_ms / 1000)
    if fault and fault.kind == "token_revoked":
        world.token_revoked = True
    wait = world.limits.wait(name, args.text("channel"))
    if wait and fault is None:
        fault = Fault(method=name, kind="rate_limited", retry_after=wait)
        call.fault = fault.kind
    response = None if fault and fault.kind in _BEFORE else work()
    if response is not None:
        call.finish(response.status, _body(response))
    if fault:
        return await _fail(request, fault, response, call)
    return response if response is not None else web.Response()


async def _fail(
    request: web.Request, fault: Fault, response: web.Response | None, call: ApiCall
) -> web.StreamResponse:
    match fault.kind:
        case "timeout_before" | "timeout_after":
            await _hang(request)
            return web.Response(status=504)
        case "reset_before" | "refused" | "reset_after":
            reset(request)
            return web.Response(status=500)
        case "rate_limited":
            answer = _plain({"ok": False, "error": "ratelimited"}, 429)
            answer.headers["Retry-After"] = str(fault.retry_after)
        case "http_500_before" | "http_500_after":
            answer = web.Response(status=500, text="Internal Server Error")
        case "delay_after":
            await asyncio.sleep(fault.delay_ms / 1000)
            return response if response is not None else web.Response(status=500)
        case "error":
            answer = _plain({"ok": False, "error": fault.error}, 200)
        case _:
            answer = response or web.Response(status=500)
    call.finish(answer.status, _body(answer))
    return answer


def reset(request: web.Request) -> None:
    """Cut the connection with a TCP reset."""
    transport = request.transport
    if transport is None:
        return
    raw = transport.get_extra_info("socket")
    if raw is not None:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()


async def _hang(request: web.Request) -> None:
    for _ in range(int(LONGEST_HANG_SECONDS / _POLL_SECONDS)):
        if request.transport is None or request.transport.is_closing():
            return
        await asyncio.sleep(_POLL_SECONDS)


def _json(answer: Json, world: World) -> web.Response:
    response = _plain(world.addressed(answer), 200)
    response.headers["X-OAuth-Scopes"] = ",".join(sorted(world.config.scopes))
    response.headers["X-Slack-Req-Id"] = secret()
    # Slack's time here is the simulated one.
    response.headers["Date"] = format_datetime(world.time.moment(), usegmt=True)
    return response


def _plain(answer: Json, status: int) -> web.Response:
    return web.json_response(answer, status=status)


def _body(response: web.Response) -> Json | None:
    if response.content_type != "application/json" or not response.text:
        return {"text": response.text} if response.text else None
    decoded: Json = json.loads(response.text)
    return decoded
