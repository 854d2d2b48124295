"""What a name is cut down to or stretched to, before it is hidden: whole names and nothing else."""

from dataclasses import replace
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon, ours
from bot.redaction.acronyms import ACRONYMS
from bot.redaction.message import Message, Word
from bot.redaction.patterns import Pattern, is_word
from bot.redaction.recognizers.base import Finding

WORDY: Final = frozenset({Entity.PERSON, Entity.ORG, Entity.LOCATION})
"""Kinds that are words of the language."""

_OPENING: Final = frozenset("#@+(_¿<")
_NAMELESS: Final = lexicon.NOT_NAMES | lexicon.LANGUAGES | lexicon.JOBS | lexicon.COURTESIES
_SIGNED: Final = 3
"""Letters of a signature that is only initials."""

_ANNOUNCING: Final = lexicon.listed("po pcn mprn mpan pnr rma cvr utr")
"""Abbreviations that stand before a number and are none of it."""

_SAID: Final = ("입니다", "이에요", "예요", "이라고", "라고")
"""What is written on to a Korean name by who says it is theirs."""

_KEPT: Final = 0.5
"""Classifier's verdict from which an article or a title belongs to the name."""

_ARTICLE: Final = 0.4
"""The same for *The* of *The Old Rectory*."""

_INITIAL: Final = 0.3
"""Verdict from which a single letter behind a name belongs to it."""

_CALLED: Final = 0.95
"""Verdict from which somebody is called *Dutch*."""

_SURE: Final = 0.9
"""Verdict from which a word in capitals before a number begins a code, and an *'s* ends a name."""

_COMPOUND: Final = 0.05
"""Verdict from which the rest of a hyphenated word, or a number before it, belongs to it."""

_ORDINAL: Final = Pattern(r"\d{1,3}(?:st|nd|rd|th)")
_ORDINAL_LENGTH: Final = 6


def tidy(message: Message, found: Finding) -> Finding | None:
    """A finding without the words around the name; nothing if no name remains."""
    suspected = found.why is Why.CLASSIFIER
    filed = suspected and message.in_file(found.start, found.end)
    if found.why is Why.NUMBER_IN_WORDS or (filed and found.entity is not Entity.ID):
        return found
    if found.entity in {Entity.ID, Entity.PHONE}:
        return _without_label(message, found)
    if suspected:
        if found.entity is Entity.HANDLE or _dotted(message, found):
            return _token(message.text, found)
        if found.entity in {Entity.URL, Entity.EMAIL}:
            return _foreign(message, _address(message, found))
    if found.entity not in WORDY or found.why in {Why.ADDRESS, Why.ALSO_HIDE, Why.SAME_AS}:
        return found
    return _name(message, found)


def _name(message: Message, found: Finding) -> Finding | None:
    """A name without titles, articles, possessives and next sentences."""
    words = list(message.words_of(found.start, found.end))
    if not words:
        return found
    while words and _before(message, words[0], found.entity):
        words.pop(0)
    while words and _outside(message, words[-1]):
        words.pop()
    if not words or (found.why is Why.CLASSIFIER and _no_name(message, words, found.entity)):
        return None
    start, end = max(found.start, words[0].start), min(found.end, words[-1].end)
    end -= next((len(said) for said in _SAID if message.text[start:end].endswith(said)), 0)
    if found.entity is not Entity.ORG and end == words[-1].end and _possessive(message, words[-1]):
        end -= 2
    if found.entity is Entity.ORG:
        start = _ordinal_start(message, start)
    if found.entity is Entity.PERSON:
        start = _initials_start(message.text, _particles_start(message, start))
        end = _initial_end(message, end)
    return replace(found, start=_compound_start(message, start), end=_compound_end(message, end))


def _possessive(message: Message, word: Word) -> bool:
    """Whether an *'s* is none of the name; in *St. John's* the classifier says it is."""
    return word.lower.endswith("'s") and message.suspicion(word.end - 1, word.end) < _SURE


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


def _before(message: Message, word: Word, entity: Entity) -> bool:
    """Whether the first word of a finding is no part of the name."""
    if word.capital and len(word.text) == 1:
        return False
    if entity is Entity.PERSON and word.lower in lexicon.TITLES:
        return message.text[word.end : word.end + 1] != "-"
    return _outside(message, word)


def _outside(message: Message, word: Word) -> bool:
    """Whether a word at the edge of a finding only stands beside the name."""
    if word.lower in _NEVER or (word.text in lexicon.HONORIFICS and _hyphened(message, word)):
        return True
    if word.lower in lexicon.WORD_NAMES or word.lower not in lexicon.FUNCTION | _LINKS:
        return False
    if len(word.text) == 1 and message.text[word.end : word.end + 1] == ".":
        return False
    least = _ARTICLE if word.text == "The" else _KEPT
    return not word.capital or message.suspicion(word.start, word.end) < least


def _hyphened(message: Message, word: Word) -> bool:
    return message.text[: word.start].endswith("-")


def _no_name(message: Message, words: list[Word], entity: Entity) -> bool:
    """Whether all words are ones that name nobody: platforms, roles, languages, closings."""
    surface = message.text[words[0].start : words[-1].end]
    if surface.lower().startswith("p.s"):
        return True
    if (
        surface.isupper()
        and len(surface) <= _SIGNED
        and not message.text[words[-1].end :].strip(" .")
    ):
        return False
    if len(words) == 1 and surface.isupper() and surface.lower() in ACRONYMS:
        return not message.text.isupper()
    return "-" not in surface and all(_nameless(message, word, entity) for word in words)


def _nameless(message: Message, word: Word, entity: Entity) -> bool:
    if word.capital and len(word.text) == 1 and message.text[word.end : word.end + 1] == ".":
        return False
    called = entity is Entity.PERSON and word.lower in lexicon.LANGUAGES
    if called and message.suspicion(word.start, word.end) >= _CALLED:
        return False
    return word.lower in _NAMELESS and word.lower not in lexicon.WORD_NAMES


def _particles_start(message: Message, start: int) -> int:
    """Back over *van* of *van Houten*, where the classifier says so."""
    for word in reversed(list(message.words_in(max(0, start - 20), start))):
        part = word.lower in lexicon.PARTICLES and message.text[word.end : start] == " "
        if not part or message.suspicion(word.start, word.end) < _KEPT:
            break
        start = word.start
    return start


def _initial_end(message: Message, end: int) -> int:
    """On over *a.* of *kwabena a.*, where the classifier says so."""
    for word in message.words_in(end, end + 2):
        apart = message.text[end : word.start] == " " and len(word.text) == 1
        if apart and message.suspicion(word.start, word.end) >= _INITIAL:
            return word.end
    return end


def _initials_start(text: str, start: int) -> int:
    """Back over *E. A.* of *E. A. Pargeter*."""
    while True:
        bare = text[:start].rstrip(" ")
        if len(start_of := bare[-2:]) < 2 or start_of[1] != "." or not start_of[0].isupper():  # noqa: PLR2004 - a letter and its full stop
            return start
        if len(bare) > 2 and bare[-3].isalnum():  # noqa: PLR2004 - the letter ends a word
            return start
        if len(text[len(bare) : start]) > 1:
            return start
        start = len(bare) - 2


def _foreign(message: Message, found: Finding | None) -> Finding | None:
    """An address unless it leads to our own pages."""
    surface = message.text[found.start : found.end] if found else ""
    return None if ours.host(surface, message) else found


def _address(message: Message, found: Finding) -> Finding | None:
    """Without the words around an address, unless it is spelled out."""
    surface = message.text[found.start : found.end]
    if " dot " in surface.lower() or " at " in surface.lower():
        return found
    pieces = [piece for piece in surface.split() if "." in piece or "@" in piece]
    if not pieces:
        return None if " " not in surface and found.entity is Entity.URL else found
    start = found.start + surface.index(pieces[0])
    return replace(
        found,
        start=start,
        end=start + surface[start - found.start :].rindex(pieces[-1]) + len(pieces[-1]),
    )


def _dotted(message: Message, found: Finding) -> bool:
    """Whether a name is half of something like *vinyl.vicar*."""
    text = message.text
    first, last = text[found.start], text[found.end - 1]
    left, right = text[: found.start][-2:], text[found.end :][:2]
    before = left[1:] in {".", "_"} and left[:1].islower() and first.islower()
    after = right[:1] in {".", "_"} and right[1:].islower() and last.islower()
    return before or after


def _token(text: str, found: Finding) -> Finding:
    """All of a nickname that dots or hyphens part."""
    start, end = found.start, found.end
    while start > 1 and text[start - 1] in "._-" and is_word(text[start - 2]):
        start -= 2
        while start and is_word(text[start - 1]):
            start -= 1
    while end + 1 < len(text) and text[end] in "._-" and is_word(text[end + 1]):
        end += 2
        while end < len(text) and is_word(text[end]):
            end += 1
    return replace(found, start=start, end=end)


def _ordinal_start(message: Message, start: int) -> int:
    """Back over *2nd* of *2nd Harbour Guides*, where the classifier says so."""
    for word in message.words_in(max(0, start - _ORDINAL_LENGTH), start):
        apart = message.text[word.end : start] == " "
        if apart and _ORDINAL.matches(word.text) and _suspected(message, word):
            return word.start
    return start


def _suspected(message: Message, word: Word) -> bool:
    return message.suspicion(word.start, word.end) >= _COMPOUND


def _compound_start(message: Message, start: int) -> int:
    """Back over *Co-* of *Co-op* and the like."""
    for word in reversed(list(message.words_in(max(0, start - 30), start))):
        glue = message.text[word.end : start]
        if glue not in {"-", "'"} or not _suspected(message, word):
            break
        start = word.start
    return start


def _compound_end(message: Message, end: int) -> int:
    for word in message.words_in(end, end + 30):
        glue = message.text[end : word.start]
        if (
            word.text in lexicon.HONORIFICS
            or glue not in {"-", "'"}
            or not _suspected(message, word)
        ):
            break
        end = word.end
    return end


def _without_label(message: Message, found: Finding) -> Finding:
    """*IP 203.0.113.7* without *IP*: a word without digits before a number announces it."""
    for word in message.words_of(found.start, found.end):
        label = found.entity is Entity.PHONE or _announces(message, word)
        apart = message.text[word.end : word.end + 1] in {" ", ":", "#", "\n", ""}
        if not word.text.isalpha() or not label or not apart or word.end >= found.end:
            return replace(found, start=max(found.start, word.start - _sign(message, word)))
    return found


def _announces(message: Message, word: Word) -> bool:
    """Whether a word before a number is none of it; *OH* may well begin a customer's number."""
    if not word.text.isupper() or word.lower in _ANNOUNCING:
        return True
    return word.lower in lexicon.NOT_NAMES and message.suspicion(word.start, word.end) < _SURE


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
_NEVER: Final = lexicon.listed(
    "i she he they we it you her his their our your my this that these those is was lives lived "
    "here there "
    "thanks thank hi hello regards cheers so and but",
)
"""Words that begin the next sentence or end the last one, whatever their case."""
