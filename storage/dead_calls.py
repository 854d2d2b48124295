"""Calls to a company's on-call tool that were given up: listed, made again, dropped."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from bot.domain.dead_letters import DeadCall
from bot.domain.delivery import DeliveryState
from bot.domain.on_call import LEASE
from storage.models import OnCallRow
from storage.on_call import WAITING
from storage.served import served
from storage.upsert import changed

_IS_DEAD = OnCallRow.state == DeliveryState.DEAD.value


@dataclass(frozen=True, slots=True)
class SqlDeadCalls:
    """bot.ports_operations.DeadCalls over a session."""

    session: Session

    def waiting(self, team: str, limit: int) -> Sequence[DeadCall]:
        """The last one of each handoff that nobody has decided about yet, oldest first."""
        query = _waiting(team).order_by(OnCallRow.id).limit(limit)
        return [_call_of(row) for row in self.session.scalars(query)]

    def count(self, team: str) -> int:
        """How many there are."""
        counted = _waiting(team).with_only_columns(func.count(OnCallRow.id))
        return self.session.scalar(counted) or 0

    def get(self, team: str, call: int) -> DeadCall | None:
        """One of them; None once it was decided about."""
        row = self.session.scalar(_waiting(team).where(OnCallRow.id == call))
        return _call_of(row) if row else None

    def is_outdated(self, call: DeadCall) -> bool:
        """Whether the tool took a newer call about the same handoff."""
        sent = _newer(call).where(OnCallRow.state == DeliveryState.SENT.value)
        return self.session.scalar(sent.limit(1)) is not None

    def again(self, call: DeadCall, now: datetime) -> bool:
        """Make it now, for another hour, or a newer one that waits, so that the tool rings once.

        False when it was decided about before.
        """
        newer = _newer(call).where(OnCallRow.state.in_(WAITING)).with_for_update()
        if waiting := self.session.scalars(newer).all():
            for row in waiting:
                if row.state == DeliveryState.READY.value:
                    row.not_before = now
            return self.drop(call)
        return self._decide(
            call,
            {
                "state": DeliveryState.READY.value,
                "attempts": 0,
                "not_before": now,
                "created_at": now,
                "problem": None,
            },
        )

    def drop(self, call: DeadCall) -> bool:
        """Forget it; False when it was decided about before."""
        return self._decide(call, {"state": DeliveryState.DROPPED.value})

    def teams(self) -> frozenset[str]:
        """Workspaces in which one waits."""
        found = select(OnCallRow.team_id).where(_IS_DEAD, served(OnCallRow.team_id)).distinct()
        return frozenset(self.session.scalars(found))

    def _decide(self, call: DeadCall, values: dict[str, object]) -> bool:
        dead = update(OnCallRow).where(OnCallRow.team_id == call.team, _IS_DEAD)
        older = dead.where(OnCallRow.handoff_id == call.handoff, OnCallRow.id < call.id)
        self.session.execute(older.values(state=DeliveryState.DROPPED.value))
        return changed(self.session, dead.where(OnCallRow.id == call.id).values(**values))


def _waiting(team: str) -> Select[OnCallRow]:
    """Of each handoff the last one: a decision about it is one about those before."""
    last = (
        select(func.max(OnCallRow.id))
        .where(OnCallRow.team_id == team, _IS_DEAD)
        .group_by(OnCallRow.handoff_id)
    )
    return select(OnCallRow).where(OnCallRow.id.in_(last))


def _newer(call: DeadCall) -> Select[OnCallRow]:
    return select(OnCallRow).where(
        OnCallRow.team_id == call.team,
        OnCallRow.handoff_id == call.handoff,
        OnCallRow.id > call.id,
    )


def _call_of(row: OnCallRow) -> DeadCall:
    return DeadCall(
        id=row.id,
        team=row.team_id,
        handoff=row.handoff_id,
        why=row.problem or "",
        # Each claim rests until LEASE later; the last one was when it died.
        at=row.not_before - LEASE,
    )
