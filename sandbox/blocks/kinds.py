"""Blocks: what each kind holds.

Every figure is from Slack's Block Kit reference (docs.slack.dev/reference/block-kit).
"""

from __future__ import annotations

from sandbox.blocks.charts import DATA_VISUALIZATION, TABLE
from sandbox.blocks.composition import LABEL, any_text, markdown, plain_text
from sandbox.blocks.elements import IN_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.blocks.schema import (
    Check,
    Report,
    array,
    boolean,
    by_type,
    identifier,
    one_of,
    record,
)

SECTION_TEXT = 3000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
ACTION_ELEMENTS = 25

_ID: dict[str, Check] = {"block_id": identifier()}


def _section_says_something(value: object, pointer: str, report: Report) -> None:
    if isinstance(value, dict) and "text" not in value and "fields" not in value:
        report.add("missing required field: text", pointer)


_section_shape = record(
    {"type": one_of("section")},
    {
        **_ID,
        "text": any_text(SECTION_TEXT),
        "fields": array(any_text(FIELD_TEXT), SECTION_FIELDS),
        "accessory": by_type(IN_SECTION),
        "expand": boolean(),
    },
)


def _section(value: object, pointer: str, report: Report) -> None:
    _section_shape(value, pointer, report)
    _section_says_something(value, pointer, report)


ANYWHERE: dict[str, Check] = {
    "section": _section,
    "header": record({"type": one_of("header"), "text": plain_text(HEADER_TEXT)}, _ID),
    "context": record(
        {
            "type": one_of("context"),
            "elements": array(
                by_type({"plain_text": plain_text(LABEL), "mrkdwn": markdown(LABEL)}),
                CONTEXT_ELEMENTS,
            ),
        },
        _ID,
    ),
    "divider": record({"type": one_of("divider")}, _ID),
    "actions": record(
        {
            "type": one_of("actions"),
            "elements": array(by_type(IN_ACTIONS), ACTION_ELEMENTS),
        },
        _ID,
    ),
    "input": record(
        {
            "type": one_of("input"),
            "label": plain_text(LABEL),
            "element": by_type(IN_INPUT),
        },
        {
            **_ID,
            "hint": plain_text(LABEL),
            "optional": boolean(),
            "dispatch_action": boolean(),
        },
    ),
}
IN_MESSAGES: dict[str, Check] = {
    **ANYWHERE,
    "table": TABLE,
    "data_visualization": DATA_VISUALIZATION,
}
