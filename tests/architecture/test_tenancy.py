"""Every query names the workspace; the few that go through all of them say why they may."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
STORAGE = sorted((ROOT / "storage").glob("*.py"))
QUERIES = {"select", "update", "delete"}
CONDITIONS = {"_shared_but", "may_be_shown", "_of", "_might", "_dead"}
"""Functions of a workspace that answer the condition it belongs to."""

TICKS = "a tick asks for all workspaces; each row that is answered carries its own"
OF_A_ROW = "a row that was found within its workspace, by its own key"
INSIDE = "only called with conditions that name the workspace"
WHOLE = "about the whole database, says nothing of anybody in it"
NO_WORKSPACE = "before the workspace is known"
ACROSS = {
    "backlog._by_state": WHOLE,
    "backlog._late": WHOLE,
    "copies.mark_as_copy": WHOLE,
    "copies.begin_copy": WHOLE,
    "copies._last": WHOLE,
    "dead_calls.teams": TICKS,
    "dead_letters.teams": TICKS,
    "dead_letters.told": TICKS,
    "digests.due": TICKS,
    "digests.stale": TICKS,
    "erasing._forget": OF_A_ROW,
    "erasing.handoff": OF_A_ROW,
    "erasing.digest": OF_A_ROW,
    "erasing._set": OF_A_ROW,
    "handoff_setup.teams": TICKS,
    "handoffs.due": TICKS,
    "handoffs.unclosed_since": TICKS,
    "handoffs.unlink": TICKS,
    "handoffs._save_offers": OF_A_ROW,
    "handoffs._many": INSIDE,
    "inbox.lease": TICKS,
    "inbox.purge": TICKS,
    "inbox._settle": OF_A_ROW,
    "installations.teams": TICKS,
    "installations.to_refresh": TICKS,
    "installations.to_erase": TICKS,
    "installations.consume": NO_WORKSPACE,
    "installations.purge": NO_WORKSPACE,
    "key_rotation._page": WHOLE,
    "key_rotation.left": WHOLE,
    "key_rotation._again": WHOLE,
    "kudos._one": INSIDE,
    "on_call.claim": TICKS,
    "on_call.settle": OF_A_ROW,
    "outbox._due": TICKS,
    "outbox.settle": OF_A_ROW,
    "patterns.waiting": TICKS,
    "patterns._one_by_one": INSIDE,
    "patterns.teams_standing": TICKS,
    "quarterly.to_ask": TICKS,
    "quarterly.to_close": TICKS,
    "repeats.expire": TICKS,
    "retention.due": TICKS,
    "served.served": TICKS,
    "twins.due": TICKS,
    "twins.swept": OF_A_ROW,
}
BY_KEY = {
    "about._cells": OF_A_ROW,
    "erasing.source": OF_A_ROW,
    "kudos.save": OF_A_ROW,
    "workspaces.check_key": WHOLE,
    "workspaces.was_made_with_a_key": WHOLE,
}


def functions() -> Iterator[tuple[str, ast.FunctionDef]]:
    """Every function of storage, by `module.function`."""
    for path in STORAGE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                yield f"{path.stem}.{node.name}", node


def is_query(node: ast.AST) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") in QUERIES


def is_column(node: ast.AST) -> bool:
    """`SomeRow.team_id`, `_EVENT.team_id`, `row.team_id` or `table.columns["team_id"]`."""
    if isinstance(node, ast.Subscript):
        return getattr(node.slice, "value", "") == "team_id"
    return isinstance(node, ast.Attribute) and node.attr == "team_id"


def names_the_workspace(node: ast.AST) -> bool:
    """A column of the workspace against a value, or a condition made of one."""
    if isinstance(node, ast.Compare):
        against = node.comparators[0]
        of_a_row = is_column(against) and ast.unparse(against).startswith(("row.", "cells["))
        return is_column(node.left) and (not is_column(against) or of_a_row)
    if isinstance(node, ast.Call) and getattr(node.func, "id", "") in CONDITIONS:
        return any(getattr(one, "id", "") == "team" for one in node.args)
    return False


def test_every_query_names_the_workspace_or_says_why_not() -> None:
    """A new query is asked about, and a reason whose query is gone goes with it."""
    without = {
        name
        for name, function in functions()
        if any(map(is_query, ast.walk(function)))
        and not any(map(names_the_workspace, ast.walk(function)))
    }
    assert sorted(without - set(ACROSS)) == [], "which workspace?"
    assert sorted(set(ACROSS) - without) == [], "no longer so"


def test_every_look_by_key_names_the_workspace_or_says_why_not() -> None:
    """`session.get` knows no other condition than the key."""
    looks = {
        name
        for name, function in functions()
        for node in ast.walk(function)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).endswith(("session.get", "session.get_one"))
        and "team" not in ast.unparse(node.args[1])
    }
    assert sorted(looks - set(BY_KEY)) == [], "which workspace?"
    assert sorted(set(BY_KEY) - looks) == [], "no longer so"
