"""Column types that keep a promise both databases can keep."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import DateTime, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from bot.domain.redacted import Redacted


class UtcDateTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a moment without a zone: it would be somebody's local time."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored moment needs a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Put the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class RedactedText(TypeDecorator[Redacted]):
    """Redacted words. Only `Redacted` goes in, so raw customer text cannot be stored here."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ANN401, ARG002 - whatever a caller tries to store
        """Refuse anything that did not come out of the redaction."""
        if value is None:
            return None
        if not isinstance(value, Redacted):
            raise TypeError("only redacted text is stored")
        return value.text

    def process_result_value(self, value: str | None, dialect: Dialect) -> Redacted | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Storage reading back its own rows is one of the two places that make `Redacted`."""
        return None if value is None else Redacted(value)
