"""The workspaces this installation serves, and the key check at start."""

from datetime import datetime

from sqlalchemy import Table
from sqlalchemy.orm import Session, sessionmaker

from storage.crypto import Keyring, WrongKeyError
from storage.models import KeyCheckRow, WorkspaceRow
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


def register_workspace(
    sessions: sessionmaker[Session],
    keyring: Keyring,
    *,
    team: str,
    name: str,
    bot_user: str,
    now: datetime,
) -> None:
    """Note a workspace at its first start, with a key of its own; later starts change nothing."""
    table = WorkspaceRow.__table__
    assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
    values = {
        "team_id": team,
        "name": name,
        "bot_user": bot_user,
        "wrapped_key": keyring.wrap_new_key(),
        "created_at": now,
    }
    with sessions() as session:
        insert_or_ignore(session, table, values)
        session.commit()
