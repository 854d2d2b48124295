"""Handoff settings (one sealed row a workspace) and the versions of the pledge."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from bot.domain.handoff_settings import HandoffSettings, OnCall, Waits
from bot.domain.pledge import FIRST_VERSION, Pledge
from bot.domain.working_time import WorkingHours
from storage.crypto import Keyring
from storage.models import HandoffSetupRow, PledgeRow
from storage.served import served
from storage.upsert import insert_or_ignore

_WAITS = (
    "peers",
    "leads",
    "backup",
    "everyone",
    "remind",
    "reopen",
    "live_remind",
    "live_reopen",
)


@dataclass(frozen=True, slots=True)
class SqlHandoffSetup:
    """bot.ports_handoff.HandoffSetup over a session."""

    session: Session
    keyring: Keyring
    now: datetime

    def settings(self, team: str) -> HandoffSettings:
        """The settings; all defaults, switched off, when there are none."""
        row = self.session.get(HandoffSetupRow, team)
        return read_settings(self.keyring.open(row.sealed)) if row else HandoffSettings()

    def keep(self, team: str, settings: HandoffSettings) -> None:
        """Keep checked settings."""
        sealed = self.keyring.seal(write_settings(settings))
        self.session.merge(HandoffSetupRow(team_id=team, sealed=sealed))

    def teams(self) -> Sequence[str]:
        """Workspaces that ever kept settings."""
        return list(
            self.session.scalars(
                select(HandoffSetupRow.team_id).where(served(HandoffSetupRow.team_id)),
            )
        )

    def pledge(self, team: str, default: str) -> Pledge:
        """The pledge in force; the first version is `default`, kept when first asked for."""
        newest = self._newest(team)
        if newest is None:
            self._add(team, FIRST_VERSION, default)
            newest = self._newest(team)
        return newest or Pledge(FIRST_VERSION, default)

    def pledge_of(self, team: str, version: int) -> Pledge | None:
        """An earlier version."""
        row = self.session.get(PledgeRow, (team, version))
        return Pledge(row.version, row.text) if row else None

    def keep_pledge(self, team: str, text: str) -> Pledge:
        """Put a new version in force; the same words change nothing."""
        newest = self._newest(team)
        if newest is not None and newest.text == text:
            return newest
        version = newest.version + 1 if newest else FIRST_VERSION
        self._add(team, version, text)
        return Pledge(version, text)

    def _newest(self, team: str) -> Pledge | None:
        row = self.session.scalar(
            select(PledgeRow)
            .where(PledgeRow.team_id == team)
            .order_by(PledgeRow.version.desc())
            .limit(1),
        )
        return Pledge(row.version, row.text) if row else None

    def _add(self, team: str, version: int, text: str) -> None:
        table = PledgeRow.__table__
        assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        values = {"team_id": team, "version": version, "text": text, "created_at": self.now}
        insert_or_ignore(self.session, table, values)


def write_settings(settings: HandoffSettings) -> dict[str, Any]:
    """Settings as plain JSON values."""
    call = settings.on_call
    return {
        "enabled": settings.enabled,
        "leads": list(settings.leads),
        "backup": settings.backup,
        "deputies": [list(pair) for pair in settings.deputies],
        "hours": write_hours(settings.hours),
        "waits": {name: int(getattr(settings.waits, name).total_seconds()) for name in _WAITS},
        "weekly_cap": settings.weekly_cap,
        "safety_contact": settings.safety_contact,
        "aftercare_minutes": settings.aftercare_minutes,
        "aftercare_person": settings.aftercare_person,
        "on_call": [call.url, call.secret] if call else None,
    }


def read_settings(data: Mapping[str, Any]) -> HandoffSettings:
    """Settings from what `write_settings` made."""
    return HandoffSettings(
        enabled=data["enabled"],
        leads=tuple(data["leads"]),
        backup=data["backup"],
        deputies=tuple((who, deputy) for who, deputy in data["deputies"]),
        hours=read_hours(data["hours"]),
        waits=Waits(**{name: timedelta(seconds=data["waits"][name]) for name in _WAITS}),
        weekly_cap=data["weekly_cap"],
        safety_contact=data["safety_contact"],
        aftercare_minutes=data["aftercare_minutes"],
        aftercare_person=data["aftercare_person"],
        on_call=OnCall(*data["on_call"]) if data["on_call"] else None,
    )


def write_hours(hours: WorkingHours) -> dict[str, str]:
    """Working hours as four short strings."""
    return {
        "zone": hours.zone,
        "days": "".join(str(day) for day in sorted(hours.days)),
        "start": hours.start.isoformat("minutes"),
        "end": hours.end.isoformat("minutes"),
    }


def read_hours(data: Mapping[str, str]) -> WorkingHours:
    """Working hours from what `write_hours` made."""
    return WorkingHours(
        zone=data["zone"],
        days=frozenset(int(day) for day in data["days"]),
        start=time.fromisoformat(data["start"]),
        end=time.fromisoformat(data["end"]),
    )
