"""Typing and choosing, and what Slack's client checks before it lets a modal go."""

from __future__ import annotations

import re

from sandbox.blocks.values import current, entered, is_empty, stateful
from sandbox.doings.surfaces import Spot, require
from sandbox.json_types import Json, list_of, object_of
from sandbox.records import View

REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")
_INTEGER = re.compile(r"-?\d+")
_DECIMAL = re.compile(r"-?\d+(\.\d+)?")


def enter(spot: Spot, given: object) -> None:
    """Set an element's value."""
    spot.values[spot.key] = entered(spot.offering, given)


def enter_all(view: View, values: Json) -> None:
    """Set several values: by block id and action id, or by block id, action id or label."""
    for name, given in values.items():
        by_action = isinstance(given, dict) and any(
            block["block_id"] == name and element["action_id"] in given
            for block, element in stateful(view.blocks)
        )
        if by_action:
            for action_id, value in object_of(given).items():
                enter(require(view, action_id, block_id=name), value)
        else:
            enter(require(view, name), given)


def dispatches(spot: Spot) -> bool:
    """Whether entering a value tells the app at once."""
    if spot.block["type"] != "input":
        return True
    if spot.block.get("dispatch_action") is not True:
        return False
    if spot.element["type"] != "plain_text_input":
        return True
    config = object_of(spot.element.get("dispatch_action_config"))
    return "on_character_entered" in list_of(config.get("trigger_actions_on"))


def client_errors(view: View) -> dict[str, str]:
    """Return what Slack's client refuses before the app sees anything, by block id."""
    errors = {}
    for block, element in stateful(view.blocks):
        if block["type"] != "input":
            continue
        value = view.values[block["block_id"], element["action_id"]]
        if is_empty(value):
            if block.get("optional") is not True:
                errors[block["block_id"]] = REQUIRED
            continue
        problem = _problem(element, current(value))
        if problem:
            errors[block["block_id"]] = problem
    return errors


def _problem(element: Json, value: object) -> str | None:
    if isinstance(value, list):
        most = element.get("max_selected_items")
        return f"Select at most {most}." if most and len(value) > most else None
    match element["type"]:
        case "plain_text_input":
            return _length_problem(element, str(value))
        case "email_text_input":
            return None if _EMAIL.fullmatch(str(value)) else "Enter a valid email address."
        case "url_text_input":
            return None if _URL.fullmatch(str(value)) else "Enter a valid URL."
        case "number_input":
            return _number_problem(element, str(value))
        case _:
            return None


def _length_problem(element: Json, text: str) -> str | None:
    least = element.get("min_length", 0)
    most = element.get("max_length", 3000)
    if len(text) < least:
        return f"Enter at least {least} characters."
    return f"Enter at most {most} characters." if len(text) > most else None


def _number_problem(element: Json, text: str) -> str | None:
    pattern = _DECIMAL if element["is_decimal_allowed"] else _INTEGER
    if not pattern.fullmatch(text):
        return "Enter a number."
    least, most = element.get("min_value"), element.get("max_value")
    if least is not None and float(text) < float(least):
        return f"Enter a number of at least {least}."
    if most is not None and float(text) > float(most):
        return f"Enter a number of at most {most}."
    return None
