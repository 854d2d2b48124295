"""What people have set about being asked, and how much they took this week."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.domain.handoff import Answer, Ground
from bot.domain.receivers import Receiver
from storage.handoff_setup import read_hours, write_hours
from storage.models import HandoffOfferRow, HandoffRow, ReceiverRow


@dataclass(frozen=True, slots=True)
class SqlReceivers:
    """bot.ports_handoff.ReceiverRepository over a session."""

    session: Session

    def get(self, team: str, user: str, week: datetime) -> Receiver:
        """One person; all defaults when they never set anything."""
        row = self.session.get(ReceiverRow, (team, user))
        taken = self._taken(team, week).get(user, 0)
        return _receiver_of(row, taken) if row else Receiver(team, user, taken_this_week=taken)

    def save(self, receiver: Receiver) -> None:
        """Keep a person's settings (not what is counted about them)."""
        hours = write_hours(receiver.hours) if receiver.hours else {}
        self.session.merge(
            ReceiverRow(
                team_id=receiver.team,
                user_id=receiver.user,
                opted_in=receiver.opted_in,
                muted_until=receiver.muted_until,
                hours_zone=hours.get("zone"),
                hours_days=hours.get("days"),
                hours_start=hours.get("start"),
                hours_end=hours.get("end"),
                weekly_cap=receiver.weekly_cap,
                opted_out=",".join(sorted(ground.value for ground in receiver.opted_out)),
                is_active=receiver.is_active,
                last_asked_at=receiver.last_asked_at,
            ),
        )

    def all(self, team: str, week: datetime) -> Sequence[Receiver]:
        """Everybody who ever set anything, with what they took since `week`."""
        taken = self._taken(team, week)
        rows = self.session.scalars(select(ReceiverRow).where(ReceiverRow.team_id == team))
        return [_receiver_of(row, taken.get(row.user_id, 0)) for row in rows]

    def asked(self, team: str, users: Sequence[str], at: datetime) -> None:
        """Note when people were last asked, for fairness."""
        self.session.execute(
            update(ReceiverRow)
            .where(ReceiverRow.team_id == team, ReceiverRow.user_id.in_(users))
            .values(last_asked_at=at),
        )

    def _taken(self, team: str, week: datetime) -> dict[str, int]:
        rows = self.session.execute(
            select(HandoffOfferRow.user_id, func.count())
            .join(HandoffRow, HandoffRow.id == HandoffOfferRow.handoff_id)
            .where(
                HandoffOfferRow.team_id == team,
                HandoffOfferRow.answer == Answer.TAKEN.value,
                HandoffOfferRow.answered_at >= week,
                HandoffRow.drill.is_(False),
            )
            .group_by(HandoffOfferRow.user_id),
        )
        return {user: count for user, count in rows}  # noqa: C416 - rows are not pairs to mypy


def _receiver_of(row: ReceiverRow, taken: int) -> Receiver:
    hours = None
    if row.hours_zone and row.hours_days and row.hours_start and row.hours_end:
        hours = read_hours(
            {
                "zone": row.hours_zone,
                "days": row.hours_days,
                "start": row.hours_start,
                "end": row.hours_end,
            },
        )
    return Receiver(
        team=row.team_id,
        user=row.user_id,
        opted_in=row.opted_in,
        muted_until=row.muted_until,
        hours=hours,
        weekly_cap=row.weekly_cap,
        opted_out=frozenset(Ground(part) for part in row.opted_out.split(",") if part),
        is_active=row.is_active,
        last_asked_at=row.last_asked_at,
        taken_this_week=taken,
    )
