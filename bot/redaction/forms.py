"""The forms in which one identity returns in a message.

Once a surface is a customer's, its parts, other cases, plurals, initials and the places where it
is glued into a file name or a hashtag are too.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.encoding import fold
from bot.redaction.message import Message, Word, bare, slug
from bot.redaction.patterns import LETTER, Pattern, stands_alone
from bot.redaction.recognizers.base import LIKELY, SURE, Finding

_NAME_PART: Final = Pattern(rf"[{LETTER}]+(?:['][{LETTER}]+)*", inside=True)
_SHORTEST: Final = 2
_WORD_NAME: Final = 0.1
"""Classifier's verdict from which *Will* is the customer again and not the verb."""

_SHORT: Final = 0.15
"""The same for a short form."""

_SMALL: Final = 0.02
"""The same for a name written small the second time."""

_COMMON: Final = 0.2
"""The same for a name that was small the first time: it may be a common word."""

_DISTINCT: Final = 4
"""Letters from which on a part is looked for inside other words."""


def spread(message: Message, findings: Sequence[Finding]) -> Iterator[Finding]:
    """Further occurrences of what was found, in whatever form."""
    surfaces = dict.fromkeys((message.text[f.start : f.end], f.entity) for f in findings)
    for surface, entity in surfaces:
        if len(slug(surface)) < _SHORTEST:
            continue
        if entity is Entity.PERSON:
            yield from _person(message, surface)
            yield from _initials(message, surface)
        elif entity in {Entity.ORG, Entity.LOCATION}:
            yield from _whole(message, surface, entity)
            if surface[0].isupper():
                yield from _glued(message, slug(surface), entity)
        elif not surface.isalpha():
            yield from _whole(message, surface, entity)


def parts(surface: str) -> list[str]:
    """The words of a name that name somebody by themselves."""
    words = [surface[start:end] for start, end in _NAME_PART.spans(surface)]
    return [
        bare(word)
        for word in words
        if len(bare(word)) >= _SHORTEST
        and word.lower() not in lexicon.PARTICLES | lexicon.TITLES
        and word.lower() not in lexicon.NOT_NAMES
    ]


def occurrences(message: Message, surface: str) -> Iterator[tuple[int, int]]:
    """Where a surface stands as a whole, in any case and with or without accents."""
    wanted = [fold(word) for word in _words(surface)]
    if not wanted:
        return
    words = message.words
    for index, word in enumerate(words[: len(words) - len(wanted) + 1]):
        if _same(message, word, wanted[0]) is None:
            continue
        end = _run_end(message, index, wanted)
        if end is not None:
            yield word.start, end


def _run_end(message: Message, index: int, wanted: list[str]) -> int | None:
    """Where the words of a surface end, if they stand one after the other from `index` on."""
    words = message.words[index : index + len(wanted)]
    for left, right in pairwise(words):
        if message.text[left.end : right.start].strip(" \n'.,&-"):
            return None
    ends = [_same(message, word, want) for word, want in zip(words, wanted, strict=True)]
    if None in ends:
        return None
    return words[-1].start + (ends[-1] or 0)


def _same(message: Message, word: Word, wanted: str) -> int | None:
    """Length of the part of a word that spells `wanted`: a plural or possessive may follow."""
    folded = message.folded[word.start]
    text = word.text
    if folded == wanted:
        return len(text)
    if folded in {wanted + "'s", wanted + "s'", wanted + "'"}:
        return len(text) - (len(folded) - len(wanted))
    if len(wanted) >= _DISTINCT and folded in {wanted + "s", wanted + "es"}:
        return len(text)
    return None


def _person(message: Message, surface: str) -> Iterator[Finding]:
    names = parts(surface)
    if len(_words(surface)) > 1:
        yield from _whole(message, surface, Entity.PERSON)
    for part in names:
        wanted = fold(part)
        for word in message.words:
            length = _same(message, word, wanted)
            if length and _alike(message, part, word):
                yield Finding(word.start, word.start + length, Entity.PERSON, Why.SAME_AS, LIKELY)
        if len(part) >= _DISTINCT:
            yield from _short(message, part)
        if len(part) >= _DISTINCT and part.lower() not in lexicon.WORD_NAMES:
            yield from _glued(message, slug(part), Entity.PERSON)
    if len(names) > 1:
        yield from _glued(message, "".join(map(slug, names)), Entity.PERSON)


def _short(message: Message, part: str) -> Iterator[Finding]:
    """*Alex* for Alejandro: a capitalised word with the same beginning that is suspected too."""
    beginning = fold(part)[:3]
    for word in message.words:
        other = message.folded[word.start]
        if (
            word.capital
            and other != fold(part)
            and other.startswith(beginning)
            and abs(len(other) - len(part)) < _DISTINCT + 2
            and other not in lexicon.NOT_NAMES
            and message.suspicion(word.start, word.end) > _SHORT
        ):
            yield Finding(
                word.start, word.start + len(bare(word.text)), Entity.PERSON, Why.SAME_AS, LIKELY
            )


def _alike(message: Message, part: str, word: Word) -> bool:
    """Whether a word that spells a part of a name is meant as that name."""
    suspicion = message.suspicion(word.start, word.end)
    if part.lower() in lexicon.WORD_NAMES or len(part) < 3:  # noqa: PLR2004 - Al, Bo, Jo
        return word.capital and (suspicion > _WORD_NAME or _within(message, word))
    if word.capital or _unicameral(word.text):
        return True
    return message.classifier is None or suspicion > (_SMALL if part[0].isupper() else _COMMON)


def _within(message: Message, word: Word) -> bool:
    """Whether a capital stands within a sentence, where a word that is no name has none."""
    before = message.text[: word.start][-2:]
    common = word.lower in lexicon.MONTHS or len(word.text) < 3 or message.text.isupper()  # noqa: PLR2004 - Al, Bo, Jo
    return not common and not word.text.isupper() and before[-1:] == " " and before[:1].islower()


def _unicameral(text: str) -> bool:
    return text.lower() == text.upper()


def _initials(message: Message, surface: str) -> Iterator[Finding]:
    """`N.O.` or `NO` as a line of its own, for somebody called Ngozi Okafor."""
    names = parts(surface)
    if len(names) < _SHORTEST:
        return
    wanted = "".join(name[0] for name in names).casefold()
    for line in message.lines:
        text = message.text[line.start : line.end]
        if len(text) <= 3 * len(wanted) and slug(text) == wanted:
            yield Finding(line.start, line.end, Entity.PERSON, Why.SAME_AS, LIKELY)


def _whole(message: Message, surface: str, entity: Entity) -> Iterator[Finding]:
    for start, end in occurrences(message, surface):
        yield Finding(start, end, entity, Why.SAME_AS, SURE)


def everywhere(message: Message, surface: str) -> Iterator[tuple[int, int]]:
    """Where a surface stands as words of its own or glued into others."""
    yield from occurrences(message, surface)
    for found in _glued(message, slug(surface), Entity.PERSON):
        yield found.start, found.end


def worth_hiding(text: str, start: int, end: int) -> bool:
    """Whether a stretch stands alone or is long enough to tell inside a word."""
    return end - start >= _DISTINCT or stands_alone(text, start, end)


def _glued(message: Message, wanted: str, entity: Entity) -> Iterator[Finding]:
    """Inside file names, hashtags and words written together."""
    if len(wanted) < _DISTINCT:
        return
    for start, end, plain in message.glued:
        marked = "_" in message.text[max(0, start - 1) : start] + message.text[end : end + 1]
        if wanted not in plain or (plain == wanted and not marked):
            continue
        found = _place(message.text[start:end], wanted)
        if found is not None:
            yield Finding(start + found[0], start + found[1], entity, Why.SAME_AS, LIKELY)


def _place(token: str, wanted: str) -> tuple[int, int] | None:
    """Where a slug begins and ends in a token, if both are seams of the token."""
    kept = [index for index, char in enumerate(token) if char.isalnum()]
    plain = "".join(fold(token[index])[:1] or token[index] for index in kept)
    at = plain.find(wanted)
    if at < 0:
        return None
    start, end = kept[at], kept[at + len(wanted) - 1] + 1
    return (start, end) if _seam(token, start) and _seam(token, end) else None


def _seam(token: str, offset: int) -> bool:
    """Whether a token is glued at an offset: a sign, a digit or a capital begins there."""
    if offset in {0, len(token)}:
        return True
    left, right = token[offset - 1], token[offset]
    return not (left.isalpha() and right.isalpha()) or (left.islower() and right.isupper())


def first_word(surface: str) -> str:
    """The first word of a surface, folded; empty if it has none."""
    return next(iter(map(fold, _words(surface))), "")


def _words(surface: str) -> list[str]:
    return [bare(surface[start:end]) for start, end in _NAME_OR_NUMBER.spans(surface)]


_NAME_OR_NUMBER: Final = Pattern(r"[\p{L}\p{M}\p{N}_]+(?:['][\p{L}\p{M}]+)*", inside=True)
