"""Hidden terms: found in a text by the hashes of its words, so that nobody has to store them."""

import re
from collections.abc import Callable, Iterator
from typing import Final

from bot.domain import slack_text

WORDS_MAX: Final = 6
"""The longest hidden term, in words."""
_WORD: Final = re.compile(r"\w+")


def normal(term: str) -> str:
    """A term as it is hashed: folded, lower-case words with one space between; "" for none."""
    return " ".join(_WORD.findall(slack_text.read(term).text.casefold()))


def found(text: str, digest: Callable[[str], str], hidden: frozenset[str]) -> tuple[str, ...]:
    """The stretches of `text`, as they stand there, whose words hash to a hidden term."""
    if not hidden:
        return ()
    reading = slack_text.read(text)
    words = [match.span() for match in _WORD.finditer(reading.text)]
    surfaces = [
        reading.text[start:end]
        for start, end in _runs(words)
        if digest(normal(reading.text[start:end])) in hidden
    ]
    return tuple(dict.fromkeys(surfaces))


def _runs(words: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Every run of one to WORDS_MAX neighbouring words."""
    for first in range(len(words)):
        for last in range(first, min(first + WORDS_MAX, len(words))):
            yield words[first][0], words[last][1]
