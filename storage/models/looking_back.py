"""Digests, reports, and what people have set about them."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.redacted import Redacted
from storage.models.base import SLACK_ID, Base
from storage.types import RedactedText, UtcDateTime

PERIOD = String(16)
KIND = String(16)


class DigestSettingsRow(Base):
    """What an admin has set about looking back, one row a workspace."""

    __tablename__ = "digest_settings"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    weekly: Mapped[bool] = mapped_column(Boolean)
    weekday: Mapped[int] = mapped_column(Integer)
    minute_of_day: Mapped[int] = mapped_column(Integer)
    channel: Mapped[str | None] = mapped_column(SLACK_ID)
    length: Mapped[int] = mapped_column(Integer)
    editor: Mapped[str | None] = mapped_column(SLACK_ID)
    deputy: Mapped[str | None] = mapped_column(SLACK_ID)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DigestWatchRow(Base):
    """When to look at a workspace next, and the problem its admins were told of."""

    __tablename__ = "digest_watch"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    look_at: Mapped[datetime] = mapped_column(UtcDateTime, index=True)
    problem: Mapped[str | None] = mapped_column(String(32))
    subject: Mapped[str | None] = mapped_column(String(64))


class DigestRow(Base):
    """One slot that was used: the primary key is why there is never a second digest."""

    __tablename__ = "digests"
    __table_args__ = (
        Index(None, "team_id", "key"),
        Index(None, "team_id", "kind", "recipient", "slot_at"),
    )

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    kind: Mapped[str] = mapped_column(KIND, primary_key=True)
    recipient: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    period: Mapped[str] = mapped_column(PERIOD, primary_key=True)
    key: Mapped[str] = mapped_column(String(255))
    channel: Mapped[str] = mapped_column(SLACK_ID)
    slot_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    empty: Mapped[bool] = mapped_column(Boolean)
    edits: Mapped[int] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DigestItemRow(Base):
    """Which kudos a slot shows, whoever receives it. stale: it changed and posts must follow."""

    __tablename__ = "digest_items"
    __table_args__ = (Index(None, "team_id", "kudos_id"), Index(None, "stale"))

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    kind: Mapped[str] = mapped_column(KIND, primary_key=True)
    period: Mapped[str] = mapped_column(PERIOD, primary_key=True)
    kudos_id: Mapped[str] = mapped_column(
        ForeignKey("kudos.id", ondelete="CASCADE"),
        primary_key=True,
    )
    position: Mapped[int] = mapped_column(Integer)
    stale: Mapped[bool] = mapped_column(Boolean)


class LookerRow(Base):
    """A person looking back: whether they want a copy, and the kudos they were shown last."""

    __tablename__ = "lookers"
    __table_args__ = (Index(None, "team_id", "copy"),)

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    user_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    copy: Mapped[bool] = mapped_column(Boolean)
    last_shown: Mapped[str | None] = mapped_column(String(32))


class HiddenKudosRow(Base):
    """A credited person wants this kudos in no digest and no report."""

    __tablename__ = "hidden_kudos"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    kudos_id: Mapped[str] = mapped_column(
        ForeignKey("kudos.id", ondelete="CASCADE"),
        primary_key=True,
    )
    user_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)


class ReportRow(Base):
    """A month's report: who has the draft, and what was signed."""

    __tablename__ = "reports"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    period: Mapped[str] = mapped_column(PERIOD, primary_key=True)
    editor: Mapped[str] = mapped_column(SLACK_ID)
    state: Mapped[str] = mapped_column(String(16))
    drafted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reminded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    stops_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    intro: Mapped[Redacted | None] = mapped_column(RedactedText)
