"""Workspaces from which Goodword was removed are left alone by everything that ticks."""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute

from storage.models import WorkspaceRow


def served(team: InstrumentedAttribute[str]) -> ColumnElement[bool]:
    """Whether the workspace of a row is served: Goodword was not removed from it."""
    return team.not_in(select(WorkspaceRow.team_id).where(WorkspaceRow.removed_at.is_not(None)))
