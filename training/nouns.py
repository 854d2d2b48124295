"""Ordinary nouns of English: what names must be told from.

A list of two dozen things teaches that any rarer noun is a name. These come from ``wordfreq``
(code Apache-2.0, lists CC BY-SA 4.0) and are not shipped.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

import wordfreq

from bot.redaction.encoding import fold
from training import names

_LOOKED_AT: Final = 45_000
"""Most frequent words that are looked through."""

_FIRST: Final = 1_500
"""As many of them are so frequent that every message teaches them."""

_SHORTEST: Final = 4


@cache
def ordinary() -> tuple[str, ...]:
    """Words whose plural is frequent too, and which are part of no name and no place."""
    words = wordfreq.top_n_list("en", _LOOKED_AT)
    there = set(words)
    taken = {fold(word) for name in _names() for word in name.split()}
    return tuple(
        word
        for word in words[_FIRST:]
        if word.isascii() and word.isalpha() and len(word) >= _SHORTEST
        if f"{word}s" in there and fold(word) not in taken and not word.endswith("s")
    )


def _names() -> Iterator[str]:
    yield from names.everything()
    for culture in names.cultures():
        yield from culture.first
        yield from culture.last
    for town in names.towns():
        yield town.name
