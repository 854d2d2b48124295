"""From findings that overlap and disagree to the stretches that are hidden."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.message import Message
from bot.redaction.patterns import is_word
from bot.redaction.recognizers.base import Finding

_RANK: Final = {
    Entity.EMAIL: 8,
    Entity.URL: 7,
    Entity.DATE: 6,
    Entity.PHONE: 5,
    Entity.ID: 4,
    Entity.HANDLE: 3,
    Entity.LOCATION: 2,
    Entity.ORG: 2,
    Entity.PERSON: 2,
}
_WORDY: Final = frozenset({Entity.PERSON, Entity.ORG, Entity.LOCATION})
_OPENING: Final = frozenset("#@+(_¿<")


def settle(message: Message, findings: Iterable[Finding]) -> list[Finding]:
    """Non-overlapping stretches in order; nothing in a closed stretch, nothing half a word."""
    owner: list[Finding | None] = [None] * len(message.text)
    tidied = (_tidy(message, found) for found in findings)
    for found in sorted(filter(None, tidied), key=_order):
        owner[found.start : found.end] = [found] * (found.end - found.start)
    for start, end in message.closed:
        owner[start:end] = [None] * (end - start)
    return [span for span in (_trim(message.text, run) for run in _runs(owner)) if span is not None]


def _order(found: Finding) -> tuple[int, int, float]:
    """Painted in this order: what comes later wins."""
    address = found.why is Why.ADDRESS
    return _RANK[found.entity] + 2 * address, found.why is not Why.SAME_AS, found.score


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
    return left.entity is right.entity


def _tidy(message: Message, found: Finding) -> Finding | None:
    """Leave titles, possessives and the words around a name outside."""
    if found.entity not in _WORDY or found.why is Why.ADDRESS:
        return found
    words = list(message.words_in(found.start, found.end))
    outside = lexicon.TITLES if found.entity is Entity.PERSON else frozenset[str]()
    while words and (words[0].lower in outside or _connects(words[0].text)):
        words = words[1:]
    while words and _connects(words[-1].text):
        words = words[:-1]
    if not words:
        return None if list(message.words_in(found.start, found.end)) else found
    last = words[-1]
    end = min(found.end, last.end)
    if (last.lower.endswith("'s") and end == last.end and found.why is not Why.CLASSIFIER) or (
        last.lower.endswith("'s") and end == last.end and found.entity is not Entity.ORG
    ):
        end -= 2
    return replace(found, start=max(found.start, words[0].start), end=end)


def _connects(word: str) -> bool:
    return word.lower() in _CONNECTORS and not word.isupper()


_CONNECTORS: Final = lexicon.listed(
    "from in at and the of for to a an my our is was with by or but y e et und en i aus uit "
    "desde again here says said btw ps lol",
)


def _trim(text: str, run: Finding) -> Finding | None:
    """Leave punctuation at the edges outside."""
    start, end = run.start, run.end
    while start < end and not is_word(text[start]) and text[start] not in _OPENING:
        start += 1
    while end > start and not is_word(text[end - 1]) and text[end - 1] != ")":
        end -= 1
    if text[start:end].count("(") < text[start:end].count(")") and text[end - 1] == ")":
        end -= 1
    if not any(map(str.isalnum, text[start:end])):
        return None
    return replace(run, start=start, end=end)
