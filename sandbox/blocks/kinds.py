"""Blocks: what each kind holds.

Every figure is from Slack's Block Kit reference (docs.slack.dev/reference/block-kit).
"""

from __future__ import annotations

from sandbox.blocks.composition import LABEL, any_text, markdown, plain_text
from sandbox.blocks.elements import IN_ACTIONS, IN_INPUT, IN_SECTION
from sandbox.blocks.schema import (
    Check,
    Report,
    anything,
    array,
    boolean,
    by_type,
    identifier,
    number,
    one_of,
    record,
    string,
)

SECTION_TEXT = 3000
SECTION_FIELDS = 10
FIELD_TEXT = 2000
HEADER_TEXT = 150
CONTEXT_ELEMENTS = 10
ACTION_ELEMENTS = 25
TABLE_ROWS = 100
TABLE_COLUMNS = 20
CHART_TITLE = 50
CHART_SERIES = 6
CHART_POINTS = 100

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


_cell = by_type(
    {
        "raw_text": record({"type": one_of("raw_text"), "text": string()}),
        "rich_text": anything,
    }
)
_table = record(
    {
        "type": one_of("table"),
        "rows": array(array(_cell, TABLE_COLUMNS), TABLE_ROWS),
    },
    {
        **_ID,
        "column_settings": array(
            record({}, {"align": one_of("left", "center", "right"), "is_wrapped": boolean()}),
            TABLE_COLUMNS,
        ),
    },
)

_point = record({"label": string(least=1), "value": number()})
_series = record(
    {"name": string(least=1), "data": array(_point, CHART_POINTS)},
)
_axes = record(
    {}, {"categories": array(string(), CHART_POINTS), "x_label": string(), "y_label": string()}
)


def _plot(kind: str) -> Check:
    return record(
        {"type": one_of(kind), "series": array(_series, CHART_SERIES)}, {"axis_config": _axes}
    )


_chart = by_type(
    {
        "pie": record({"type": one_of("pie"), "segments": array(_point, CHART_POINTS)}),
        "bar": _plot("bar"),
        "area": _plot("area"),
        "line": _plot("line"),
    }
)
_data_visualization = record(
    {
        "type": one_of("data_visualization"),
        "title": string(CHART_TITLE, least=1),
        "chart": _chart,
    },
    _ID,
)

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
    "table": _table,
    "data_visualization": _data_visualization,
}
