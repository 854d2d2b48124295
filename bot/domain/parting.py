"""Parting ways with a customer: never alone, and said only of those who said so."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.escalation import Situation
from bot.domain.handoff import Consent, Handoff
from bot.domain.handoff_moves import Happened, Move
from bot.domain.refusals import Reason, RefusedError

REMIND_AFTER: Final = timedelta(hours=8)
"""Of working time, so about a day; one reminder, then silence."""


def answer(handoff: Handoff, user: str, consent: Consent, situation: Situation) -> Move:
    """The second person says *Agreed* or *Not yet*; what was agreed stays agreed."""
    parted = handoff.parted
    if parted is None or parted.second_person != user:
        raise RefusedError(Reason.NOT_THE_SECOND_PERSON)
    if parted.consent in {consent, Consent.AGREED}:
        return Move(handoff)
    answered = replace(handoff, parted=replace(parted, consent=consent))
    if consent is Consent.AGREED:
        return Move(replace(answered, told_at=situation.now), Happened.AGREED)
    return Move(answered, Happened.NOT_YET)


def remind_at(situation: Situation) -> datetime:
    """When somebody who has not answered is reminded."""
    return situation.settings.hours.deadline(situation.now, REMIND_AFTER)
