"""Alembic's entry: runs each migration in one transaction, with a short wait for locks."""

from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import text

from storage.models import Base
from storage.session import make_engine
from storage.types import RedactedText, UtcDateTime


def plain_type(kind: str, value: object, _context: AutogenContext) -> str | Literal[False]:
    """Write our own column types as what the database sees."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, RedactedText):
        return "sa.Text()"
    return False


def run() -> None:
    """Migrate the database named in the config's attributes."""
    engine = make_engine(context.config.attributes["url"])
    with engine.connect() as connection:
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            compare_type=True,
            render_item=plain_type,
            transaction_per_migration=True,
        )
        with context.begin_transaction():
            if connection.dialect.name == "postgresql":
                connection.execute(text("SET lock_timeout = '2s'"))
            context.run_migrations()
    engine.dispose()


run()
