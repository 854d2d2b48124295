"""Buttons and menus, submitting and closing modals."""

from __future__ import annotations

from sandbox import views
from sandbox.blocks.surfaces import elements_of
from sandbox.blocks.values import VALUE_FIELDS, entered, state_of
from sandbox.delivery import Delivery
from sandbox.doings.entering import client_errors, enter
from sandbox.doings.surfaces import Spot
from sandbox.errors import ControlError, SlackError
from sandbox.json_types import Json, object_of, text_of
from sandbox.messages import message_object, slackbot_note
from sandbox.payloads import channel_reference, interaction, message_container, view_object
from sandbox.people_shapes import BOT_ID
from sandbox.records import Message, Person, View
from sandbox.world import World

TROUBLE = "We had some trouble connecting. Try again?"
"""What Slack's modal says when the app did not answer in time."""


async def act(world: World, person: Person, spot: Spot, given: object) -> Delivery:
    """Let ``person`` press or choose; ``given`` is the choice, if it takes one."""
    if spot.element["type"] in VALUE_FIELDS and given is not None:
        enter(spot, given)
    action = _action(world, spot, given)
    if isinstance(spot.surface, View):
        return await _act_in_view(world, person, spot.surface, action)
    return await _act_in_message(world, person, spot.surface, action)


async def submit(world: World, person: Person, view: View) -> Delivery | None:
    """Press a modal's submit button; None when Slack's client itself refused."""
    if view.definition.get("submit") is None:
        raise ControlError("this modal has no submit button", status=409)
    view.notice = None
    view.errors = client_errors(view)
    if view.errors:
        world.live.tell(f"view:{person.id}")
        return None
    trigger = world.trigger(person.id, view.id)
    payload = interaction("view_submission", person, trigger.id) | {
        "view": view_object(view),
        "response_urls": [],
    }
    delivery = await world.deliveries.ask("interactive", payload)
    if delivery.acked:
        _apply(world, person, view, delivery.response or {})
    else:
        view.notice = TROUBLE
        world.live.tell(f"view:{person.id}")
    return delivery


async def close(world: World, person: Person, *, everything: bool) -> list[Delivery]:
    """Close the top modal, or all of them as the X does."""
    stack = world.workspace.stacks.get(person.id, [])
    if not stack:
        raise ControlError(f"{person.display_name} has no modal open", status=409)
    cleared = everything or stack[-1].definition.get("clear_on_close") is True
    going = list(reversed(stack)) if cleared else [stack[-1]]
    if cleared:
        views.clear_modals(world, person.id)
    else:
        views.pop_modal(world, person.id)
    deliveries = []
    for view in going:
        if view.definition.get("notify_on_close") is True:
            payload = interaction("view_closed", person, None) | {
                "view": view_object(view),
                "is_cleared": cleared,
            }
            deliveries.append(await world.deliveries.ask("interactive", payload))
    return deliveries


async def _act_in_view(world: World, person: Person, view: View, action: Json) -> Delivery:
    trigger = world.trigger(person.id, view.id if view.kind == "modal" else None)
    payload = interaction("block_actions", person, trigger.id) | {
        "container": {"type": "view", "view_id": view.id},
        "view": view_object(view),
        "actions": [action],
    }
    delivery = await world.deliveries.ask("interactive", payload)
    if not delivery.acked:
        view.notice = TROUBLE
        world.live.tell(f"{'home' if view.kind == 'home' else 'view'}:{person.id}")
    return delivery


async def _act_in_message(world: World, person: Person, message: Message, action: Json) -> Delivery:
    if message.bot_id != BOT_ID:
        raise ControlError("that message is not the app's: its buttons go elsewhere", status=409)
    channel = world.workspace.channels[message.channel]
    payload = interaction("block_actions", person, world.trigger(person.id).id) | {
        "container": message_container(message),
        "channel": channel_reference(channel),
        "state": state_of(message.values),
        "response_url": world.response_url(channel, person.id, message),
        "actions": [action],
    }
    if message.only_for is None:
        payload["message"] = message_object(message, world.workspace.replies(message))
    delivery = await world.deliveries.ask("interactive", payload)
    if not delivery.acked:
        note = slackbot_note(world.timestamp(), channel.id, person.id, TROUBLE)
        world.workspace.add_message(note)
        world.changed(note)
    return delivery


def _action(world: World, spot: Spot, given: object) -> Json:
    element = spot.element
    action: Json = {
        "type": element["type"],
        "block_id": spot.block["block_id"],
        "action_id": element["action_id"],
        "action_ts": world.timestamp(),
    }
    if element["type"] == "button":
        for name in ("text", "value", "style", "url"):
            if name in element:
                action[name] = element[name]
        return action
    if element["type"] == "overflow":
        stand_in = {**element, "type": "static_select"}
        return action | {"selected_option": entered(stand_in, given)["selected_option"]}
    return action | spot.values[spot.key]


def _apply(world: World, person: Person, view: View, response: Json) -> None:
    """Do with the modal what the app answered to its submission."""
    try:
        match response.get("response_action"):
            case None:
                _leave(world, person, view)
            case "clear":
                views.clear_modals(world, person.id)
            case "errors":
                _show_errors(world, view, object_of(response.get("errors")))
            case "update":
                known = views.checked(world.workspace, response.get("view"), "modal", view.id)
                views.replace_view(world, view, known)
            case "push":
                known = views.checked(world.workspace, response.get("view"), "modal")
                views.push_modal(world, person.id, known)
            case other:
                world.journal.violation("unknown_response_action", "view_submission", said=other)
    except SlackError as refusal:
        view.notice = TROUBLE
        world.journal.violation("bad_response_view", refusal.code, messages=refusal.messages)
        world.live.tell(f"view:{person.id}")


def _leave(world: World, person: Person, view: View) -> None:
    stack = world.workspace.stacks.get(person.id, [])
    if view in stack:
        stack.remove(view)
    world.live.tell(f"view:{person.id}")


def _show_errors(world: World, view: View, errors: Json) -> None:
    inputs = {
        block["block_id"]
        for block in view.blocks
        if block["type"] == "input" and elements_of(block)
    }
    strays = sorted(set(errors) - inputs)
    if strays or not errors:
        world.journal.violation("errors_without_input", "view_submission", blocks=strays)
        view.notice = TROUBLE
    view.errors = {block: text_of(text) for block, text in errors.items() if block in inputs}
    world.live.tell(f"view:{view.user}")
