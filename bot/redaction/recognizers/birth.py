"""Dates of birth: a date is hidden only where it says when somebody was born."""

from collections.abc import Iterable
from typing import Final

from bot.domain.redacted import Entity, Why
from bot.redaction.message import Message
from bot.redaction.patterns import Pattern, words_or
from bot.redaction.recognizers.base import LIKELY, Finding, Rule

_MONTH: Final = words_or(
    "january february march april may june july august september october november december jan feb "
    "mar apr jun jul aug sep sept oct nov dec januar februar märz mai juni juli oktober dezember "
    "janvier février mars avril juin juillet août septembre octobre novembre décembre enero "
    "febrero "
    "marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre janeiro fevereiro "
    "março maio junho julho setembro outubro novembro dezembro januari februari maart mei augustus "
    "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre",
)
_DAY: Final = r"\d{1,2}(?:st|nd|rd|th|er|º|\.)?"
_DATE: Final = (
    rf"(?:\d{{1,2}}[ ]?[./-][ ]?\d{{1,2}}[ ]?[./-][ ]?\d{{2,4}}|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}"
    rf"|{_DAY}[ ](?:of[ ]|de[ ])?{_MONTH}\.?,?(?:[ ](?:de[ ])?\d{{2,4}})?"
    rf"|{_MONTH}\.?[ ]{_DAY}(?:,?[ ]\d{{2,4}})?|\d{{4}}年\d{{1,2}}月\d{{1,2}}日"
    r"|\d{1,2}(?:st|nd|rd|th))"
)
_BORN: Final = (
    words_or(
        "dob d.o.b d.o.b. born born_on born_in date_of_birth birth_date birthdate birthday bday "
        "geboren geb geb. geburtsdatum geburtstag geboortedatum geboren_op nacido nacida nací "
        "nacimiento "
        "fecha_de_nacimiento né née né_le née_le date_de_naissance nato nata nato_il nata_il "
        "data_di_nascita nascido nascida nasci data_de_nascimento f_nac",
    )
    + r"[^\n\p{L}\d]{0,4}(?:(?:is|was|on|the|am|el|le|il|op|em|den|at|:|del?)[ :.]{0,2}){0,3}"
)
_CUED: Final = Pattern(rf"(?:{_BORN}|生年月日[ :：は]*)(?P<v>{_DATE})", inside=True)
_FULL: Final = (
    rf"(?:\d{{1,2}}[ ]?[./-][ ]?\d{{1,2}}[ ]?[./-][ ]?\d{{2,4}}|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}"
    rf"|{_DAY}[ ](?:of[ ]|de[ ])?{_MONTH}\.?,?[ ](?:de[ ])?\d{{4}}|"
    rf"{_MONTH}\.?[ ]{_DAY},?[ ]\d{{4}}|\d{{4}}年\d{{1,2}}月\d{{1,2}}日)"
)
_ASKED: Final = Pattern(
    r"(?:dob|d\.o\.b\.?|date of birth|birth ?date|birthdate|geburtsdatum|geboortedatum|"
    r"fecha de nacimiento|f\. ?nac\.?|nasc\.?|"
    rf"date de naissance|data di nascita|data de nascimento|生年月日)[^\d]{{0,60}}?(?P<v>{_FULL})",
    inside=True,
)


class BirthDateRecognizer(Rule):
    """A date behind *born*, *DOB*, *geb.*, *né le* and the like."""

    finds = (Entity.DATE,)

    def find(self, message: Message) -> Iterable[Finding]:
        """The date alone."""
        if not message.numbered:
            return
        for pattern in (_CUED, _ASKED):
            for start, end in pattern.spans(message.text):
                if not message.text[end : end + 1].isalnum():
                    yield Finding(start, end, Entity.DATE, Why.CUE, LIKELY)
