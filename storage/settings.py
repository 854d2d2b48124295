"""What admins have set, one row a workspace."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, update
from sqlalchemy.orm import Session

from bot.domain.workspace import Mode, WorkspaceSettings
from storage.models import SettingsRow
from storage.upsert import insert_or_ignore

_SETTINGS = SettingsRow.__table__


@dataclass(frozen=True, slots=True)
class SqlSettings:
    """bot.ports_sharing.SettingsRepository over a session."""

    session: Session

    def get(self, team: str) -> WorkspaceSettings | None:
        """As stored: groups not resolved into people."""
        row = self.session.get(SettingsRow, team)
        return _settings_of(row) if row else None

    def seed(self, team: str, settings: WorkspaceSettings, now: datetime) -> bool:
        """Keep first settings, unless there are some; True when they were the first."""
        assert isinstance(_SETTINGS, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        values = {
            "team_id": team,
            "people_epoch": 0,
            "changed_at": now,
            **_values_of(settings),
        }
        return insert_or_ignore(self.session, _SETTINGS, values)

    def save(self, team: str, settings: WorkspaceSettings, now: datetime) -> None:
        """Keep changed settings; people_epoch is left alone."""
        self.seed(team, settings, now)
        self.session.execute(
            update(SettingsRow)
            .where(SettingsRow.team_id == team)
            .values(changed_at=now, **_values_of(settings)),
        )

    def people_changed(self, team: str) -> None:
        """Tell every process that the roster has to be read again."""
        self.session.execute(
            update(SettingsRow)
            .where(SettingsRow.team_id == team)
            .values(people_epoch=SettingsRow.people_epoch + 1),
        )


def _values_of(settings: WorkspaceSettings) -> dict[str, Any]:
    return {
        "kudos_channel": settings.kudos_channel,
        "intake_channels": list(settings.intake_channels),
        "mode": settings.mode.value,
        "reaction": settings.reaction,
        "support_group": settings.support_group,
        "leads": sorted(settings.leads),
        "leads_group": settings.leads_group,
        "admins": sorted(settings.admins),
        "admins_group": settings.admins_group,
        "time_zone": settings.time_zone,
        "kept_terms": list(settings.kept_terms),
        "hidden_terms": sorted(settings.hidden_terms),
    }


def _settings_of(row: SettingsRow) -> WorkspaceSettings:
    return WorkspaceSettings(
        kudos_channel=row.kudos_channel,
        intake_channels=tuple(row.intake_channels),
        mode=Mode(row.mode),
        reaction=row.reaction,
        support_group=row.support_group,
        leads=frozenset(row.leads),
        leads_group=row.leads_group,
        admins=frozenset(row.admins),
        admins_group=row.admins_group,
        time_zone=row.time_zone,
        kept_terms=tuple(row.kept_terms),
        hidden_terms=frozenset(row.hidden_terms),
        people_epoch=row.people_epoch,
    )
