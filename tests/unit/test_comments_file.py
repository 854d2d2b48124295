"""A file of comments: what is broken is named by its line, and the rest is read all the same."""

import tracemalloc
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.comments_file import BadFileError, BadRow, Comment, read
from bot.domain.candidates import comes_at
from bot.wording import candidates as words

NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


def written(folder: Path, content: bytes) -> Path:
    path = folder / "comments.csv"
    path.write_bytes(content)
    return path


def test_three_broken_rows_among_a_hundred_thousand_are_named_and_the_rest_is_read(
    tmp_path: Path,
) -> None:
    """By line and reason, without their words, and without holding the file in memory."""
    lines = [f"{n},Thank you number {n}" for n in range(100_000)]
    lines[10], lines[50_000], lines[99_999] = "10", "50000,   ", "99999," + "x" * 3_001
    path = written(tmp_path, ("id,text\n" + "\n".join(lines)).encode())
    tracemalloc.start()
    bad, good = [], 0
    for row in read(path, "text", "utf-8-sig"):
        if isinstance(row, BadRow):
            bad.append(row)
        else:
            good += 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert bad == [
        BadRow(12, words.TOO_FEW_COLUMNS),
        BadRow(50_002, words.EMPTY),
        BadRow(100_001, words.TOO_LONG),
    ]
    assert good == 99_997
    assert peak < 2_000_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_usual_encodings_are_read(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path, "text;x\n".replace(";", ",").encode(encoding) + b"")
    path.write_bytes('text,x\n"Zoë said:\n""thanks""",1\n'.encode(encoding))
    asked = "utf-8-sig" if encoding == "utf-8" else encoding
    assert list(read(path, "text", asked)) == [Comment(3, 'Zoë said:\n"thanks"')]


def test_a_row_in_another_encoding_is_named_and_not_guessed(tmp_path: Path) -> None:
    """A name that was read wrongly would not be recognised as one."""
    path = written(tmp_path, b"text\nThanks\nZo\xeb\n")
    assert list(read(path, "text", "utf-8-sig")) == [
        Comment(2, "Thanks"),
        BadRow(3, words.UNREADABLE),
    ]


def test_an_unclosed_quote_does_not_swallow_the_file_in_silence(tmp_path: Path) -> None:
    path = written(tmp_path, b'text\n"Thanks\n' + b"x" * 140_000)
    assert [row.why for row in read(path, "text", "utf-8-sig") if isinstance(row, BadRow)] == [
        words.BROKEN_QUOTES
    ]


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"", "no column"), (b"id,comment\n1,x\n", "no column"), (b"\xff\xfe\x00", "encoding")],
)
def test_a_file_that_cannot_be_used_is_one_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    encoding = "utf-16" if sentence == "encoding" else "utf-8-sig"
    with pytest.raises(BadFileError, match=sentence):
        list(read(written(tmp_path, content), "text", encoding))
    with pytest.raises(BadFileError, match="cannot be read"):
        list(read(tmp_path / "none.csv", "text", "utf-8-sig"))


def test_ten_a_day_come_and_the_first_ten_at_once() -> None:
    """A channel is not flooded, and nothing comes at night."""
    zone = "Europe/Lisbon"
    assert comes_at(9, 10, NOON, zone) == NOON
    assert comes_at(10, 10, NOON, zone) == datetime(2026, 11, 28, 10, tzinfo=UTC)
    assert comes_at(25, 10, NOON, zone) == datetime(2026, 11, 29, 10, tzinfo=UTC)
