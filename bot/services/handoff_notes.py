"""Who is told what after a transition: cards, blanked cards, and the requester's next line."""

from collections.abc import Mapping
from typing import Any

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.escalation import Situation, clock_runs
from bot.domain.handoff import Answer, Handoff, Offer, Role, State
from bot.domain.handoff_moves import Happened, Move
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.on_call import call_for
from bot.domain.unasked import Unasked
from bot.ports_handoff import HandoffUnitOfWork
from bot.services import parting_notes
from bot.views import blocks as b
from bot.views import handoff_cards as cards
from bot.wording import handoff as words

Body = Mapping[str, Any]

_LIVE = frozenset({Answer.ASKED, Answer.TAKEN})
"""Answers under which a card still says something."""


def offer_key(handoff: Handoff, offer: Offer) -> str:
    """Natural key of the card somebody was asked with."""
    return f"handoff:{handoff.id}:offer:{offer.round}:{offer.user}"


def tell(
    uow: HandoffUnitOfWork,
    before: Handoff | None,
    move: Move,
    situation: Situation,
    by: str | None,
) -> None:
    """Put everything a transition has to say into the outbox. before: None for a new request."""
    after = move.handoff
    _cards(uow, before, after, situation)
    _requester(uow, move, situation, by)
    if move.happened is Happened.REMINDED and after.taker:
        reminder = cards.reminder(after, situation.now, situation.settings)
        kind = None if after.alarm else Unasked.REMINDERS
        _post(uow, after, f"remind:{after.version}", after.taker, reminder, kind)
    parting_notes.tell(uow, move, situation)
    _on_call(uow, before, move, situation)


def _cards(
    uow: HandoffUnitOfWork,
    before: Handoff | None,
    after: Handoff,
    situation: Situation,
) -> None:
    known = {(offer.user, offer.round): offer for offer in before.offers} if before else {}
    for offer in after.offers:
        was = known.get((offer.user, offer.round))
        if was is None:
            _new_card(uow, after, offer, situation.settings)
        elif was.answer in _LIVE and offer.answer not in _LIVE:
            _update(uow, after, offer, cards.blank(after, offer))
    _taker_card(uow, before, after, situation.settings)


def _new_card(
    uow: HandoffUnitOfWork,
    handoff: Handoff,
    offer: Offer,
    settings: HandoffSettings,
) -> None:
    taken = offer.answer is Answer.TAKEN
    card = cards.full(handoff, settings) if taken else cards.offer(handoff, offer, settings)
    put(
        uow,
        Outgoing(
            team=handoff.team,
            key=offer_key(handoff, offer),
            action=Action.POST,
            purpose=Purpose.HANDOFF,
            channel=offer.user,
            body=card,
            unasked=None if taken else kind_of_offer(handoff, offer, settings),
        ),
    )


def kind_of_offer(handoff: Handoff, offer: Offer, settings: HandoffSettings) -> Unasked | None:
    """None where a mute must not hold it back: it would leave a step without anybody.

    Threat and danger reach every lead, the backup and their deputies; a lead without a deputy
    and a deputy who stands in are asked whatever they have set.
    """
    if offer.role is Role.PEER:
        return Unasked.HANDOFF_OFFERS
    passes = not handoff.alarm and settings.deputy_of(offer.user) is not None
    return Unasked.HANDOFF_OFFERS if passes else None


def _taker_card(
    uow: HandoffUnitOfWork,
    before: Handoff | None,
    after: Handoff,
    settings: HandoffSettings,
) -> None:
    """The full card follows the state; closing takes requester and reference off it."""
    if before is None or after.taker is None:
        return
    offer = after.offer_to(after.taker)
    was = {(one.user, one.round) for one in before.offers}
    if offer is None or (offer.user, offer.round) not in was:
        return
    if (before.taker, before.state) != (after.taker, after.state):
        _update(uow, after, offer, cards.full(after, settings))


def _requester(
    uow: HandoffUnitOfWork,
    move: Move,
    situation: Situation,
    by: str | None,
) -> None:
    after = move.handoff
    said = requester_line(move, situation, by)
    if said is None or after.requester is None:
        return
    content = []
    if after.alarm and after.state is State.OPEN:
        content.append(b.section(words.safety(situation.settings.safety_contact)))
    body = cards.message(after, said, *content)
    _post(uow, after, f"told:{after.version}", after.requester, body)
    if move.happened is Happened.CONFIRMED and not after.drill:
        offered = cards.aftercare(after, situation.settings)
        if offered:
            _post(uow, after, "aftercare", after.requester, offered, Unasked.AFTERCARE)


def requester_line(move: Move, situation: Situation, by: str | None) -> str | None:
    """What the requester hears of a transition; None when they hear nothing."""
    after = move.handoff
    if after.state is State.OPEN:
        return _open_line(move, situation)
    taker = cards.mention(after.taker or by or "")
    if after.state is State.RESOLVED:
        return _ended_line(move, situation, taker) if after.wish.tell_ending else None
    lines = {
        Happened.CLAIMED: words.claimed(taker),
        Happened.REASSIGNED: words.reassigned(taker),
        Happened.CONFIRMED: words.confirmed(taker),
        Happened.WITHDRAWN: words.WITHDRAWN,
    }
    return lines.get(move.happened) if move.happened else None


def _ended_line(move: Move, situation: Situation, taker: str) -> str | None:
    after, now, zone = move.handoff, situation.now, situation.settings.hours.zone
    if move.happened is Happened.RESOLVED:
        return words.ended(after, taker, now, zone)
    return parting_notes.requester_line(move)


def _open_line(move: Move, situation: Situation) -> str | None:
    after, now, zone = move.handoff, situation.now, situation.settings.hours.zone
    match move.happened:
        case Happened.REQUESTED:
            return words.receipt(after, now, zone, on_call(after, situation))
        case Happened.ESCALATED:
            return words.escalated(after, now, zone)
        case Happened.REOPENED | Happened.GIVEN_BACK:
            return words.open_again(after, now, zone)
        case Happened.REROUTED:
            return words.rerouted(after, now, zone)
        case _:
            return None


def on_call(handoff: Handoff, situation: Situation) -> str | None:
    """Whom to turn to while the clock stands still."""
    if clock_runs(handoff, situation):
        return None
    backup = situation.settings.backup
    away = situation.pool.muted | situation.pool.gone
    if backup and (backup in away or backup == handoff.requester):
        backup = situation.settings.deputy_of(backup)
    return cards.mention(backup) if backup and backup != handoff.requester else None


def _on_call(
    uow: HandoffUnitOfWork,
    before: Handoff | None,
    move: Move,
    situation: Situation,
) -> None:
    """Threat and danger reach the company's on-call tool until somebody has it."""
    after = move.handoff
    if not after.alarm or after.drill:
        return
    if after.state is not State.OPEN:
        uow.on_call.drop(after.team, after.id)
    elif situation.settings.on_call and (before is None or before.round != after.round):
        uow.on_call.put(call_for(after, situation.now))


def _post(
    uow: HandoffUnitOfWork,
    handoff: Handoff,
    name: str,
    user: str,
    body: Body,
    unasked: Unasked | None = None,
) -> None:
    put(
        uow,
        Outgoing(
            team=handoff.team,
            key=f"handoff:{handoff.id}:{name}",
            action=Action.POST,
            purpose=Purpose.HANDOFF,
            channel=user,
            body=body,
            unasked=unasked,
        ),
    )


def _update(uow: HandoffUnitOfWork, handoff: Handoff, offer: Offer, body: Body) -> None:
    key = offer_key(handoff, offer)
    # chat.update knows nothing of unfurling: the post has settled that.
    shown = {name: body[name] for name in ("text", "blocks")}
    put(
        uow,
        Outgoing(
            team=handoff.team,
            key=f"{key}:v{handoff.version}",
            action=Action.UPDATE,
            purpose=Purpose.HANDOFF,
            channel=offer.user,
            body=shown,
            target=key,
        ),
    )


def put(uow: HandoffUnitOfWork, outgoing: Outgoing) -> None:
    """Ask for a delivery in the same commit."""
    uow.outbox.put(outgoing)
