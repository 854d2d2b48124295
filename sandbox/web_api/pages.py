"""Cursors: opaque to the caller, a position to us."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from typing import TypeVar

from sandbox.errors import SlackError
from sandbox.json_types import Json

Item = TypeVar("Item")


def encode(position: str) -> str:
    """Return an opaque cursor for ``position``."""
    return base64.b64encode(f"next:{position}".encode()).decode()


def decode(cursor: str) -> str:
    """Return the position inside a cursor, or raise ``invalid_cursor``."""
    try:
        text = base64.b64decode(cursor, validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        raise SlackError("invalid_cursor") from None
    if not text.startswith("next:"):
        raise SlackError("invalid_cursor")
    return text.removeprefix("next:")


def page(items: Sequence[Item], cursor: str, limit: int) -> tuple[list[Item], Json]:
    """Return one page and the ``response_metadata`` that leads to the next."""
    start = int(decode(cursor)) if cursor else 0
    end = start + limit
    following = encode(str(end)) if end < len(items) else ""
    return list(items[start:end]), {"next_cursor": following}
