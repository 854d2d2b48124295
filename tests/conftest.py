"""What every kind of test may ask for."""

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest

from storage.migrate import upgrade
from tests.memory import keep_files_in_memory
from tests.postgres import Postgres, running_postgres
from tests.turns import Turns, in_turn
from tests.websockets import leave_none_open

# Nothing that is imported is garbage; looking for it took half of the collection.
gc.disable()
keep_files_in_memory()
leave_none_open()


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
    parser.addoption(
        "--every-shape",
        action="store_true",
        help="what starts a bot runs in all four shapes instead of the first or the last",
    )
    parser.addoption("--kills", type=int, default=1, help="deaths a flow; 0: all in the sweep")
    parser.addoption("--storms", type=int, default=20, help="storms on SQLite; half on PostgreSQL")


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Turns | None:
    """Keep together what shares a bot, but for a sweep, where one death shares nothing."""
    return None if config.getoption("dist") == "worksteal" else Turns(config, log)


def pytest_collection_finish() -> None:
    """What was loaded so far stays: it is not looked through for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 50)
    gc.enable()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put them into an order in which several workers are soon done with them."""
    if hasattr(config, "workerinput"):
        items[:] = in_turn(items)
