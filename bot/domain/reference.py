"""Where a conversation stands in the helpdesk: a ticket's link or number, nothing about anybody."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit, urlunsplit

from bot.domain.refusals import Reason, RefusedError

REFERENCE_MAX: Final = 255
_NOUNS: Final = frozenset(
    {"ticket", "case", "conversation", "chat", "call", "issue", "request", "thread", "id", "no"}
    | {"nr", "number"},
)
_PHONE: Final = re.compile(r"(?:\+|\b00)\d[\d ()./-]{6,}\d")
_HAS_DIGIT: Final = re.compile(r"\d")
_LINK: Final = re.compile(r"<?(https?://[^\s|>]+)(?:\|[^>]*)?>?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reference:
    """A ticket's link or number."""

    text: str


def read_reference(raw: str) -> Reference:
    """A reference as typed, without what may tell a customer's identity.

    Raises RefusedError: empty, too long, or something that reads like a person's name, address
    or number instead of a ticket's. Parameters of a link that carry no number are dropped.
    """
    text = " ".join(raw.split())
    if not text:
        raise RefusedError(Reason.REFERENCE_EMPTY)
    if len(text) > REFERENCE_MAX:
        raise RefusedError(Reason.REFERENCE_TOO_LONG)
    link = _LINK.fullmatch(text)
    read = _clean_link(link[1]) if link else text
    if "@" in unquote(read) or _PHONE.search(unquote(read)):
        raise RefusedError(Reason.REFERENCE_IDENTITY)
    if not link and not all(_is_ticket_word(word) for word in read.split(" ")):
        raise RefusedError(Reason.REFERENCE_IDENTITY)
    return Reference(read)


def _clean_link(link: str) -> str:
    try:
        parts = urlsplit(link)
        if parts.username or parts.password:
            raise RefusedError(Reason.REFERENCE_IDENTITY)
    except ValueError:
        raise RefusedError(Reason.REFERENCE_IDENTITY) from None
    kept = [(key, value) for key, value in parse_qsl(parts.query) if _is_number_like(value)]
    return urlunsplit(parts._replace(query=urlencode(kept)))


def _is_number_like(value: str) -> bool:
    return bool(_HAS_DIGIT.search(value)) and "@" not in value and " " not in value


def _is_ticket_word(word: str) -> bool:
    return bool(_HAS_DIGIT.search(word)) or word.lower().strip(".:#") in _NOUNS | {""}
