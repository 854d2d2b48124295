"""A pytest plugin that takes one workspace filter out of storage, in memory only.

`WITHOUT_FILTER=module:line:column` names a comparison `….team_id == …`; it becomes true for
every row. No file is changed.
"""

import ast
import os
import sys
from collections.abc import Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder, SourceFileLoader
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

ROOT = Path(__file__).parents[2]
EVERYBODY = ast.parse('__import__("sqlalchemy").true()', mode="eval").body


def is_filter(node: ast.AST) -> bool:
    """`SomeRow.team_id == …`, `row.team_id == …` or `table.columns["team_id"] == …`."""
    if not (isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.Eq)):
        return False
    column = node.left
    if isinstance(column, ast.Subscript):
        return getattr(column.slice, "value", "") == "team_id"
    return isinstance(column, ast.Attribute) and column.attr == "team_id"


def filters() -> Iterator[tuple[str, str, ast.Compare]]:
    """Every filter there is: module of storage, function it stands in, and where."""
    for path in sorted((ROOT / "storage").glob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        inside = {
            node: function.name
            for function in ast.walk(tree)
            if isinstance(function, ast.FunctionDef)
            for node in ast.walk(function)
        }
        found = [one for one in ast.walk(tree) if isinstance(one, ast.Compare) and is_filter(one)]
        for node in sorted(found, key=lambda one: (one.lineno, one.col_offset)):
            yield path.stem, inside.get(node, ""), node


class Without(ast.NodeTransformer):
    """Replaces one comparison."""

    def __init__(self, line: int, column: int) -> None:
        self.place = (line, column)
        self.done = 0

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """The one at the place."""
        if (node.lineno, node.col_offset) != self.place or not is_filter(node):
            return node
        self.done += 1
        return ast.copy_location(EVERYBODY, node)


class Loader(SourceFileLoader):
    """Compiles the changed source; neither reads nor writes what was compiled before."""

    def __init__(self, name: str, path: str, without: Without) -> None:
        super().__init__(name, path)
        self.without = without

    def get_code(self, fullname: str) -> CodeType:
        """The module's code, without the filter."""
        path = self.get_filename(fullname)
        tree = self.without.visit(ast.parse(self.get_data(path)))
        assert self.without.done == 1, "no such filter"
        code: Any = compile(ast.fix_missing_locations(tree), path, "exec")
        return code


class Finder(MetaPathFinder):
    """Finds the one module before anybody else does."""

    def __init__(self, module: str, without: Without) -> None:
        self.name = f"storage.{module}"
        self.without = without

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Only that one."""
        spec = PathFinder.find_spec(fullname, path, target) if fullname == self.name else None
        if spec is not None and spec.origin is not None:
            spec.loader = Loader(fullname, spec.origin, self.without)
        return spec


if named := os.environ.get("WITHOUT_FILTER"):
    module, line, column = named.split(":")
    sys.meta_path.insert(0, Finder(module, Without(int(line), int(column))))
