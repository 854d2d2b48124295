from pathlib import Path

import pytest
from sqlalchemy.orm import Session, sessionmaker

from storage.crypto import Keyring, new_master_key
from storage.migrate import upgrade
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import ManualClock


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def keyring() -> Keyring:
    return Keyring(new_master_key())


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'test.sqlite3'}"


@pytest.fixture
def sessions(database_url: str) -> sessionmaker[Session]:
    upgrade(database_url)
    return make_sessions(make_engine(database_url))


@pytest.fixture
def units(sessions: sessionmaker[Session], keyring: Keyring, clock: ManualClock) -> SqlUnitsOfWork:
    return SqlUnitsOfWork(sessions, keyring, clock)
