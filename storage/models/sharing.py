"""Settings, offers, preferences, and which message was shared as which kudos."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import SLACK_ID, Base
from storage.types import UtcDateTime


class SettingsRow(Base):
    """What an admin has set, one row a workspace."""

    __tablename__ = "workspace_settings"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    kudos_channel: Mapped[str | None] = mapped_column(SLACK_ID)
    intake_channels: Mapped[list[Any]] = mapped_column(JSON)
    mode: Mapped[str] = mapped_column(String(16))
    reaction: Mapped[str | None] = mapped_column(String(128))
    support_group: Mapped[str | None] = mapped_column(SLACK_ID)
    leads: Mapped[list[Any]] = mapped_column(JSON)
    leads_group: Mapped[str | None] = mapped_column(SLACK_ID)
    admins: Mapped[list[Any]] = mapped_column(JSON)
    admins_group: Mapped[str | None] = mapped_column(SLACK_ID)
    time_zone: Mapped[str] = mapped_column(String(64))
    kept_terms: Mapped[list[Any]] = mapped_column(JSON)
    hidden_terms: Mapped[list[Any]] = mapped_column(JSON)
    people_epoch: Mapped[int] = mapped_column(Integer)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class OfferRow(Base):
    """A message that waits for review: ids only."""

    __tablename__ = "offers"
    __table_args__ = (Index(None, "team_id", "user_id", "state", "created_at"),)

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    channel: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    ts: Mapped[str] = mapped_column(String(32), primary_key=True)
    user_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    state: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PreferencesRow(Base):
    """What a person has set for themselves."""

    __tablename__ = "preferences"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    user_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    ask_first: Mapped[bool] = mapped_column(Boolean)


class SilenceRow(Base):
    """Until when a person does not want one kind of message that the bot sends by itself."""

    __tablename__ = "silences"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    user_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    until: Mapped[datetime] = mapped_column(UtcDateTime)


class SharedSourceRow(Base):
    """A message that was shared, once: the row goes when the kudos is taken back."""

    __tablename__ = "shared_sources"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    channel: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    ts: Mapped[str] = mapped_column(String(32), primary_key=True)
    kudos_id: Mapped[str] = mapped_column(ForeignKey("kudos.id", ondelete="CASCADE"))
