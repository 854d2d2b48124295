"""Customer words that may leave the moment they were typed in, and what was taken out of them."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

TEXT_MAX: Final = 3_000
"""Longest text a person may share, in code points: a Slack plain_text_input holds no more."""


class Entity(enum.StrEnum):
    """What tells a reader who a customer is."""

    PERSON = "PERSON"
    ORG = "ORG"
    LOCATION = "LOCATION"
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    URL = "URL"
    HANDLE = "HANDLE"
    ID = "ID"
    DATE = "DATE"


PLACEHOLDERS: Final[Mapping[Entity, str]] = MappingProxyType(
    {
        Entity.PERSON: "[name]",
        Entity.ORG: "[company]",
        Entity.LOCATION: "[place]",
        Entity.EMAIL: "[email]",
        Entity.PHONE: "[phone]",
        Entity.URL: "[link]",
        Entity.HANDLE: "[handle]",
        Entity.ID: "[reference]",
        Entity.DATE: "[date of birth]",
    },
)
LOCKED: Final = frozenset({Entity.EMAIL, Entity.PHONE, Entity.ID})
"""Never shown again, whoever asks: nobody needs them to enjoy a good word."""


class Why(enum.StrEnum):
    """Why a span was hidden; bot.wording says it in plain words."""

    ADDRESS = "address"
    ALSO_HIDE = "also_hide"
    CLASSIFIER = "classifier"
    COMPANY_POSITION = "company_position"
    CUE = "cue"
    GREETING = "greeting"
    HASHTAG = "hashtag"
    HIDDEN_TERM = "hidden_term"
    INTRODUCTION = "introduction"
    NUMBER_IN_WORDS = "number_in_words"
    PATTERN = "pattern"
    PLACE_NAME = "place_name"
    RELATION = "relation"
    SAME_AS = "same_as"
    SIGNATURE = "signature"
    SLACK_LINK = "slack_link"
    SPEAKER = "speaker"
    TEAMMATE_NAME_AS_CUSTOMER = "teammate_name_as_customer"
    TITLE = "title"


@dataclass(frozen=True, slots=True)
class Redacted:
    """Text without a customer's identity. Built by bot.redaction and by storage reading its rows.

    An architecture test holds that no other package constructs it.
    """

    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """One hidden stretch; offsets are code points of the raw input, end exclusive."""

    start: int
    end: int
    entity: Entity


@dataclass(frozen=True, slots=True)
class Hidden:
    """One surface that was found: all its occurrences are hidden together.

    `key` is a keyed hash of the normalised surface, stable between processes, so that a
    checkbox keeps its meaning while the text around it is edited. `surface` is the customer's:
    it is shown to the person reviewing and never stored or logged.
    """

    key: str
    surface: str
    entity: Entity
    why: Why
    shown: bool = False

    @property
    def locked(self) -> bool:
        """Whether it can never be shown again."""
        return self.entity in LOCKED or self.why is Why.HIDDEN_TERM


@dataclass(frozen=True, slots=True)
class RedactionRequest:
    """What to redact and what is known about the people in it.

    roster: names of teammates, to stay readable. keep: brand and product names, likewise.
    also_hide: words the reviewer wants hidden wherever they stand. show: keys of `Hidden`
    that the reviewer un-hid (locked ones are ignored).
    """

    text: str
    roster: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    also_hide: tuple[str, ...] = ()
    show: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Redaction:
    """The redacted text, what was hidden in it and whether a machine may trust it unattended."""

    text: Redacted
    hidden: tuple[Hidden, ...]
    spans: tuple[Span, ...]
    confident: bool
    """Calibrated: true only where posting without a human look is defensible."""


class RedactionUnavailableError(Exception):
    """No answer that may be trusted: a timeout, a crash, a refusal. Nothing may be posted."""
