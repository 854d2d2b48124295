"""Comments from elsewhere: the card in the intake channel, and what the terminal says."""

from typing import Final

CARD: Final = "A customer's comment. Is it a good word? Anyone here can share it."
CARD_FALLBACK: Final = "A customer's comment to look at"
CARD_WHY: Final = "From a file your team imported. Names are hidden already; read it once more."
GONE: Final = "Taken away. It does not come again."

NO_FILE: Final = "The file cannot be read. Check its name and who may read it."
WRONG_ENCODING: Final = "The file is not in that encoding. Name another with --encoding."
BROKEN_QUOTES: Final = "a quotation mark is not closed, or the field is too long"
TOO_FEW_COLUMNS: Final = "the row has too few columns"
EMPTY: Final = "there is no text"
TOO_LONG: Final = "the text is longer than 3,000 characters"
UNREADABLE: Final = "the text is not in the encoding of the file"
NOTHING_LEFT: Final = "nothing but names and numbers is in it"
NO_INTAKE: Final = "There is no intake channel to offer comments in. Choose one in Settings."
HELD: Final = (
    "Stopped: comments could not be checked for names. Run it again; nothing is offered twice."
)
AWAY: Final = "Stopped: the database or Slack does not answer. Run it again; nothing comes twice."
NEGATIVE: Final = "A pace is at least one a day."


def no_column(name: str, count: int) -> str:
    """The header has other names."""
    return f"The first line has no column “{name}” among its {count}. Name one with --column."


def bad(line: int, why: str) -> str:
    """One row of the report."""
    return f"line {line}: {why}"


def progress(count: int) -> str:
    """While it reads."""
    return f"{count:,} rows read"


def summary(offered: int, known: int, bad_rows: int, left: int) -> str:
    """At the end."""
    comments = "1 comment" if offered == 1 else f"{offered:,} comments"
    rows = "1 row" if bad_rows == 1 else f"{bad_rows:,} rows"
    remain = "1 is" if left == 1 else f"{left:,} are"
    return (
        f"{comments} will be offered. {known:,} had been before. "
        f"{rows} could not be used. {remain} left for the next run."
    )
