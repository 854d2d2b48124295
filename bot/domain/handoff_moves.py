"""What may happen to a handoff. Each function answers the handoff after it, or refuses by name."""

import enum
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import assert_never

from bot.domain.escalation import (
    Situation,
    deadline,
    enter,
    first_step,
    is_due,
    next_step,
    pass_on,
    stand_in,
)
from bot.domain.handoff import (
    LAPSES_AFTER,
    Answer,
    Consent,
    Ending,
    Handoff,
    Offer,
    PartedWays,
    Role,
    Route,
    State,
)
from bot.domain.handoff_settings import Waits
from bot.domain.refusals import Reason, RefusedError


class Happened(enum.StrEnum):
    """What an event row says. Nothing in it tells who did not take a handoff."""

    REQUESTED = "requested"
    ASKED_ON = "asked_on"
    ESCALATED = "escalated"
    CLAIMED = "claimed"
    REMINDED = "reminded"
    CONFIRMED = "confirmed"
    REOPENED = "reopened"
    GIVEN_BACK = "given_back"
    WITHDRAWN = "withdrawn"
    REROUTED = "rerouted"
    REASSIGNED = "reassigned"
    RESOLVED = "resolved"
    LAPSED = "lapsed"
    AGREED = "agreed"
    NOT_YET = "not_yet"


ASIDE = frozenset({Happened.ASKED_ON, Happened.AGREED, Happened.NOT_YET})
"""No transitions of the handoff itself: no event tells of them."""


@dataclass(frozen=True, slots=True)
class Move:
    """One transition. happened: None when nothing changed, so that pressing twice is pressing once.

    told: whether the requester hears of it.
    """

    handoff: Handoff
    happened: Happened | None = None

    @property
    def told(self) -> bool:
        """Whether the requester hears of it: all they may know, and no more."""
        return self.happened not in {
            None,
            Happened.ASKED_ON,
            Happened.REMINDED,
            Happened.NOT_YET,
        }


def request(handoff: Handoff, situation: Situation) -> Move:
    """A new handoff begins its first step."""
    return _told(enter(handoff, first_step(handoff), situation), Happened.REQUESTED, situation)


def due(handoff: Handoff, situation: Situation) -> Move:
    """The running timer has ended: the next step, a reminder, or open again."""
    if not is_due(handoff, situation.now):
        return Move(handoff)
    match handoff.state:
        case State.OPEN:
            onward = enter(handoff, next_step(handoff.step), situation)
            return _told(onward, Happened.ESCALATED, situation)
        case State.CLAIMED:
            return _claim_due(handoff, situation)
        case State.WITH_TAKER | State.RESOLVED | State.WITHDRAWN:
            return Move(handoff)
        case _:
            assert_never(handoff.state)


def claim(handoff: Handoff, user: str, situation: Situation) -> Move:
    """*Take it*. Exactly one wins, because storing compares the version."""
    if handoff.has_owner and handoff.taker == user:
        return Move(handoff)
    _require_open(handoff)
    offer = handoff.offer_to(user)
    asked = offer is not None and offer.answer is Answer.ASKED
    if user == handoff.requester:
        raise RefusedError(Reason.OWN_REQUEST)
    if not asked and user not in situation.settings.everyone:
        raise RefusedError(Reason.NOT_ASKED)
    return _told(_given_to(handoff, user, situation), Happened.CLAIMED, situation)


def decline(handoff: Handoff, user: str, situation: Situation) -> Move:
    """*Not today*: passed on at once, seen by nobody; pressed too late, it changes nothing."""
    offer = handoff.offer_to(user)
    if handoff.state is not State.OPEN or offer is None or offer.answer is not Answer.ASKED:
        return Move(handoff)
    before = _answered(handoff, user, Answer.NOT_TODAY, situation)
    return _passed_on(handoff, pass_on(before, situation), situation)


def stand_aside(handoff: Handoff, user: str, situation: Situation) -> Move:
    """Muted before the card went out: passed on at once, a lead's to their deputy."""
    offer = handoff.offer_to(user)
    if handoff.state is not State.OPEN or offer is None or offer.answer is not Answer.ASKED:
        return Move(handoff)
    before = _answered(handoff, user, Answer.NOT_TODAY, situation)
    return _passed_on(handoff, pass_on(stand_in(before, situation), situation), situation)


def _passed_on(handoff: Handoff, after: Handoff, situation: Situation) -> Move:
    if (after.step, after.due_at) == (handoff.step, handoff.due_at):
        return Move(after, Happened.ASKED_ON)
    return _told(after, Happened.ESCALATED, situation)


def confirm(handoff: Handoff, user: str, situation: Situation) -> Move:
    """*It's with me*: from here it may take days."""
    _require_taker(handoff, user)
    if handoff.state is State.WITH_TAKER:
        return Move(handoff)
    with_taker = replace(handoff, state=State.WITH_TAKER, due_at=None)
    return _told(with_taker, Happened.CONFIRMED, situation)


def give_back(handoff: Handoff, user: str, situation: Situation) -> Move:
    """The taker cannot after all: others are asked at once."""
    _require_taker(handoff, user)
    return _told(_open_again(handoff, situation), Happened.GIVEN_BACK, situation)


def withdraw(handoff: Handoff, user: str, situation: Situation) -> Move:
    """The requester no longer needs it; no reason is asked."""
    if user != handoff.requester:
        raise RefusedError(Reason.NOT_THE_REQUESTER)
    if handoff.state is State.WITHDRAWN:
        return Move(handoff)
    _require_not_closed(handoff)
    closed = _closed(handoff, State.WITHDRAWN, situation)
    return _told(closed, Happened.WITHDRAWN, situation)


def reroute(
    handoff: Handoff,
    user: str,
    route: Route,
    named: str | None,
    situation: Situation,
) -> Move:
    """The requester wants somebody else asked; those who no longer are see that it's off."""
    if user != handoff.requester:
        raise RefusedError(Reason.NOT_THE_REQUESTER)
    _require_not_closed(handoff)
    if handoff.state is not State.OPEN:
        raise RefusedError(Reason.NOT_OPEN)
    if route is Route.NAMED and (named is None or named == user):
        raise RefusedError(Reason.RECIPIENT_MISSING)
    if (route, named) == (handoff.wish.route, handoff.wish.named):
        return Move(handoff)
    wish = replace(handoff.wish, route=route, named=named)
    quiet = _without_offers(replace(handoff, wish=wish), situation)
    return _told(enter(quiet, first_step(quiet), situation), Happened.REROUTED, situation)


def reassign(handoff: Handoff, lead: str, taker: str, situation: Situation) -> Move:
    """A lead gives it to somebody by name."""
    if lead not in situation.settings.everyone:
        raise RefusedError(Reason.NOT_A_LEAD)
    _require_not_closed(handoff)
    if taker == handoff.requester:
        raise RefusedError(Reason.OWN_REQUEST)
    if handoff.taker == taker:
        return Move(handoff)
    freed = handoff
    if handoff.taker is not None:
        freed = _answered(handoff, handoff.taker, Answer.OVER, situation)
    return _told(_given_to(freed, taker, situation), Happened.REASSIGNED, situation)


def resolve(
    handoff: Handoff,
    user: str,
    ending: Ending,
    parted: PartedWays | None,
    situation: Situation,
) -> Move:
    """It is over: by the taker, or closed by a lead."""
    is_lead = user in situation.settings.everyone and user != handoff.requester
    if handoff.taker != user and not is_lead:
        raise RefusedError(Reason.NOT_THE_TAKER)
    if handoff.state is State.RESOLVED and handoff.ending is ending:
        return Move(handoff)
    _require_not_closed(handoff)
    if ending is not Ending.PARTED_WAYS:
        parted = None
    elif parted is None:
        raise RefusedError(Reason.CHECKLIST)
    else:
        parted.require_whole(user, situation.now.date())
        parted = replace(parted, written_by=user, consent=Consent.ASKED)
    closed = _closed(handoff, State.RESOLVED, situation)
    resolved = replace(closed, ending=ending, parted=parted)
    return Move(resolved, Happened.RESOLVED)


def leave(handoff: Handoff, user: str, situation: Situation) -> Move:
    """Somebody goes: their request is off, what they have is open again, others are asked."""
    if handoff.is_closed:
        return Move(handoff)
    if user == handoff.requester:
        return withdraw(handoff, user, situation)
    wish = handoff.wish
    if wish.named == user:
        wish = replace(wish, route=Route.FIRST_AVAILABLE, named=None)
    freed = replace(handoff, wish=wish)
    if handoff.taker == user:
        return give_back(freed, user, situation)
    if any(offer.user == user for offer in handoff.asked):
        return decline(freed, user, situation)
    return Move(freed, Happened.ASKED_ON) if freed != handoff else Move(handoff)


def lapse(handoff: Handoff, situation: Situation) -> Move:
    """Nobody has closed it for 90 days: it counts as taken over, and nobody is told."""
    since = handoff.claimed_at
    aged = since is not None and situation.now - since >= LAPSES_AFTER
    if handoff.state is not State.WITH_TAKER or not aged:
        return Move(handoff)
    closed = _closed(handoff, State.RESOLVED, situation)
    return Move(replace(closed, ending=Ending.TAKEN_OVER), Happened.LAPSED)


def _claim_due(handoff: Handoff, situation: Situation) -> Move:
    first, last = _waits_of(handoff, situation.settings.waits)
    if handoff.due_at is None or handoff.due_at > situation.now:
        # The clock went back. Somebody has it, so nothing is taken away early: count anew.
        wait = last - first if handoff.reminded else first
        again = deadline(handoff, situation, wait)
        return Move(replace(handoff, due_at=again, armed_at=situation.now), Happened.ASKED_ON)
    if handoff.reminded:
        return _told(_open_again(handoff, situation), Happened.REOPENED, situation)
    due_at = deadline(handoff, situation, last - first)
    reminded = replace(handoff, reminded=True, due_at=due_at, armed_at=situation.now)
    return Move(reminded, Happened.REMINDED)


def _given_to(handoff: Handoff, user: str, situation: Situation) -> Handoff:
    now = situation.now
    first, _ = _waits_of(handoff, situation.settings.waits)
    offer = handoff.offer_to(user)
    if offer is None or offer.answer is not Answer.ASKED:
        role = Role.LEAD if user in situation.settings.everyone else Role.PEER
        offer = Offer(user, role, handoff.round + 1, Answer.ASKED, now)
        handoff = replace(handoff, offers=(*handoff.offers, offer), round=offer.round)
    taken = _answered(handoff, user, Answer.TAKEN, situation)
    return replace(
        _without_offers(taken, situation),
        state=State.CLAIMED,
        taker=user,
        reminded=False,
        claimed_at=now,
        due_at=deadline(handoff, situation, first),
        armed_at=now,
    )


def _waits_of(handoff: Handoff, waits: Waits) -> tuple[timedelta, timedelta]:
    """When an unconfirmed claim is reminded, and when it is opened again."""
    if handoff.wish.live:
        return waits.live_remind, waits.live_reopen
    return waits.remind, waits.reopen


def _open_again(handoff: Handoff, situation: Situation) -> Handoff:
    given_back = _answered(handoff, handoff.taker or "", Answer.GIVEN_BACK, situation)
    freed = replace(
        given_back,
        state=State.OPEN,
        taker=None,
        claimed_at=None,
        reminded=False,
        due_at=situation.now,
    )
    return enter(freed, first_step(freed), situation)


def _closed(handoff: Handoff, state: State, situation: Situation) -> Handoff:
    quiet = _without_offers(handoff, situation)
    return replace(quiet, state=state, due_at=None, closed_at=situation.now)


def _without_offers(handoff: Handoff, situation: Situation) -> Handoff:
    offers = tuple(
        replace(offer, answer=Answer.OVER, answered_at=situation.now)
        if offer.answer is Answer.ASKED
        else offer
        for offer in handoff.offers
    )
    return replace(handoff, offers=offers)


def _answered(handoff: Handoff, user: str, answer: Answer, situation: Situation) -> Handoff:
    """Write down the answer to the newest offer of a person."""
    newest = handoff.offer_to(user)
    offers = tuple(
        replace(offer, answer=answer, answered_at=situation.now) if offer == newest else offer
        for offer in handoff.offers
    )
    return replace(handoff, offers=offers)


def _told(handoff: Handoff, happened: Happened, situation: Situation) -> Move:
    return Move(replace(handoff, told_at=situation.now), happened)


def _require_open(handoff: Handoff) -> None:
    _require_not_closed(handoff)
    if handoff.state is not State.OPEN:
        raise RefusedError(Reason.ALREADY_TAKEN)


def _require_not_closed(handoff: Handoff) -> None:
    if handoff.state is State.WITHDRAWN:
        raise RefusedError(Reason.HANDOFF_WITHDRAWN)
    if handoff.state is State.RESOLVED:
        raise RefusedError(Reason.HANDOFF_CLOSED)


def _require_taker(handoff: Handoff, user: str) -> None:
    _require_not_closed(handoff)
    if handoff.taker != user:
        raise RefusedError(Reason.NOT_THE_TAKER)
