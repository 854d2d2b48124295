"""Takes a person out of every row, as the data dictionary says for each column."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import ColumnElement, Row, Table, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from bot.domain import data_dictionary as dictionary
from bot.domain.data_dictionary import Leaves
from bot.domain.data_dictionary import Table as Described
from bot.domain.delivery import DeliveryState
from bot.domain.handoff import Answer, State
from bot.domain.report import ReportState
from storage.about import SqlAbout, id_in
from storage.crypto import Keyring
from storage.inbox import DONE, FORGOTTEN
from storage.models import (
    Base,
    HandoffOfferRow,
    HandoffRow,
    InboxRow,
    KudosCreditRow,
    KudosRow,
    OutboxRow,
    PatternDisplayRow,
    ReportRow,
    SharedSourceRow,
)
from storage.person_marks import requester_key
from storage.retention import ONCE

_CLOSED: Final = (State.RESOLVED.value, State.WITHDRAWN.value)
PRIVATE: Final = "D"
"""Slack's ids of conversations between two people begin so: one of them says who the other is."""


@dataclass(frozen=True, slots=True)
class SqlErasing:
    """bot.ports_privacy.Erasing over a session."""

    session: Session
    keyring: Keyring

    def handoffs(self, team: str, user: str) -> Sequence[str]:
        """Handoffs that are not closed and in which this person has a part."""
        asked = select(HandoffOfferRow.handoff_id).where(
            HandoffOfferRow.team_id == team,
            HandoffOfferRow.user_id == user,
            HandoffOfferRow.answer == Answer.ASKED.value,
        )
        part = or_(
            HandoffRow.requester_key == requester_key(self.session, self.keyring, team, user),
            HandoffRow.taker == user,
            HandoffRow.named == user,
            HandoffRow.id.in_(asked),
        )
        found = select(HandoffRow.id).where(
            HandoffRow.team_id == team, HandoffRow.state.not_in(_CLOSED), part
        )
        return self.session.scalars(found.order_by(HandoffRow.created_at)).all()

    def kudos(self, team: str, user: str) -> Sequence[str]:
        """Good words this person shared or is credited in, whatever their state."""
        credited = select(KudosCreditRow.kudos_id).where(
            KudosCreditRow.team_id == team, KudosCreditRow.user_id == user
        )
        part = or_(KudosRow.sharer == user, KudosRow.id.in_(credited))
        return self.session.scalars(
            select(KudosRow.id).where(KudosRow.team_id == team, part).order_by(KudosRow.id)
        ).all()

    def drafts(self, team: str, user: str) -> Sequence[str]:
        """Months whose draft waits for this person."""
        found = select(ReportRow.period).where(
            ReportRow.team_id == team,
            ReportRow.editor == user,
            ReportRow.state == ReportState.DRAFTED.value,
        )
        return self.session.scalars(found).all()

    def source(self, team: str, kudos: str) -> None:
        """Forget where a good word came from when that was a conversation of two."""
        mine = select(KudosRow.id).where(
            KudosRow.id == kudos,
            KudosRow.team_id == team,
            KudosRow.source_channel.startswith(PRIVATE, autoescape=True),
        )
        self.session.execute(
            delete(SharedSourceRow)
            .where(SharedSourceRow.team_id == team, SharedSourceRow.kudos_id.in_(mine))
            .execution_options(synchronize_session=False),
        )
        for found in self.session.scalars(mine).all():
            row = self.session.get_one(KudosRow, found)
            row.source_channel = row.source_ts = None

    def forget(self, team: str, user: str) -> int:
        """Take the person out of every row that is left; answers how many there were."""
        self.session.flush()
        self.session.expire_all()
        count = 0
        for described in dictionary.TABLES:
            table = Base.metadata.tables[described.name]
            found = list(SqlAbout(self.session, self.keyring).standing(described, team, user))
            count += len(found)
            for row, columns in found:
                self._forget(described, table, row, (user, columns))
        return count

    def _forget(
        self, described: Described, table: Table, row: Row[Any], who: tuple[str, tuple[str, ...]]
    ) -> None:
        user, columns = who
        leaves = {described.people[name].leaves for name in columns}
        here = _this(table, row)
        if Leaves.CARE in leaves:
            _CARE[described.name](self, row, user)
        elif Leaves.ROW in leaves:
            self.session.execute(delete(table).where(here))
            return
        cells = [name for name in columns if described.people[name].leaves is Leaves.CELL]
        if cells:
            nothing = {name: None if table.columns[name].nullable else "" for name in cells}
            self.session.execute(update(table).where(here).values(**nothing))

    def handoff(self, row: Row[Any], user: str) -> None:
        """One's own loses the link at once; one that was taken only the taker."""
        cells = row._mapping  # noqa: SLF001 - SQLAlchemy's public name of it
        values: dict[str, object] = {}
        mine = requester_key(self.session, self.keyring, cells["team_id"], user)
        if cells["requester_key"] == mine:
            values = dict.fromkeys(("requester", "requester_key", "reference", "sentence"))
            values["request"] = f"erased:{cells['id']}"
        if cells["taker"] == user:
            values["taker"] = None
        if values:
            self.session.execute(
                update(HandoffRow)
                .where(HandoffRow.id == cells["id"])
                .values(**values, version=HandoffRow.version + 1)
                .execution_options(synchronize_session=False),
            )

    def delivery(self, row: Row[Any], user: str) -> None:
        """To this person: gone. To others: the same words about *a teammate*."""
        cells = row._mapping  # noqa: SLF001 - SQLAlchemy's public name of it
        here = OutboxRow.id == cells["id"]
        if user in str(cells["key"]).split(":") or cells["channel"] == user:
            if str(cells["key"]).startswith(ONCE):
                self._set(OutboxRow, here, _ADDRESSED_TO_NOBODY)
                return
            self.session.execute(
                delete(OutboxRow).where(
                    OutboxRow.team_id == cells["team_id"],
                    or_(here, OutboxRow.target == cells["key"]),
                ),
            )
            return
        body = json.dumps(self.keyring.open(cells["body"]), ensure_ascii=False)
        plain = id_in(user).sub(ERASED, body.replace(f"<@{user}>", NOBODY))
        self._set(OutboxRow, here, {"body": self.keyring.seal(json.loads(plain))})

    def digest(self, row: Row[Any], _user: str) -> None:
        """A copy that was sent to this person."""
        table = Base.metadata.tables["digests"]
        self.session.execute(delete(table).where(_this(table, row)))

    def display(self, row: Row[Any], _user: str) -> None:
        """That figures were seen stays; by whom does not."""
        here = PatternDisplayRow.id == row._mapping["id"]  # noqa: SLF001 - its public name
        self._set(PatternDisplayRow, here, {"user_id": ""})

    def event(self, row: Row[Any], _user: str) -> None:
        """It counts as acted on, so that it is not taken up again."""
        here = InboxRow.id == row._mapping["id"]  # noqa: SLF001 - SQLAlchemy's public name of it
        self._set(InboxRow, here, {"state": DONE, **FORGOTTEN})

    def settled(self, _row: Row[Any], _user: str) -> None:
        """Good words and settings were changed by their own rules before."""

    def _set(self, row: type[Base], here: ColumnElement[bool], values: Mapping[str, Any]) -> None:
        statement = update(row).where(here).values(**values)
        self.session.execute(statement.execution_options(synchronize_session=False))


NOBODY: Final = "a teammate"
ERASED: Final = "erased"
_ADDRESSED_TO_NOBODY: Final = {
    "channel": "",
    "posted_channel": None,
    "posted_ts": None,
    "body": None,
    "state": DeliveryState.DROPPED.value,
}
_CARE: Final[Mapping[str, Callable[[SqlErasing, Row[Any], str], None]]] = {
    "kudos": SqlErasing.settled,
    "kudos_credits": SqlErasing.settled,
    "workspace_settings": SqlErasing.settled,
    "handoff_setups": SqlErasing.settled,
    "handoffs": SqlErasing.handoff,
    "digests": SqlErasing.digest,
    "pattern_displays": SqlErasing.display,
    "inbox": SqlErasing.event,
    "outbox": SqlErasing.delivery,
}
"""Tables with a rule of their own; `settled` ones are empty of the person by then."""


def _this(table: Table, row: Row[Any]) -> ColumnElement[bool]:
    cells = row._mapping  # noqa: SLF001 - SQLAlchemy's public name of it
    return and_(*(column == cells[column.name] for column in table.primary_key))
