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
    """One row. line: where it ends in the file, counted from one."""

    line: int
    text: str


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


def read(path: Path, column: str, encoding: str) -> Iterator[Comment | BadRow]:
    """Every row in order, a row at a time. Raises BadFileError."""
    csv.field_size_limit(FIELD_MAX)
    try:
        with path.open(encoding=encoding, errors="surrogateescape", newline="") as file:
            rows = csv.reader(file)
            yield from _rows(rows, _place(rows, column))
    except OSError:
        raise BadFileError(words.NO_FILE) from None
    except UnicodeError:
        raise BadFileError(words.WRONG_ENCODING) from None


def _place(rows: "Iterator[list[str]]", column: str) -> int:
    try:
        names = [name.strip() for name in next(rows, [])]
    except csv.Error:
        names = []
    if column not in names:
        raise BadFileError(words.no_column(column, len(names)))
    return names.index(column)


def _rows(rows: Rows, place: int) -> Iterator[Comment | BadRow]:
    while True:
        try:
            row = next(rows)
        except StopIteration:
            return
        except csv.Error:
            yield BadRow(rows.line_num, words.BROKEN_QUOTES)
            continue
        if row:
            yield _read(rows.line_num, row, place)


def _read(line: int, row: list[str], place: int) -> Comment | BadRow:
    if len(row) <= place:
        return BadRow(line, words.TOO_FEW_COLUMNS)
    text = row[place].strip()
    if not text:
        return BadRow(line, words.EMPTY)
    if len(text) > TEXT_MAX:
        return BadRow(line, words.TOO_LONG)
    if any("\ud800" <= character <= "\udfff" for character in text):
        return BadRow(line, words.UNREADABLE)
    return Comment(line, text)
