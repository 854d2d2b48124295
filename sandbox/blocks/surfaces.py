"""What a whole message, modal or Home tab may hold.

Every figure is from Slack's Block Kit reference (docs.slack.dev/reference/block-kit)
and from its view object reference (docs.slack.dev/reference/views).
"""

from __future__ import annotations

import json
from collections import Counter

from sandbox.blocks.composition import plain_text
from sandbox.blocks.kinds import ANYWHERE, IN_MESSAGES
from sandbox.blocks.schema import Report, array, boolean, by_type, one_of, record, string
from sandbox.json_types import Json, object_of, objects_of, text_of

MESSAGE_BLOCKS = 50
VIEW_BLOCKS = 100
VIEW_BYTES = 250_000
VIEW_BUTTON = 24
PRIVATE_METADATA = 3000
CALLBACK_ID = 255
CHARTS_IN_MESSAGE = 2
TABLES_IN_MESSAGE = 1

_message_blocks = array(by_type(IN_MESSAGES), MESSAGE_BLOCKS, least=0)
_view_common = {
    "private_metadata": string(PRIVATE_METADATA),
    "callback_id": string(CALLBACK_ID),
    "external_id": string(CALLBACK_ID),
}
_view = by_type(
    {
        "modal": record(
            {
                "type": one_of("modal"),
                "title": plain_text(VIEW_BUTTON),
                "blocks": array(by_type(ANYWHERE), VIEW_BLOCKS, least=0),
            },
            {
                **_view_common,
                "submit": plain_text(VIEW_BUTTON),
                "close": plain_text(VIEW_BUTTON),
                "clear_on_close": boolean(),
                "notify_on_close": boolean(),
                "submit_disabled": boolean(),
            },
        ),
        "home": record(
            {
                "type": one_of("home"),
                "blocks": array(by_type(ANYWHERE), VIEW_BLOCKS, least=0),
            },
            _view_common,
        ),
    }
)


def message_problems(blocks: object) -> list[str]:
    """Return Slack's objections to the blocks of a message."""
    report = Report()
    _message_blocks(blocks, "/blocks", report)
    kinds = Counter(text_of(block.get("type")) for block in objects_of(blocks))
    if kinds["data_visualization"] > CHARTS_IN_MESSAGE:
        report.add(f"no more than {CHARTS_IN_MESSAGE} data_visualization blocks", "/blocks")
    if kinds["table"] > TABLES_IN_MESSAGE:
        report.add(f"no more than {TABLES_IN_MESSAGE} table block", "/blocks")
    _ids_are_unique(objects_of(blocks), "/blocks", report)
    return report.errors


def view_problems(view: object) -> list[str]:
    """Return Slack's objections to a modal or a Home tab."""
    report = Report()
    _view(view, "/view", report)
    definition = object_of(view)
    blocks = objects_of(definition.get("blocks"))
    _ids_are_unique(blocks, "/view/blocks", report)
    has_input = any(block.get("type") == "input" for block in blocks)
    if definition.get("type") == "modal" and has_input and not definition.get("submit"):
        report.add("missing required field: submit", "/view")
    if sum(_takes_focus(block) for block in blocks) > 1:
        report.add("only one element may have focus_on_load", "/view/blocks")
    return report.errors


def is_too_large(view: object) -> bool:
    """Whether a view exceeds Slack's 250 kB."""
    return len(json.dumps(view, separators=(",", ":")).encode()) > VIEW_BYTES


def _takes_focus(block: Json) -> bool:
    return any(element.get("focus_on_load") is True for element in elements_of(block))


def _ids_are_unique(blocks: list[Json], pointer: str, report: Report) -> None:
    seen = Counter(text_of(block.get("block_id")) for block in blocks if block.get("block_id"))
    for block_id, times in seen.items():
        if times > 1:
            report.add(f"`block_id` {block_id} already exists", pointer)
    for index, block in enumerate(blocks):
        ids = Counter(text_of(e.get("action_id")) for e in elements_of(block) if e.get("action_id"))
        for action_id, times in ids.items():
            if times > 1:
                report.add(f"`action_id` {action_id} already exists", f"{pointer}/{index}")


def elements_of(block: Json) -> list[Json]:
    """Return the interactive elements of one block."""
    match block.get("type"):
        case "actions":
            return objects_of(block.get("elements"))
        case "section":
            return objects_of([block.get("accessory")])
        case "input":
            return objects_of([block.get("element")])
        case _:
            return []
