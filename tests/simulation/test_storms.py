"""Storms: the whole bot against the simulated Slack, with fifteen kinds of fault.

`make simulate SEEDS=1000` plays more. That they find something: before the sweep of twins two of
the first three storms left messages that stood twice for hours.
"""

import base64
import gc
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from storage.crypto import Keyring
from tests.postgres import Postgres
from tests.simulation.account import Account
from tests.simulation.databases import PostgresDatabase, SqliteDatabase
from tests.simulation.storm import OPERATIONS, Storm, pass_over, weather

pytestmark = pytest.mark.timeout(900)
KEYRING = Keyring(base64.urlsafe_b64encode(b"simulation simulation simulation").decode())
Record = Callable[[str, object], None]


@pytest.fixture(autouse=True)
def frozen() -> Iterator[None]:
    """What was loaded before is not looked through for garbage: a tenth of a storm's time."""
    gc.freeze()
    yield
    gc.unfreeze()


def on_sqlite(seed: int, folder: Path, migrated: Path) -> Storm:
    path = folder / f"{seed}.sqlite3"
    shutil.copy(migrated, path)
    random, clock, troubles = weather(seed)
    return pass_over(random, clock, troubles, SqliteDatabase(path, troubles), KEYRING)


def figures(storm: Storm, account: Account) -> dict[str, object]:
    """What `make simulate` adds up."""
    doubles = storm.town.doubles
    return {
        "operations": OPERATIONS,
        "calls to Slack": len(storm.trace),
        "deliveries": len(account.rows),
        "dead letters": len(account.dead),
        "seen twice for a while": len(doubles),
        "longest seen twice, seconds": max(doubles.values(), default=0),
        "lost": sum("lost" in one for one in account.wrong()),
        "faults": dict(Counter(str(fault) for fault in storm.town.troubles.counts.elements())),
    }


def test_after_a_storm_nothing_is_lost_and_nothing_stands_twice(
    storm_seed: int, tmp_path: Path, migrated_file: Path, record_property: Record
) -> None:
    """On SQLite; asserted on what the channels and direct messages show."""
    storm = on_sqlite(storm_seed, tmp_path, migrated_file)
    account = Account(storm)
    record_property("storm", figures(storm, account))
    assert account.wrong() == []


def test_after_a_storm_on_postgresql_nothing_is_lost_either(
    half_seed: int, postgres: Postgres, record_property: Record
) -> None:
    """Connections cut at a commit, locks, a database that lets nobody in."""
    random, clock, troubles = weather(10_000 + half_seed)
    name = postgres.create()
    database = PostgresDatabase(postgres, name, troubles)
    storm = pass_over(random, clock, troubles, database, KEYRING)
    account = Account(storm)
    postgres.drop(name)
    record_property("storm", figures(storm, account))
    assert account.wrong() == []


def test_a_seed_replays_exactly(tmp_path: Path, migrated_file: Path) -> None:
    """Else a failure in the hundredth storm could not be looked into."""
    first = on_sqlite(0, tmp_path, migrated_file).trace
    assert on_sqlite(0, tmp_path, migrated_file).trace == first
    assert len(first) > 100
