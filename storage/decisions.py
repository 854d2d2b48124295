"""Customers whom takers brought to the leads, until somebody has decided."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, select, update
from sqlalchemy.orm import Session

from bot.domain.lead_views import Decision
from storage.models import DecisionRow
from storage.upsert import changed, insert_or_ignore


@dataclass(frozen=True, slots=True)
class SqlDecisions:
    """bot.ports_handoff.DecisionRepository over a session."""

    session: Session

    def bring(self, team: str, decision: Decision) -> bool:
        """Keep one; False when this handoff was brought before."""
        table = DecisionRow.__table__
        assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        values = {
            "team_id": team,
            "handoff_id": decision.handoff,
            "brought_by": decision.brought_by,
            "brought_at": decision.brought_at,
            "settled_at": None,
        }
        return insert_or_ignore(self.session, table, values)

    def settle(self, team: str, handoff: str, at: datetime) -> bool:
        """It was decided; False when it was not waiting."""
        statement = (
            update(DecisionRow)
            .where(
                DecisionRow.team_id == team,
                DecisionRow.handoff_id == handoff,
                DecisionRow.settled_at.is_(None),
            )
            .values(settled_at=at)
        )
        return changed(self.session, statement)

    def waiting(self, team: str, limit: int) -> Sequence[Decision]:
        """Those still to be decided, oldest first."""
        rows = self.session.scalars(
            select(DecisionRow)
            .where(DecisionRow.team_id == team, DecisionRow.settled_at.is_(None))
            .order_by(DecisionRow.brought_at, DecisionRow.handoff_id)
            .limit(limit),
        )
        return [Decision(row.handoff_id, row.brought_by, row.brought_at) for row in rows]
