"""Kudos to take along, as Markdown or CSV. Redacted words in, text out."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final

from bot.domain.kudos import Kudos

HEADINGS: Final = ("date", "text", "note", "shared_by")
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet runs a cell that starts with one of these (OWASP, CSV injection)."""


def markdown(kudos: Iterable[Kudos]) -> str:
    """A quote each, newest first, with its day."""
    return "\n\n".join(_quote(each) for each in kudos) + "\n"


def as_csv(kudos: Iterable[Kudos]) -> str:
    """RFC 4180, with a heading; cells that a spreadsheet would run are made harmless."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    for each in kudos:
        writer.writerow([_harmless(cell) for cell in _cells(each)])
    return file.getvalue()


def _cells(kudos: Kudos) -> Sequence[str]:
    return (
        kudos.created_at.date().isoformat(),
        kudos.text.text,
        kudos.note.text if kudos.note else "",
        kudos.sharer if kudos.sharer_named else "",
    )


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _quote(kudos: Kudos) -> str:
    lines = [f"> {line}".rstrip() for line in kudos.text.text.splitlines()]
    note = [f"\n{kudos.note.text}"] if kudos.note else []
    return "\n".join([f"**{kudos.created_at.date().isoformat()}**", "", *lines, *note])
