"""Phone numbers in international and national formats."""

from collections.abc import Iterable
from typing import Final

import phonenumbers

from bot.domain.redacted import Entity, Why
from bot.domain.slack_text import TokenKind
from bot.redaction.lexicon import listed
from bot.redaction.message import Message
from bot.redaction.patterns import Pattern, words_or
from bot.redaction.recognizers.base import LIKELY, SURE, Finding, Rule

REGIONS: Final = sorted(
    listed(
        "US GB IE CA AU NZ ZA IN NG KE GH DE AT CH FR BE LU NL ES PT IT BR MX AR CL CO PE PL CZ "
        "SK HU RO GR TR SE NO DK FI IS JP KR CN TW HK SG MY PH ID TH VN IL AE SA EG MA PK BD LK "
        "UA RU",
    ),
)
"""National formats that are understood without a country code: phonenumbers' region codes."""

_EXTENSION: Final = (
    r"(?:[ ]?(?:x|ext\.?|extension|poste|durchwahl|dw|toestel|int\.?|ramal|wew\.?)[ ]?\d{1,5})?"
)
_CANDIDATE: Final = Pattern(
    rf"(?:\+|00[ ]?)?\(?\+?\d{{1,5}}\)?(?:[ .\-/·]{{0,3}}\(?\d{{1,6}}\)?){{1,7}}{_EXTENSION}",
    inside=True,
)
_CUE: Final = Pattern(
    words_or(
        "tel telephone phone phones fon telefon téléphone telefoon telefono teléfono telefone tél "
        "call called calls ring rang text texted txt whatsapp mobile mob cell cellphone handy "
        "móvil "
        "movil celular portable gsm fax landline dial reach ruf ruft llamar llámame bel bellen "
        "appeler chiamare ligar telemóvel cellulare cel ph 電話 携帯 nummer number no num",
    )
    + r"\.?[ ]?(?:me|us|back|her|him|them|is|was|at|on|no\.?|number|nr\.?|:|#|-|,|\(|au|al|"
    r"unter)?[^\n]{0,12}",
)
_NOT_DIALLED: Final = Pattern(
    r"\d{4}-\d{2}-\d{2}[ ]\d{1,2}|\d{1,3}(?:\.\d{1,3}){3}|\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|"
    r"\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})(?:[ ]\d{1,2}[.:]\d{2})?",
)
_FEWEST: Final = 7
_MOST: Final = 15
"""Digits of a number with its country code (ITU-T E.164)."""


class PhoneRecognizer(Rule):
    """Numbers by their country code, by a word before them, or valid somewhere as written."""

    finds = (Entity.PHONE,)

    def find(self, message: Message) -> Iterable[Finding]:
        """Whole numbers, extension included: half a number would still be dialled."""
        text = message.text
        for token in message.reading.tokens:
            if token.kind is TokenKind.PHONE:
                yield Finding(token.start, token.end, Entity.PHONE, Why.SLACK_LINK, SURE)
        for start, end in _CANDIDATE.spans(text) if message.numbered else ():
            begin = (
                start - 1 if text[start - 1 : start] == "(" and ")" in text[start:end] else start
            )
            if _alone(text, begin, end) and self._is_phone(text, begin, end):
                yield Finding(begin, end, Entity.PHONE, Why.PATTERN, LIKELY)

    def _is_phone(self, text: str, start: int, end: int) -> bool:
        found = text[start:end]
        digits = sum(char.isdigit() for char in found)
        if not _FEWEST <= digits <= _MOST + 5 or _NOT_DIALLED.matches(found.strip()):
            return False
        if found.lstrip("(").startswith(("+", "00")):
            return True
        if digits > _MOST:
            return False
        if _cue_before(text, start):
            return True
        return _has_parts(found) and _valid_somewhere(found)


def _cue_before(text: str, start: int) -> bool:
    line = text[max(0, start - 32) : start].rpartition("\n")[2]
    return any(match_end >= len(line) for _, match_end in _CUE.spans(line + ""))


def _alone(text: str, start: int, end: int) -> bool:
    before = text[max(0, start - 1) : start]
    after = text[end : end + 1]
    glued = before.isalnum() or before in {"#", "/", "-", ".", "_", "@", "€", "$", "£"}
    money = text[max(0, start - 2) : start].strip() in {"€", "$", "£"}
    return not (glued or money or after.isalnum() or after in {"%", "€", "@", "_"})


def _has_parts(found: str) -> bool:
    """Whether it is written as numbers to be dialled are: a leading 0, brackets, or groups."""
    return found[0] in "0(" or any(char in " -./" for char in found.strip())


def _valid_somewhere(found: str) -> bool:
    for region in REGIONS:
        try:
            number = phonenumbers.parse(found, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return True
    return found[0] in "0("
