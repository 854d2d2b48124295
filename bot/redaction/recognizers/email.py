"""E-mail addresses: plain, in Slack's tokens, spelled out, spaced out."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.domain.slack_text import TokenKind
from bot.redaction import ours
from bot.redaction.hosts import TOP_LEVELS, WORD_TOP_LEVELS
from bot.redaction.message import Message
from bot.redaction.patterns import WORD, Pattern, words_or
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import LIKELY, SURE, Finding, Rule

_AT: Final = words_or(
    "at arroba arobase klammeraffe ät apenstaartje chiocciola アットマーク アット"
)
_DOT: Final = words_or("dot punkt punto point ponto punt ドット")
_SIGN: Final = words_or(
    "trattino_basso trattino guion_bajo guión_bajo sublinhado unterstrich "
    "tiret_bas underscore dash minus hyphen plus guion tiret bindestrich"
)
_TOP: Final = words_or(
    " ".join((TOP_LEVELS - WORD_TOP_LEVELS) | {"example", "at", "ch", "me", "it", "de", "es", "us"})
)
_NAME: Final = rf"[{WORD}.%+'-]*[{WORD}]"
_LABEL: Final = rf"[{WORD}-]+"
_AT_IN_BRACKETS: Final = rf"[ ]?[\[({{<*][ ]?(?:@|{_AT})[ ]?[\])}}>*][ ]?"
_DOT_IN_BRACKETS: Final = rf"[ ]?[\[({{<*][ ]?(?:\.|{_DOT})[ ]?[\])}}>*][ ]?"

_PLAIN: Final = Pattern(rf"(?:mailto:)?{_NAME}(?:@|%40|[ ]@[ ])(?:{_LABEL}\.)+\p{{L}}[{WORD}-]+")
_LOOSE: Final = Pattern(rf"{_NAME}[ ]?@[ ]?{_LABEL}(?:[ ]?\.[ ]{_LABEL}|[ ]\.[ ]?{_LABEL})+")
_NO_DOMAIN: Final = Pattern(rf"{_NAME}@{_LABEL}")
_BRACKETED: Final = Pattern(
    rf"{_NAME}(?:{_AT_IN_BRACKETS}|@|[ ]{_AT}[ ]){_LABEL}"
    rf"(?:(?:\.|{_DOT_IN_BRACKETS}|[ ]{_DOT}[ ]){_LABEL})+",
)
_SPOKEN: Final = Pattern(
    rf"{_NAME}(?:[ ](?:{_DOT}|{_SIGN})[ ]{_LABEL})*(?:[ ]{_AT}[ ]|[ ]?@[ ]?){_LABEL}"
    rf"(?:[ ](?:{_SIGN})[ ]{_LABEL})*(?:(?:[ ]{_DOT}[ ]|\.){_LABEL})*[ ]{_DOT}[ ]{_TOP}",
)
_SPACED: Final = Pattern(
    rf"[{WORD}](?:[ ][{WORD}.+-])+[ ]?@[ ]?[{WORD}](?:[ ][{WORD}.-])*"
    rf"[ ]\.(?:[ ][{WORD}.])*[ ][{WORD}]\b",
)
_MARKS: Final = Pattern(rf"[\[({{<*][ ]?(?:@|\.|{_AT}|{_DOT})[ ]?[\])}}>*]", inside=True)


class EmailRecognizer(Rule):
    """Addresses of mailboxes, unless the mailbox is our own."""

    finds = (Entity.EMAIL,)

    def find(self, message: Message) -> Iterable[Finding]:
        """Tokens first, then every way to write an address."""
        for token in message.reading.tokens:
            if token.kind is TokenKind.MAIL and not ours.mailbox(token.target, message):
                yield Finding(token.start, token.end, Entity.EMAIL, Why.SLACK_LINK, SURE)
        if "@" in message.text or "%40" in message.text:
            yield from self._signed(message)
        for start, end in _BRACKETED.spans(message.text):
            if _MARKS.found_in(message.text[start:end]):
                yield from self._address(message, start, end)
        for start, end in _SPOKEN.spans(message.text):
            yield Finding(start, end, Entity.EMAIL, Why.PATTERN, LIKELY)

    def _signed(self, message: Message) -> Iterable[Finding]:
        """With an @; without a domain only if the classifier thinks so too."""
        for pattern in (_PLAIN, _LOOSE, _SPACED):
            for start, end in pattern.spans(message.text):
                if "%40" in message.text[start:end] and _in_link(message.text, start):
                    continue
                yield from self._address(message, start, end)
        for start, end in _NO_DOMAIN.spans(message.text):
            if names.backed(message, start, end, names.LIKELY):
                yield from self._address(message, start, end)

    def _address(self, message: Message, start: int, end: int) -> Iterable[Finding]:
        cut_short = message.text[end : end + 1] == "." and message.text[end + 1 : end + 2].isalnum()
        if not cut_short and not ours.mailbox(message.text[start:end], message):
            yield Finding(start, end, Entity.EMAIL, Why.PATTERN, SURE)


def _in_link(text: str, start: int) -> bool:
    """Whether an escaped address is a part of a web address, which is hidden whole."""
    return "://" in text[:start].rpartition(" ")[2]
