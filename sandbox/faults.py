"""Faults on demand: what a network and a troubled Slack do to a call."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase

from sandbox.errors import ControlError
from sandbox.json_types import Json

KINDS = (
    "timeout_before",
    "timeout_after",
    "reset_before",
    "refused",
    "reset_after",
    "rate_limited",
    "http_500_before",
    "http_500_after",
    "error",
    "delay",
    "delay_after",
    "token_revoked",
)
FOREVER = -1


@dataclass
class Fault:
    """One rule: from the ``nth`` matching call on, ``times`` calls fail this way."""

    method: str
    kind: str
    nth: int = 1
    times: int = 1
    error: str = "internal_error"
    retry_after: int = 1
    delay_ms: int = 0
    seen: int = 0

    def strikes(self, method: str) -> bool:
        """Count a call to ``method`` and say whether this rule hits it."""
        if not fnmatchcase(method, self.method):
            return False
        self.seen += 1
        if self.seen < self.nth:
            return False
        return self.times == FOREVER or self.seen < self.nth + self.times

    def as_json(self) -> Json:
        """Return the rule for the wire."""
        return dict(vars(self))


class Faults:
    """The rules in force, tried in order; the first that strikes decides."""

    def __init__(self) -> None:
        self.rules: list[Fault] = []

    def replace(self, rules: list[Json]) -> None:
        """Put these rules in force instead of the present ones."""
        self.rules = [_rule(rule) for rule in rules]

    def add(self, rules: list[Json]) -> None:
        """Put these rules in force beside the present ones."""
        self.rules += [_rule(rule) for rule in rules]

    def strike(self, method: str) -> Fault | None:
        """Return the rule that hits this call; every matching rule counts it."""
        hits = [rule for rule in self.rules if rule.strikes(method)]
        return hits[0] if hits else None


def _rule(given: Json) -> Fault:
    kind = str(given.get("kind", ""))
    fields = {name: given[name] for name in given if name not in ("kind", "method")}
    if kind.startswith("error:"):
        kind, fields["error"] = "error", kind.removeprefix("error:")
    if kind not in KINDS:
        raise ControlError(f"unknown kind of fault: {kind}; one of {', '.join(KINDS)}")
    try:
        return Fault(method=str(given.get("method", "*")), kind=kind, **fields)
    except TypeError as error:
        raise ControlError(f"unknown field in fault: {error}") from None
