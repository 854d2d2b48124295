"""Workspaces and keys."""

from datetime import datetime

from sqlalchemy import Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import SLACK_ID, Base
from storage.types import UtcDateTime


class KeyCheckRow(Base):
    """One row that only the right master key opens; a wrong key refuses to start."""

    __tablename__ = "key_check"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class WorkspaceRow(Base):
    """A Slack workspace and its own key, wrapped by the master key."""

    __tablename__ = "workspaces"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    bot_user: Mapped[str] = mapped_column(SLACK_ID)
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lost_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """In a copy: what came after this moment is not in it."""
    restored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """In a copy: when it was first started."""
