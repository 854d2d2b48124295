"""The workspaces this installation serves, and the key check at start."""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Table, inspect, update
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.installation import whole_second
from storage.crypto import Keyring, WrongKeyError
from storage.models import KeyCheckRow, WorkspaceRow
from storage.session import is_sqlite, make_engine, make_sessions, normal_url
from storage.upsert import insert_or_ignore


def check_key(sessions: sessionmaker[Session], keyring: Keyring) -> None:
    """Refuse to start with a key that this database was not made with (WrongKeyError)."""
    table = KeyCheckRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
    with sessions() as session:
        insert_or_ignore(session, table, {"id": 1, "sealed": keyring.check_token()})
        row = session.get_one(KeyCheckRow, 1)
        if not keyring.passes(row.sealed):
            raise WrongKeyError("the database was made with another master key")
        session.commit()


def was_made_with_a_key(database: str) -> bool:
    """Whether a bot ever used this database, so that there was a key; makes none.

    Raises StorageAwayError.
    """
    url = normal_url(database)
    if is_sqlite(database) and not (url.database and Path(url.database).exists()):
        return False
    engine = make_engine(database)
    try:
        if not inspect(engine).has_table(KeyCheckRow.__tablename__):
            return False
        with make_sessions(engine)() as session:
            return session.get(KeyCheckRow, 1) is not None
    finally:
        engine.dispose()


def register_workspace(
    sessions: sessionmaker[Session],
    keyring: Keyring,
    *,
    team: str,
    name: str,
    bot_user: str,
    now: datetime,
) -> None:
    """Note a workspace at a start, with a key of its own from the first one."""
    with sessions() as session:
        add_workspace(session, keyring, team=team, name=name, bot_user=bot_user, now=now)
        session.commit()


def add_workspace(
    session: Session,
    keyring: Keyring,
    *,
    team: str,
    name: str,
    bot_user: str,
    now: datetime,
) -> None:
    """A workspace in which Goodword is installed at this moment; commits nothing by itself.

    One that was removed is served again, with all that was not erased yet.
    """
    table = WorkspaceRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
    said = {"name": name, "bot_user": bot_user}
    first = {"team_id": team, "wrapped_key": keyring.wrap_new_key(), "created_at": now}
    insert_or_ignore(session, table, {**said, **first})
    session.execute(
        update(WorkspaceRow)
        .where(WorkspaceRow.team_id == team)
        .values(**said, installed_at=whole_second(now), removed_at=None)
        .execution_options(synchronize_session=False),
    )
