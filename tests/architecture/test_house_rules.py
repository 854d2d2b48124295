import ast
import re
from pathlib import Path

from bot.wording import refusals

ROOT = Path(__file__).parents[2]
PRODUCT = [
    path
    for folder in ("bot", "handlers", "storage")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
MAY_BUILD_REDACTED = ("bot/redaction/", "storage/")


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def calls_of(path: Path, name: str) -> list[int]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == name
    ]


def test_only_redaction_and_storage_build_redacted_text() -> None:
    """Privacy is a type: elsewhere nobody can turn a raw string into text that may leave."""
    guilty = [
        f"{relative(path)}:{line}"
        for path in PRODUCT
        if not relative(path).startswith(MAY_BUILD_REDACTED)
        for line in calls_of(path, "Redacted")
    ]
    assert guilty == []


def test_any_exception_is_caught_at_two_edges_at_most() -> None:
    """Whoever catches everything hides the fault that loses a message."""
    broad = [
        f"{relative(path)}:{node.lineno}"
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert len(broad) <= 2, broad


def test_functions_and_modules_stay_short() -> None:
    """No function over 50 lines, no module over 350."""
    long_modules = [
        relative(path)
        for path in PRODUCT
        if len([line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()])
        > 350
    ]
    long_functions = [
        f"{relative(path)}:{node.lineno}"
        for path in PRODUCT
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and (node.end_lineno or 0) - node.lineno >= 50
    ]
    assert (long_modules, long_functions) == ([], [])


def test_the_product_does_not_know_the_sandbox() -> None:
    """Nothing behaves differently because it is being tested."""
    pattern = re.compile(r"^\s*(?:from|import) (?:sandbox|tests)\b", re.MULTILINE)
    guilty = [
        relative(path) for path in PRODUCT if pattern.search(path.read_text(encoding="utf-8"))
    ]
    assert guilty == []


def test_every_reason_for_a_refusal_has_a_sentence() -> None:
    """A refusal without words would be silence."""
    reasons = set(refusals.Reason)
    assert set(refusals.REFUSALS) == reasons
