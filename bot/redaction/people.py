"""Who is who: teammates and our own words stay readable, a customer of the same name does not.

In doubt the customer wins, and the reason says so.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import files, forms, lexicon, positions
from bot.redaction.edges import tidy
from bot.redaction.message import Message, bare
from bot.redaction.recognizers.base import Finding

NAMES: Final = frozenset({Entity.PERSON, Entity.ORG, Entity.LOCATION})
"""Kinds that are words of the language; the others are made of signs and stay whole."""

_LONGEST: Final = 200
"""Code points of the longest name or term that is looked for."""

ALONE: Final = 0.6
"""Classifier's score from which a roster name is the customer's without any rule saying so."""

ALONE_AMONG_MANY: Final = 0.25
"""The same in a large roster, where nearly every first name is some teammate's."""

SUPPORTED: Final = 0.15
"""The same where a rule sees the name in a customer's place."""

_CERTAIN_WHYS: Final = frozenset({Why.TEAMMATE_NAME_AS_CUSTOMER, Why.ALSO_HIDE})
_RULES: Final = frozenset(
    {Why.SIGNATURE, Why.INTRODUCTION, Why.RELATION, Why.CUE},
)


@dataclass(frozen=True, slots=True)
class Known:
    """A stretch that spells a teammate's name or a kept term."""

    start: int
    end: int


def decide(message: Message, findings: Sequence[Finding]) -> list[Finding]:
    """Take teammates and kept terms out of the findings, and add every form of what remains."""
    tidied = [found for found in (tidy(message, one) for one in findings) if found]
    tidied = list(files.parted(message, tidied))
    mates = sorted(_teammates(message), key=_start)
    kept = sorted(_kept(message), key=_start)
    certain = list(_without(message, tidied, mates, kept))
    again = list(forms.spread(message, certain))
    return certain + list(_without(message, again, mates, kept))


def _without(
    message: Message, findings: Iterable[Finding], mates: list[Known], kept: list[Known]
) -> Iterator[Finding]:
    for found in findings:
        if found.entity not in NAMES:
            yield found
            continue
        pieces = [found]
        for known in _near(kept, found):
            pieces = [p for piece in pieces for p in _spare_kept(message, piece, known)]
        for known in _near(mates, found):
            pieces = [p for piece in pieces for p in _spare_mate(message, piece, known)]
        yield from pieces


def _near(known: list[Known], found: Finding) -> list[Known]:
    """Those of a sorted list that a finding may touch."""
    first = bisect_left(known, found.start - _LONGEST, key=_start)
    return known[first : bisect_left(known, found.end, key=_start)]


def _start(known: Known) -> int:
    return known.start


def _spare_kept(message: Message, found: Finding, known: Known) -> list[Finding]:
    if not _touch(found, known):
        return [found]
    larger = found.start < known.start or known.end < found.end
    if (larger or found.why in _RULES) and message.suspicion(known.start, known.end) >= ALONE:
        return [found]
    return _cut(message, found, known)


def _spare_mate(message: Message, found: Finding, known: Known) -> list[Finding]:
    if not _touch(found, known):
        return [found]
    if _is_customers(message, found, known):
        return [replace(found, why=Why.TEAMMATE_NAME_AS_CUSTOMER)]
    return _cut(message, found, known)


def _is_customers(message: Message, found: Finding, known: Known) -> bool:
    """Whether a teammate's name is, here, a customer's own."""
    if found.why in _CERTAIN_WHYS:
        return True
    score = message.suspicion(known.start, known.end)
    if found.entity is not Entity.PERSON:
        return score >= ALONE or (found.start < known.start and known.end < found.end)
    surname = _in_full_name(message, found, known)
    if not surname and positions.teammates(message, known.start, known.end):
        return False
    if surname or found.why in _RULES:
        return score >= SUPPORTED
    return score >= (ALONE_AMONG_MANY if message.large_team else ALONE)


def _in_full_name(message: Message, found: Finding, known: Known) -> bool:
    """Whether the finding goes on, on either side, with words that no teammate's name has."""
    around = [
        *message.words_in(found.start, known.start),
        *message.words_in(known.end, found.end),
    ]
    return any(word.capital or word.lower not in lexicon.FUNCTION for word in around)


def _cut(message: Message, found: Finding, known: Known) -> list[Finding]:
    """What a finding holds beside a known stretch."""
    rest = (
        replace(found, end=min(found.end, known.start)),
        replace(found, start=max(found.start, known.end)),
    )
    return [
        piece
        for piece in rest
        if piece.start < piece.end
        and any(
            word.lower not in lexicon.NOT_NAMES for word in message.words_in(piece.start, piece.end)
        )
    ]


def _touch(found: Finding, known: Known) -> bool:
    return found.start < known.end and known.start < found.end


def _teammates(message: Message) -> Iterator[Known]:
    """Full names first; of a name with several words the first word counts too."""
    names = {name for full in message.roster for name in (full, full.split()[0])}
    yield from _spelled(message, names)


def _kept(message: Message) -> Iterator[Known]:
    yield from _spelled(message, set(message.keep))


def _spelled(message: Message, names: set[str]) -> Iterator[Known]:
    present = {bare(word) for word in message.folded.values()}
    for name in sorted(names, key=len, reverse=True):
        first = forms.first_word(name)
        if first in present:
            for start, end in forms.occurrences(message, name):
                yield Known(start, end)
