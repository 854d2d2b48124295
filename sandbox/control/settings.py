"""What tests arrange: the workspace, faults, the clock, the connections."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime
from typing import TypeVar

from sandbox import fixture
from sandbox.control.requests import Asked
from sandbox.errors import ControlError
from sandbox.json_types import Json, list_of, objects_of
from sandbox.people_shapes import user_object
from sandbox.records import Channel, ChannelKind, Person, UserGroup
from sandbox.world import World

Record = TypeVar("Record", Person, Channel, UserGroup)


async def reset(world: World, body: Json) -> Json:
    """Start afresh, with the given people, channels and groups or those of the fixture."""
    world.reset()
    people = [_record(Person, given) for given in objects_of(body.get("people"))]
    channels = [_record(Channel, given) for given in objects_of(body.get("channels"))]
    groups = [_record(UserGroup, given) for given in objects_of(body.get("groups"))]
    extra_people = [person for person in fixture.people() if person.is_bot or not people]
    world.workspace.fill(
        [*people, *extra_people] if people else fixture.people(),
        channels or fixture.channels(),
        groups or fixture.groups(),
    )
    return {"ok": True}


async def faults(world: World, body: Json) -> Json:
    """Put fault rules in force; an empty list ends all trouble."""
    rules = objects_of(body.get("rules"))
    if body.get("add") is True:
        world.faults.add(rules)
    else:
        world.faults.replace(rules)
        world.token_revoked = False
    return {"rules": [rule.as_json() for rule in world.faults.rules]}


async def clock(world: World, body: Json) -> Json:
    """Move the clock and wait until the bot, if it follows, has seen it."""
    if "advance" in body:
        world.time.advance(float(body["advance"]))
    elif "set" in body:
        world.time.set_to(datetime.fromisoformat(str(body["set"])))
    else:
        raise ControlError("say advance (seconds) or set (ISO time)")
    caught_up = await world.time.followers_caught_up()
    world.live.tell("clock")
    return {**world.time.as_json(), "followers_caught_up": caught_up}


async def due(world: World, body: Json) -> Json:
    """Note when the bot's next timer ends (``at``, ISO time or null), for the time machine."""
    world.next_due = str(body["at"]) if body.get("at") else None
    world.live.tell("clock")
    return {"next_due": world.next_due}


async def sockets(world: World, body: Json) -> Json:
    """Trouble the Socket Mode connections."""
    match body.get("action"):
        case "refresh":
            await world.hub.disconnect("refresh_requested")
        case "drop":
            world.hub.drop()
        case "refuse":
            world.hub.refusing = True
            world.hub.drop()
        case "accept":
            world.hub.refusing = False
        case other:
            raise ControlError(f"unknown action: {other}; refresh, drop, refuse or accept")
    return {"connections": len(world.hub.connections)}


async def outage(world: World, body: Json) -> Json:
    """Refuse every connection for some real seconds, this API's included."""
    seconds = float(body.get("seconds", 1))
    world.go_away(seconds)
    return {"seconds": seconds}


async def urls(world: World, body: Json) -> Json:
    """Deliver to these request URLs, in turn; an empty list returns to Socket Mode."""
    world.urls.urls = [str(url) for url in list_of(body.get("urls"))]
    return {"urls": world.urls.urls}


async def limits(world: World, body: Json) -> Json:
    """Enforce Slack's rate limits, or stop."""
    world.limits.enforcing = body.get("enforce") is True
    return {"enforce": world.limits.enforcing}


async def scopes(world: World, body: Json) -> Json:
    """Take scopes away from the app; an empty list gives all back."""
    world.without_scopes([str(scope) for scope in list_of(body.get("remove"))])
    return {"scopes": sorted(world.config.scopes)}


async def person(world: World, body: Json) -> Json:
    """Change a person; the app hears ``user_change``."""
    found = Asked(world, body).person()
    _assign(found, body, besides={"user"})
    event = {"type": "user_change", "user": user_object(found), "event_ts": world.timestamp()}
    _emit(world, event)
    world.live.tell("people")
    return {"ok": True}


async def channel(world: World, body: Json) -> Json:
    """Change a channel, or make one: members, archived, shared."""
    name = str(body.get("channel", ""))
    found = next((c for c in world.workspace.channels.values() if name in (c.id, c.name)), None)
    if found is None:
        found = Channel(world.workspace.ids.next("C"), name.removeprefix("#"))
        world.workspace.channels[found.id] = found
    before = list(found.members)
    _assign(found, body, besides={"channel"})
    found.kind = ChannelKind(found.kind)
    for user in found.members:
        if user not in before:
            event = {"type": "member_joined_channel", "user": user, "channel": found.id}
            _emit(
                world, {**event, "channel_type": found.kind.value[0].upper(), "team": "T0GOODWORD"}
            )
    world.live.tell("people")
    return {"ok": True, "id": found.id}


async def group(world: World, body: Json) -> Json:
    """Set the members of a user group; the app hears ``subteam_members_changed``."""
    found = world.workspace.groups.get(str(body.get("group", "")))
    if found is None:
        raise ControlError("no such group", status=404)
    before = set(found.users)
    found.users = [str(user) for user in list_of(body.get("users"))]
    event = {
        "type": "subteam_members_changed",
        "subteam_id": found.id,
        "team_id": "T0GOODWORD",
        "added_users": sorted(set(found.users) - before),
        "removed_users": sorted(before - set(found.users)),
        "event_ts": world.timestamp(),
    }
    _emit(world, event)
    return {"ok": True}


def _emit(world: World, event: Json) -> None:
    world.emit({"event_ts": world.timestamp(), **event})


def _record(kind: type[Record], given: Json) -> Record:
    try:
        made = kind(**given)
    except TypeError as error:
        raise ControlError(f"bad {kind.__name__.lower()}: {error}") from None
    if isinstance(made, Channel):
        made.kind = ChannelKind(made.kind)
    return made


def _assign(target: Person | Channel, body: Json, besides: set[str]) -> None:
    known = {field.name for field in fields(target)}
    for name, value in body.items():
        if name in besides:
            continue
        if name not in known or name == "id":
            raise ControlError(f"unknown field: {name}")
        setattr(target, name, value)
