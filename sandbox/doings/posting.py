"""Messages appearing, changing and going, with the events each causes."""

from __future__ import annotations

import asyncio

from sandbox.delivery import Delivery
from sandbox.json_types import Json
from sandbox.messages import message_object
from sandbox.records import Message
from sandbox.world import World

Told = asyncio.Task[Delivery] | None
"""The event on its way to the app, or None when the app is not told."""


def publish(world: World, message: Message) -> Told:
    """Show a message; the app hears of it where it is a member."""
    world.workspace.add_message(message)
    world.changed(message)
    if message.only_for is not None:
        return None
    event = message_object(message) | {"event_ts": message.ts}
    if message.bot_id is None:
        event["client_msg_id"] = f"sandbox-{message.ts}"
    parent = message.is_reply and world.workspace.find_message(
        message.channel, message.thread_ts or ""
    )
    if parent:
        event["parent_user_id"] = parent.user
    return _tell(world, message, event)


def mark_edited(world: World, message: Message, user: str) -> None:
    """Put Slack's "(edited)" on a message."""
    message.edited_by, message.edited_ts = user, world.timestamp()


def announce_change(world: World, message: Message, before: Json) -> Told:
    """Show a changed message; ``before`` is its shape before the change."""
    world.changed(message)
    if message.only_for is not None:
        return None
    stamp = world.timestamp()
    event = {
        "type": "message",
        "subtype": "message_changed",
        "hidden": True,
        "message": message_object(message, world.workspace.replies(message)),
        "previous_message": before,
        "ts": stamp,
        "event_ts": stamp,
    }
    return _tell(world, message, event)


def withdraw(world: World, message: Message) -> Told:
    """Delete a message."""
    before = message_object(message, world.workspace.replies(message))
    world.workspace.remove_message(message)
    world.changed(message)
    if message.only_for is not None:
        return None
    stamp = world.timestamp()
    event = {
        "type": "message",
        "subtype": "message_deleted",
        "hidden": True,
        "deleted_ts": message.ts,
        "previous_message": before,
        "ts": stamp,
        "event_ts": stamp,
    }
    return _tell(world, message, event)


def react(world: World, message: Message, user: str, emoji: str, *, remove: bool) -> Told:
    """Add or take away a reaction."""
    users = message.reactions.setdefault(emoji, [])
    if (user in users) != remove:
        return None
    (users.remove if remove else users.append)(user)
    if not users:
        del message.reactions[emoji]
    world.changed(message)
    if not world.hears(world.workspace.channels[message.channel]):
        return None
    event = {
        "type": "reaction_removed" if remove else "reaction_added",
        "user": user,
        "reaction": emoji,
        "item": {"type": "message", "channel": message.channel, "ts": message.ts},
        "event_ts": world.timestamp(),
    }
    return world.emit({**event, "item_user": message.user} if message.user else event)


def _tell(world: World, message: Message, event: Json) -> Told:
    channel = world.workspace.channels[message.channel]
    if not world.hears(channel):
        return None
    return world.emit({**event, "channel": channel.id, "channel_type": channel.kind.value})
