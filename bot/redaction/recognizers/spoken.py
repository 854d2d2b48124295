"""Telephone numbers in words: *oh seven seven double four …*."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction.message import Message
from bot.redaction.patterns import Pattern, words_or
from bot.redaction.recognizers.base import LIKELY, Finding, Rule

_DIGIT: Final = words_or(
    "oh zero nought one two three four five six seven eight nine "
    "null zwo zwei drei vier fünf sechs sieben acht neun eins "
    "cero uno dos tres cuatro cinco seis siete ocho nueve "
    "zéro deux trois quatre cinq sept huit neuf "
    "um dois três quatro sete oito nove "
    "nul een twee drie vijf zes zeven negen "
    "due tre quattro cinque sei sette otto"
)
_SIZE: Final = words_or("double treble triple doppel doble hundred thousand ten twenty thirty")
_ITEM: Final = rf"(?:{_SIZE}|{_DIGIT}|\d{{1,3}}|plus)"
_RUN: Final = Pattern(rf"(?:{_ITEM}(?:[ ]?[,.-][ ]?|[ ]|\n)){{5,40}}{_ITEM}")
_ZERO: Final = Pattern(words_or("oh zero nought null cero zéro nul plus double treble triple"))
_COUNTED: Final = Pattern(
    r"(?:one|eins|uno|un|um|een|1)\W+(?:two|zwei|dos|deux|dois|twee|due|2)\W+"
    r"(?:three|drei|tres|trois|três|drie|tre|3)\W.*"
)
_FEWEST: Final = 4
"""Words among the items: figures alone are another recognizer's."""


class SpokenNumberRecognizer(Rule):
    """Six number words or more in a row, unless they only count from one."""

    finds = (Entity.PHONE,)

    def find(self, message: Message) -> Iterable[Finding]:
        """A run with a zero or a *double*, as numbers are dictated, or one of seven and more."""
        for start, end in _RUN.spans(message.text):
            said = message.text[start:end]
            words = [word for word in said.replace(",", " ").split() if word.isalpha()]
            dictated = _ZERO.found_in(said) or len(said.split()) > 2 * _FEWEST
            if len(words) >= _FEWEST and dictated and not _COUNTED.matches(said + " "):
                yield Finding(start, end, Entity.PHONE, Why.NUMBER_IN_WORDS, LIKELY)
