"""Where a name begins and ends, once a rule knows that one stands there."""

from collections.abc import Iterator
from typing import Final

from bot.domain.redacted import Entity
from bot.redaction import lexicon
from bot.redaction.message import Message, Word
from bot.redaction.patterns import UNSPACED

MOST: Final = 4
"""Words of a name, particles not counted."""

HINT: Final = 0.04
"""Least classifier's verdict on a word that a rule takes for a name: below it the classifier is
sure of the contrary. Chosen on the training messages."""

BACKED: Final = 0.15
"""The same for positions in which other things than names stand as often."""

LIKELY: Final = 0.3
"""The same for weak evidence, such as *coach* before a capital."""

SHARED: Final = 0.1
"""The same on a name that the customer may share with somebody of a large team."""

_JUNIOR: Final = frozenset({"jr", "sr"})
_SKIPPED: Final = " \t*_\"'(~>[«“"
_WITHIN: Final = frozenset({" ", "-", "'", " -", "- ", "  "})


def run(message: Message, start: int, end: int, *, lower: bool = False) -> tuple[int, int] | None:
    """The name that begins a stretch, or nothing; titles before it are left out.

    With `lower` names written without capitals count too, if the classifier agrees.
    """
    words = _opening(message, start, end)
    while len(words) > 1 and words[0].lower in lexicon.TITLES and nameable(words[1]):
        words = words[1:]
    taken = list(_taken(message, words, lower=lower))
    if taken and (taken[-1].lower in lexicon.JOBS or _abbreviation(taken)):
        return None
    while taken and taken[-1].lower in lexicon.PARTICLES and not taken[-1].capital:
        taken.pop()
    if not taken:
        return None
    last = taken[-1]
    stop = last.end - 2 if last.lower.endswith("'s") and len(last.text) > 3 else last.end  # noqa: PLR2004 - O's
    return taken[0].start, stop


def nameable(word: Word) -> bool:
    """Whether a word can be part of a name as written: a capital, and no other common use."""
    if not word.capital or any(map(str.isdigit, word.text)):
        return _unicameral(word.text)
    lower = word.lower.removesuffix("'s")
    if lower in lexicon.WORD_NAMES:
        return True
    return lower not in lexicon.NOT_NAMES and lower not in lexicon.COURTESIES


def backed(message: Message, start: int, end: int, least: float = HINT) -> bool:
    """Whether the classifier does not contradict; without a classifier nothing does."""
    return message.classifier is None or message.suspicion(start, end) >= least


def believed(message: Message, start: int, end: int) -> tuple[int, int] | None:
    """A stretch without the words at its edges that the classifier is sure name nobody.

    An initial stays; in a script without spaces a word is a sentence, and nothing remains.
    """
    words = list(message.words_in(start, end))
    if any(UNSPACED.found_in(word.text) for word in words):
        return None
    while words and not _edge(message, words[0]):
        words.pop(0)
    while words and not _edge(message, words[-1]):
        words.pop()
    return (words[0].start, words[-1].end) if words else None


def _edge(message: Message, word: Word) -> bool:
    return len(word.text) == 1 or word.lower in _JUNIOR or backed(message, word.start, word.end)


def kind(message: Message, start: int, end: int, default: Entity) -> Entity:
    """Whether a stretch reads as a person, a company or a place."""
    totals = dict.fromkeys((Entity.PERSON, Entity.ORG, Entity.LOCATION), 0.0)
    for score in message.verdicts_in(start, end):
        for index, entity in enumerate(totals, start=1):
            totals[entity] += score.probabilities[index]
    best = max(totals, key=totals.__getitem__)
    return best if totals[best] >= HINT else default


def _abbreviation(words: list[Word]) -> bool:
    """Whether all there is are one or two capitals: *QR*, *OK*."""
    return len(words) == 1 and len(words[0].text) < 3 and words[0].text.isupper()  # noqa: PLR2004 - three are a name, *AMY*


def _opening(message: Message, start: int, end: int) -> list[Word]:
    """The words of a stretch, if it begins with one (behind quotes and emphasis)."""
    words = list(message.words_in(start, end))
    if not words or message.text[start : words[0].start].strip(_SKIPPED):
        return []
    return words


def _taken(message: Message, words: list[Word], *, lower: bool) -> Iterator[Word]:
    count = 0
    for index, word in enumerate(words):
        if index and not _goes_on(message, words[index - 1], word):
            return
        if count and word.lower in lexicon.PARTICLES and not word.capital:
            if not backed(message, word.start, word.end):
                return
            yield word
            continue
        if count == MOST or not (nameable(word) or (lower and _small(message, word))):
            return
        count += 1
        yield word


def _goes_on(message: Message, left: Word, right: Word) -> bool:
    gap = message.text[left.end : right.start]
    if gap in {". ", "."}:
        return len(left.text) <= 2 and left.capital  # noqa: PLR2004 - an initial or an abbreviated name
    return gap in _WITHIN


def _small(message: Message, word: Word) -> bool:
    """A name in lower case: no common word, and the classifier has a suspicion."""
    if message.classifier is None or word.capital or word.lower in lexicon.NOT_NAMES:
        return False
    return backed(message, word.start, word.end) and not any(map(str.isdigit, word.text))


def _unicameral(text: str) -> bool:
    """Whether a word is written in a script without capitals."""
    return any(char.isalpha() and not char.isupper() and not char.islower() for char in text)
