"""The recognizers, one class each; `all_rules` is what Presidio's registry is filled with."""

from typing import Final

from bot.redaction.recognizers.address import AddressRecognizer
from bot.redaction.recognizers.base import Rule
from bot.redaction.recognizers.birth import BirthDateRecognizer
from bot.redaction.recognizers.classifier import ClassifierRecognizer
from bot.redaction.recognizers.company import CompanyRecognizer
from bot.redaction.recognizers.email import EmailRecognizer
from bot.redaction.recognizers.greeting import GreetingRecognizer
from bot.redaction.recognizers.handle import HandleRecognizer, NicknameRecognizer
from bot.redaction.recognizers.hashtag import CoupleTagRecognizer
from bot.redaction.recognizers.introduction import IntroductionRecognizer
from bot.redaction.recognizers.link import LinkRecognizer
from bot.redaction.recognizers.namesake import AnotherRecognizer
from bot.redaction.recognizers.phone import PhoneRecognizer
from bot.redaction.recognizers.place import PlaceRecognizer
from bot.redaction.recognizers.reference import (
    CodeRecognizer,
    CuedReferenceRecognizer,
    DocumentRecognizer,
    NetworkAddressRecognizer,
)
from bot.redaction.recognizers.relations import RelationRecognizer
from bot.redaction.recognizers.script import ForeignScriptRecognizer, HonorificRecognizer
from bot.redaction.recognizers.shared import SharedNameRecognizer
from bot.redaction.recognizers.signature import (
    InitialsRecognizer,
    LastWordsRecognizer,
    SignatureRecognizer,
)
from bot.redaction.recognizers.speaker import SpeakerRecognizer
from bot.redaction.recognizers.spoken import SpokenNumberRecognizer
from bot.redaction.recognizers.titles import TitleRecognizer

RULES: Final[tuple[type[Rule], ...]] = (
    AddressRecognizer,
    AnotherRecognizer,
    BirthDateRecognizer,
    ClassifierRecognizer,
    CodeRecognizer,
    CompanyRecognizer,
    CoupleTagRecognizer,
    CuedReferenceRecognizer,
    DocumentRecognizer,
    EmailRecognizer,
    ForeignScriptRecognizer,
    GreetingRecognizer,
    HandleRecognizer,
    HonorificRecognizer,
    InitialsRecognizer,
    IntroductionRecognizer,
    LastWordsRecognizer,
    LinkRecognizer,
    NetworkAddressRecognizer,
    NicknameRecognizer,
    PhoneRecognizer,
    PlaceRecognizer,
    RelationRecognizer,
    SharedNameRecognizer,
    SignatureRecognizer,
    SpeakerRecognizer,
    SpokenNumberRecognizer,
    TitleRecognizer,
)


def all_rules() -> list[Rule]:
    """A fresh set of every recognizer."""
    return [rule(rank) for rank, rule in enumerate(RULES)]
