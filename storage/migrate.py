"""Alembic, driven from Python: no ini file to lose."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import migrations
from storage.session import make_engine, normal_url


def alembic_config(database: str) -> Config:
    """Alembic's settings for a database URL."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent))
    config.attributes["url"] = normal_url(database).render_as_string(hide_password=False)
    return config


def upgrade(database: str) -> None:
    """Bring the database to the newest schema."""
    command.upgrade(alembic_config(database), "head")


def downgrade(database: str, revision: str = "base") -> None:
    """Take the database back to an older schema."""
    command.downgrade(alembic_config(database), revision)


def is_current(database: str) -> bool:
    """Whether the database has the newest schema; raises StorageAwayError."""
    engine = make_engine(database)
    try:
        with engine.connect() as connection:
            have = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    return set(have) == set(heads(database))


def heads(database: str) -> tuple[str, ...]:
    """The newest revisions; more than one means two branches were never merged."""
    return tuple(ScriptDirectory.from_config(alembic_config(database)).get_heads())
