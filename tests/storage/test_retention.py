"""After its term nothing of a class of data is left, on both databases."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import case, func, select, update
from sqlalchemy.orm import Session

from bot.domain.candidates import KEY as OFFERED
from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.kudos import KudosState
from bot.domain.retention import TERM_OF, TERMS, Keep, Purged
from bot.services.onboarding import KEY
from bot.services.purging import Purging
from storage.models import (
    Base,
    DigestItemRow,
    HandoffRow,
    KudosRow,
    OutboxRow,
)
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import ManualClock
from tests.full_house import ME, OTHER, TEAM, fill


@pytest.fixture
def house(units: SqlUnitsOfWork) -> SqlUnitsOfWork:
    fill(units)
    return units


@pytest.fixture
def session(house: SqlUnitsOfWork) -> Iterator[Session]:
    with house.sessions() as opened:
        yield opened


def purge(house: SqlUnitsOfWork, clock: ManualClock, days: float) -> None:
    clock.advance(timedelta(days=days).total_seconds())
    Purging(house, clock).tick()


def count(house: SqlUnitsOfWork, table: str) -> int:
    with house.sessions() as session:
        found = session.scalar(select(func.count()).select_from(Base.metadata.tables[table]))
    return found or 0


def set_all(house: SqlUnitsOfWork, row: type[Base], **values: object) -> None:
    with house.sessions() as session:
        session.execute(update(row).values(**values))
        session.commit()


def test_a_closed_handoff_loses_every_link_after_thirty_days(
    house: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Encrypted id, reference, offers and deliveries: found before, gone after."""
    closed = ("0000000d", "0000000e", "0000000f")
    purge(house, clock, 29.9)
    with house() as uow:
        assert uow.handoffs.get(TEAM, f"{13:032x}").requester == ME
    purge(house, clock, 1.2)
    with house.sessions() as session:
        rows = [row for row in session.scalars(select(HandoffRow)) if row.id.endswith(closed)]
        assert len(rows) == 3
        for row in rows:
            links = (row.requester, row.requester_key, row.reference, row.taker, row.named)
            assert set(links) == {None}
            assert (row.second_person, row.sentence, row.offers) == (None, None, [])
            assert row.request == f"unlinked:{row.id}"
        keys = session.scalars(select(OutboxRow.key)).all()
    assert [key for key in keys if key.split(":")[1:2] and key.split(":")[1].endswith(closed)] == []


def test_what_was_open_is_not_touched(house: SqlUnitsOfWork, clock: ManualClock) -> None:
    """Thirty days count from closing, not from asking."""
    purge(house, clock, 45)
    with house() as uow:
        assert uow.handoffs.get(TEAM, f"{10:032x}").requester == ME


def test_no_destroyed_id_or_reference_is_left_in_the_bytes_of_the_file(
    house: SqlUnitsOfWork, clock: ManualClock, database_url: str
) -> None:
    """secure_delete overwrites what SQLite frees; PostgreSQL leaves that to its vacuum."""
    with house.sessions() as session:
        sealed = session.scalars(select(HandoffRow.requester)).all()
    assert all(sealed)
    set_all(house, HandoffRow, state="withdrawn", taker=None, due_at=None, closed_at=clock.now())
    purge(house, clock, 31)
    with house.sessions() as session:
        assert session.scalars(select(HandoffRow.requester)).all() == [None] * len(sealed)
    if not database_url.startswith("sqlite"):
        return
    file = Path(database_url.removeprefix("sqlite:///")).read_bytes()
    assert [blob for blob in sealed if blob and blob in file] == []
    assert b"form:h10" not in file


def test_a_good_word_that_was_taken_back_goes_and_the_others_stay(
    house: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Its words, its search text, its credits, and where it stood."""
    with house() as uow:
        for number in (1, 2):
            kudos = uow.kudos.get(TEAM, f"{number:032x}")
            uow.kudos.save(kudos.take_back(OTHER, frozenset({OTHER})))
        uow.commit()
    set_all(house, OutboxRow, state="sent")
    purge(house, clock, 31)
    with house.sessions() as session:
        left = set(session.scalars(select(KudosRow.id)))
        # The first stands in a posted digest that has not followed yet: it waits for that.
        assert left == {f"{number:032x}" for number in (1, 3, 4)}
        keys = session.scalars(select(OutboxRow.key)).all()
        assert [key for key in keys if key.startswith(f"kudos:{2:032x}")] == []
    set_all(house, DigestItemRow, stale=False)
    purge(house, clock, 2)
    with house.sessions() as session:
        states = session.scalars(select(KudosRow.state)).all()
    assert states == [KudosState.SHARED.value] * 2


def test_each_class_is_gone_after_its_term_and_there_until_then(
    house: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """The rows that a term is about, one day before and one day after."""
    set_all(house, OutboxRow, state="sent", body=None)
    set_all(house, HandoffRow, state="withdrawn", taker=None, due_at=None, closed_at=clock.now())
    tables = {
        Purged.WAITING: ("offers",),
        Purged.HANDOFF_COURSE: ("handoffs", "handoff_events"),
        Purged.SHOWN: ("pattern_displays",),
        Purged.DELIVERY: ("channel_pace",),
    }
    purge(house, clock, 29)
    assert all(count(house, name) for names in tables.values() for name in names)
    purge(house, clock, 2)
    assert [count(house, name) for name in ("offers", "channel_pace")] == [0, 0]
    purge(house, clock, 368)
    assert count(house, "pattern_displays") == 2
    purge(house, clock, 2)
    gone = ("handoffs", "handoff_events", "pattern_displays")
    assert [count(house, name) for name in gone] == [0, 0, 0]


def test_posts_that_may_have_to_be_changed_are_still_found(
    house: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """*Take it back* works at any age: that needs the post's place, and nothing else."""
    set_all(house, OutboxRow, state="sent", body=None, posted_channel="C0", posted_ts="1.0")
    purge(house, clock, 31)
    with house.sessions() as session:
        kept = session.execute(select(OutboxRow.key, OutboxRow.purpose)).all()
    purposes = {purpose for key, purpose in kept if not key.startswith("handoff:")}
    assert purposes == {"kudos", "digest"}
    with house() as uow:
        assert uow.outbox.place_of(TEAM, f"kudos:{1:032x}") == ("C0", "1.0")


def test_the_last_run_is_kept_with_its_counts(house: SqlUnitsOfWork, clock: ManualClock) -> None:
    """*When did it last run* has an answer for each class, and a second tick changes nothing."""
    purge(house, clock, 31)
    with house() as uow:
        first = {run.kind: run for run in uow.purges.last(TEAM)}
    assert set(first) == set(Purged)
    assert {run.ran_at for run in first.values()} == {clock.now()}
    assert first[Purged.WAITING].removed == 2
    assert first[Purged.HANDOFF_LINK].removed == 4
    purge(house, clock, 0.5)
    with house() as uow:
        assert {run.kind: run for run in uow.purges.last(TEAM)} == first


def test_every_class_with_a_number_of_days_is_purged_by_somebody() -> None:
    """A term on paper that no job keeps would be a promise broken."""
    kept = {TERM_OF[kind] for kind in Purged}
    assert {keep for keep in Keep if TERMS[keep].days is not None} == kept


def test_what_is_sent_once_in_a_workspaces_life_is_remembered_for_all_of_it(
    house: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Purged, given up or its reader erased, the welcome and each offered comment stay known."""
    keys = [KEY, f"{OFFERED}words:source"]
    with house() as uow:
        for key in keys:
            uow.outbox.put(Outgoing(TEAM, key, Action.POST, Purpose.NOTICE, ME, {"text": "x"}))
        uow.commit()
    with house.sessions() as session:
        state = case((OutboxRow.key == KEY, "dead"), else_="sent")
        session.execute(update(OutboxRow).where(OutboxRow.key.in_(keys)).values(state=state))
        session.commit()
    with house() as uow:
        uow.erasing.forget(TEAM, ME)
        uow.commit()
    for _ in range(3):
        purge(house, clock, 500)
    with house() as uow:
        assert [uow.outbox.is_known(TEAM, key) for key in keys] == [True, True]
    with house.sessions() as session:
        left = session.scalars(select(OutboxRow).where(OutboxRow.key.in_(keys))).all()
        assert {(row.channel, row.body) for row in left} == {("", None)}
