"""From findings that overlap and disagree to the stretches that are hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction.edges import WORDY, tidy, trim
from bot.redaction.encoding import LABELS
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
_NO_REASONS: Final = frozenset({Why.CLASSIFIER, Why.SAME_AS})
_NUMBERS: Final = frozenset({Entity.ID, Entity.PHONE})


def settle(message: Message, findings: Iterable[Finding]) -> list[Finding]:
    """Non-overlapping stretches in order; nothing in a closed stretch, nothing half a word."""
    owner: list[Finding | None] = [None] * len(message.text)
    tidied = [found for found in (tidy(message, one) for one in findings) if found is not None]
    for found in sorted(tidied, key=_order):
        owner[found.start : found.end] = [found] * (found.end - found.start)
    for start, end in message.closed:
        owner[start:end] = [None] * (end - start)
    spans = (trim(message.text, run) for run in _runs(owner))
    return [_numbered(message, _explained(span, tidied)) for span in spans if span is not None]


def _explained(span: Finding, findings: Sequence[Finding]) -> Finding:
    """A span with a rule's reason if one saw the same: it says more than the classifier's."""
    if span.why is not Why.CLASSIFIER:
        return span
    for found in sorted(findings, key=_order, reverse=True):
        overlaps = found.start < span.end and span.start < found.end
        if overlaps and found.entity is span.entity and found.why not in _NO_REASONS:
            return replace(span, why=found.why)
    return span


def _numbered(message: Message, span: Finding) -> Finding:
    """A number whose shape fits a phone and an id is what the classifier says it is."""
    if span.entity not in _NUMBERS or span.why is Why.CUE:
        return span
    verdicts = list(message.verdicts_in(span.start, span.end))
    votes = {
        entity: sum(one.probabilities[LABELS.index(entity)] for one in verdicts)
        for entity in _NUMBERS
    }
    best = max(sorted(votes), key=votes.__getitem__)
    return replace(span, entity=best) if votes[best] > len(verdicts) / 2 else span


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
        return 1.5 if found.why is Why.CLASSIFIER else 1
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
