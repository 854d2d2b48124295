"""The payloads Slack sends to an app, field for field."""

from __future__ import annotations

from sandbox.app_config import VERIFICATION_TOKEN
from sandbox.blocks.values import state_of
from sandbox.json_types import Json, copied
from sandbox.people_shapes import APP_ID, BOT_ID, BOT_USER, TEAM_DOMAIN, TEAM_ID
from sandbox.records import Channel, ChannelKind, Message, Person, View

_CHANNEL_NAMES = {ChannelKind.PRIVATE: "privategroup", ChannelKind.DIRECT: "directmessage"}


def slash_command(
    person: Person, channel: Channel, command: str, text: str, trigger_id: str, response_url: str
) -> Json:
    """Return the payload of a slash command."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "team_domain": TEAM_DOMAIN,
        "channel_id": channel.id,
        "channel_name": _CHANNEL_NAMES.get(channel.kind, channel.name),
        "user_id": person.id,
        "user_name": person.name,
        "command": command,
        "text": text,
        "api_app_id": APP_ID,
        "is_enterprise_install": "false",
        "response_url": response_url,
        "trigger_id": trigger_id,
    }


def interaction(kind: str, person: Person, trigger_id: str | None) -> Json:
    """Return what every interactive payload has in common."""
    shape: Json = {
        "type": kind,
        "token": VERIFICATION_TOKEN,
        "team": {"id": TEAM_ID, "domain": TEAM_DOMAIN},
        "user": {
            "id": person.id,
            "username": person.name,
            "name": person.name,
            "team_id": person.team_id,
        },
        "api_app_id": APP_ID,
        "is_enterprise_install": False,
        "enterprise": None,
    }
    return {**shape, "trigger_id": trigger_id} if trigger_id else shape


def channel_reference(channel: Channel) -> Json:
    """Return a channel as interactive payloads name it."""
    return {"id": channel.id, "name": _CHANNEL_NAMES.get(channel.kind, channel.name)}


def message_container(message: Message) -> Json:
    """Return where in a channel an interaction happened."""
    shape: Json = {
        "type": "message",
        "message_ts": message.ts,
        "channel_id": message.channel,
        "is_ephemeral": message.only_for is not None,
    }
    return {**shape, "thread_ts": message.thread_ts} if message.thread_ts else shape


def view_object(view: View) -> Json:
    """Return a view as ``views.*`` and view payloads give it."""
    definition = copied(view.definition)
    modal_only: Json = {
        "submit": definition.get("submit"),
        "close": definition.get("close"),
        "clear_on_close": definition.get("clear_on_close", False),
        "notify_on_close": definition.get("notify_on_close", False),
    }
    return {
        "id": view.id,
        "team_id": TEAM_ID,
        "type": view.kind,
        "blocks": definition["blocks"],
        "private_metadata": definition.get("private_metadata", ""),
        "callback_id": definition.get("callback_id", ""),
        "state": state_of(view.values),
        "hash": view.hash,
        "title": definition.get(
            "title", {"type": "plain_text", "text": "View Title", "emoji": True}
        ),
        **(modal_only if view.kind == "modal" else {**modal_only, "submit": None, "close": None}),
        "previous_view_id": view.previous_id,
        "root_view_id": view.root_id,
        "app_id": APP_ID,
        "external_id": definition.get("external_id", ""),
        "app_installed_team_id": TEAM_ID,
        "bot_id": BOT_ID,
    }


def event_callback(event: Json, event_id: str, now: float, *, shared: bool) -> Json:
    """Return the outer wrapping of an event."""
    return {
        "token": VERIFICATION_TOKEN,
        "team_id": TEAM_ID,
        "context_team_id": TEAM_ID,
        "context_enterprise_id": None,
        "api_app_id": APP_ID,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(now),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": TEAM_ID,
                "user_id": BOT_USER,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": shared,
        "event_context": f"4-{event_id}",
    }
