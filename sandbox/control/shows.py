"""What can be seen: channels, modals, Homes, the log, the state."""

from __future__ import annotations

from aiohttp import web

from sandbox.app_config import APP_TOKEN, BOT_TOKEN
from sandbox.blocks.values import current
from sandbox.delivery import Delivery
from sandbox.doings.surfaces import visible_messages
from sandbox.errors import ControlError
from sandbox.json_types import Json
from sandbox.messages import message_object
from sandbox.payloads import view_object
from sandbox.people_shapes import channel_object, group_object, user_object
from sandbox.records import ChannelKind, Message, View
from sandbox.world import World


def messages(world: World, request: web.Request) -> Json:
    """Return what a channel shows, oldest first; ephemerals only of ``?as=``."""
    viewer = request.query.get("as")
    person = world.workspace.find_person(viewer) if viewer else None
    name = request.match_info["name"]
    if name == "dm":
        if person is None:
            raise ControlError("say whose direct messages with ?as=")
        channel = world.workspace.direct_channel(person.id)
    else:
        channel = world.workspace.find_channel(name)
    shown = visible_messages(world, person, channel.id)
    return {
        "channel": channel.id,
        "messages": [_message(world, message) for message in shown],
    }


def view(world: World, request: web.Request) -> Json:
    """Return the modals a person has open, the top one last."""
    person = world.workspace.find_person(request.match_info["name"])
    stack = world.workspace.stacks.get(person.id, [])
    return {"stack": [_view(one) for one in stack]}


def home(world: World, request: web.Request) -> Json:
    """Return a person's Home tab, or null before the app published one."""
    person = world.workspace.find_person(request.match_info["name"])
    found = world.workspace.homes.get(person.id)
    return {"home": _view(found) if found else None}


def log(world: World, request: web.Request) -> Json:
    """Return calls and deliveries, after ``?after=`` and of ``?kind=`` or ``?method=``."""
    kind, method = request.query.get("kind"), request.query.get("method")
    entries = [
        entry
        for entry in world.journal.as_json(int(request.query.get("after", "0")))
        if (kind is None or entry["kind"] == kind)
        and (method is None or entry.get("method") == method)
    ]
    return {"entries": entries}


def state(world: World, _request: web.Request) -> Json:
    """Return the health of the run: violations, connections, faults, clock, registration."""
    return {
        "violations": world.journal.violations,
        "unacked": [d.as_json() for d in world.journal.deliveries() if _failed(d)],
        "connections": len(world.hub.connections),
        "urls": world.urls.urls,
        "faults": [rule.as_json() for rule in world.faults.rules],
        "token_revoked": world.token_revoked,
        "clock": world.time.as_json(),
        "commands": list(world.config.commands),
        "command_hints": world.config.hints,
        "shortcuts": [shortcut.as_json() for shortcut in world.config.shortcuts],
        "scopes": sorted(world.config.scopes),
        "base_url": world.base_url,
        "bot_token": BOT_TOKEN,
        "app_token": APP_TOKEN,
    }


def people(world: World, _request: web.Request) -> Json:
    """Return people, channels and groups."""
    return {
        "people": [user_object(person) for person in world.workspace.people.values()],
        "channels": [
            {**channel_object(channel), "kind": channel.kind.value, "members": channel.members}
            for channel in world.workspace.channels.values()
        ],
        "groups": [
            group_object(group, include_users=True, include_count=True)
            for group in world.workspace.groups.values()
        ],
    }


def clock(world: World, _request: web.Request) -> Json:
    """Return the simulated time, and when the bot's next timer ends, if it said so."""
    return {**world.time.as_json(), "next_due": world.next_due}


def latest(world: World, request: web.Request) -> Json:
    """Return for each place of ``?as=`` the timestamp of the newest message by somebody else."""
    person = world.workspace.find_person(request.query.get("as", ""))
    own = world.workspace.direct_channel(person.id).id
    found: Json = {}
    for channel in world.workspace.channels.values():
        if channel.kind is ChannelKind.DIRECT and channel.id != own:
            continue
        seen = visible_messages(world, person, channel.id)
        others = [one.ts for one in seen if one.user != person.id]
        found["dm" if channel.id == own else channel.id] = max(others, default="")
    return {"latest": found}


async def follow_clock(world: World, request: web.Request) -> Json:
    """Answer once the clock has moved past ``?seen=``, or after ten seconds."""
    name, seen = request.query.get("name", "follower"), int(request.query.get("seen", "-1"))
    await world.time.follow(name, seen)
    return world.time.as_json()


def _failed(delivery: Delivery) -> bool:
    return delivery.problem is not None


def _message(world: World, message: Message) -> Json:
    shape = message_object(message, world.workspace.replies(message), metadata=True)
    return {
        **shape,
        "ephemeral": message.only_for is not None,
        "permalink": world.permalink(message),
        "unfurl_links": message.unfurl_links,
        "unfurl_media": message.unfurl_media,
    }


def _view(view: View) -> Json:
    values: dict[str, Json] = {}
    for (block_id, action_id), value in view.values.items():
        values.setdefault(block_id, {})[action_id] = current(value)
    extras = {"values": values, "errors": view.errors, "notice": view.notice, "user": view.user}
    return {**view_object(view), **extras}
