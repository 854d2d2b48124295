"""How a message becomes the model's input: the one encoding of training and run time.

A message is cut into *units* (a run of letters and digits, one punctuation mark, a line end),
each unit into word pieces, and every piece carries a flag beside its id: the casing of its
unit and whether the unit belongs to a teammate's name or to a kept term. The flags enter the
network as token types: they cost no tokens, and context decides whether *Joy* is the
colleague or the customer.

All offsets are code points into the text that was passed in, end exclusive.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final, NamedTuple

from tokenizers import Tokenizer

LABELS: Final = (
    "O",
    "PERSON",
    "ORG",
    "LOCATION",
    "HANDLE",
    "ID",
    "EMAIL",
    "PHONE",
    "URL",
    "DATE",
)
"""What a unit can be, in the order of the model's outputs; "O" is nothing to hide."""

WINDOW: Final = 256
"""Most pieces in one run of the network, the two marks at its ends included."""

OVERLAP: Final = 48
"""Pieces of context that two neighbouring windows share on either side of their seam."""

SHORT: Final = 3
"""Words in capitals up to this many letters are read as they stand (UK, NPS); longer ones are
read as if written normally, for the base model has seen few words shouted."""

START: Final = "<s>"
END: Final = "</s>"

_EMOJI = r"(?<![\w:]):[a-z][a-z0-9_+'-]{1,40}:(?!\w)"
_MENTION = r"<@[UW][A-Z0-9]{2,20}(?:\|[^<>\n]{0,80})?>"
# Han, kana, Thai, Lao and Khmer are written without spaces: there a word is a word piece.
_UNSPACED = (
    r"\u0e00-\u0eff\u1780-\u17ff\u3005-\u3007\u3041-\u30ff\u31f0-\u31ff"
    r"\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f"
)
_UNIT = re.compile(
    rf"(?P<opaque>{_EMOJI}|{_MENTION})"
    r"|(?P<line>\n)"
    rf"|(?P<unspaced>[{_UNSPACED}]+)"
    rf"|(?P<word>(?:(?![{_UNSPACED}_])[\w\u0300-\u036f])+)"
    r"|(?P<mark>\S)"
)
_IS_UNSPACED: Final = re.compile(rf"[{_UNSPACED}]+").fullmatch
_HONORIFICS: Final = "さん|様|さま|氏|くん|君|ちゃん|先生"
_QUOTES: Final = str.maketrans("\u2018\u2019\u02bb\u02bc`\u00b4\u201c\u201d", "''''''\"\"")


class Casing(IntEnum):
    """How a unit is written."""

    LOWER = 0
    TITLE = 1
    UPPER = 2
    MIXED = 3
    DIGITS = 4


class Standing(IntEnum):
    """What we know about a unit from the lists that came with the message."""

    UNKNOWN = 0
    TEAMMATE = 1
    KEPT = 2


FLAGS: Final = len(Casing) * len(Standing)
"""How many values a flag can take: casing + 5 x standing."""


class Unit(NamedTuple):
    """One word, mark or line end of a message."""

    start: int
    end: int
    kind: str
    """One of *word*, *unspaced*, *mark*, *line*, *opaque* (an emoji code or a mention)."""


class Cell(NamedTuple):
    """The smallest stretch of text that gets one verdict, and the pieces that stand for it."""

    start: int
    end: int
    first: int
    last: int
    """Pieces first to last, exclusive."""


@dataclass(frozen=True)
class Encoded:
    """A message as the network reads it, without the marks at the ends of a window."""

    pieces: list[int]
    flags: list[int]
    cells: list[Cell]


def units(text: str) -> Iterator[Unit]:
    """Cut a message into units; white space other than line ends belongs to none."""
    for match in _UNIT.finditer(text):
        yield Unit(match.start(), match.end(), str(match.lastgroup))


def casing(word: str) -> Casing:
    """Tell how a word is written; one capital alone counts as title case."""
    if any(char.isdigit() for char in word):
        return Casing.DIGITS
    if word.islower() or not any(char.isupper() for char in word):
        return Casing.LOWER
    if word.isupper() and len(word) > 1:
        return Casing.UPPER
    return Casing.TITLE if word[1:].islower() or len(word) == 1 else Casing.MIXED


@lru_cache(maxsize=20_000)
def fold(word: str) -> str:
    """Reduce a word to what must agree for two spellings of a name to be one: Zoë is ZOE."""
    spread = unicodedata.normalize("NFKD", word.casefold())
    return "".join(char for char in spread if not unicodedata.combining(char))


def standings(
    text: str, cut: Sequence[Unit], roster: Sequence[str], keep: Sequence[str]
) -> list[Standing]:
    """Mark the units that spell a teammate's name or a kept term.

    Of a name with several words the first word alone counts too, as people are called by it.
    A kept term wins over a name.
    """
    found = [Standing.UNKNOWN] * len(cut)
    words = [fold(text[unit.start : unit.end]) for unit in cut]
    names = {_folded(name) for full in roster for name in (full, *full.split()[:1])}
    for listed, standing in ((names, Standing.TEAMMATE), (map(_folded, keep), Standing.KEPT)):
        _mark(found, words, [name for name in listed if name], standing)
    for index, unit in enumerate(cut):
        if unit.kind == "opaque" and text[unit.start] == "<":
            found[index] = Standing.TEAMMATE
    return found


def encode(tokenizer: Tokenizer, text: str, roster: Sequence[str], keep: Sequence[str]) -> Encoded:
    """Turn a message, its teammates and its kept terms into pieces, flags and cells."""
    cut = list(_parted(text, _unspaced_names((*roster, *keep))))
    known = standings(text, cut, roster, keep)
    result = tokenizer.encode(
        [_spelling(text, unit) for unit in cut], is_pretokenized=True, add_special_tokens=False
    )
    flags = [
        int(casing(text[unit.start : unit.end])) + len(Casing) * int(standing)
        for unit, standing in zip(cut, known, strict=True)
    ]
    words = [word for word in result.word_ids if word is not None]
    cells = list(_cells(cut, words, result.offsets))
    return Encoded(list(result.ids), [flags[word] for word in words], cells)


def windows(size: int) -> Iterator[tuple[int, int, int, int]]:
    """Lay windows over *size* pieces: (from, to, trusted from, trusted to) for each.

    Every piece is trusted in exactly one window, the one in which it has the most context.
    """
    room = WINDOW - 2
    start = trusted = 0
    while True:
        stop = min(size, start + room)
        until = size if stop == size else stop - OVERLAP
        yield start, stop, trusted, until
        if stop == size:
            return
        start, trusted = until - OVERLAP, until


def _parted(text: str, names: re.Pattern[str] | None) -> Iterator[Unit]:
    """Cut a message into units, known names in unspaced runs apart from what surrounds them."""
    for unit in units(text):
        if unit.kind != "unspaced" or names is None:
            yield unit
            continue
        done = unit.start
        for match in names.finditer(text, unit.start, unit.end):
            if match.start() > done:
                yield Unit(done, match.start(), unit.kind)
            yield Unit(match.start(), match.end(), unit.kind)
            done = match.end()
        if done < unit.end:
            yield Unit(done, unit.end, unit.kind)


@lru_cache(maxsize=64)
def _unspaced_names(listed: tuple[str, ...]) -> re.Pattern[str] | None:
    """Find the names that are written in unspaced scripts; one letter needs a title after it."""
    names = {word for name in listed for word in (name, *name.split()) if _IS_UNSPACED(word)}
    if not names:
        return None
    patterns = (
        re.escape(name) + ("" if len(name) > 1 else f"(?={_HONORIFICS})")
        for name in sorted(names, key=lambda name: (-len(name), name))
    )
    return re.compile("|".join(patterns))


def _folded(name: str) -> tuple[str, ...]:
    return tuple(fold(name[unit.start : unit.end]) for unit in units(name))


def _mark(
    found: list[Standing], words: list[str], names: Sequence[tuple[str, ...]], standing: Standing
) -> None:
    """Set *standing* wherever one of the names stands in the words."""
    by_first: dict[str, set[tuple[str, ...]]] = {}
    for name in names:
        by_first.setdefault(name[0], set()).add(name)
    for index, word in enumerate(words):
        for name in by_first.get(word, ()):
            if tuple(words[index : index + len(name)]) == name:
                found[index : index + len(name)] = [standing] * len(name)


def _spelling(text: str, unit: Unit) -> str:
    """Spell a unit for the tokenizer, which knows words by a leading U+2581."""
    surface = text[unit.start : unit.end]
    if unit.kind == "opaque":
        return "@" if surface[0] == "<" else "☺"
    if unit.kind == "word":
        shouted = len(surface) > SHORT and casing(surface) is Casing.UPPER
        return "\u2581" + (surface.capitalize() if shouted else surface)
    return surface.translate(_QUOTES)


def _cells(
    cut: Sequence[Unit], words: Sequence[int], offsets: Sequence[tuple[int, int]]
) -> Iterator[Cell]:
    """Group pieces into cells: a word of a spaced script, a piece of an unspaced one."""
    first = 0
    for last in range(1, len(words) + 1):
        unit = cut[words[first]]
        if unit.kind == "unspaced":
            begin, end = offsets[last - 1]
            yield Cell(unit.start + begin, unit.start + end, last - 1, last)
        elif last < len(words) and words[last] == words[first]:
            continue
        elif unit.kind == "word":
            yield Cell(unit.start, unit.end, first, last)
        first = last
