"""The recognizers, one class each; `all_rules` is what Presidio's registry is filled with."""

from bot.redaction.recognizers.base import Rule
from bot.redaction.recognizers.birth import BirthDateRecognizer
from bot.redaction.recognizers.classifier import ClassifierRecognizer
from bot.redaction.recognizers.email import EmailRecognizer
from bot.redaction.recognizers.handle import HandleRecognizer, NicknameRecognizer
from bot.redaction.recognizers.link import LinkRecognizer
from bot.redaction.recognizers.phone import PhoneRecognizer
from bot.redaction.recognizers.reference import (
    CodeRecognizer,
    CuedReferenceRecognizer,
    DocumentRecognizer,
    NetworkAddressRecognizer,
)


def all_rules() -> list[Rule]:
    """A fresh set of every recognizer."""
    return [
        BirthDateRecognizer(),
        ClassifierRecognizer(),
        CodeRecognizer(),
        CuedReferenceRecognizer(),
        DocumentRecognizer(),
        EmailRecognizer(),
        HandleRecognizer(),
        LinkRecognizer(),
        NetworkAddressRecognizer(),
        NicknameRecognizer(),
        PhoneRecognizer(),
    ]
