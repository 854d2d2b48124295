"""Repeat customers: HMACs under a key of the workspace that changes every 90 days."""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Table, delete, select
from sqlalchemy.orm import Session

from bot.domain.repeats import KEY_LIFE, has_aged, normalised
from storage.crypto import Keyring
from storage.models import RepeatKeyRow, RepeatMarkRow
from storage.upsert import insert_or_ignore


@dataclass(frozen=True, slots=True)
class SqlRepeats:
    """bot.ports_handoff.Repeats over a session."""

    session: Session
    keyring: Keyring
    now: datetime

    def remember(self, team: str, customer: str) -> bool:
        """Remember a customer under the current key; answers whether they were known."""
        value = normalised(customer)
        if not value:
            return False
        self._rotate(team)
        keys = self._keys(team)
        known = any(
            self.session.get(RepeatMarkRow, (team, key.generation, self._mark(key, value)))
            for key in keys
        )
        table = RepeatMarkRow.__table__
        assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        newest = keys[0]
        values = {
            "team_id": team,
            "generation": newest.generation,
            "mark": self._mark(newest, value),
        }
        insert_or_ignore(self.session, table, values)
        return known

    def expire(self) -> None:
        """Destroy keys that are too old, with their marks, also where nobody asks any more."""
        aged = select(RepeatKeyRow).where(RepeatKeyRow.created_at < self.now - 2 * KEY_LIFE)
        for key in self.session.scalars(aged).all():
            self.session.execute(
                delete(RepeatMarkRow).where(
                    RepeatMarkRow.team_id == key.team_id,
                    RepeatMarkRow.generation == key.generation,
                ),
            )
            self.session.delete(key)

    def forget(self, team: str, customer: str) -> bool:
        """Erase a customer under both keys; answers whether there was anything."""
        value = normalised(customer)
        erased = False
        for key in self._keys(team):
            row = self.session.get(RepeatMarkRow, (team, key.generation, self._mark(key, value)))
            if row is not None:
                self.session.delete(row)
                erased = True
        return erased

    def _mark(self, key: RepeatKeyRow, value: str) -> str:
        secret = self.keyring.unwrap(key.wrapped)
        return hmac.new(secret, value.encode(errors="replace"), hashlib.sha256).hexdigest()

    def _keys(self, team: str) -> list[RepeatKeyRow]:
        """The current key and the previous one."""
        return list(
            self.session.scalars(
                select(RepeatKeyRow)
                .where(RepeatKeyRow.team_id == team)
                .order_by(RepeatKeyRow.generation.desc())
                .limit(2),
            ),
        )

    def _rotate(self, team: str) -> None:
        """A new key when the current one has aged; two generations back is destroyed."""
        newest = next(iter(self._keys(team)), None)
        if newest is not None and not has_aged(newest.created_at, self.now):
            return
        generation = newest.generation + 1 if newest else 1
        table = RepeatKeyRow.__table__
        assert isinstance(table, Table)  # noqa: S101 - narrows SQLAlchemy's FromClause
        values = {
            "team_id": team,
            "generation": generation,
            "wrapped": self.keyring.wrap_new_key(),
            "created_at": self.now,
        }
        insert_or_ignore(self.session, table, values)
        for model in (RepeatMarkRow, RepeatKeyRow):
            self.session.execute(
                delete(model).where(model.team_id == team, model.generation < generation - 1),
            )
