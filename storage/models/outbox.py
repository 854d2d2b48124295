"""Messages to be made in Slack."""

from datetime import datetime

from sqlalchemy import Index, Integer, LargeBinary, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import AUTO_ID, SLACK_ID, Base
from storage.types import UtcDateTime


class OutboxRow(Base):
    """A message to be made in Slack; `body` is sealed and erased once it is delivered."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("team_id", "key"),
        Index(None, "state", "not_before", "id"),
        Index(None, "team_id", "posted_channel", "posted_ts"),
        # Of millions of rows only those that wait for a human.
        Index(
            "ix_outbox_dead",
            "team_id",
            "id",
            sqlite_where=text("state = 'dead'"),
            postgresql_where=text("state = 'dead'"),
        ),
        # What waits for one channel, among all that waits for others.
        Index(
            "ix_outbox_lane",
            "team_id",
            "channel",
            "id",
            sqlite_where=text("state IN ('ready', 'sending')"),
            postgresql_where=text("state IN ('ready', 'sending')"),
        ),
        Index(
            "ix_outbox_sweep",
            "sweep_at",
            sqlite_where=text("sweep_at IS NOT NULL"),
            postgresql_where=text("sweep_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(AUTO_ID, primary_key=True, autoincrement=True)
    team_id: Mapped[str] = mapped_column(SLACK_ID)
    key: Mapped[str] = mapped_column(String(255))
    mark: Mapped[str] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(16))
    purpose: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(SLACK_ID)
    thread_ts: Mapped[str | None] = mapped_column(String(32))
    target: Mapped[str | None] = mapped_column(String(255))
    unasked: Mapped[str | None] = mapped_column(String(32))
    body: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[str] = mapped_column(String(16))
    fence: Mapped[int] = mapped_column(Integer)
    attempts: Mapped[int] = mapped_column(Integer)
    not_before: Mapped[datetime] = mapped_column(UtcDateTime)
    first_attempt_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    posted_channel: Mapped[str | None] = mapped_column(SLACK_ID)
    posted_ts: Mapped[str | None] = mapped_column(String(32))
    problem: Mapped[str | None] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sweep_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ChannelPaceRow(Base):
    """When the next message may go to a channel, whichever process sends it."""

    __tablename__ = "channel_pace"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    channel: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    next_at: Mapped[datetime] = mapped_column(UtcDateTime)
