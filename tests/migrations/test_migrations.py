import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

import migrations
from storage.migrate import downgrade, heads, upgrade
from storage.models import Base
from storage.session import make_engine

VERSIONS = Path(migrations.__file__).parent / "versions"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """An empty database of each kind."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'migrated.sqlite3'}"
        return
    postgres = request.getfixturevalue("postgres")
    name = postgres.create(migrated=False)
    yield postgres.url(name)
    postgres.drop(name)


def test_the_migrated_database_is_what_the_models_declare(database_url: str) -> None:
    """A column that exists only in the models fails on a customer's machine first."""
    upgrade(database_url)
    engine = make_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
    engine.dispose()


def test_every_migration_can_be_taken_back_and_done_again(database_url: str) -> None:
    """An upgrade that cannot be undone is a one-way street at three in the morning."""
    upgrade(database_url)
    downgrade(database_url)
    engine = make_engine(database_url)
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    engine.dispose()
    upgrade(database_url)


def test_there_is_one_newest_migration(database_url: str) -> None:
    """Two heads mean that two branches were merged without a word."""
    assert len(heads(database_url)) == 1


def test_migrations_are_named_by_time_and_topic() -> None:
    """Their order in a listing is their order in time."""
    names = [path.name for path in VERSIONS.glob("*.py")]
    assert names
    assert [name for name in names if not re.fullmatch(r"\d{8}_\d{4}_[a-z0-9_]+\.py", name)] == []


def test_every_table_of_a_workspace_carries_its_id() -> None:
    """Only then can a workspace be erased whole."""
    without = {
        table.name for table in Base.metadata.sorted_tables if "team_id" not in table.columns
    }
    assert without == {"key_check", "install_states"}
