"""Comments from elsewhere that were offered or wait to be: rows of the outbox under one prefix."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from bot.domain.candidates import KEY, candidate_key
from bot.domain.delivery import Action, DeliveryState
from storage.models import OutboxRow


@dataclass(frozen=True, slots=True)
class SqlCandidates:
    """bot.ports_praise.CandidateRepository over a session."""

    session: Session

    def is_known(self, team: str, text: str, source: str = "") -> bool:
        """Whether a comment with these words, or of this source, was ever offered."""
        key = candidate_key(text)
        known = or_(OutboxRow.key == key, OutboxRow.key.startswith(f"{key}:"))
        if source:
            of_source = OutboxRow.key.startswith(KEY) & OutboxRow.key.endswith(f":{source}")
            known = or_(known, of_source)
        found = select(OutboxRow.id).where(
            OutboxRow.team_id == team, OutboxRow.action == Action.POST.value, known
        )
        return self.session.scalar(found.limit(1)) is not None

    def waiting(self, team: str) -> int:
        """How many are still to be posted."""
        found = select(func.count()).where(
            OutboxRow.team_id == team,
            OutboxRow.state == DeliveryState.READY.value,
            OutboxRow.action == Action.POST.value,
            OutboxRow.key.startswith(KEY, autoescape=True),
        )
        return self.session.scalar(found) or 0

    def ahead(self, team: str, since: datetime) -> int:
        """How many came since, or are to come: each row keeps its time."""
        found = select(func.count()).where(
            OutboxRow.team_id == team,
            OutboxRow.not_before >= since,
            OutboxRow.action == Action.POST.value,
            OutboxRow.key.startswith(KEY, autoescape=True),
        )
        return self.session.scalar(found) or 0
