"""Hashtags of two people: *#MiraAndJuno2025*."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction import lexicon
from bot.redaction.message import Message, slug
from bot.redaction.patterns import Pattern
from bot.redaction.recognizers import names
from bot.redaction.recognizers.base import LIKELY, Finding, Rule

_NAME: Final = r"\p{Lu}[\p{Ll}\p{M}]+"
_COUPLE: Final = Pattern(
    rf"#(?P<v>(?:{_NAME}){{1,2}}(?:And|Und|Et|Plus|Loves|Weds|Marries|Y|E|En|N|X|&)"
    rf"(?:{_NAME}){{1,2}})(?:\d{{2,4}})?",
    ignore_case=False,
    inside=True,
)
_PART: Final = Pattern(_NAME, ignore_case=False, inside=True)
_JOINTS: Final = lexicon.listed("and und et plus loves weds marries")


class CoupleTagRecognizer(Rule):
    """Two names in one hashtag; both are hidden when either is a name to the classifier."""

    def find(self, message: Message) -> Iterable[Finding]:
        """The names without the year: a teammate's name in it frees nothing."""
        if "#" not in message.text:
            return
        ours = {slug(word) for name in (*message.roster, *message.keep) for word in name.split()}
        for start, end in _COUPLE.spans(message.text):
            parts = [
                message.text[start + a : start + b] for a, b in _PART.spans(message.text[start:end])
            ]
            folded = [slug(part) for part in parts if part.lower() not in _JOINTS]
            if any(part in ours or _word(part) for part in folded):
                continue
            if names.backed(message, start, end, names.LIKELY):
                yield Finding(start, end, Entity.PERSON, Why.HASHTAG, LIKELY)


def _word(part: str) -> bool:
    """Whether a part is a word that is no name: *ThanksAndRegards*."""
    common = lexicon.NOT_NAMES | lexicon.COURTESIES | lexicon.THANKS
    return part in common and part not in lexicon.WORD_NAMES
