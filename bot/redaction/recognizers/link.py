"""Web addresses: with or without scheme, in Slack's tokens, of profiles and of own sites."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.domain.slack_text import Token, TokenKind
from bot.redaction import ours
from bot.redaction.hosts import FILE_TYPES, TOP_LEVELS, WORD_TOP_LEVELS
from bot.redaction.message import Message
from bot.redaction.patterns import WORD, Pattern
from bot.redaction.recognizers.base import LIKELY, SURE, Finding, Rule

_PATH: Final = rf"(?:[/?#][^\s<>|\"\])]*[{WORD}/])?"
_FULL: Final = Pattern(rf"(?:h(?:tt|xx)ps?://|www\.)[^\s<>|\"\])/]*[{WORD}]{_PATH}/?")
_BARE: Final = Pattern(rf"(?:[{WORD}](?:[{WORD}-]*[{WORD}])?\.)+[a-z]{{2,12}}{_PATH}")
_SPELLED: Final = Pattern(
    rf"(?:www[ ]dot[ ])?[{WORD}-]+(?:[ ]?[\[(][ ]?(?:dot|\.)[ ]?[\])][ ]?[{WORD}-]+)+{_PATH}"
    rf"|(?:www[ ]dot[ ])[{WORD}-]+[ ]dot[ ][{WORD}-]+",
)
_SPOKEN: Final = Pattern(
    rf"(?P<v>[{WORD}-]+(?:[ ]dot[ ][{WORD}-]+)*[ ]dot[ ](?:com|org|net|io|co|uk|example|de|fr|es|"
    rf"nl|it|me|dev|shop))",
)
# Public places: a link that only leads to one of these names nobody.
_PUBLIC: Final = frozenset(
    [
        "google",
        "youtube",
        "wikipedia",
        "apple",
        "microsoft",
        "amazon",
        "github",
        "trustpilot",
        "slack",
    ],
)


class LinkRecognizer(Rule):
    """A customer's own site or profile; our own pages and bare platforms stay."""

    finds = (Entity.URL,)

    def find(self, message: Message) -> Iterable[Finding]:
        """Slack's tokens, addresses with a scheme, bare hosts, spelled-out hosts."""
        for token in message.reading.tokens:
            if token.kind is TokenKind.LINK and _telling(token.target, message):
                yield from self._token(message, token)
        for pattern in (_FULL, _SPELLED, _SPOKEN):
            for start, end in pattern.spans(message.text):
                if _telling(message.text[start:end], message):
                    yield Finding(start, end, Entity.URL, Why.PATTERN, SURE)
        if "." in message.text:
            yield from self._bare(message)

    def _token(self, message: Message, token: Token) -> Iterable[Finding]:
        """All of it: label and target name the same place."""
        del message
        yield Finding(token.start, token.end, Entity.URL, Why.SLACK_LINK, SURE)

    def _bare(self, message: Message) -> Iterable[Finding]:
        text = message.text
        for start, end in _BARE.spans(text):
            before, after = text[max(0, start - 1) : start], text[end : end + 1]
            if before in {"@", "-", "/"} or after == "@":
                continue
            found = text[start:end]
            if _is_host(found) and _telling(found, message):
                yield Finding(start, end, Entity.URL, Why.PATTERN, LIKELY)


def _is_host(found: str) -> bool:
    host, _, path = found.partition("/")
    labels = host.lower().split(".")
    top = labels[-1]
    if top not in TOP_LEVELS or top in FILE_TYPES:
        return False
    if path or len(labels) > 2 or top not in WORD_TOP_LEVELS:  # noqa: PLR2004 - name and top level
        return not all(len(label) == 1 for label in labels)
    # "thanks.it works" is two sentences, "mara-design.it" is a site
    return any(not char.isalpha() for char in labels[0]) or labels[-2].islower() and len(top) > 3  # noqa: PLR2004, RUF021


def _telling(address: str, message: Message) -> bool:
    """Whether an address says who somebody is."""
    if ours.host(address, message):
        return False
    bare = address.rsplit("://", maxsplit=1)[-1].removeprefix("www.").strip("/")
    return not (bare.count(".") == 1 and "/" not in bare and bare.split(".")[0] in _PUBLIC)
