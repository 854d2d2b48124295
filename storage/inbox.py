"""The inbox table: kept once, leased with a fence, forgotten when acted on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Table, delete, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.domain.inbox import LEASE, MAX_ATTEMPTS, Happening, Leased, StoredEvent
from storage.models import InboxRow, WorkspaceRow
from storage.upsert import changed, insert_or_ignore

_INBOX = InboxRow.__table__
READY: Final = "ready"
LEASED: Final = "leased"
DONE: Final = "done"
DEAD: Final = "dead"
FORGOTTEN: Final = {"channel": "", "ts": "", "user_id": "", "subject": ""}


@dataclass(frozen=True, slots=True)
class SqlInbox:
    """bot.ports_sharing.Inbox over a session."""

    session: Session

    def keep(self, event: StoredEvent, now: datetime) -> bool:
        """Keep an event; False when the same one is already there."""
        assert isinstance(_INBOX, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        values = {
            "team_id": event.team,
            "event_id": event.event_id,
            "kind": event.kind.value,
            "channel": event.channel,
            "ts": event.ts,
            "user_id": event.user,
            "subject": event.subject,
            "state": READY,
            "fence": 0,
            "attempts": 0,
            "not_before": now,
            "created_at": now,
        }
        return insert_or_ignore(self.session, _INBOX, values)

    def lease(self, now: datetime, limit: int) -> Sequence[Leased]:
        """Take what is due, oldest first; whoever dies on it loses it after the lease."""
        rows = self.session.scalars(
            select(InboxRow)
            .where(InboxRow.state.in_([READY, LEASED]), InboxRow.not_before <= now)
            .order_by(InboxRow.id)
            .limit(limit)
            .with_for_update(skip_locked=True),
        ).all()
        for row in rows:
            row.state = LEASED
            row.fence += 1
            row.attempts += 1
            row.not_before = now + LEASE
        self.session.flush()
        return [
            Leased(row.id, row.fence, row.attempts, _event_of(row), row.created_at) for row in rows
        ]

    def done(self, leased: Leased) -> bool:
        """Acted on: forget its ids. False when the lease had passed to somebody else."""
        return self._settle(leased, {"state": DONE, **FORGOTTEN})

    def again(self, leased: Leased, now: datetime, pause: timedelta) -> bool:
        """Not now; once more after a pause, or never more after too many attempts."""
        if leased.attempts >= MAX_ATTEMPTS:
            return self._settle(leased, {"state": DEAD, **FORGOTTEN})
        return self._settle(leased, {"state": READY, "not_before": now + pause})

    def purge(self, before: datetime) -> int:
        """Drop what was settled before; answers how many."""
        gone = self.session.execute(
            delete(InboxRow).where(
                InboxRow.state.in_([DONE, DEAD]),
                InboxRow.created_at < before,
            ),
        )
        return gone.rowcount if isinstance(gone, CursorResult) else 0

    def newest(self, team: str) -> datetime | None:
        """When Slack was last heard; None where it was not for longer than is kept."""
        return self.session.scalar(
            select(InboxRow.created_at)
            .where(InboxRow.team_id == team)
            .order_by(InboxRow.id.desc())
            .limit(1),
        )

    def served_since(self, team: str) -> datetime | None:
        """When the workspace was first served."""
        return self.session.scalar(
            select(WorkspaceRow.created_at).where(WorkspaceRow.team_id == team)
        )

    def heard_until(self, team: str) -> datetime | None:
        """What was written before was heard or read back; None where that was never noted."""
        return self.session.scalar(
            select(WorkspaceRow.heard_until).where(WorkspaceRow.team_id == team)
        )

    def note_heard(self, team: str, until: datetime) -> None:
        """Note it; an earlier moment changes nothing."""
        noted = WorkspaceRow.heard_until
        self.session.execute(
            update(WorkspaceRow)
            .where(WorkspaceRow.team_id == team, or_(noted.is_(None), noted < until))
            .values(heard_until=until)
        )

    def _settle(self, leased: Leased, values: dict[str, object]) -> bool:
        statement = (
            update(InboxRow)
            .where(
                InboxRow.id == leased.id,
                InboxRow.fence == leased.fence,
                InboxRow.state == LEASED,
            )
            .values(**values)
        )
        return changed(self.session, statement)


def _event_of(row: InboxRow) -> StoredEvent:
    return StoredEvent(
        team=row.team_id,
        event_id=row.event_id,
        kind=Happening(row.kind),
        channel=row.channel,
        ts=row.ts,
        user=row.user_id,
        subject=row.subject,
    )
