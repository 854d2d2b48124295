"""What people do not want to be sent, and until when."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from bot.domain.unasked import Silences, Unasked
from storage.models import SilenceRow


@dataclass(frozen=True, slots=True)
class SqlSilences:
    """bot.ports_sharing.SilenceRepository over a session."""

    session: Session

    def of(self, team: str, user: str) -> Silences:
        """What one person does not want."""
        rows = self.session.scalars(
            select(SilenceRow).where(SilenceRow.team_id == team, SilenceRow.user_id == user),
        )
        return {Unasked(row.kind): row.until for row in rows}

    def keep(self, team: str, user: str, kind: Unasked, until: datetime | None) -> None:
        """Hold a kind back until then; None: send it again."""
        if until is not None:
            self.session.merge(SilenceRow(team_id=team, user_id=user, kind=kind.value, until=until))
            return
        self.session.execute(
            delete(SilenceRow).where(
                SilenceRow.team_id == team,
                SilenceRow.user_id == user,
                SilenceRow.kind == kind.value,
            ),
        )
