"""Monthly reports."""

from dataclasses import dataclass
from typing import Final

from sqlalchemy import Table
from sqlalchemy.orm import Session

from bot.domain.report import Report, ReportState
from storage.models import ReportRow
from storage.upsert import insert_or_ignore

_REPORTS: Final = ReportRow.__table__


@dataclass(frozen=True, slots=True)
class SqlReports:
    """bot.ports_digest.ReportRepository over a session."""

    session: Session

    def add(self, report: Report) -> bool:
        """Keep a new draft; False when the month has one."""
        assert isinstance(_REPORTS, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        values = {
            "team_id": report.team,
            "period": report.period,
            "editor": report.editor,
            "state": report.state.value,
            "drafted_at": report.drafted_at,
            "starts_at": report.starts,
            "stops_at": report.stops,
            "ends_at": report.ends,
        }
        return insert_or_ignore(self.session, _REPORTS, values)

    def get(self, team: str, period: str) -> Report | None:
        """A month's report."""
        row = self.session.get(ReportRow, (team, period), with_for_update=True)
        return _report_of(row) if row else None

    def save(self, report: Report) -> None:
        """Keep a changed report."""
        row = self.session.get_one(ReportRow, (report.team, report.period))
        row.editor = report.editor
        row.state = report.state.value
        row.drafted_at = report.drafted_at
        row.reminded_at = report.reminded_at
        row.intro = report.intro


def _report_of(row: ReportRow) -> Report:
    return Report(
        team=row.team_id,
        period=row.period,
        editor=row.editor,
        state=ReportState(row.state),
        drafted_at=row.drafted_at,
        starts=row.starts_at,
        stops=row.stops_at,
        ends=row.ends_at,
        reminded_at=row.reminded_at,
        intro=row.intro,
    )
