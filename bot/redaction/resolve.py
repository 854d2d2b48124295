"""From findings that overlap and disagree to the stretches that are hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction.edges import WORDY, tidy, trim
from bot.redaction.message import Message
from bot.redaction.recognizers.base import Finding

_RANK: Final = {
    Entity.EMAIL: 9,
    Entity.URL: 8,
    Entity.HANDLE: 6,
    Entity.DATE: 5,
    Entity.PHONE: 5,
    Entity.ID: 4,
    Entity.LOCATION: 1,
    Entity.ORG: 1,
    Entity.PERSON: 1,
}
_NUMBERS: Final = frozenset({Entity.ID, Entity.PHONE})


def settle(message: Message, findings: Iterable[Finding]) -> list[Finding]:
    """Non-overlapping stretches in order; nothing in a closed stretch, nothing half a word."""
    owner: list[Finding | None] = [None] * len(message.text)
    tidied = (tidy(message, found) for found in findings)
    for found in sorted(filter(None, tidied), key=_order):
        owner[found.start : found.end] = [found] * (found.end - found.start)
    for start, end in message.closed:
        owner[start:end] = [None] * (end - start)
    return [span for span in (trim(message.text, run) for run in _runs(owner)) if span is not None]


def _order(found: Finding) -> tuple[float, bool, float, int, int, str]:
    """Painted in this order: what comes later wins; no two findings are equal in it."""
    return (
        _weight(found),
        found.why is not Why.SAME_AS,
        found.score,
        found.end - found.start,
        -found.start,
        f"{found.entity} {found.why}",
    )


def _weight(found: Finding) -> float:
    """Signs beat words, and what a word announces beats what the classifier or a shape says."""
    if found.why is Why.ALSO_HIDE:
        return 20
    if found.why is Why.ADDRESS:
        return 3
    if found.entity in WORDY:
        return 1
    if found.why is Why.CUE:
        return 7
    return 5.5 if found.why is Why.CLASSIFIER else _RANK[found.entity]


def _runs(owner: Sequence[Finding | None]) -> Iterable[Finding]:
    start = 0
    for index in range(1, len(owner) + 1):
        if index < len(owner) and _same(owner[index], owner[start]):
            continue
        first = owner[start]
        if first is not None:
            best = max((o for o in owner[start:index] if o), key=_order)
            yield replace(best, start=start, end=index)
        start = index


def _same(left: Finding | None, right: Finding | None) -> bool:
    if left is None or right is None:
        return left is right
    return left.entity is right.entity or {left.entity, right.entity} <= _NUMBERS
