"""Small statements: insert unless there, and how many rows a statement changed."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Insert, Table
from sqlalchemy import Update as UpdateStatement
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import CursorResult, Result
from sqlalchemy.orm import Session


def insert_or_ignore(session: Session, table: Table, values: Mapping[str, Any]) -> bool:
    """Insert a row unless one stands there under the same unique key; True when it was new."""
    statement = _insert_or_ignore(table, session.get_bind().dialect.name)
    return _changed(session.execute(statement, dict(values)))


@lru_cache
def _insert_or_ignore(table: Table, dialect: str) -> Insert:
    """Made once a table: building the statement took longer than running it."""
    statement: Insert
    if dialect == "postgresql":
        statement = postgresql.insert(table).on_conflict_do_nothing()
    else:
        statement = sqlite.insert(table).on_conflict_do_nothing()
    # psycopg's count of an INSERT is -1 unless asked for.
    return statement.execution_options(preserve_rowcount=True)


def changed(session: Session, statement: UpdateStatement) -> bool:
    """Whether an UPDATE met a row."""
    return _changed(session.execute(statement))


def _changed(result: Result[Any]) -> bool:
    return isinstance(result, CursorResult) and result.rowcount > 0
