"""Slash commands, shortcuts and opening the App Home."""

from __future__ import annotations

from sandbox.delivery import Delivery
from sandbox.doings.answering import carry_out
from sandbox.errors import ControlError, SlackError
from sandbox.json_types import Json
from sandbox.messages import message_object, slackbot_note
from sandbox.payloads import channel_reference, interaction, slash_command, view_object
from sandbox.records import Channel, Message, Person, ResponseUrl
from sandbox.world import World


async def command(world: World, person: Person, channel: Channel, name: str, text: str) -> Delivery:
    """Let ``person`` use a slash command; a late answer is shown as Slack shows it."""
    if name not in world.config.commands:
        raise ControlError(f"{name} is not a valid command")
    response_url = world.response_url(channel, person.id)
    trigger = world.trigger(person.id)
    payload = slash_command(person, channel, name, text, trigger.id, response_url)
    delivery = await world.deliveries.ask("slash_commands", payload)
    if not delivery.acked:
        _note(world, channel, person, f"{name} failed because the app did not respond.")
    elif delivery.response:
        _answer(world, channel, person, delivery.response)
    return delivery


async def message_shortcut(
    world: World, person: Person, message: Message, callback_id: str
) -> Delivery:
    """Let ``person`` use a shortcut on a message, also where the app is no member."""
    channel = world.workspace.channels[message.channel]
    payload = interaction("message_action", person, world.trigger(person.id).id) | {
        "action_ts": world.timestamp(),
        "callback_id": callback_id,
        "channel": channel_reference(channel),
        "message_ts": message.ts,
        "message": message_object(message, world.workspace.replies(message)),
        "response_url": world.response_url(channel, person.id, message),
    }
    delivery = await world.deliveries.ask("interactive", payload)
    if not delivery.acked:
        _note(world, channel, person, "That shortcut did not work: the app did not respond.")
    return delivery


async def global_shortcut(world: World, person: Person, callback_id: str) -> Delivery:
    """Let ``person`` use a shortcut from the compose bar or the search."""
    payload = interaction("shortcut", person, world.trigger(person.id).id) | {
        "action_ts": world.timestamp(),
        "callback_id": callback_id,
    }
    return await world.deliveries.ask("interactive", payload)


async def open_home(world: World, person: Person, tab: str) -> Delivery | None:
    """Let ``person`` open the App Home; the app hears which tab."""
    event: Json = {
        "type": "app_home_opened",
        "user": person.id,
        "channel": world.workspace.direct_channel(person.id).id,
        "tab": tab,
        "event_ts": world.timestamp(),
    }
    home = world.workspace.homes.get(person.id)
    if home is not None and tab == "home":
        event["view"] = view_object(home)
    told = world.emit(event)
    return await told if told else None


def _answer(world: World, channel: Channel, person: Person, body: Json) -> None:
    address = ResponseUrl("", channel.id, person.id, world.time.now())
    try:
        carry_out(world, address, body)
    except SlackError as refusal:
        world.journal.violation("bad_command_answer", refusal.code, messages=refusal.messages)


def _note(world: World, channel: Channel, person: Person, text: str) -> None:
    note = slackbot_note(world.timestamp(), channel.id, person.id, text)
    world.workspace.add_message(note)
    world.changed(note)
