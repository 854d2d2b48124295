"""SECURITY.md promises nothing that no test holds."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
ROWS = [line for line in TEXT.splitlines() if line.startswith("| ")][1:]
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def functions(path: str) -> set[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_each_threat_names_a_control_and_a_test() -> None:
    """A row without a test would be a wish."""
    assert len(ROWS) > 20
    for row in ROWS:
        _, threat, control, test, _ = row.split("|")
        assert threat.strip()
        assert control.strip()
        assert NAMED.fullmatch(test.strip()), row


def test_the_tests_that_are_named_exist() -> None:
    """A renamed test takes its row along."""
    missing = [name for path, name in NAMED.findall(TEXT) if name not in functions(path)]
    assert missing == []


def test_what_it_says_of_secrets_is_so() -> None:
    """`.env` is kept out of the repository."""
    assert ".env" in (ROOT / ".gitignore").read_text(encoding="utf-8").split()
