"""Finding what a person sees: a message, the top modal, the Home tab, and things in it."""

from __future__ import annotations

from dataclasses import dataclass

from sandbox.blocks.surfaces import elements_of
from sandbox.blocks.values import Values
from sandbox.errors import ControlError
from sandbox.json_types import Json, object_of, text_of
from sandbox.records import Message, Person, View
from sandbox.world import World


@dataclass(frozen=True)
class Spot:
    """One element in one block of something a person sees."""

    surface: Message | View
    block: Json
    element: Json

    @property
    def key(self) -> tuple[str, str]:
        """The element's ``block_id`` and ``action_id``."""
        return self.block["block_id"], self.element["action_id"]

    @property
    def offering(self) -> Json:
        """The element with the options in front of the person, also those the app looked up."""
        found = self.surface.suggested.get(self.key, {}) if isinstance(self.surface, View) else {}
        return {**self.element, **found}

    @property
    def values(self) -> Values:
        """The values of the whole surface, this element's among them."""
        return self.surface.values


def top_modal(world: World, person: Person) -> View:
    """Return the modal in front of ``person``."""
    stack = world.workspace.stacks.get(person.id, [])
    if not stack:
        raise ControlError(f"{person.display_name} has no modal open", status=409)
    return stack[-1]


def home(world: World, person: Person) -> View:
    """Return the Home tab of ``person``."""
    found = world.workspace.homes.get(person.id)
    if found is None:
        raise ControlError(f"{person.display_name} has no App Home yet", status=409)
    return found


def visible_messages(world: World, person: Person | None, channel: str) -> list[Message]:
    """Return a channel's messages as ``person`` sees them, ephemerals of others left out."""
    return [
        message
        for message in world.workspace.messages.get(channel, [])
        if message.only_for is None or (person is not None and message.only_for == person.id)
    ]


def spots(surface: Message | View) -> list[Spot]:
    """Return every interactive element of a surface."""
    return [
        Spot(surface, block, element) for block in surface.blocks for element in elements_of(block)
    ]


def find(surface: Message | View, wanted: str, block_id: str = "", value: str = "") -> Spot | None:
    """Return the element with this action id, block id or visible label.

    ``block_id`` and ``value`` (of a button) narrow the search where an action id
    occurs more than once.
    """
    for spot in spots(surface):
        if block_id and spot.block["block_id"] != block_id:
            continue
        if value and spot.element.get("type") == "button" and spot.element.get("value") != value:
            continue
        if wanted in (spot.element["action_id"], spot.block["block_id"], _label(spot)):
            return spot
    return None


def require(surface: Message | View, wanted: str, block_id: str = "", value: str = "") -> Spot:
    """Return the element, or say what there is instead."""
    spot = find(surface, wanted, block_id, value)
    if spot is None:
        there = ", ".join(
            f"{s.block['block_id']}/{s.element['action_id']} ({_label(s)})" for s in spots(surface)
        )
        raise ControlError(f"nothing called {wanted!r} here; there is: {there}", status=404)
    return spot


def _label(spot: Spot) -> str:
    for holder in (spot.block.get("label"), spot.element.get("text"), spot.block.get("text")):
        text = text_of(object_of(holder).get("text"))
        if text:
            return text
    return ""
