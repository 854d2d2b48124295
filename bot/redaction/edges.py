"""What a name is cut down to or stretched to, before it is hidden: whole names and nothing else."""

from dataclasses import replace
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.message import Message, Word
from bot.redaction.patterns import is_word
from bot.redaction.recognizers.base import Finding

WORDY: Final = frozenset({Entity.PERSON, Entity.ORG, Entity.LOCATION})
"""Kinds that are words of the language."""

_PLAIN_TITLES: Final = lexicon.listed(
    "mr mrs ms miss mx dr prof professor sir madam mister missus sra sr srta mme mlle herr frau hr "
    "fr "
    "signora signor signore sig dhr mevr mevrouw meneer señora señor señorita senhora senhor "
    "pastor rev",
)
"""Titles that are never part of a name; *Dona* or *Nana* may be, if the classifier says so."""

_OPENING: Final = frozenset("#@+(_¿<")
_KEPT: Final = 0.5
"""Classifier's verdict from which an article or a title belongs to the name."""

_COMPOUND: Final = 0.1
"""Verdict from which the rest of a hyphenated word belongs to it."""


def tidy(message: Message, found: Finding) -> Finding | None:
    """A finding without the words around the name; nothing if no name remains."""
    if found.entity in {Entity.ID, Entity.PHONE}:
        return _without_label(message, found)
    if found.entity not in WORDY or found.why in {Why.ADDRESS, Why.ALSO_HIDE, Why.SAME_AS}:
        return found
    words = list(message.words_in(found.start, found.end))
    while words and _outside(message, words[0], found.entity):
        words.pop(0)
    while words and _outside(message, words[-1], found.entity):
        words.pop()
    if not words:
        return None if any(True for _ in message.words_in(found.start, found.end)) else found
    if found.why is Why.CLASSIFIER and _no_name(words):
        return None
    start, end = max(found.start, words[0].start), min(found.end, words[-1].end)
    if words[-1].lower.endswith("'s") and end == words[-1].end and found.entity is not Entity.ORG:
        end -= 2
    return replace(found, start=_compound_start(message, start), end=_compound_end(message, end))


def trim(text: str, run: Finding) -> Finding | None:
    """A stretch without punctuation at its edges; nothing if nothing remains."""
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


def _outside(message: Message, word: Word, entity: Entity) -> bool:
    """Whether a word at the edge of a finding is no part of the name."""
    lower = word.lower
    if word.capital and len(word.text) == 1:
        return False
    if lower in _PLAIN_TITLES:
        return entity is Entity.PERSON
    if entity is Entity.PERSON and lower in lexicon.TITLES:
        return message.suspicion(word.start, word.end) < _KEPT
    if lower in _LINKS and not word.capital:
        return True
    if lower not in lexicon.FUNCTION or lower in lexicon.WORD_NAMES:
        return False
    if entity is not Entity.PERSON and lower in _ARTICLES and word.capital:
        return message.suspicion(word.start, word.end) < _KEPT
    return True


def _no_name(words: list[Word]) -> bool:
    """Whether all words are ones that name nobody: platforms, roles, languages, closings."""
    return all(
        word.lower in lexicon.NOT_NAMES | lexicon.LANGUAGES | lexicon.JOBS | lexicon.COURTESIES
        and word.lower not in lexicon.WORD_NAMES
        for word in words
    )


def _compound_start(message: Message, start: int) -> int:
    """Back over *Co-* of *Co-op* and the like."""
    for word in reversed(list(message.words_in(max(0, start - 30), start))):
        glue = message.text[word.end : start]
        if glue not in {"-", "'"} or message.suspicion(word.start, word.end) < _COMPOUND:
            break
        start = word.start
    return start


def _compound_end(message: Message, end: int) -> int:
    for word in message.words_in(end, end + 30):
        glue = message.text[end : word.start]
        if glue not in {"-", "'"} or message.suspicion(word.start, word.end) < _COMPOUND:
            break
        end = word.end
    return end


def _without_label(message: Message, found: Finding) -> Finding:
    """*IP 203.0.113.7* without *IP*: a word without digits before a number announces it."""
    for word in message.words_in(found.start, found.end):
        label = word.lower in lexicon.NOT_NAMES or not word.text.isupper()
        if not word.text.isalpha() or not label or word.end >= found.end:
            return replace(found, start=max(found.start, word.start - _sign(message, word)))
    return found


def _sign(message: Message, word: Word) -> int:
    """How many signs before a number belong to it: #, +, a bracket."""
    start = word.start
    while start and message.text[start - 1] in "#+(*•":
        start -= 1
    return word.start - start


_LINKS: Final = lexicon.listed(
    "from in at and the of for to a an my our is was with by or but y e et und en i aus uit desde "
    "again here "
    "says said btw ps lol wrote writes called named near dear hi hello luv love regards xoxo hihi "
    "haha hehe",
)
_ARTICLES: Final = lexicon.listed(
    "the la le les el los las il lo i gli der die das het de os as o a"
)
