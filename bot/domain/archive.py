"""The archive of good words: how it is searched, paged and taken along."""

import unicodedata
from dataclasses import dataclass
from typing import Final

from bot.domain.kudos import Kudos
from bot.domain.redacted import Redacted

PAGE: Final = 5
"""Kudos on one page of a modal."""
WORDS_MAX: Final = 8
"""More words than these are ignored: each one is a condition of the query."""
QUERY_MAX: Final = 100
"""Code points of a search."""


def normal(text: str) -> str:
    """Text as it is searched: without case, accents and runs of white space."""
    bare = "".join(
        character
        for character in unicodedata.normalize("NFKD", text)
        if not unicodedata.combining(character)
    )
    return " ".join(bare.casefold().split())


def words_of(query: str) -> tuple[str, ...]:
    """The words that must all be found."""
    return tuple(dict.fromkeys(normal(query[:QUERY_MAX]).split()))[:WORDS_MAX]


def searchable(kudos: Kudos) -> tuple[Redacted, ...]:
    """What a search looks at: the customer's redacted words and the note."""
    return (kudos.text, kudos.note) if kudos.note else (kudos.text,)


@dataclass(frozen=True, slots=True)
class Ask:
    """A look into the archive. about: only what credits this person. page: from 0."""

    query: str = ""
    about: str | None = None
    page: int = 0


@dataclass(frozen=True, slots=True)
class Page:
    """What was found, newest first. hidden: ids that the asking person keeps out of digests."""

    ask: Ask
    items: tuple[Kudos, ...]
    has_more: bool
    hidden: frozenset[str] = frozenset()
