"""How long each class of data is kept, and why: the one table that purge, page and docs read."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.handoff import LINK_KEPT


class Keep(enum.StrEnum):
    """A class of data."""

    GOOD_WORDS = "good words"
    TAKEN_BACK = "good words that were taken back"
    WAITING = "messages waiting for review"
    HANDOFF_LINK = "who asked, who was asked, and the reference of a handoff"
    HANDOFF_COURSE = "the course of a handoff, without any person"
    MARKS = "coded marks by which people are counted"
    REPEATS = "coded marks of customers"
    FROZEN = "frozen windows and results"
    SHOWN = "who saw figures, and decisions that were made"
    SETTINGS = "settings"
    DELIVERY = "messages that were delivered"
    PLACES = "where posts stand"
    EVENTS = "events from Slack"
    KEYS = "keys"
    INSTALLATION = "what Slack gave us when Goodword was installed"


@dataclass(frozen=True, slots=True)
class Term:
    """days: after what `says` names; None where something else ends it."""

    days: int | None
    says: str

    @property
    def life(self) -> timedelta | None:
        """The same as a duration."""
        return timedelta(days=self.days) if self.days is not None else None


TERMS: Final[Mapping[Keep, Term]] = {
    Keep.GOOD_WORDS: Term(None, "Kept until somebody takes them back."),
    Keep.TAKEN_BACK: Term(30, "Deleted 30 days after being shared, once taken back."),
    Keep.WAITING: Term(30, "Deleted after 30 days."),
    Keep.HANDOFF_LINK: Term(LINK_KEPT.days, "Destroyed 30 days after the handoff was closed."),
    Keep.HANDOFF_COURSE: Term(400, "Deleted 400 days after the handoff was closed."),
    Keep.MARKS: Term(None, "Their key is destroyed when the report is frozen or the round closes."),
    Keep.REPEATS: Term(None, "Their key is destroyed after 90 to 180 days, the marks with it."),
    Keep.FROZEN: Term(None, "Kept. Nobody can be found in them."),
    Keep.SHOWN: Term(400, "Deleted after 400 days."),
    Keep.SETTINGS: Term(None, "Kept until somebody changes them."),
    Keep.DELIVERY: Term(30, "The words go on delivery, the rest after 30 days."),
    Keep.PLACES: Term(None, "Kept as long as the post may have to be changed."),
    Keep.EVENTS: Term(2, "The ids go once acted on, the rest after 2 days."),
    Keep.KEYS: Term(None, "Kept as long as what they protect."),
    Keep.INSTALLATION: Term(None, "Deleted at once when Goodword is removed from the workspace."),
}


class Purged(enum.StrEnum):
    """What the purge job removes and counts; every name stands in its own row of the last run."""

    HANDOFF_LINK = "handoff_link"
    TAKEN_BACK = "taken_back"
    WAITING = "waiting"
    HANDOFF_COURSE = "handoff_course"
    SHOWN = "shown"
    DELIVERY = "delivery"
    EVENTS = "events"


TERM_OF: Final[Mapping[Purged, Keep]] = {
    Purged.HANDOFF_LINK: Keep.HANDOFF_LINK,
    Purged.TAKEN_BACK: Keep.TAKEN_BACK,
    Purged.WAITING: Keep.WAITING,
    Purged.HANDOFF_COURSE: Keep.HANDOFF_COURSE,
    Purged.SHOWN: Keep.SHOWN,
    Purged.DELIVERY: Keep.DELIVERY,
    Purged.EVENTS: Keep.EVENTS,
}
