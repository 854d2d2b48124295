"""A new master key: everything follows, also when interrupted, and the old key can go."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session, sessionmaker

from storage.crypto import Keyring, WrongKeyError, new_master_key
from storage.key_rotation import Rotation, sealed_columns
from storage.models import Base
from storage.unit_of_work import SqlUnitsOfWork
from storage.workspaces import check_key
from tests.fakes import ManualClock
from tests.full_house import ME, TEAM, TICKET, fill

OLD = new_master_key()
NEW = new_master_key()


@pytest.fixture
def keyring() -> Keyring:
    return Keyring(OLD)


def opened(sessions: sessionmaker[Session], keyring: Keyring) -> list[bool]:
    """For each sealed cell, whether the first key opens it."""
    with sessions() as session:
        return [
            keyring.is_first(cell)
            for table, name in sealed_columns()
            for cell in session.scalars(select(table.columns[name]))
            if cell is not None
        ]


def reads(units: SqlUnitsOfWork, keyring: Keyring, clock: ManualClock) -> bool:
    """Whether a process with these keys finds a person's own handoff, through every kind of key."""
    with SqlUnitsOfWork(units.sessions, keyring, clock)() as uow:
        found = uow.about.rows(TEAM, ME)
    return TICKET in str(found) and any(one.table == "quarterly_marks" for one in found)


def test_after_rotating_only_the_new_key_is_needed(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Rows, workspace keys, window keys and the key check; the old key opens none of them."""
    fill(units)
    both = Keyring(f"{NEW},{OLD}")
    check_key(units.sessions, both)
    count = len(opened(units.sessions, both))
    assert Rotation(units.sessions, both).run() == count
    assert all(opened(units.sessions, Keyring(NEW)))
    assert not any(opened(units.sessions, Keyring(OLD)))
    check_key(units.sessions, Keyring(NEW))
    with pytest.raises(WrongKeyError):
        check_key(units.sessions, Keyring(OLD))
    assert reads(units, Keyring(NEW), clock)
    assert Rotation(units.sessions, both).run() == 0


def test_interrupted_half_way_it_goes_on_where_it_stopped(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """In between, processes with both keys read everything, whichever of them comes first."""
    fill(units)
    both = Keyring(f"{NEW},{OLD}")
    total = len(opened(units.sessions, both))
    rotation = Rotation(units.sessions, both)
    half = 0
    for changed in rotation.batches():
        half += changed
        if half * 2 >= total:
            break
    assert 0 < half < total
    assert rotation.left() == total - half
    for keys in (f"{NEW},{OLD}", f"{OLD},{NEW}"):
        check_key(units.sessions, Keyring(keys))
        assert reads(units, Keyring(keys), clock)
    assert rotation.run() == total - half
    assert rotation.left() == 0


def test_what_a_running_process_sealed_with_the_old_key_is_found_by_the_next_pass(
    units: SqlUnitsOfWork,
) -> None:
    """`run` ends only when a pass finds nothing; a late row means one more run."""
    fill(units)
    rotation = Rotation(units.sessions, Keyring(f"{NEW},{OLD}"))
    rotation.run()
    old = SqlUnitsOfWork(units.sessions, Keyring(f"{OLD},{NEW}"), units.clock)
    with old() as uow:
        uow.handoff_setup.keep(TEAM, uow.handoff_setup.settings(TEAM))
        uow.commit()
    assert rotation.left() == 1
    assert rotation.run() == 1


def test_a_wrong_key_changes_nothing(units: SqlUnitsOfWork) -> None:
    """Without the key that sealed them nothing is touched, and it is said by name."""
    fill(units)
    wrong = Keyring(f"{NEW},{new_master_key()}")
    with pytest.raises(WrongKeyError):
        check_key(units.sessions, wrong)
    with pytest.raises(WrongKeyError):
        Rotation(units.sessions, wrong).run()
    assert all(opened(units.sessions, Keyring(OLD)))


def test_every_column_of_bytes_is_rotated() -> None:
    """A sealed column that is forgotten would be lost with the old key."""
    declared = {
        (table.name, column.name)
        for table in Base.metadata.sorted_tables
        for column in table.columns
        if column.type.python_type is bytes
    }
    assert {(table.name, name) for table, name in sealed_columns()} == declared
