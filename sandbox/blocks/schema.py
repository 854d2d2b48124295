"""Small checks that combine into a description of a JSON value.

A check takes a value, its JSON pointer and a report, and adds what Slack would
say about it. The wording follows Slack's own ``response_metadata.messages``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

ID_LENGTH = 255
"""Longest ``block_id`` and ``action_id`` (Slack, Block Kit reference)."""


@dataclass
class Report:
    """Collects what is wrong, each with a JSON pointer."""

    errors: list[str] = field(default_factory=list)

    def add(self, problem: str, pointer: str) -> None:
        """Note one problem at ``pointer``."""
        self.errors.append(f"{problem} [json-pointer:{pointer}]")


Check = Callable[[object, str, Report], None]


def string(most: int | None = None, least: int = 0, pattern: str | None = None) -> Check:
    """Accept a string of ``least`` to ``most`` characters that matches ``pattern``."""

    def check(value: object, pointer: str, report: Report) -> None:
        if not isinstance(value, str):
            report.add("must be a string", pointer)
            return
        if most is not None and len(value) > most:
            report.add(f"must be less than {most + 1} characters", pointer)
        if len(value) < least:
            report.add(f"must be more than {least - 1} characters", pointer)
        if pattern is not None and not re.fullmatch(pattern, value):
            report.add("must match format", pointer)

    return check


def boolean() -> Check:
    """Accept true or false."""

    def check(value: object, pointer: str, report: Report) -> None:
        if not isinstance(value, bool):
            report.add("must be a boolean", pointer)

    return check


def number(least: int | None = None, most: int | None = None) -> Check:
    """Accept a number between ``least`` and ``most``."""

    def check(value: object, pointer: str, report: Report) -> None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            report.add("must be a number", pointer)
            return
        if least is not None and value < least:
            report.add(f"must be at least {least}", pointer)
        if most is not None and value > most:
            report.add(f"must be at most {most}", pointer)

    return check


def one_of(*allowed: str) -> Check:
    """Accept one of a fixed set of strings."""

    def check(value: object, pointer: str, report: Report) -> None:
        if value not in allowed:
            report.add("must be a valid enum value", pointer)

    return check


def array(item: Check, most: int, least: int = 1) -> Check:
    """Accept an array of ``least`` to ``most`` items that each pass ``item``."""

    def check(value: object, pointer: str, report: Report) -> None:
        if not isinstance(value, list):
            report.add("must be an array", pointer)
            return
        if len(value) > most:
            report.add(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            report.add(f"no fewer than {least} items required", pointer)
        for index, entry in enumerate(value):
            item(entry, f"{pointer}/{index}", report)

    return check


def record(required: Mapping[str, Check], optional: Mapping[str, Check] | None = None) -> Check:
    """Accept an object with these fields and no others."""
    known = {**required, **(optional or {})}

    def check(value: object, pointer: str, report: Report) -> None:
        if not isinstance(value, dict):
            report.add("must be an object", pointer)
            return
        for name in required:
            if name not in value:
                report.add(f"missing required field: {name}", pointer)
        for name, entry in value.items():
            if name not in known:
                report.add(f"invalid additional property: {name}", pointer)
            elif entry is not None or name in required:
                known[name](entry, f"{pointer}/{name}", report)

    return check


def by_type(kinds: Mapping[str, Check]) -> Check:
    """Accept an object whose ``type`` selects the check to apply."""

    def check(value: object, pointer: str, report: Report) -> None:
        kind = value.get("type") if isinstance(value, dict) else None
        if not isinstance(kind, str):
            report.add("missing required field: type", pointer)
        elif kind not in kinds:
            report.add(f"unsupported type: {kind}", pointer)
        else:
            kinds[kind](value, pointer, report)

    return check


def anything(value: object, pointer: str, report: Report) -> None:
    """Accept whatever stands there."""


def identifier() -> Check:
    """Accept a ``block_id`` or ``action_id``."""
    return string(ID_LENGTH)
