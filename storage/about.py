"""The rows in which a person stands, found by what the data dictionary says of each column."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Table, and_, or_, select
from sqlalchemy.orm import Session

from bot.domain import data_dictionary as dictionary
from bot.domain.data_dictionary import Form
from bot.domain.data_dictionary import Table as Described
from bot.domain.privacy import Cell, Mine
from bot.domain.redacted import Redacted
from storage.crypto import Keyring
from storage.models import Base, KudosRow
from storage.person_marks import PersonMarks

_MARKS: Final[Mapping[tuple[str, str], Callable[[PersonMarks], list[str]]]] = {
    ("handoffs", "requester_key"): PersonMarks.of_requests,
    ("handoff_events", "requester_mark"): PersonMarks.of_windows,
    ("quarterly_marks", "mark"): PersonMarks.of_rounds,
}
"""Hashed columns, and how a person's own marks in them are made again."""
_COMPOSED: Final = frozenset({("outbox", "key"), ("digest_watch", "subject")})
"""Columns in which an id is one part among others, separated by colons."""


@dataclass(frozen=True, slots=True)
class SqlAbout:
    """bot.ports_privacy.About over a session."""

    session: Session
    keyring: Keyring

    def schema(self) -> Mapping[str, Sequence[str]]:
        """Tables and their columns as they are declared."""
        return {table.name: table.columns.keys() for table in Base.metadata.sorted_tables}

    def rows(self, team: str, user: str) -> Sequence[Mine]:
        """Every row in which this person stands, in plain, encrypted or hashed form."""
        found = []
        for described in dictionary.TABLES:
            for row, columns in self.standing(described, team, user):
                found.append(Mine(described.name, columns, self._cells(described, row, columns)))
        return found

    def standing(
        self, described: Described, team: str, user: str
    ) -> Iterator[tuple[Row[Any], tuple[str, ...]]]:
        """Rows of one table with the columns in which the person stands."""
        if not described.people:
            return
        table = Base.metadata.tables[described.name]
        marks = self._marks(described, team, user)
        for row in self.session.execute(select(table).where(_might(table, team, user, marks))):
            columns = tuple(
                name
                for name, person in described.people.items()
                if self._stands(row, described, name, user, marks)
            )
            if columns:
                yield row, columns

    def _marks(self, described: Described, team: str, user: str) -> dict[str, list[str]]:
        person = PersonMarks(self.session, self.keyring, team, user)
        return {
            name: _MARKS[described.name, name](person)
            for name in described.people
            if (described.name, name) in _MARKS
        }

    def _stands(
        self, row: Row[Any], described: Described, name: str, user: str, marks: dict[str, list[str]]
    ) -> bool:
        value = row._mapping[name]  # noqa: SLF001 - SQLAlchemy's public name of it
        if value is None:
            return False
        if name in marks:
            return value in marks[name]
        if described.columns[name].form is Form.ENCRYPTED:
            texts = strings_of(self.keyring.open(value))
            return any(id_in(user).search(text) for text in texts)
        if (described.name, name) in _COMPOSED:
            return user in str(value).split(":")
        return user in value if isinstance(value, list) else bool(value == user)

    def _cells(
        self, described: Described, row: Row[Any], columns: tuple[str, ...]
    ) -> Mapping[str, Cell]:
        shown = [name for column in columns for name in described.people[column].shows]
        values = row._mapping  # noqa: SLF001 - SQLAlchemy's public name of it
        cells = {name: self._cell(values[name]) for name in dict.fromkeys(shown)}
        if described.name == "kudos_credits":
            kudos = self.session.get(KudosRow, values["kudos_id"])
            cells["text"] = kudos.text.text if kudos else None
        return cells

    def _cell(self, value: object) -> Cell:
        match value:
            case Redacted():
                return value.text
            case bytes():
                return " ".join(strings_of(self.keyring.open(value)))
            case datetime() | date():
                return value.isoformat()
            case list():
                return [str(one) for one in value]
            case None | bool() | int():
                return value
            case _:
                return str(value)


def strings_of(value: object) -> list[str]:
    """Every string in a JSON value; keys are ours and say nothing of anybody."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for part in value.values() for text in strings_of(part)]
    if isinstance(value, list | tuple):
        return [text for part in value for text in strings_of(part)]
    return []


def id_in(user: str) -> re.Pattern[str]:
    """A person's id in a text, and not a longer one that begins or ends like it."""
    return re.compile(rf"(?<![A-Za-z0-9]){re.escape(user)}(?![A-Za-z0-9])")


def _might(
    table: Table, team: str, user: str, marks: Mapping[str, list[str]]
) -> ColumnElement[bool]:
    """Rows worth looking at: sealed and listed cells can only be read here, one by one."""
    described = dictionary.BY_NAME[table.name]
    where: list[ColumnElement[bool]] = []
    for name, person in described.people.items():
        column = table.columns[name]
        if name in marks:
            where.append(column.in_(marks[name]))
        elif described.columns[name].form is Form.ENCRYPTED or person.many:
            where.append(column.is_not(None))
        elif (table.name, name) in _COMPOSED:
            where.append(column.contains(user, autoescape=True))
        else:
            where.append(column == user)
    return and_(table.columns["team_id"] == team, or_(*where))
