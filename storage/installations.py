"""Workspaces in which Goodword is installed: tokens sealed, removal, erasure row by row."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Table, delete, select, tuple_, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from bot.domain.installation import REFRESH_LEASE, REFRESHED_BEFORE, Installation, whole_second
from storage.crypto import Keyring
from storage.models import Base, InstallationRow, InstallStateRow, WorkspaceRow
from storage.served import served
from storage.upsert import changed, insert_or_ignore
from storage.workspaces import add_workspace

_SEALED: Final = ("name", "url", "app", "token", "bot", "bot_user", "scopes", "refresh_token")


@dataclass(frozen=True, slots=True)
class SqlInstallations:
    """bot.ports_tenancy.Installations over a session."""

    session: Session
    keyring: Keyring

    def get(self, team: str) -> Installation | None:
        """What Slack gave us for it; None where it is not installed, or no longer."""
        found = self.session.execute(
            select(InstallationRow, WorkspaceRow)
            .join(WorkspaceRow, WorkspaceRow.team_id == InstallationRow.team_id)
            .where(InstallationRow.team_id == team, WorkspaceRow.removed_at.is_(None)),
        ).first()
        return self._read(*found) if found else None

    def teams(self) -> Sequence[str]:
        """Workspaces with a token."""
        return self.session.scalars(
            select(InstallationRow.team_id).where(served(InstallationRow.team_id)),
        ).all()

    def save(self, installation: Installation) -> None:
        """Keep a new or repeated installation; whatever was removed before is served again."""
        add_workspace(
            self.session,
            self.keyring,
            team=installation.team,
            name=installation.name,
            bot_user=installation.bot_user,
            now=installation.installed_at,
        )
        expires_at = installation.expires_at
        self.session.merge(
            InstallationRow(
                team_id=installation.team,
                sealed=self._seal(installation),
                installed_by=installation.installed_by,
                expires_at=expires_at,
                refresh_at=expires_at - REFRESHED_BEFORE if expires_at else None,
            ),
        )
        self.session.flush()

    def remove(self, team: str, happened: datetime, now: datetime) -> bool:
        """Forget the token and serve it no more; False when that says nothing new."""
        # Locked: an installation at the same moment is either before this or after it.
        place = self.session.scalar(
            select(WorkspaceRow)
            .where(WorkspaceRow.team_id == team)
            .with_for_update()
            .execution_options(populate_existing=True),
        )
        if place is None or (place.installed_at and happened < whole_second(place.installed_at)):
            return False
        is_news = place.removed_at is None
        place.removed_at = place.removed_at or now
        self.session.execute(delete(InstallationRow).where(InstallationRow.team_id == team))
        self.session.flush()
        return is_news

    def to_refresh(self, now: datetime, limit: int) -> Sequence[Installation]:
        """Those whose token runs out soon, leased to the caller for a few minutes."""
        rows = self.session.scalars(
            select(InstallationRow)
            .where(InstallationRow.refresh_at <= now, served(InstallationRow.team_id))
            .order_by(InstallationRow.refresh_at)
            .limit(limit)
            .with_for_update(skip_locked=True),
        ).all()
        for row in rows:
            row.refresh_at = now + REFRESH_LEASE
        self.session.flush()
        found = (self.get(row.team_id) for row in rows)
        return [one for one in found if one]

    def refreshed(self, installation: Installation) -> bool:
        """Keep fresh tokens; False when it was removed meanwhile."""
        expires_at = installation.expires_at
        statement = (
            update(InstallationRow)
            .where(InstallationRow.team_id == installation.team)
            .values(
                sealed=self._seal(installation),
                expires_at=expires_at,
                refresh_at=expires_at - REFRESHED_BEFORE if expires_at else None,
            )
        )
        return changed(self.session, statement)

    def to_erase(self, before: datetime, limit: int) -> Sequence[str]:
        """Workspaces that were removed before."""
        found = select(WorkspaceRow.team_id).where(WorkspaceRow.removed_at <= before)
        return self.session.scalars(found.order_by(WorkspaceRow.removed_at).limit(limit)).all()

    def erase(self, team: str, limit: int) -> int:
        """Delete some of its rows, those of one table; its own row last, so that it goes on."""
        removed_at = self.session.scalar(
            select(WorkspaceRow.removed_at).where(WorkspaceRow.team_id == team).with_for_update(),
        )
        if removed_at is None:
            return 0
        for table in reversed(Base.metadata.sorted_tables):
            if "team_id" not in table.columns or table.name == WorkspaceRow.__tablename__:
                continue
            if count := self._some(table, team, limit):
                return count
        return self._gone(delete(WorkspaceRow).where(WorkspaceRow.team_id == team))

    def _some(self, table: Table, team: str, limit: int) -> int:
        keys = list(table.primary_key)
        some = select(*keys).where(table.columns["team_id"] == team).limit(limit)
        return self._gone(delete(table).where(tuple_(*keys).in_(some)))

    def _gone(self, statement: Any) -> int:  # noqa: ANN401 - a DELETE of whichever table
        result = self.session.execute(statement.execution_options(synchronize_session=False))
        return result.rowcount if isinstance(result, CursorResult) else 0

    def _seal(self, installation: Installation) -> bytes:
        return self.keyring.seal({name: getattr(installation, name) for name in _SEALED})

    def _read(self, row: InstallationRow, place: WorkspaceRow) -> Installation:
        opened = self.keyring.open(row.sealed)
        return Installation(
            team=row.team_id,
            installed_by=row.installed_by,
            installed_at=place.installed_at or place.created_at,
            expires_at=row.expires_at,
            **{**opened, "scopes": tuple(opened["scopes"])},
        )


@dataclass(frozen=True, slots=True)
class SqlInstallStates:
    """bot.ports_tenancy.InstallStates over a session."""

    session: Session

    def keep(self, digest: str, expires_at: datetime) -> None:
        """Keep a state, as a digest."""
        table = InstallStateRow.__table__
        assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        insert_or_ignore(self.session, table, {"digest": digest, "expires_at": expires_at})

    def consume(self, digest: str, now: datetime) -> bool:
        """Use it up; of two at once one is told so."""
        gone = self.session.execute(
            delete(InstallStateRow).where(
                InstallStateRow.digest == digest, InstallStateRow.expires_at > now
            ),
        )
        return isinstance(gone, CursorResult) and gone.rowcount > 0

    def purge(self, now: datetime) -> int:
        """Drop what is too old."""
        gone = self.session.execute(delete(InstallStateRow).where(InstallStateRow.expires_at < now))
        return gone.rowcount if isinstance(gone, CursorResult) else 0
