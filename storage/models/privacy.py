"""What the purge job did."""

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.models.base import SLACK_ID, Base
from storage.types import UtcDateTime


class PurgeRunRow(Base):
    """The last run of the purge job for one class of data."""

    __tablename__ = "purge_runs"

    team_id: Mapped[str] = mapped_column(SLACK_ID, primary_key=True)
    kind: Mapped[str] = mapped_column(String(32), primary_key=True)
    ran_at: Mapped[datetime] = mapped_column(UtcDateTime)
    removed: Mapped[int] = mapped_column(Integer)
