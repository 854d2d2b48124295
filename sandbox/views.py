"""Modals and Home tabs: opening, updating, pushing, and what survives an update."""

from __future__ import annotations

import time

from sandbox.blocks.surfaces import is_too_large, view_problems
from sandbox.blocks.values import initial_values, with_ids
from sandbox.errors import SlackError
from sandbox.ids import secret
from sandbox.json_types import Json, object_of, text_of
from sandbox.records import Trigger, View
from sandbox.workspace import Workspace
from sandbox.world import World

TRIGGER_SECONDS = 3.0
"""Life of a trigger_id (docs.slack.dev, Opening a modal)."""
STACK_DEPTH = 3
"""Most modals on top of each other (docs.slack.dev, Modals)."""


def checked(workspace: Workspace, given: object, kind: str, known_as: str | None = None) -> Json:
    """Return the view with ids filled in, or refuse it as Slack would.

    ``known_as`` is the id of the view that may already hold the external id.
    """
    if is_too_large(given):
        raise SlackError("view_too_large")
    problems = view_problems(given)
    definition = object_of(given)
    if not problems and definition["type"] != kind:
        problems = [f"must be a {kind} [json-pointer:/view/type]"]
    if problems:
        raise SlackError("invalid_arguments", [f"[ERROR] {problem}" for problem in problems])
    holder = workspace.view_by_external_id(text_of(definition.get("external_id")))
    if holder is not None and holder.id != known_as:
        raise SlackError("duplicate_external_id")
    return {**definition, "blocks": with_ids(definition["blocks"])}


def redeem(world: World, trigger_id: str) -> Trigger:
    """Use up a trigger, or refuse it as expired, used or unknown."""
    trigger = world.workspace.triggers.get(trigger_id)
    if trigger is None:
        raise SlackError("invalid_trigger_id")
    if world.time.now() - trigger.issued_at > TRIGGER_SECONDS * world.leniency:
        raise SlackError("expired_trigger_id")
    if trigger.used:
        raise SlackError("exchanged_trigger_id")
    trigger.used = True
    return trigger


def open_modal(world: World, user: str, definition: Json) -> View:
    """Show a modal to ``user`` in place of any other."""
    view = _new(world, user, "modal", definition)
    world.workspace.stacks[user] = [view]
    world.live.tell(f"view:{user}")
    return view


def push_modal(world: World, user: str, definition: Json) -> View:
    """Put a modal on top of those ``user`` has open."""
    stack = world.workspace.stacks.get(user, [])
    if not stack:
        raise SlackError("not_found")
    if len(stack) >= STACK_DEPTH:
        raise SlackError("push_limit_reached")
    view = _new(world, user, "modal", definition)
    view.root_id, view.previous_id = stack[0].id, stack[-1].id
    stack.append(view)
    world.live.tell(f"view:{user}")
    return view


def replace_view(world: World, view: View, definition: Json) -> View:
    """Give an open view a new definition; what was typed under the same ids stays."""
    view.definition = definition
    view.values = initial_values(definition["blocks"], kept=view.values)
    view.errors, view.notice = {}, None
    view.hash = _hash()
    world.live.tell(f"{'home' if view.kind == 'home' else 'view'}:{view.user}")
    return view


def publish_home(world: World, user: str, definition: Json) -> View:
    """Show ``definition`` in the Home tab of ``user``."""
    home = world.workspace.homes.get(user)
    if home is None:
        home = _new(world, user, "home", definition)
        world.workspace.homes[user] = home
    return replace_view(world, home, definition)


def pop_modal(world: World, user: str) -> None:
    """Take away the top modal; the one below shows again."""
    stack = world.workspace.stacks.get(user, [])
    if stack:
        stack.pop()
    world.live.tell(f"view:{user}")


def clear_modals(world: World, user: str) -> None:
    """Take away every modal of ``user``."""
    world.workspace.stacks.pop(user, None)
    world.live.tell(f"view:{user}")


def _new(world: World, user: str, kind: str, definition: Json) -> View:
    view_id = world.workspace.ids.next("V")
    return View(
        id=view_id,
        kind=kind,
        user=user,
        root_id=view_id,
        hash=_hash(),
        definition=definition,
        values=initial_values(definition["blocks"]),
    )


def _hash() -> str:
    return f"{int(time.time())}.{secret()[:8]}"
