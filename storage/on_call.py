"""Calls to a company's on-call tool: leased, fenced, tried again for an hour."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never

from sqlalchemy import Table, delete, select, update
from sqlalchemy.orm import Session

from bot.domain.delivery import DeliveryState
from bot.domain.on_call import (
    GIVE_UP_AFTER,
    LEASE,
    Answer,
    Answered,
    Call,
    Calling,
    NotAnswered,
    pause,
)
from storage.crypto import Keyring
from storage.models import OnCallRow
from storage.served import served
from storage.upsert import changed, insert_or_ignore

WAITING = (DeliveryState.READY.value, DeliveryState.SENDING.value)


@dataclass(frozen=True, slots=True)
class SqlOnCallQueue:
    """bot.ports_handoff.OnCallQueue over a session."""

    session: Session
    keyring: Keyring
    now: datetime

    def put(self, call: Call) -> None:
        """Ask for a call; a second one under the same key changes nothing."""
        table = OnCallRow.__table__
        assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        values = {
            "team_id": call.team,
            "key": call.key,
            "handoff_id": call.handoff,
            "body": self.keyring.seal(call.body),
            "state": DeliveryState.READY.value,
            "fence": 0,
            "attempts": 0,
            "not_before": self.now,
            "created_at": self.now,
        }
        insert_or_ignore(self.session, table, values)

    def claim(self, now: datetime, limit: int) -> Sequence[Calling]:
        """Lease what is due; a lease that ran out may be taken over."""
        rows = self.session.scalars(
            select(OnCallRow)
            .where(
                OnCallRow.state.in_(WAITING),
                OnCallRow.not_before <= now,
                served(OnCallRow.team_id),
            )
            .order_by(OnCallRow.not_before, OnCallRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True),
        )
        return [self._lease(row, now) for row in rows.all()]

    def settle(self, calling: Calling, answer: Answer, now: datetime) -> bool:
        """Write down how it ended; False when the lease had passed to somebody else."""
        statement = (
            update(OnCallRow)
            .where(
                OnCallRow.id == calling.id,
                OnCallRow.fence == calling.fence,
                OnCallRow.state == DeliveryState.SENDING.value,
            )
            .values(**_settled(calling, answer, now))
        )
        return changed(self.session, statement)

    def drop(self, team: str, handoff_id: str) -> None:
        """Nobody need be called any more about a handoff."""
        self.session.execute(
            delete(OnCallRow).where(
                OnCallRow.team_id == team,
                OnCallRow.handoff_id == handoff_id,
                OnCallRow.state == DeliveryState.READY.value,
            ),
        )

    def _lease(self, row: OnCallRow, now: datetime) -> Calling:
        row.state = DeliveryState.SENDING.value
        row.fence += 1
        row.attempts += 1
        row.not_before = now + LEASE
        self.session.flush()
        return Calling(
            id=row.id,
            fence=row.fence,
            call=Call(row.team_id, row.handoff_id, row.key, self.keyring.open(row.body)),
            attempts=row.attempts,
            created_at=row.created_at,
        )


def _settled(calling: Calling, answer: Answer, now: datetime) -> dict[str, object]:
    match answer:
        case Answered():
            return {"state": DeliveryState.SENT.value, "problem": None}
        case NotAnswered(why):
            if now - calling.created_at >= GIVE_UP_AFTER:
                return {"state": DeliveryState.DEAD.value, "problem": why}
            rest = now + pause(calling.attempts)
            return {"state": DeliveryState.READY.value, "not_before": rest, "problem": why}
        case _:
            assert_never(answer)
