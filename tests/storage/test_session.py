"""The database goes and comes back; the bot stays."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text

from bot.ports import StorageAwayError
from storage.session import make_engine, make_sessions
from tests.postgres import Postgres


@pytest.fixture
def database(postgres: Postgres) -> Iterator[str]:
    name = postgres.create()
    yield name
    postgres.drop(name)


def test_a_database_that_went_away_and_came_back_needs_no_restart(
    postgres: Postgres, database: str
) -> None:
    """Away is one error of ours, quickly; back is back at the first question."""
    engine = make_engine(postgres.url(database))
    sessions = make_sessions(engine)
    with sessions() as one, sessions() as two:
        one.execute(text("SELECT 1"))
        two.execute(text("SELECT 1"))
    with postgres.away(database), pytest.raises(StorageAwayError), sessions() as session:
        session.execute(text("SELECT 1"))
    for _pooled in range(3):
        with sessions() as session:
            assert session.execute(text("SELECT 1")).scalar_one() == 1
    engine.dispose()


def test_a_connection_cut_in_the_middle_is_the_database_being_away(
    postgres: Postgres, database: str
) -> None:
    """What was not committed is not kept, and whoever waits for it hears so."""
    engine = make_engine(postgres.url(database))
    with make_sessions(engine)() as session:
        session.execute(text("SELECT 1"))
        postgres.leave(database)
        with pytest.raises(StorageAwayError):
            session.execute(text("SELECT 1"))
        postgres.come_back(database)
    engine.dispose()


@pytest.mark.parametrize("setting", ["statement_timeout", "lock_timeout"])
def test_every_connection_gives_up_in_time(postgres: Postgres, database: str, setting: str) -> None:
    """A modal's submit has three seconds: nobody waits for a lock without end."""
    engine = make_engine(postgres.url(database))
    with engine.connect() as connection:
        assert connection.execute(text(f"SHOW {setting}")).scalar_one() in {"5s", "2s"}
    engine.dispose()
