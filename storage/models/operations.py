"""Who was told of deliveries that did not arrive."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import SLACK_ID, Base
from storage.types import UtcDateTime


class DeadLetterWatchRow(Base):
    """The admins of this workspace know that something waits for them; gone when nothing does."""

    __tablename__ = "dead_letter_watch"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)


class DeadLetterMuteRow(Base):
    """A person who is not told."""

    __tablename__ = "dead_letter_mutes"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    user_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
