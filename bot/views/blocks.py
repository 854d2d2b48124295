"""Typed atoms of Block Kit with Slack's limits (docs.slack.dev, Block Kit reference)."""

from collections.abc import Sequence
from typing import Any, Final

Block = dict[str, Any]
Element = dict[str, Any]

SECTION_TEXT_MAX: Final = 3_000
INPUT_TEXT_MAX: Final = 3_000
BUTTON_TEXT_MAX: Final = 75
OPTION_TEXT_MAX: Final = 75
VALUE_MAX: Final = 2_000
CHECKBOXES_MAX: Final = 10
OPTIONS_MAX: Final = 100
HOME_BLOCKS_MAX: Final = 100
TITLE_MAX: Final = 24
PRIVATE_METADATA_MAX: Final = 3_000
CONTEXT_ELEMENTS_MAX: Final = 10
MESSAGE_TEXT_MAX: Final = 4_000
"""Slack asks for at most 4,000 characters in a message's fallback text."""


def clip(text: str, limit: int) -> str:
    """The text, cut with an ellipsis where Slack would refuse it."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def plain(text: str, limit: int = SECTION_TEXT_MAX) -> Element:
    """A plain_text object."""
    return {"type": "plain_text", "text": clip(text, limit), "emoji": True}


def mrkdwn(text: str) -> Element:
    """A mrkdwn object in which names, channels and addresses are not linked by themselves."""
    return {"type": "mrkdwn", "text": clip(text, SECTION_TEXT_MAX), "verbatim": True}


def section(text: str, *, block_id: str | None = None, accessory: Element | None = None) -> Block:
    """A section of mrkdwn."""
    block: Block = {"type": "section", "text": mrkdwn(text)}
    return _named(block, block_id) | ({"accessory": accessory} if accessory else {})


def header(text: str) -> Block:
    """A header (150 characters)."""
    return {"type": "header", "text": plain(text, 150)}


def context(*texts: str, block_id: str | None = None) -> Block:
    """Small print."""
    elements = [mrkdwn(text) for text in texts[:CONTEXT_ELEMENTS_MAX]]
    return _named({"type": "context", "elements": elements}, block_id)


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(*elements: Element, block_id: str | None = None) -> Block:
    """A row of buttons or other interactive elements."""
    return _named({"type": "actions", "elements": list(elements)}, block_id)


def button(
    text: str,
    action: str,
    *,
    value: str | None = None,
    style: str | None = None,
    confirm: Element | None = None,
) -> Element:
    """A button."""
    element: Element = {
        "type": "button",
        "text": plain(text, BUTTON_TEXT_MAX),
        "action_id": action,
    }
    extras = {"value": value, "style": style, "confirm": confirm}
    return element | {name: extra for name, extra in extras.items() if extra is not None}


def confirm(title: str, text: str, yes: str, no: str) -> Element:
    """A dialog that asks before a button acts (title 100, text 300, buttons 30 characters)."""
    return {
        "title": plain(title, 100),
        "text": plain(text, 300),
        "confirm": plain(yes, 30),
        "deny": plain(no, 30),
    }


def option(text: str, value: str, description: str | None = None) -> Element:
    """One choice."""
    made: Element = {"text": plain(text, OPTION_TEXT_MAX), "value": value}
    return made | ({"description": plain(description, OPTION_TEXT_MAX)} if description else {})


def checkboxes(action: str, options: Sequence[Element], initial: Sequence[Element]) -> Element:
    """Ticks; at most ten."""
    if len(options) > CHECKBOXES_MAX:
        raise ValueError("Slack takes at most ten checkboxes in a group")
    element: Element = {"type": "checkboxes", "action_id": action, "options": list(options)}
    return element | ({"initial_options": list(initial)} if initial else {})


def text_input(
    action: str,
    *,
    initial: str | None = None,
    placeholder: str | None = None,
    multiline: bool = False,
    max_length: int = INPUT_TEXT_MAX,
    on_enter: bool = False,
) -> Element:
    """A field to type in."""
    element: Element = {
        "type": "plain_text_input",
        "action_id": action,
        "multiline": multiline,
        "max_length": max_length,
    }
    if initial:
        element["initial_value"] = initial
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    if on_enter:
        element["dispatch_action_config"] = {"trigger_actions_on": ["on_enter_pressed"]}
    return element


def users_select(action: str, *, placeholder: str, initial: Sequence[str] = ()) -> Element:
    """A choice of several people."""
    element: Element = {
        "type": "multi_users_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
    }
    return element | ({"initial_users": list(initial)} if initial else {})


def channel_select(action: str, *, placeholder: str, initial: str | None = None) -> Element:
    """One public or private channel of this company."""
    element = {
        "type": "conversations_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return element | ({"initial_conversation": initial} if initial else {})


def channels_select(action: str, *, placeholder: str, initial: Sequence[str] = ()) -> Element:
    """Several public or private channels."""
    element = {
        "type": "multi_conversations_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    return element | ({"initial_conversations": list(initial)} if initial else {})


def field(
    label: str,
    element: Element,
    block_id: str,
    *,
    optional: bool = False,
    hint: str | None = None,
    dispatch: bool = False,
) -> Block:
    """A labelled input."""
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2_000),
        "element": element,
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint, 2_000)
    if dispatch:
        block["dispatch_action"] = True
    return block


def modal(
    title: str,
    blocks: Sequence[Block],
    *,
    callback: str,
    close: str,
    submit: str | None = None,
    metadata: str = "",
) -> Block:
    """A modal view."""
    if len(metadata) > PRIVATE_METADATA_MAX:
        raise ValueError("private_metadata holds 3,000 characters")
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": plain(title, TITLE_MAX),
        "close": plain(close, TITLE_MAX),
        "blocks": list(blocks),
        "private_metadata": metadata,
    }
    return view | ({"submit": plain(submit, TITLE_MAX)} if submit else {})


def quoted(escaped: str) -> list[str]:
    """Escaped words as quoted mrkdwn, in pieces that each fit a section."""
    pieces: list[str] = []
    current = ""
    for line in escaped.split("\n"):
        for start in range(0, max(len(line), 1), SECTION_TEXT_MAX - 10):
            quoted_line = f"> {line[start : start + SECTION_TEXT_MAX - 10]}"
            if current and len(current) + len(quoted_line) + 1 > SECTION_TEXT_MAX:
                pieces.append(current)
                current = quoted_line
            else:
                current = f"{current}\n{quoted_line}" if current else quoted_line
    return [*pieces, current]


def home(blocks: Sequence[Block]) -> Block:
    """App Home (100 blocks)."""
    return {"type": "home", "blocks": list(blocks)[:HOME_BLOCKS_MAX]}


def radio(action: str, options: Sequence[Element], initial: Element | None = None) -> Element:
    """One of a few; at most ten."""
    if len(options) > CHECKBOXES_MAX:
        raise ValueError("Slack takes at most ten radio buttons in a group")
    element: Element = {"type": "radio_buttons", "action_id": action, "options": list(options)}
    return element | ({"initial_option": initial} if initial else {})


def select(
    action: str,
    options: Sequence[Element],
    *,
    placeholder: str,
    initial: Element | None = None,
) -> Element:
    """One of up to a hundred."""
    if len(options) > OPTIONS_MAX:
        raise ValueError("Slack takes at most a hundred options")
    element: Element = {
        "type": "static_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "options": list(options),
    }
    return element | ({"initial_option": initial} if initial else {})


def external_select(action: str, *, placeholder: str, initial: Element) -> Element:
    """One of more than a hundred: Slack asks for options when it is opened or typed in."""
    return {
        "type": "external_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
        "initial_option": initial,
        "min_query_length": 0,
    }


def user_select(action: str, *, placeholder: str, initial: str | None = None) -> Element:
    """One person."""
    element: Element = {
        "type": "users_select",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
    }
    return element | ({"initial_user": initial} if initial else {})


def date_picker(action: str, *, placeholder: str, initial: str | None = None) -> Element:
    """A day, as YYYY-MM-DD."""
    element: Element = {
        "type": "datepicker",
        "action_id": action,
        "placeholder": plain(placeholder, 150),
    }
    return element | ({"initial_date": initial} if initial else {})


def time_picker(action: str, *, initial: str | None = None) -> Element:
    """A time of day, as HH:MM."""
    element: Element = {"type": "timepicker", "action_id": action}
    return element | ({"initial_time": initial} if initial else {})


def verbatim(text: str) -> Block:
    """Text as it is: no formatting, no emoji."""
    return {"type": "section", "text": plain(text) | {"emoji": False}}


def _named(block: Block, block_id: str | None) -> Block:
    return block | ({"block_id": block_id} if block_id else {})
