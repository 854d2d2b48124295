"""Tables and charts, which stand in messages only.

Every figure is from Slack's Block Kit reference (docs.slack.dev/reference/block-kit,
table block and data visualization block).
"""

from __future__ import annotations

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
from sandbox.json_types import list_of, object_of, objects_of

TABLE_ROWS = 100
TABLE_COLUMNS = 20
CHART_TITLE = 50
SEGMENTS = 6
SERIES = 6
CATEGORIES = 100

_ID: dict[str, Check] = {"block_id": identifier()}

_cell = by_type(
    {
        "raw_text": record({"type": one_of("raw_text"), "text": string()}),
        "rich_text": anything,
    }
)
TABLE = record(
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
_series = record({"name": string(least=1), "data": array(_point, CATEGORIES)})
_axes = record(
    {"categories": array(string(least=1), CATEGORIES)},
    {"x_label": string(), "y_label": string()},
)


def _series_fit_the_axis(value: object, pointer: str, report: Report) -> None:
    """Refuse series with equal names, or whose labels are not the categories in order."""
    chart = object_of(value)
    series = objects_of(chart.get("series"))
    if len({one.get("name") for one in series}) < len(series):
        report.add("series names must be unique", f"{pointer}/series")
    categories = list_of(object_of(chart.get("axis_config")).get("categories"))
    for index, one in enumerate(series):
        labels = [point.get("label") for point in objects_of(one.get("data"))]
        if labels != categories:
            report.add("labels must match axis categories", f"{pointer}/series/{index}")


def _plot(kind: str) -> Check:
    shape = record({"type": one_of(kind), "series": array(_series, SERIES), "axis_config": _axes})

    def check(value: object, pointer: str, report: Report) -> None:
        shape(value, pointer, report)
        _series_fit_the_axis(value, pointer, report)

    return check


_chart = by_type(
    {
        "pie": record({"type": one_of("pie"), "segments": array(_point, SEGMENTS)}),
        "bar": _plot("bar"),
        "area": _plot("area"),
        "line": _plot("line"),
    }
)
DATA_VISUALIZATION = record(
    {
        "type": one_of("data_visualization"),
        "title": string(CHART_TITLE, least=1),
        "chart": _chart,
    },
    _ID,
)
