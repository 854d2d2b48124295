"""Keys of the windows in which people are counted: made when needed, destroyed when frozen."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from storage.crypto import Keyring
from storage.models import WindowKeyRow
from storage.upsert import changed, insert_or_ignore


@dataclass(frozen=True, slots=True)
class SqlWindowKeys:
    """bot.ports_handoff.WindowKeys over a session."""

    session: Session
    keyring: Keyring
    now: datetime

    def mark(self, team: str, requester: str, start: date) -> str | None:
        """A requester's mark in a window (hex); None when the window's key is destroyed."""
        row = self.session.get(WindowKeyRow, (team, start)) or self._made(team, start)
        if row.wrapped is None:
            return None
        key = self.keyring.unwrap(row.wrapped)
        return hmac.new(key, requester.encode(), hashlib.sha256).hexdigest()

    def destroy(self, team: str, start: date) -> bool:
        """Destroy a window's key, for good; False when it was already, or never was."""
        statement = (
            update(WindowKeyRow)
            .where(
                WindowKeyRow.team_id == team,
                WindowKeyRow.window_start == start,
                WindowKeyRow.wrapped.is_not(None),
            )
            .values(wrapped=None)
        )
        return changed(self.session, statement)

    def _made(self, team: str, start: date) -> WindowKeyRow:
        table = WindowKeyRow.__table__
        assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        values = {
            "team_id": team,
            "window_start": start,
            "wrapped": self.keyring.wrap_new_key(),
            "created_at": self.now,
        }
        insert_or_ignore(self.session, table, values)
        return self.session.get_one(WindowKeyRow, (team, start))
