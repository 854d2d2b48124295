"""Deliveries that were ever in doubt: looked at once more after they are settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import case, literal, null, or_, select, update
from sqlalchemy.orm import Session

from bot.domain.delivery import SWEEP_AFTER, Action, Claimed, DeliveryState, Outgoing, Purpose
from storage.models import OutboxRow
from storage.served import served
from storage.types import UtcDateTime

AGAIN: Final = timedelta(minutes=1)
GIVE_UP: Final = timedelta(days=1)
"""A channel that could not be read for so long will not be."""
LOOKED_AT: Final = "looked_at"
"""A settled delivery's problem once it was looked at for a twin the first time."""
_SETTLED: Final = (DeliveryState.SENT.value, DeliveryState.DROPPED.value)


@dataclass(frozen=True, slots=True)
class SqlTwins:
    """bot.ports.Twins over a session."""

    session: Session

    def due(self, now: datetime, limit: int) -> Sequence[Claimed]:
        """Settled deliveries to be looked at; each is due again in a minute unless `swept`.

        None is ever set farther ahead than SWEEP_AFTER: one that is, by more than two machines'
        clocks differ, was set before the clock went back; nobody knows how long it has waited.
        """
        is_due = or_(OutboxRow.sweep_at <= now, OutboxRow.sweep_at > now + SWEEP_AFTER + AGAIN)
        rows = self.session.scalars(
            select(OutboxRow)
            .where(
                is_due,
                OutboxRow.state.in_(_SETTLED),
                OutboxRow.action == Action.POST.value,
                served(OutboxRow.team_id),
            )
            .order_by(OutboxRow.sweep_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            is_old = row.first_attempt_at is None or row.first_attempt_at < now - GIVE_UP
            row.sweep_at = None if is_old else now + AGAIN
        self.session.flush()
        return [_settled(row) for row in rows]

    def swept(self, settled: Claimed, now: datetime) -> None:
        """Nothing stands twice now; looked at once more in a while, then never again.

        A clock that jumped ahead had let the one look come before what Slack carried out late.
        """
        again = literal(now + SWEEP_AFTER, UtcDateTime())
        is_over = OutboxRow.problem == LOOKED_AT
        self.session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == settled.id)
            .values(sweep_at=case((is_over, null()), else_=again), problem=LOOKED_AT)
        )


def _settled(row: OutboxRow) -> Claimed:
    outgoing = Outgoing(
        team=row.team_id,
        key=row.key,
        action=Action(row.action),
        purpose=Purpose(row.purpose),
        channel=row.channel,
        body={},
        thread_ts=row.thread_ts,
    )
    return Claimed(
        id=row.id,
        fence=row.fence,
        outgoing=outgoing,
        mark=row.mark,
        attempts=row.attempts,
        first_attempt_at=row.first_attempt_at,
        doubtful=True,
        target_channel=row.posted_channel,
        target_ts=row.posted_ts,
    )
