"""Shared good words."""

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Index, Integer, String, UniqueConstraint, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.domain.redacted import Redacted
from storage.models.base import SLACK_ID, Base
from storage.types import RedactedText, UtcDateTime


class KudosRow(Base):
    """A shared good word, redacted."""

    __tablename__ = "kudos"
    __table_args__ = (
        UniqueConstraint("team_id", "request"),
        Index(None, "team_id", "state", "created_at"),
        Index(None, "team_id", "source_channel", "source_ts"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    team_id: Mapped[str] = mapped_column(SLACK_ID)
    request: Mapped[str] = mapped_column(String(255))
    sharer: Mapped[str] = mapped_column(SLACK_ID)
    sharer_named: Mapped[bool] = mapped_column(Boolean)
    text: Mapped[Redacted] = mapped_column(RedactedText)
    note: Mapped[Redacted | None] = mapped_column(RedactedText)
    words: Mapped[Redacted | None] = mapped_column(RedactedText)
    """Text and note as they are searched: normalised, still redacted."""
    whole_team: Mapped[bool] = mapped_column(Boolean)
    credits_erased: Mapped[bool] = mapped_column(Boolean, server_default=false())
    """Somebody credited had themselves erased: they are *a teammate* now."""
    source_channel: Mapped[str | None] = mapped_column(SLACK_ID)
    source_ts: Mapped[str | None] = mapped_column(String(32))
    channel: Mapped[str] = mapped_column(SLACK_ID)
    state: Mapped[str] = mapped_column(String(16))
    revision: Mapped[int] = mapped_column(Integer, server_default="0")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    credits: Mapped[list["KudosCreditRow"]] = relationship(
        order_by="KudosCreditRow.position",
        cascade="all, delete-orphan",
        lazy="selectin",
    )


class KudosCreditRow(Base):
    """Who is credited in a kudos."""

    __tablename__ = "kudos_credits"
    __table_args__ = (Index(None, "team_id", "user_id"),)

    kudos_id: Mapped[str] = mapped_column(
        ForeignKey("kudos.id", ondelete="CASCADE"),
        primary_key=True,
    )
    user_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    team_id: Mapped[str] = mapped_column(SLACK_ID)
    position: Mapped[int] = mapped_column(Integer)
    asked: Mapped[bool] = mapped_column(Boolean, server_default=false())
    """Asked first and not named until they agree."""
