"""A CSV file of customers' comments, read row by row: what is broken is named and passed over."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from bot.domain.redacted import TEXT_MAX
from bot.wording import candidates as words

ENCODINGS: Final = ("utf-8-sig", "utf-16", "cp1252", "iso-8859-1")
FIELD_MAX: Final = 131_072
"""Longest field, in characters. An unclosed quote is noticed there, not at the end of the file."""


@dataclass(frozen=True, slots=True)
class Comment:
    """One row. line: where it ends in the file, counted from one. source: its id, if it has one."""

    line: int
    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that cannot be used; `why` is one sentence without any of its words."""

    line: int
    why: str


class BadFileError(Exception):
    """The file cannot be read at all; the message is one sentence."""


class Rows(Protocol):
    """csv's reader, which knows where it is."""

    @property
    def line_num(self) -> int:
        """The line it has read last, counted from one."""

    def __next__(self) -> list[str]: ...


def read(path: Path, column: str, encoding: str, id_column: str = "") -> Iterator[Comment | BadRow]:
    """Every row in order, a row at a time. Raises BadFileError."""
    csv.field_size_limit(FIELD_MAX)
    try:
        with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
            rows = csv.reader(file)
            yield from _rows(rows, _places(rows, column, id_column))
    except OSError:
        raise BadFileError(words.NO_FILE) from None
    except UnicodeError:
        raise BadFileError(words.WRONG_ENCODING) from None


def _places(rows: "Iterator[list[str]]", column: str, id_column: str) -> tuple[int, int | None]:
    """Where in a row the words stand, and where its id."""
    try:
        names = [name.strip() for name in next(rows, [])]
    except csv.Error:
        names = []
    for name in (column, id_column):
        if name and name not in names:
            raise BadFileError(words.no_column(name, len(names)))
    return names.index(column), names.index(id_column) if id_column else None


def _rows(rows: Rows, places: tuple[int, int | None]) -> Iterator[Comment | BadRow]:
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield BadRow(rows.line_num, words.BROKEN_QUOTES)
            continue
        if row:
            yield _read(rows.line_num, row, places)


def _read(line: int, row: list[str], places: tuple[int, int | None]) -> Comment | BadRow:
    place, id_place = places
    if len(row) <= max(place, id_place or 0):
        return BadRow(line, words.TOO_FEW_COLUMNS)
    text = row[place].strip()
    why = problem_of(text)
    if why:
        return BadRow(line, why)
    return Comment(line, text, row[id_place].strip() if id_place is not None else "")


def problem_of(text: str) -> str | None:
    """Why these words cannot be used, in one sentence without any of them."""
    if not text:
        return words.EMPTY
    if len(text) > TEXT_MAX:
        return words.TOO_LONG
    if any("\ud800" <= character <= "\udfff" for character in text):
        return words.UNREADABLE
    return None
