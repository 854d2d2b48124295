"""The values of interactive elements: what Slack puts into ``state.values``."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import uuid4

from sandbox.blocks.composition import offered_options
from sandbox.blocks.surfaces import elements_of
from sandbox.errors import ControlError
from sandbox.json_types import Json, copied, list_of, object_of, text_of

Values = dict[tuple[str, str], Json]

VALUE_FIELDS = {
    "plain_text_input": ("value", "initial_value"),
    "number_input": ("value", "initial_value"),
    "email_text_input": ("value", "initial_value"),
    "url_text_input": ("value", "initial_value"),
    "static_select": ("selected_option", "initial_option"),
    "external_select": ("selected_option", "initial_option"),
    "radio_buttons": ("selected_option", "initial_option"),
    "checkboxes": ("selected_options", "initial_options"),
    "multi_static_select": ("selected_options", "initial_options"),
    "users_select": ("selected_user", "initial_user"),
    "multi_users_select": ("selected_users", "initial_users"),
    "conversations_select": ("selected_conversation", "initial_conversation"),
    "multi_conversations_select": ("selected_conversations", "initial_conversations"),
    "channels_select": ("selected_channel", "initial_channel"),
    "multi_channels_select": ("selected_channels", "initial_channels"),
    "datepicker": ("selected_date", "initial_date"),
    "timepicker": ("selected_time", "initial_time"),
}
"""For each element with a value: its field in ``state.values`` and its initial field."""

_SINGLE_OPTION = {"static_select", "external_select", "radio_buttons"}
_MANY_OPTIONS = {"checkboxes", "multi_static_select"}
_TYPED = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
_MANY = {
    *_MANY_OPTIONS,
    "multi_users_select",
    "multi_conversations_select",
    "multi_channels_select",
}


def with_ids(blocks: list[Json]) -> list[Json]:
    """Return a copy in which every block and element has an id, as Slack fills them in."""
    filled = copied(blocks)
    for block in filled:
        block.setdefault("block_id", uuid4().hex[:5])
        for element in elements_of(block):
            element.setdefault("action_id", uuid4().hex[:5])
    return filled


def stateful(blocks: list[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield each block and element that carries a value."""
    for block in blocks:
        for element in elements_of(block):
            if element.get("type") in VALUE_FIELDS:
                yield block, element


def initial_values(blocks: list[Json], kept: Values | None = None) -> Values:
    """Return the values on opening; those in ``kept`` with the same ids survive an update."""
    kept = kept or {}
    values: Values = {}
    for block, element in stateful(blocks):
        key = (block["block_id"], element["action_id"])
        old = kept.get(key)
        fits = old is not None and old["type"] == element["type"]
        values[key] = _still_offered(element, old) if old and fits else _initial(element)
    return values


def state_of(values: Values) -> Json:
    """Return ``{"values": {block_id: {action_id: value}}}``."""
    tree: dict[str, Json] = {}
    for (block_id, action_id), value in values.items():
        tree.setdefault(block_id, {})[action_id] = copied(value)
    return {"values": tree}


def entered(element: Json, given: object) -> Json:
    """Return the state of ``element`` once a person has entered ``given``.

    Options may be given as their value, their text or the whole option; lists for
    elements that take several. ``None`` empties the element.
    """
    kind = text_of(element.get("type"))
    field, _ = VALUE_FIELDS[kind]
    if kind in _MANY_OPTIONS:
        return {"type": kind, field: [_choice(element, one) for one in _several(given)]}
    if kind in _SINGLE_OPTION:
        return {"type": kind, field: None if given is None else _choice(element, given)}
    if kind in _MANY:
        return {"type": kind, field: _several(given)}
    if given is not None and not isinstance(given, str):
        raise ControlError(f"{kind} takes a string, not {given!r}")
    if kind in _TYPED and given == "":
        return {"type": kind, field: None}
    return {"type": kind, field: given}


def is_empty(value: Json) -> bool:
    """Whether a person has left this element empty."""
    field, _ = VALUE_FIELDS[value["type"]]
    return value.get(field) in (None, "", [])


def current(value: Json) -> object:
    """Return the bare value inside an entry of ``state.values``."""
    field, _ = VALUE_FIELDS[value["type"]]
    return value.get(field)


def _several(given: object) -> list[object]:
    return [] if given is None else list_of(given) or [given] if given != [] else []


def _choice(element: Json, given: object) -> object:
    for option in offered_options(element):
        offered = object_of(option)
        if given in (offered.get("value"), object_of(offered.get("text")).get("text"), offered):
            return offered
    raise ControlError(f"{element.get('action_id')} does not offer {given!r}")


def _initial(element: Json) -> Json:
    kind = element["type"]
    field, initial = VALUE_FIELDS[kind]
    empty: object = [] if kind in _MANY else None
    return {"type": kind, field: copied(element.get(initial, empty))}


def _still_offered(element: Json, old: Json) -> Json:
    field, _ = VALUE_FIELDS[old["type"]]
    if old["type"] == "external_select":
        return old
    offered = [object_of(option).get("value") for option in offered_options(element)]
    if old["type"] in _MANY_OPTIONS:
        chosen = [o for o in list_of(old[field]) if object_of(o).get("value") in offered]
        return {**old, field: chosen}
    if old["type"] in _SINGLE_OPTION and object_of(old[field]).get("value") not in offered:
        return {**old, field: None}
    return old
