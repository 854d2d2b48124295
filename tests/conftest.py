"""What every kind of test may ask for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.migrate import upgrade
from tests.postgres import Postgres, running_postgres


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server, started when the first test needs it."""
    with running_postgres() as started:
        yield started


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite database to copy: migrating takes longer than most tests."""
    path = tmp_path_factory.mktemp("migrated") / "goodword.sqlite3"
    upgrade(f"sqlite:///{path}")
    return path


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--seeds N`: how many simulated years, games or days a simulation plays."""
    parser.addoption("--seeds", type=int, default=20, help="seeds for tests/simulation")
