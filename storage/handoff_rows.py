"""Handoffs as rows and back."""

from typing import Any

from bot.domain.handoff import (
    Answer,
    Check,
    Consent,
    Ending,
    Ground,
    Handoff,
    Medium,
    Offer,
    PartedWays,
    Role,
    Route,
    State,
    Step,
    Wish,
)
from bot.domain.reference import Reference
from storage.crypto import Keyring
from storage.models import HandoffOfferRow, HandoffRow


def wish_values(handoff: Handoff, keyring: Keyring) -> dict[str, Any]:
    """What the requester said; who they are and where it stands, sealed."""
    wish = handoff.wish
    return {
        "requester": keyring.seal({"user": handoff.requester}),
        "reference": keyring.seal({"text": wish.reference.text}) if wish.reference else None,
        "sentence": wish.sentence,
        "ground": wish.ground.value,
        "live": wish.live,
        "route": wish.route.value,
        "named": wish.named,
        "medium": wish.medium.value if wish.medium else None,
        "language": wish.language,
        "tell_ending": wish.tell_ending,
        "never_route": wish.never_route,
    }


def state_values(handoff: Handoff) -> dict[str, Any]:
    """Where a handoff stands: what a transition may change."""
    return {
        "state": handoff.state.value,
        "step": handoff.step.value,
        "round": handoff.round,
        "taker": handoff.taker,
        "reminded": handoff.reminded,
        "armed_at": handoff.armed_at,
        "told_at": handoff.told_at,
        "due_at": handoff.due_at,
        "claimed_at": handoff.claimed_at,
        "closed_at": handoff.closed_at,
        "ending": handoff.ending.value if handoff.ending else None,
        "second_person": handoff.parted.second_person if handoff.parted else None,
        "second_answer": handoff.parted.consent.value if handoff.parted else None,
        "written_by": handoff.parted.written_by or None if handoff.parted else None,
        "review_on": handoff.parted.review_on if handoff.parted else None,
    }


def offer_row(handoff: Handoff, place: int) -> HandoffOfferRow:
    """The n-th offer of a handoff as a row."""
    offer = handoff.offers[place]
    return HandoffOfferRow(
        handoff_id=handoff.id,
        round=offer.round,
        user_id=offer.user,
        position=place,
        team_id=handoff.team,
        role=offer.role.value,
        answer=offer.answer.value,
        asked_at=offer.asked_at,
        answered_at=offer.answered_at,
    )


def handoff_of(row: HandoffRow, keyring: Keyring) -> Handoff:
    """A row as the domain's value."""
    return Handoff(
        id=row.id,
        team=row.team_id,
        request=row.request,
        requester=keyring.open(row.requester)["user"] if row.requester else None,
        wish=_wish(row, keyring),
        pledge_version=row.pledge_version,
        created_at=row.created_at,
        state=State(row.state),
        step=Step(row.step),
        armed_at=row.armed_at,
        told_at=row.told_at,
        due_at=row.due_at,
        round=row.round,
        taker=row.taker,
        reminded=row.reminded,
        claimed_at=row.claimed_at,
        closed_at=row.closed_at,
        ending=Ending(row.ending) if row.ending else None,
        parted=_parted(row),
        repeat=row.repeat,
        drill=row.drill,
        offers=tuple(_offer(offer) for offer in row.offers),
        version=row.version,
    )


def _wish(row: HandoffRow, keyring: Keyring) -> Wish:
    return Wish(
        ground=Ground(row.ground),
        reference=Reference(keyring.open(row.reference)["text"]) if row.reference else None,
        live=row.live,
        sentence=row.sentence,
        route=Route(row.route),
        named=row.named,
        medium=Medium(row.medium) if row.medium else None,
        language=row.language,
        tell_ending=row.tell_ending,
        never_route=row.never_route,
    )


def _parted(row: HandoffRow) -> PartedWays | None:
    if row.second_person is None or row.review_on is None:
        return None
    # Only a complete list can have been kept.
    return PartedWays(
        second_person=row.second_person,
        review_on=row.review_on,
        checks=frozenset(Check),
        written_by=row.written_by or "",
        consent=Consent(row.second_answer or Consent.ASKED),
    )


def _offer(row: HandoffOfferRow) -> Offer:
    return Offer(
        user=row.user_id,
        role=Role(row.role),
        round=row.round,
        answer=Answer(row.answer),
        asked_at=row.asked_at,
        answered_at=row.answered_at,
    )
