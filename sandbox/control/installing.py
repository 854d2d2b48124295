"""What tests arrange about installations."""

from __future__ import annotations

from sandbox.errors import ControlError
from sandbox.json_types import Json, list_of
from sandbox.people_shapes import BOT_USER
from sandbox.world import World

REMOVALS: dict[str, Json] = {
    "tokens_revoked": {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [BOT_USER]}},
    "app_uninstalled": {"type": "app_uninstalled"},
}


async def oauth(world: World, body: Json) -> Json:
    """Set what the app's registration says, or how the next person decides."""
    if "redirect_urls" in body:
        world.oauth.redirect_urls = [str(url) for url in list_of(body["redirect_urls"])]
    if "rotating" in body:
        world.oauth.rotating = body["rotating"] is True
    if "refusing" in body:
        world.oauth.refusing = str(body["refusing"] or "")
    if "whole_organisation" in body:
        world.oauth.whole_organisation = body["whole_organisation"] is True
    return {"redirect_urls": list(world.oauth.redirect_urls)}


async def uninstall(world: World, body: Json) -> Json:
    """Take the app away from a workspace and tell it so, in the order asked for."""
    world.oauth.revoke(world.team)
    for name in list_of(body.get("events")):
        if name not in REMOVALS:
            raise ControlError(f"unknown removal: {name}")
        told = world.emit(REMOVALS[str(name)])
        if told is not None:
            await told
    return {"ok": True}
