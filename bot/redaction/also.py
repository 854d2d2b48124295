"""Words that the reviewer asked to hide: wherever they stand, in any case, glued or escaped."""

from collections.abc import Iterable, Iterator
from typing import Final

from bot.domain import slack_text
from bot.domain.redacted import Entity, Why
from bot.redaction import forms
from bot.redaction.message import Message
from bot.redaction.recognizers.base import SURE, Finding

_DIGITS: Final = 3


def asked(message: Message, words: Iterable[str]) -> Iterator[Finding]:
    """Every occurrence of every word that was asked for."""
    for word in words:
        wanted = slack_text.read(word).text.strip()
        if not any(map(str.isalnum, wanted)):
            continue
        entity = _entity(wanted)
        for start, end in (*_verbatim(message.text, wanted), *forms.everywhere(message, wanted)):
            yield Finding(start, end, entity, Why.ALSO_HIDE, SURE)


def _entity(wanted: str) -> Entity:
    """What a reviewer's word most likely is: they need not say."""
    if "@" in wanted[1:]:
        return Entity.EMAIL
    if wanted.startswith("@"):
        return Entity.HANDLE
    return Entity.ID if sum(map(str.isdigit, wanted)) >= _DIGITS else Entity.PERSON


def _verbatim(text: str, wanted: str) -> Iterator[tuple[int, int]]:
    """As typed, in any case; inside words only from four letters on."""
    low, sought = text.lower(), wanted.lower()
    if len(low) != len(text):
        low, sought = text, wanted
    at = low.find(sought)
    while at >= 0:
        if forms.worth_hiding(text, at, at + len(sought)):
            yield at, at + len(sought)
        at = low.find(sought, at + 1)
