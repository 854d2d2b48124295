"""Frozen windows and who saw them, decisions that wait, and answers without names."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import AUTO_ID, SLACK_ID, Base
from storage.types import UtcDateTime

QUARTER = String(8)


class PatternSettingsRow(Base):
    """What admins have set about patterns."""

    __tablename__ = "pattern_settings"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    leads_channel: Mapped[str | None] = mapped_column(SLACK_ID)
    sibling_groups: Mapped[list[str]] = mapped_column(JSON)
    questions: Mapped[bool] = mapped_column(Boolean)


class FrozenWindowRow(Base):
    """A window as it is shown: bands only. Counts, marks and what was hidden are not in it."""

    __tablename__ = "frozen_windows"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    window_start: Mapped[date] = mapped_column(Date, primary_key=True)
    shown: Mapped[dict[str, Any]] = mapped_column(JSON)
    frozen_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PatternDisplayRow(Base):
    """Figures were shown. user_id: None for the post in the leads' channel."""

    __tablename__ = "pattern_displays"
    __table_args__ = (Index(None, "team_id", "id"),)

    id: Mapped[int] = mapped_column(AUTO_ID, primary_key=True, autoincrement=True)
    team_id: Mapped[str] = mapped_column(SLACK_ID)
    user_id: Mapped[str | None] = mapped_column(SLACK_ID)
    surface: Mapped[str] = mapped_column(String(8))
    window_start: Mapped[date] = mapped_column(Date)
    figures: Mapped[list[str]] = mapped_column(JSON)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class PatternStandingRow(Base):
    """Figures stand in this person's App Home, to be taken away when they stop being a lead."""

    __tablename__ = "pattern_standing"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    user_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)


class DecisionRow(Base):
    """A customer whom a taker brought to the leads; nothing in it is about the requester."""

    __tablename__ = "lead_decisions"
    __table_args__ = (Index(None, "team_id", "settled_at"),)

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    handoff_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    brought_by: Mapped[str] = mapped_column(SLACK_ID)
    brought_at: Mapped[datetime] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuarterlyRoundRow(Base):
    """One quarter's questions. wrapped: key of the marks, nulled when closed; shown: the result."""

    __tablename__ = "quarterly_rounds"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    quarter: Mapped[str] = mapped_column(QUARTER, primary_key=True)
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)
    shown: Mapped[dict[str, Any] | None] = mapped_column(JSON)
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class QuarterlyTallyRow(Base):
    """How often an answer was given. No row is ever about one person."""

    __tablename__ = "quarterly_tallies"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    quarter: Mapped[str] = mapped_column(QUARTER, primary_key=True)
    question: Mapped[str] = mapped_column(String(8), primary_key=True)
    reply: Mapped[str] = mapped_column(String(8), primary_key=True)
    count: Mapped[int] = mapped_column(Integer)


class QuarterlyMarkRow(Base):
    """Somebody answered a question: a keyed hash, without the answer, deleted when closed."""

    __tablename__ = "quarterly_marks"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    quarter: Mapped[str] = mapped_column(QUARTER, primary_key=True)
    mark: Mapped[str] = mapped_column(String(64), primary_key=True)
