"""Small forms: how it ended, whom to ask instead, who has it from now on."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.domain.handoff import Check, Ending, Handoff
from bot.views import blocks as b
from bot.views.handoff import FIELD, who
from bot.wording import handoff as words

CALLBACK_END: Final = "handoff_end"
CALLBACK_REROUTE: Final = "handoff_reroute"
CALLBACK_REASSIGN: Final = "handoff_reassign"
ACTION_ENDING: Final = "handoff_ending"
BLOCK_ENDING: Final = "ending"
BLOCK_CHECKS: Final = "checks"
BLOCK_SECOND: Final = "second"
BLOCK_REVIEW: Final = "review"
BLOCK_TAKER: Final = "taker"


@dataclass(frozen=True, slots=True)
class EndForm:
    """What is chosen so far."""

    ending: Ending | None = None
    checks: frozenset[Check] = frozenset()
    second_person: str = ""
    review_on: date | None = None


def ending(handoff_id: str, form: EndForm) -> b.Block:
    """Four outcomes; *parted ways* brings its list."""
    options = {
        ending: b.option(text, ending.value, description)
        for ending, (text, description) in words.ENDINGS.items()
    }
    chosen = options[form.ending] if form.ending else None
    element = b.radio(ACTION_ENDING, list(options.values()), chosen)
    content = [b.field(words.ENDING_LABEL, element, BLOCK_ENDING, dispatch=True)]
    if form.ending is Ending.PARTED_WAYS:
        content.extend(_parted(form))
    return b.modal(
        words.ENDING_TITLE,
        content,
        callback=CALLBACK_END,
        close=words.CLOSE,
        submit=words.ENDING_SUBMIT,
        metadata=handoff_id,
    )


def reroute(handoff: Handoff) -> b.Block:
    """Whom to ask instead."""
    return b.modal(
        words.REROUTE_TITLE,
        who(handoff.wish.route, handoff.wish.named),
        callback=CALLBACK_REROUTE,
        close=words.CLOSE,
        submit=words.SAVE,
        metadata=handoff.id,
    )


def reassign(handoff_id: str) -> b.Block:
    """A lead names who has it."""
    person = b.user_select(FIELD, placeholder=words.CHOOSE)
    return b.modal(
        words.REASSIGN_TITLE,
        [b.field(words.REASSIGN_LABEL, person, BLOCK_TAKER)],
        callback=CALLBACK_REASSIGN,
        close=words.CLOSE,
        submit=words.SAVE,
        metadata=handoff_id,
    )


def _parted(form: EndForm) -> list[b.Block]:
    options = {check: b.option(text, check.value) for check, text in words.CHECKS.items()}
    ticked = [options[check] for check in options if check in form.checks]
    ticks = b.checkboxes(FIELD, list(options.values()), ticked)
    second = b.user_select(FIELD, placeholder=words.CHOOSE, initial=form.second_person or None)
    review = b.date_picker(
        FIELD,
        placeholder=words.CHOOSE,
        initial=form.review_on.isoformat() if form.review_on else None,
    )
    return [
        b.field(words.CHECKS_LABEL, ticks, BLOCK_CHECKS, optional=True),
        b.field(words.SECOND_LABEL, second, BLOCK_SECOND, optional=True),
        b.field(words.REVIEW_LABEL, review, BLOCK_REVIEW, optional=True),
    ]
