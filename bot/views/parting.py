"""The second person's card when a customer is asked to leave, and what follows from it."""

from typing import Any, Final

from bot.domain.handoff import Consent, Handoff, PartedWays
from bot.views import blocks as b
from bot.views.handoff_cards import mention, message
from bot.wording import parting as words

ACTION_AGREED: Final = "handoff_second_agreed"
ACTION_NOT_YET: Final = "handoff_second_not_yet"


def ask(handoff: Handoff, parted: PartedWays) -> dict[str, Any]:
    """*Agreed · Not yet*. No ticket and no requester: the writer tells what is needed."""
    text = words.ask(mention(parted.written_by), parted.review_on)
    return message(handoff, text, b.actions(_agreed(handoff), _not_yet(handoff)))


def reminder(handoff: Handoff, parted: PartedWays) -> dict[str, Any]:
    """The same question, once more."""
    text = words.reminder(mention(parted.written_by))
    return message(handoff, text, b.actions(_agreed(handoff), _not_yet(handoff)))


def answered(handoff: Handoff, parted: PartedWays) -> dict[str, Any]:
    """What is left of the card; *Not yet* can still become *Agreed*."""
    if parted.consent is Consent.AGREED:
        return message(handoff, words.you_agreed(parted.review_on))
    text = words.you_said_not_yet(mention(parted.written_by))
    return message(handoff, text, b.actions(_agreed(handoff)))


def told(handoff: Handoff, parted: PartedWays) -> dict[str, Any]:
    """To the writer: what the second person said."""
    second = mention(parted.second_person)
    is_agreed = parted.consent is Consent.AGREED
    return message(handoff, words.agreed(second) if is_agreed else words.not_yet(second))


def _agreed(handoff: Handoff) -> b.Element:
    return b.button(words.AGREED, ACTION_AGREED, value=handoff.id, style="primary")


def _not_yet(handoff: Handoff) -> b.Element:
    return b.button(words.NOT_YET, ACTION_NOT_YET, value=handoff.id)
