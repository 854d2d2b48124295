"""Copies of the database: how one is taken, and how it knows that it is one.

What was posted after a copy was taken is not in it. Such a delivery is ready once more in the
copy, or is made anew under the same key, and so with the same mark: for a day after the copy was
first started, every post looks for its mark in the channel before it is sent.
"""

import os
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session, sessionmaker

from storage.models import InboxRow, OutboxRow, WorkspaceRow
from storage.session import hang_up, make_engine, make_sessions, normal_url

DOUBT_FOR: Final = timedelta(days=1)
"""Posts asked for within this time of the first start may stand already: digests, reports and
handoff steps that became due since the copy are made in its first minutes."""


class CopyError(Exception):
    """No copy was made; the message is one sentence for the person at the terminal."""


def copy_sqlite(database: str, target: Path, now: datetime) -> None:
    """A whole, consistent copy, also while the bot runs; nobody else may read it.

    Raises CopyError where `target` exists or cannot be written.
    """
    source = normal_url(database).database
    if not source or not Path(source).is_file():
        raise CopyError("There is no database to copy yet.")
    try:
        os.close(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(source, isolation_level=None, timeout=60)) as connection:
            # One read transaction; unlike the file itself, the result is never half a commit.
            connection.execute("VACUUM INTO ?", (str(target),))
    except FileExistsError:
        raise CopyError(f"{target} is there already. Choose another name.") from None
    except (OSError, sqlite3.Error):
        raise CopyError(f"{target} could not be written. Nothing was copied.") from None
    sessions = make_sessions(make_engine(f"sqlite:///{target}"))
    mark_as_copy(sessions, now)
    hang_up(sessions)


def mark_as_copy(sessions: sessionmaker[Session], now: datetime) -> None:
    """Note since when things are lost: the last moment this copy knows of, or `now`."""
    with sessions() as session:
        session.execute(
            update(WorkspaceRow).values(lost_since=_last(session, now), restored_at=None)
        )
        session.commit()


def begin_copy(sessions: sessionmaker[Session], now: datetime) -> None:
    """At each start: the first one of a copy begins the day of doubt."""
    with sessions() as session:
        session.execute(
            update(WorkspaceRow)
            .where(WorkspaceRow.lost_since.is_not(None), WorkspaceRow.restored_at.is_(None))
            .values(restored_at=now),
        )
        session.commit()


def lost_since(session: Session, team: str, asked_at: datetime) -> datetime | None:
    """Since when a post asked for at that moment may stand unknown to us; None: it cannot."""
    place = session.get(WorkspaceRow, team)
    if place is None or place.restored_at is None or place.lost_since is None:
        return None
    return place.lost_since if asked_at < place.restored_at + DOUBT_FOR else None


def _last(session: Session, now: datetime) -> datetime:
    known = (
        session.scalar(select(func.max(OutboxRow.created_at))),
        session.scalar(select(func.max(InboxRow.created_at))),
    )
    return max((moment for moment in known if moment), default=now)
