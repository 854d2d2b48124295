"""Two workspaces in which the same people live, in the same channels, with the same rows.

Slack's ids are unique, but no query may rely on that: a query that forgets the workspace meets the
twin's rows. The twin's own ids are the house's with another beginning.
"""

import base64
import json
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Column, Integer, Table, insert, select, update
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.candidates import candidate_key
from bot.domain.delivery import Action, DeliveryState, Outgoing, Purpose
from bot.domain.digest import Kind
from bot.domain.installation import Installation, whole_second
from bot.domain.kudos import KudosState
from bot.domain.on_call import Call
from bot.domain.patterns import Window, freeze
from bot.domain.retention import Purged
from bot.domain.unasked import Unasked
from storage.crypto import Keyring
from storage.models import (
    Base,
    ChannelPaceRow,
    DeadLetterMuteRow,
    DecisionRow,
    DigestItemRow,
    FrozenWindowRow,
    HandoffEventRow,
    HandoffRow,
    InboxRow,
    KudosRow,
    OnCallRow,
    OutboxRow,
    PledgeRow,
    PurgeRunRow,
    QuarterlyRoundRow,
    QuarterlyTallyRow,
    RepeatKeyRow,
    SilenceRow,
    WorkspaceRow,
)
from storage.pattern_rows import shown_values
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitOfWork, SqlUnitsOfWork
from tests import full_house
from tests.fakes import ManualClock
from tests.full_house import ME, TEAM, THIRD

TWIN = "T0TWIN"
TABLES = [table for table in Base.metadata.sorted_tables if "team_id" in table.columns]
NAMES = [table.name for table in TABLES]
DIGEST = "digest:channel:2026-W09"
"""The key of a post, the same in both."""
APART = 100_000
"""Between the numbers of the house's rows and the twin's; enough for every row there is."""


@dataclass(frozen=True)
class Ids:
    """How rows of one of the two are called."""

    team: str

    def text(self, text: str) -> str:
        """A key, reference or id that may hold one of the house's random ids."""
        return text if self.team == TEAM else text.replace("0" * 28, "9" + "0" * 27)

    def number(self, number: int) -> int:
        """A number that the database gave out."""
        return number if self.team == TEAM else number - APART

    def row(self, number: int) -> str:
        """The id of the house's n-th good word or handoff."""
        return self.text(f"{number:032x}")


@dataclass
class Town:
    """A database with one of the two workspaces, or with both. Nothing is ever kept in it."""

    path: Path
    keyring: Keyring
    clock: ManualClock

    @cached_property
    def sessions(self) -> sessionmaker[Session]:
        """Of one engine for all questions."""
        return make_sessions(make_engine(f"sqlite:///{self.path}"))

    @contextmanager
    def session(self) -> Iterator[Session]:
        """A session of which nothing is kept."""
        with self.sessions() as session:
            yield session
            session.rollback()

    def uow(self, session: Session) -> SqlUnitOfWork:
        """The repositories over it."""
        return SqlUnitOfWork(session, self.keyring, self.clock)


def build(empty: Path, folder: Path) -> None:
    """Make the town with both, and for each workspace one in which it is alone."""
    both = _town(folder, "both")
    shutil.copy(empty, both.path)
    engine = make_engine(f"sqlite:///{both.path}")
    units = SqlUnitsOfWork(make_sessions(engine), both.keyring, both.clock)
    _move_in(units)
    with units.sessions() as session:
        for table in TABLES:
            _twin(session, table)
        _differ(session, both.clock.now())
        session.commit()
    engine.dispose()
    for team, other in ((TEAM, TWIN), (TWIN, TEAM)):
        path = shutil.copy(both.path, _town(folder, team).path)
        with sqlite3.connect(path) as raw:
            for table in TABLES:
                raw.execute(f"DELETE FROM {table.name} WHERE team_id = ?", (other,))  # noqa: S608 - our own tables
        raw.close()


def towns_in(folder: Path) -> tuple[Town, dict[str, Town]]:
    """The three that `build` made there."""
    return _town(folder, "both"), {team: _town(folder, team) for team in (TEAM, TWIN)}


def _town(folder: Path, name: str) -> Town:
    return Town(folder / f"{name}.sqlite3", Keyring(_KEY), ManualClock())


def rows(session: Session, team: str) -> dict[str, list[str]]:
    """Everything that is kept of a workspace; of sealed cells only that there is something."""
    session.flush()
    ask = session.connection().exec_driver_sql
    return {
        name: sorted(
            repr([b"." if isinstance(cell, bytes) else cell for cell in row])
            for row in ask(f"SELECT * FROM {name} WHERE team_id = ?", (team,))  # noqa: S608 - our own tables
        )
        for name in NAMES
    }


def changes(session: Session) -> int:
    """How many rows this session has written so far."""
    session.flush()
    raw: Any = session.connection().connection.dbapi_connection
    return int(raw.total_changes)


_KEY = base64.urlsafe_b64encode(b"sixteen bytes and sixteen more!!").decode()


CALLS = (
    (10, "dead a"),
    (10, "dead b"),
    (11, "dead c"),
    (11, "later c"),
    (12, "dead d"),
    (12, "sent d"),
)
"""Calls about handoffs, by number; a call's name begins with its state."""


def _move_in(units: SqlUnitsOfWork) -> None:
    """The full house, and what no feature but time and trouble puts into a database."""
    now = units.clock.now()
    full_house.fill(units)
    window = Window.of(now).before
    with units() as uow:
        uow.installations.save(_installation(now))
        uow.dead_letters.begin_telling(TEAM, now)
        uow.dead_letters.mute(TEAM, ME, muted=True)
        uow.patterns.freeze(TEAM, freeze(window, 12, (), ()), window.freezes_at)
        for number in range(3):
            key = f"{DIGEST}:v{number}"
            uow.outbox.put(
                Outgoing(TEAM, key, Action.UPDATE, Purpose.DIGEST, "C0KUDOS", {}, target=DIGEST)
            )
        asked = f"quarterly:2026-Q1:{ME}"
        uow.outbox.put(
            Outgoing(TEAM, f"{asked}:v1", Action.UPDATE, Purpose.NOTICE, ME, {}, target=asked)
        )
        offered = candidate_key(f"{5:032x}", f"{6:032x}")
        for name in (offered, "dead", f"handoff:{10:032x}:told:1"):
            uow.outbox.put(Outgoing(TEAM, name, Action.POST, Purpose.NOTICE, ME, {}))
        for number, name in CALLS:
            uow.on_call.put(Call(TEAM, f"{number:032x}", name, {}))
        uow.commit()
    with units.sessions() as session:
        private = update(KudosRow).where(KudosRow.id == f"{4:032x}")
        session.execute(private.values(source_channel="D0MERLE"))
        back = update(KudosRow).where(KudosRow.id == f"{3:032x}")
        session.execute(back.values(state=KudosState.TAKEN_BACK.value))
        posted = update(OutboxRow).where(OutboxRow.key.startswith(f"kudos:{3:032x}"))
        session.execute(posted.values(state=DeliveryState.SENT.value))
        drill = update(HandoffEventRow).where(HandoffEventRow.handoff_id == f"{12:032x}")
        session.execute(drill.values(drill=True))
        over = {"unlinked_at": now, "closed_at": now}
        session.execute(update(HandoffRow).where(HandoffRow.id == f"{16:032x}").values(**over))
        session.execute(update(InboxRow).where(InboxRow.event_id == "Ev0").values(state="done"))
        session.add(
            DecisionRow(
                team_id=TEAM,
                handoff_id=f"{15:032x}",
                brought_by=ME,
                brought_at=now,
                settled_at=now,
            )
        )
        late = {"team_id": TEAM, "kind": Kind.WEEKLY.value, "period": "2026-W09", "position": 1}
        session.add(DigestItemRow(**late, kudos_id=f"{4:032x}", stale=True))
        dying = OutboxRow.__table__.update().where(OutboxRow.key == "dead")
        session.execute(dying.values(state=DeliveryState.DEAD.value, problem="is_archived"))
        calls = OnCallRow.__table__.update()
        for state in (DeliveryState.DEAD, DeliveryState.SENT):
            named = calls.where(OnCallRow.key.startswith(state.value))
            session.execute(named.values(state=state.value))
        session.commit()


def _installation(now: datetime) -> Installation:
    return Installation(
        team=TEAM,
        name="House",
        url="https://house.example/",
        app="A0GOODWORD",
        token="xoxb-of-the-house",
        bot="B0HOUSE",
        bot_user="U0BOT",
        scopes=("chat:write",),
        installed_by=ME,
        installed_at=whole_second(now),
    )


def _twin(session: Session, table: Table) -> None:
    """Copy a table's rows of the house; the twin's numbers come before all of the house's."""
    found = session.execute(select(table).where(table.columns["team_id"] == TEAM)).all()
    copies = [
        {column.name: _copied(column, row._mapping[column.name]) for column in table.columns}
        for row in found
    ]
    if copies:
        session.execute(insert(table), copies)


def _differ(session: Session, now: datetime) -> None:
    """What would not be noticed if it were the same twice: sets, and states of the same key."""
    for key, state in ((DIGEST, DeliveryState.DROPPED), (f"{DIGEST}:v0", DeliveryState.SENDING)):
        theirs = update(OutboxRow).where(OutboxRow.team_id == TWIN, OutboxRow.key == key)
        session.execute(theirs.values(state=state.value))
    dead = update(OutboxRow).where(OutboxRow.team_id == TWIN, OutboxRow.key.endswith(":told:1"))
    session.execute(dead.values(state=DeliveryState.DEAD.value))
    later = now + timedelta(days=1)
    for row, values in (
        (InboxRow, {"created_at": later}),
        (WorkspaceRow, {"created_at": later, "installed_at": later}),
        (HandoffRow, {"created_at": later, "language": "pt"}),
    ):
        theirs = update(row).where(row.__table__.columns["team_id"] == TWIN)
        session.execute(theirs.values(**values))
    keys = update(RepeatKeyRow).where(RepeatKeyRow.team_id == TWIN)
    fresh = {"wrapped": Keyring(_KEY).wrap_new_key(), "created_at": now + timedelta(days=4_000)}
    session.execute(keys.values(**fresh))
    unlinked = update(HandoffRow).where(HandoffRow.id == Ids(TWIN).row(15))
    session.execute(unlinked.values(unlinked_at=now + timedelta(days=4_030)))
    pace = update(ChannelPaceRow).where(
        ChannelPaceRow.team_id == TWIN, ChannelPaceRow.channel == "C0KUDOS"
    )
    session.execute(pace.values(next_at=now + timedelta(days=5_000)))
    pledges = update(PledgeRow).where(PledgeRow.team_id == TWIN)
    session.execute(pledges.values(version=7, text="What they promise."))
    tallies = update(QuarterlyTallyRow).where(QuarterlyTallyRow.team_id == TWIN)
    session.execute(tallies.values(count=99))
    session.add(DeadLetterMuteRow(team_id=TWIN, user_id=THIRD))
    session.add(SilenceRow(team_id=TWIN, user_id=ME, kind=Unasked.DECISIONS.value, until=now))
    session.add(PurgeRunRow(team_id=TWIN, kind=Purged.SHOWN.value, ran_at=now, removed=7))
    current = Window.of(now)
    shown = shown_values(freeze(current, 12, (), ()))
    session.add(
        FrozenWindowRow(team_id=TWIN, window_start=current.start, shown=shown, frozen_at=now)
    )
    session.add(
        QuarterlyRoundRow(
            team_id=TWIN, quarter="2020-Q1", wrapped=None, shown={}, opened_at=now, closed_at=now
        )
    )


def _copied(column: Column[Any], cell: object) -> object:
    ids = Ids(TWIN)
    if column.name == "team_id":
        return TWIN
    if isinstance(cell, str) and type(cell) is str:
        return ids.text(cell)
    if isinstance(cell, list | dict):
        return json.loads(ids.text(json.dumps(cell)))
    is_number = column.primary_key and isinstance(column.type, Integer) and column.name == "id"
    return ids.number(cell) if is_number and isinstance(cell, int) else cell
