"""A new master key: every sealed cell and wrapped key is sealed anew, in batches, at any time."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Row, Table, select, tuple_, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session, sessionmaker

from bot.domain import data_dictionary as dictionary
from bot.domain.data_dictionary import Form
from storage.crypto import Keyring
from storage.models import Base

BATCH: Final = 200
_LAST: Final = "key_check"
"""Sealed anew last: until then the old key is still accepted by a process that starts."""


@dataclass(frozen=True, slots=True)
class Rotation:
    """Seals with the first of the keys what another of them sealed.

    Each batch is one commit, and what the first key sealed is skipped: whatever interrupts it, the
    next run goes on. A cell that changes meanwhile is left to the next pass.
    """

    sessions: sessionmaker[Session]
    keyring: Keyring

    def run(self) -> int:
        """Until a pass finds nothing; answers how many cells were sealed anew."""
        total = 0
        while found := sum(self.batches()):
            total += found
        return total

    def batches(self) -> Iterator[int]:
        """One pass over every sealed column; yields what each batch changed."""
        for table, name in sealed_columns():
            last: tuple[Any, ...] | None = None
            while True:
                with self.sessions() as session:
                    rows = session.execute(_page(table, name, last)).all()
                    changed = sum(self._again(session, table, name, row) for row in rows)
                    session.commit()
                yield changed
                if len(rows) < BATCH:
                    break
                last = tuple(rows[-1])[:-1]

    def left(self) -> int:
        """How many cells another key than the first still holds."""
        count = 0
        for table, name in sealed_columns():
            with self.sessions() as session:
                cells = session.scalars(select(table.columns[name]))
                count += sum(cell is not None and not self.keyring.is_first(cell) for cell in cells)
        return count

    def _again(self, session: Session, table: Table, name: str, row: Row[Any]) -> int:
        key, cell = tuple(row)[:-1], tuple(row)[-1]
        if self.keyring.is_first(cell):
            return 0
        same = [column == value for column, value in zip(table.primary_key, key, strict=True)]
        changed = session.execute(
            update(table)
            .where(*same, table.columns[name] == cell)
            .values({name: self.keyring.again(cell)}),
        )
        return changed.rowcount if isinstance(changed, CursorResult) else 0


def rotate_all(sessions: sessionmaker[Session], keyring: Keyring) -> tuple[int, int]:
    """How many cells were sealed anew, and how many another key still holds.

    Raises WrongKeyError and StorageAwayError; what was done by then stays done.
    """
    rotation = Rotation(sessions, keyring)
    return rotation.run(), rotation.left()


def sealed_columns() -> list[tuple[Table, str]]:
    """What the data dictionary calls encrypted or a key; the key check comes last."""
    found = [
        (Base.metadata.tables[table.name], name)
        for table in dictionary.TABLES
        for name, column in table.columns.items()
        if column.form in {Form.ENCRYPTED, Form.KEY}
    ]
    return sorted(found, key=lambda one: one[0].name == _LAST)


def _page(table: Table, name: str, last: tuple[Any, ...] | None) -> Any:  # noqa: ANN401 - a select of columns known at run time
    keys = list(table.primary_key)
    page = select(*keys, table.columns[name]).where(table.columns[name].is_not(None))
    if last is not None:
        page = page.where(tuple_(*keys) > last)
    return page.order_by(*keys).limit(BATCH)
