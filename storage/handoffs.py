"""Handoffs: compare-and-set writes, so that exactly one of two wins, and the link's end."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from bot.domain.escalation import CLOCK_SLACK
from bot.domain.handoff import Answer, Handoff, Medium, Offer, State
from bot.domain.handoff_moves import Happened
from bot.domain.windows import window_start
from bot.ports_handoff import AlreadyRequestedError, Due
from storage.crypto import Keyring
from storage.handoff_rows import handoff_of, offer_row, state_values, wish_values
from storage.models import HandoffEventRow, HandoffOfferRow, HandoffRow, OutboxRow
from storage.person_marks import requester_key
from storage.served import served
from storage.upsert import changed
from storage.window_keys import SqlWindowKeys

_CLOSED = (State.RESOLVED.value, State.WITHDRAWN.value)


@dataclass(frozen=True, slots=True)
class SqlHandoffs:
    """bot.ports_handoff.HandoffRepository over a session."""

    session: Session
    keyring: Keyring
    window_keys: SqlWindowKeys

    def add(self, handoff: Handoff) -> None:
        """Keep a new handoff; raises AlreadyRequestedError for a second one of the request."""
        row = HandoffRow(
            id=handoff.id,
            team_id=handoff.team,
            request=handoff.request,
            requester_key=self._requester_key(handoff.team, handoff.requester or ""),
            created_at=handoff.created_at,
            drill=handoff.drill,
            repeat=handoff.repeat,
            pledge_version=handoff.pledge_version,
            version=handoff.version,
            offers=[offer_row(handoff, place) for place in range(len(handoff.offers))],
            **wish_values(handoff, self.keyring),
            **state_values(handoff),
        )
        try:
            with self.session.begin_nested():
                self.session.add(row)
        except IntegrityError:
            raise AlreadyRequestedError from None

    def get(self, team: str, handoff_id: str) -> Handoff | None:
        """One handoff."""
        return self._one(HandoffRow.team_id == team, HandoffRow.id == handoff_id)

    def several(self, team: str, handoff_ids: Sequence[str]) -> Sequence[Handoff]:
        """Those of them that are there, in two statements."""
        return self._many(HandoffRow.team_id == team, HandoffRow.id.in_(handoff_ids))

    def of_request(self, team: str, request: str) -> Handoff | None:
        """The handoff that a request led to, if it did."""
        return self._one(HandoffRow.team_id == team, HandoffRow.request == request)

    def save(self, after: Handoff, before: Handoff) -> bool:
        """Compare and set: the row moves on only from the version the decision was made on."""
        statement = (
            update(HandoffRow)
            .where(
                HandoffRow.team_id == before.team,
                HandoffRow.id == before.id,
                HandoffRow.version == before.version,
            )
            .values(
                version=before.version + 1,
                route=after.wish.route.value,
                named=after.wish.named,
                **state_values(after),
            )
            .execution_options(synchronize_session=False)
        )
        if not changed(self.session, statement):
            return False
        self._save_offers(after, before)
        return True

    def record(self, handoff: Handoff, happened: Happened, at: datetime) -> None:
        """Write an event row; all events of one handoff stand in the window it began in."""
        start = window_start(handoff.created_at)
        requester = None if handoff.drill else handoff.requester
        mark = self.window_keys.mark(handoff.team, requester, start) if requester else None
        self.session.add(
            HandoffEventRow(
                team_id=handoff.team,
                handoff_id=handoff.id,
                kind=happened.value,
                state=handoff.state.value,
                step=handoff.step.value,
                round=handoff.round,
                ground=handoff.wish.ground.value,
                live=handoff.wish.live,
                drill=handoff.drill,
                window_start=start,
                requester_mark=mark,
                at=at,
                waited_s=int((at - handoff.created_at).total_seconds()),
            ),
        )

    def due(self, now: datetime, limit: int) -> Sequence[Due]:
        """Whose timer has ended, or was started in the future; longest overdue first."""
        # Two look-ups, each in its own index: asked with OR, both databases walk what is closed.
        found = (
            select(HandoffRow.due_at, HandoffRow.team_id, HandoffRow.id)
            .where(served(HandoffRow.team_id))
            .limit(limit)
        )
        ended = found.where(HandoffRow.due_at <= now).order_by(HandoffRow.due_at, HandoffRow.id)
        rows = set(self.session.execute(ended).all())
        if len(rows) < limit:
            from_future = HandoffRow.armed_at > now + CLOCK_SLACK
            rows |= set(
                self.session.execute(found.where(from_future, HandoffRow.due_at.is_not(None))).all()
            )
        first = sorted((due_at, team, handoff) for due_at, team, handoff in rows if due_at)
        return [Due(team, handoff_id) for _, team, handoff_id in first[:limit]]

    def unclosed_of(self, team: str, requester: str) -> Sequence[Handoff]:
        """A person's open requests, newest first."""
        key = self._requester_key(team, requester)
        found = self._many(HandoffRow.team_id == team, HandoffRow.requester_key == key, _open())
        return found[::-1]

    def taken_by(self, team: str, user: str) -> Sequence[Handoff]:
        """What a person has now."""
        return self._many(HandoffRow.team_id == team, HandoffRow.taker == user, _open())

    def asked_of(self, team: str, user: str) -> Sequence[Handoff]:
        """What a person is being asked to take."""
        asked = select(HandoffOfferRow.handoff_id).where(
            HandoffOfferRow.team_id == team,
            HandoffOfferRow.user_id == user,
            HandoffOfferRow.answer == Answer.ASKED.value,
        )
        return self._many(HandoffRow.team_id == team, HandoffRow.id.in_(asked), _open())

    def unclosed(self, team: str, limit: int) -> Sequence[Handoff]:
        """All that is not closed, oldest first."""
        return self._many(HandoffRow.team_id == team, _open(), limit=limit)

    def habit_of(self, team: str, requester: str) -> tuple[Medium | None, str | None]:
        """Medium and language of a person's last request, to preset the next."""
        row = self.session.execute(
            select(HandoffRow.medium, HandoffRow.language)
            .where(
                HandoffRow.team_id == team,
                HandoffRow.requester_key == self._requester_key(team, requester),
            )
            .order_by(HandoffRow.created_at.desc())
            .limit(1),
        ).first()
        if row is None:
            return None, None
        return Medium(row.medium) if row.medium else None, row.language

    def unclosed_since(self, before: datetime, limit: int) -> Sequence[Due]:
        """Cases taken before a moment, confirmed, and never closed."""
        rows = self.session.execute(
            select(HandoffRow.team_id, HandoffRow.id)
            .where(HandoffRow.state == State.WITH_TAKER.value, HandoffRow.claimed_at < before)
            .limit(limit),
        )
        return [Due(team, handoff_id) for team, handoff_id in rows]

    def unlink(self, before: datetime, now: datetime, limit: int) -> int:
        """Destroy the link to the requester of what was closed before; with its deliveries."""
        found = select(HandoffRow.id).where(
            HandoffRow.closed_at < before,
            HandoffRow.unlinked_at.is_(None),
        )
        ids = list(self.session.scalars(found.limit(limit)))
        for handoff_id in ids:
            unlink(self.session, handoff_id, now)
        return len(ids)

    def _save_offers(self, after: Handoff, before: Handoff) -> None:
        known: dict[tuple[str, int], Offer] = {
            (offer.user, offer.round): offer for offer in before.offers
        }
        for place, offer in enumerate(after.offers):
            old = known.get((offer.user, offer.round))
            if old is None:
                self.session.add(offer_row(after, place))
            elif old != offer:
                self.session.execute(
                    update(HandoffOfferRow)
                    .where(
                        HandoffOfferRow.handoff_id == after.id,
                        HandoffOfferRow.round == offer.round,
                        HandoffOfferRow.user_id == offer.user,
                    )
                    .values(answer=offer.answer.value, answered_at=offer.answered_at)
                    .execution_options(synchronize_session=False),
                )

    def _requester_key(self, team: str, requester: str) -> str:
        return requester_key(self.session, self.keyring, team, requester)

    def _one(self, *where: ColumnElement[bool]) -> Handoff | None:
        found = self._many(*where, limit=1)
        return found[0] if found else None

    def _many(self, *where: ColumnElement[bool], limit: int = 100) -> list[Handoff]:
        statement = (
            select(HandoffRow)
            .where(*where)
            .order_by(HandoffRow.created_at, HandoffRow.id)
            .limit(limit)
            .execution_options(populate_existing=True)
        )
        return [handoff_of(row, self.keyring) for row in self.session.scalars(statement)]


def _open() -> ColumnElement[bool]:
    return HandoffRow.state.not_in(_CLOSED)


def unlink(session: Session, handoff_id: str, now: datetime) -> None:
    """Destroy what links a handoff to people, with its offers and deliveries."""
    nothing: dict[str, Any] = dict.fromkeys(
        ("requester", "requester_key", "reference", "sentence", "named", "taker"),
    )
    session.execute(
        update(HandoffRow)
        .where(HandoffRow.id == handoff_id)
        .values(
            **nothing,
            second_person=None,
            second_answer=None,
            written_by=None,
            request=f"unlinked:{handoff_id}",
            unlinked_at=now,
        )
        .execution_options(synchronize_session=False),
    )
    session.execute(
        delete(HandoffOfferRow)
        .where(HandoffOfferRow.handoff_id == handoff_id)
        .execution_options(synchronize_session=False),
    )
    # Deliveries say who was told what about it: their rows go as well.
    session.execute(
        delete(OutboxRow)
        .where(OutboxRow.key.startswith(f"handoff:{handoff_id}:", autoescape=True))
        .execution_options(synchronize_session=False),
    )
