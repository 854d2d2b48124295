"""Who may do what, for every handler there is."""

import importlib
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.flows.doors.conftest import Town
from tests.flows.matrix.neighbour import Neighbour
from tests.flows.matrix.pending import PENDING
from tests.flows.matrix.stage import Role, Row, Stage
from tests.flows.shapes import Shape

FILES = sorted(path.stem for path in Path(__file__).parent.glob("*_rows.py"))
MODULES = [importlib.import_module(f"tests.flows.matrix.{name}") for name in FILES]
ROWS: list[Row] = [row for module in MODULES for row in module.ROWS]


def registered(town: Town) -> set[str]:
    """Every listener that Bolt knows and every route of the Drainer, as `Class.method`."""
    goodword: Any = town.bot.goodword
    listeners = [one.ack_function for one in goodword.line.handler.app._listeners]
    routes = [route for routes in goodword.drainer.routes.values() for route in routes]
    return {_name(function) for function in (*listeners, *routes)}


def _name(function: Callable[..., object]) -> str:
    """`Class.method`; for a method that was given another one, `Class.method:Other.method`."""
    if isinstance(function, partial):
        given = [*function.args, *function.keywords.values()]
        inner = [_name(one) for one in given if callable(one) and hasattr(one, "__qualname__")]
        return ":".join([_name(function.func), *inner])
    return str(getattr(function, "__qualname__", type(function).__name__))


@pytest.mark.shapes(Shape.SQLITE)
def test_every_handler_has_exactly_one_row(town: Town) -> None:
    """A new handler says whom it serves before it serves anybody."""
    rows = Counter(row.handler for row in ROWS)
    assert sorted(registered(town) - set(rows) - PENDING) == [], "handlers without a row"
    assert sorted(PENDING - registered(town) | PENDING & set(rows)) == [], "no longer pending"
    assert sorted(set(rows) - registered(town)) == [], "rows without a handler"
    assert [name for name, count in rows.items() if count > 1] == []


def test_the_neighbour_stands_in_every_table(neighbour: Neighbour) -> None:
    """What it has no row in, nobody could be seen to reach."""
    assert [name for name, rows in neighbour.rows().items() if not rows] == []


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.handler)
def test_a_handler_serves_those_it_is_for_and_nobody_else(row: Row, stage: Stage) -> None:
    """Agent, receiver, lead, admin, guest, outsider."""
    served = {role for role in Role if row.drive(stage, role)}
    assert {role.name for role in served} == {role.name for role in row.allowed}
