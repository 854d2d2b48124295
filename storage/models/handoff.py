"""Handoffs, who was asked, what happened, and the keys that let a link be destroyed."""

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from bot.domain.redacted import Redacted
from storage.models.base import AUTO_ID, SLACK_ID, Base
from storage.types import RedactedText, UtcDateTime

HANDOFF_ID = String(32)
MARK = String(64)


class HandoffRow(Base):
    """A handoff. What links it to the requester is sealed, and nulled 30 days after closing."""

    __tablename__ = "handoffs"
    __table_args__ = (
        UniqueConstraint("team_id", "request"),
        Index(None, "due_at"),
        Index(None, "armed_at"),
        Index(None, "team_id", "state"),
        Index(None, "team_id", "requester_key"),
        Index(None, "closed_at"),
        Index(None, "state", "claimed_at"),
    )

    id: Mapped[str] = mapped_column(HANDOFF_ID, primary_key=True)
    team_id: Mapped[str] = mapped_column(SLACK_ID)
    request: Mapped[str] = mapped_column(String(255))
    requester: Mapped[bytes | None] = mapped_column(LargeBinary)
    requester_key: Mapped[str | None] = mapped_column(MARK)
    reference: Mapped[bytes | None] = mapped_column(LargeBinary)
    sentence: Mapped[Redacted | None] = mapped_column(RedactedText)
    ground: Mapped[str] = mapped_column(String(16))
    live: Mapped[bool] = mapped_column(Boolean)
    route: Mapped[str] = mapped_column(String(16))
    named: Mapped[str | None] = mapped_column(SLACK_ID)
    medium: Mapped[str | None] = mapped_column(String(16))
    language: Mapped[str | None] = mapped_column(String(8))
    tell_ending: Mapped[bool] = mapped_column(Boolean)
    never_route: Mapped[bool] = mapped_column(Boolean)
    repeat: Mapped[bool] = mapped_column(Boolean)
    drill: Mapped[bool] = mapped_column(Boolean)
    pledge_version: Mapped[int] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(16))
    step: Mapped[str] = mapped_column(String(16))
    round: Mapped[int] = mapped_column(Integer)
    taker: Mapped[str | None] = mapped_column(SLACK_ID)
    reminded: Mapped[bool] = mapped_column(Boolean)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    armed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ending: Mapped[str | None] = mapped_column(String(16))
    second_person: Mapped[str | None] = mapped_column(SLACK_ID)
    second_answer: Mapped[str | None] = mapped_column(String(16))
    written_by: Mapped[str | None] = mapped_column(SLACK_ID)
    review_on: Mapped[date | None] = mapped_column(Date)
    unlinked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Integer)
    offers: Mapped[list["HandoffOfferRow"]] = relationship(
        order_by="(HandoffOfferRow.round, HandoffOfferRow.position)",
        cascade="all, delete-orphan",
        lazy="selectin",
    )


class HandoffOfferRow(Base):
    """One person asked once. Deleted together with the link to the requester."""

    __tablename__ = "handoff_offers"
    __table_args__ = (Index(None, "team_id", "user_id", "answer", "answered_at"),)

    handoff_id: Mapped[str] = mapped_column(
        ForeignKey("handoffs.id", ondelete="CASCADE"),
        primary_key=True,
    )
    round: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    position: Mapped[int] = mapped_column(Integer)
    team_id: Mapped[str] = mapped_column(SLACK_ID)
    role: Mapped[str] = mapped_column(String(16))
    answer: Mapped[str] = mapped_column(String(16))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HandoffEventRow(Base):
    """One transition: no free text and no person, only a mark that dies with its window's key.

    waited_s: seconds since the request, so that a window is added up without its handoffs.
    """

    __tablename__ = "handoff_events"
    __table_args__ = (
        # As wide as what a window is added up from: closing it reads this index alone.
        Index(
            "ix_handoff_events_window",
            "team_id",
            "window_start",
            "kind",
            "drill",
            "requester_mark",
            "ground",
            "step",
            "waited_s",
            "handoff_id",
        ),
        Index(None, "handoff_id"),
    )

    id: Mapped[int] = mapped_column(AUTO_ID, primary_key=True, autoincrement=True)
    team_id: Mapped[str] = mapped_column(SLACK_ID)
    handoff_id: Mapped[str] = mapped_column(HANDOFF_ID)
    kind: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    step: Mapped[str] = mapped_column(String(16))
    round: Mapped[int] = mapped_column(Integer)
    ground: Mapped[str] = mapped_column(String(16))
    live: Mapped[bool] = mapped_column(Boolean)
    drill: Mapped[bool] = mapped_column(Boolean)
    window_start: Mapped[date] = mapped_column(Date)
    requester_mark: Mapped[str | None] = mapped_column(MARK)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    waited_s: Mapped[int] = mapped_column(Integer, server_default="0")


class WindowKeyRow(Base):
    """The key of one window's marks; `wrapped` is nulled when the window is frozen."""

    __tablename__ = "window_keys"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    window_start: Mapped[date] = mapped_column(Date, primary_key=True)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReceiverRow(Base):
    """What one person has set for themselves about being asked."""

    __tablename__ = "receivers"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    user_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    opted_in: Mapped[bool] = mapped_column(Boolean)
    muted_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    hours_zone: Mapped[str | None] = mapped_column(String(64))
    hours_days: Mapped[str | None] = mapped_column(String(7))
    hours_start: Mapped[str | None] = mapped_column(String(5))
    hours_end: Mapped[str | None] = mapped_column(String(5))
    weekly_cap: Mapped[int | None] = mapped_column(Integer)
    opted_out: Mapped[str] = mapped_column(String(128))
    is_active: Mapped[bool] = mapped_column(Boolean)
    last_asked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class HandoffSetupRow(Base):
    """What the workspace has agreed, sealed: the on-call secret stands in it."""

    __tablename__ = "handoff_setups"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary)


class PledgeRow(Base):
    """One version of the pledge; a handoff keeps the version it was made under."""

    __tablename__ = "pledges"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RepeatKeyRow(Base):
    """The key under which customers are recognised for 90 days, and 90 more as the previous one."""

    __tablename__ = "repeat_keys"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    generation: Mapped[int] = mapped_column(Integer, primary_key=True)
    wrapped: Mapped[bytes] = mapped_column(LargeBinary)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RepeatMarkRow(Base):
    """Keyed hash of a customer who was handed off; no list of anybody can be read from it."""

    __tablename__ = "repeat_marks"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    generation: Mapped[int] = mapped_column(Integer, primary_key=True)
    mark: Mapped[str] = mapped_column(MARK, primary_key=True)


class OnCallRow(Base):
    """A call to the company's on-call tool, to be made; `body` holds no words and no person."""

    __tablename__ = "on_call_calls"
    __table_args__ = (
        UniqueConstraint("team_id", "key"),
        Index(None, "state", "not_before"),
    )

    id: Mapped[int] = mapped_column(AUTO_ID, primary_key=True, autoincrement=True)
    team_id: Mapped[str] = mapped_column(SLACK_ID)
    key: Mapped[str] = mapped_column(String(255))
    handoff_id: Mapped[str] = mapped_column(HANDOFF_ID)
    body: Mapped[bytes] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(16))
    fence: Mapped[int] = mapped_column(Integer)
    attempts: Mapped[int] = mapped_column(Integer)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    problem: Mapped[str | None] = mapped_column(String(64))
