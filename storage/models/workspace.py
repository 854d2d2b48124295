"""Workspaces, installations and keys."""

from datetime import datetime

from sqlalchemy import Index, Integer, LargeBinary, String, text
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
    __table_args__ = (
        # Of ten thousand workspaces only those that are no longer served.
        Index(
            "ix_workspaces_removed",
            "team_id",
            sqlite_where=text("removed_at IS NOT NULL"),
            postgresql_where=text("removed_at IS NOT NULL"),
        ),
    )

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    name: Mapped[str] = mapped_column(String(255))
    bot_user: Mapped[str] = mapped_column(SLACK_ID)
    wrapped_key: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lost_since: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """In a copy: what came after this moment is not in it."""
    restored_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """In a copy: when it was first started."""
    heard_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """What was written in the intake channels before this moment was heard or read back."""
    installed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """In whole seconds: an event from before is about an earlier installation."""
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    """Since when it is not served: everything about it is erased within 14 days."""


class InstallationRow(Base):
    """What Slack gave us for a workspace; deleted at once when the app is removed from it."""

    __tablename__ = "installations"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)
    installed_by: Mapped[str] = mapped_column(SLACK_ID)
    expires_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refresh_at: Mapped[datetime | None] = mapped_column(UtcDateTime, index=True)


class InstallStateRow(Base):
    """An installation that is under way, before anybody knows in which workspace."""

    __tablename__ = "install_states"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
