"""oauth.v2.access, and the page on which a person allows an installation: here they always do."""

from __future__ import annotations

from aiohttp import web

from sandbox.errors import SlackError
from sandbox.json_types import Json
from sandbox.oauth import CLIENT_ID, CLIENT_SECRET
from sandbox.people_shapes import TEAM_ID
from sandbox.web_api.arguments import Arguments, describe
from sandbox.world import World

_ASKED = frozenset({"client_id", "scope", "user_scope", "redirect_uri", "state", "team"})


def access(world: World, args: Arguments) -> Json:
    """oauth.v2.access."""
    if args.text("client_id") != CLIENT_ID:
        raise SlackError("invalid_client_id")
    if args.text("client_secret") != CLIENT_SECRET:
        raise SlackError("bad_client_secret")
    match args.text("grant_type") or "authorization_code":
        case "authorization_code":
            return world.oauth.exchange(args.text("code"), args.text("redirect_uri"))
        case "refresh_token":
            return world.oauth.refresh(args.text("refresh_token"))
        case _:
            raise SlackError("invalid_grant_type")


async def authorize(world: World, request: web.Request) -> web.Response:
    """``/oauth/v2/authorize``: leads the browser back to the app."""
    query = request.query
    scopes = [scope for scope in query.get("scope", "").split(",") if scope]
    unknown = sorted(set(query) - _ASKED)
    if unknown:
        world.journal.violation("unknown_argument", "oauth/v2/authorize", arguments=unknown)
    if query.get("client_id") != CLIENT_ID:
        return _refused("invalid_client_id")
    if not scopes or not set(scopes) <= world.registered.scopes:
        world.journal.violation("invalid_scope", "oauth/v2/authorize", scopes=scopes)
        return _refused("invalid_scope")
    try:
        where = world.oauth.allow(
            query.get("team") or TEAM_ID,
            scopes,
            query.get("redirect_uri", ""),
            query.get("state", ""),
        )
    except SlackError as refusal:
        return _refused(refusal.code)
    return web.Response(status=302, headers={"Location": where})


def _refused(code: str) -> web.Response:
    return web.Response(status=400, text=f"Something went wrong: {code}")


OAUTH = (
    describe(
        "oauth.v2.access",
        access,
        "",
        "client_id client_secret code grant_type redirect_uri refresh_token",
        app_itself=True,
    ),
)
