"""Two questions to everyone, each quarter; answers are counted, never kept with a person."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

ANSWERS_MIN: Final = 5
"""Answers before a result is shown (Culture Amp and Viva Glint: 5 respondents)."""
ASKED_AFTER: Final = timedelta(days=7)
"""From a quarter's first day until the questions go out."""
OPEN_FOR: Final = timedelta(days=14)
"""How long answers are taken. Nothing is shown before, so nobody can watch an answer arrive."""
MONTHS: Final = 3


class Question(enum.StrEnum):
    """What is asked. Both are about the way out, not about anybody's state."""

    COULD = "could"
    QUICK = "quick"


class Reply(enum.StrEnum):
    """NOT_USED answers QUICK without having handed anything over; it is not counted."""

    YES = "yes"
    NO = "no"
    NOT_USED = "not_used"


class Share(enum.StrEnum):
    """How many said yes, so coarsely that no single answer stands out, unanimity neither."""

    NEARLY_ALL = "nearly_all"
    MOST = "most"
    HALF = "half"
    FEW = "few"


EDGES: Final = ((4, Share.NEARLY_ALL), (3, Share.MOST), (2, Share.HALF))
"""In fifths."""


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """A quarter of a year, in UTC."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> "Quarter":
        """The quarter that holds a moment."""
        utc = moment.astimezone(UTC)
        return cls(utc.year, (utc.month - 1) // MONTHS + 1)

    @classmethod
    def parse(cls, key: str) -> "Quarter | None":
        """What `key` made, or None."""
        year, _, number = key.partition("-Q")
        if not (year.isdigit() and number in {"1", "2", "3", "4"}):
            return None
        return cls(int(year), int(number))

    @property
    def key(self) -> str:
        """As stored: 2026-Q1."""
        return f"{self.year}-Q{self.number}"

    @property
    def opens_at(self) -> datetime:
        """When the questions go out."""
        return datetime(self.year, (self.number - 1) * MONTHS + 1, 1, tzinfo=UTC) + ASKED_AFTER

    @property
    def closes_at(self) -> datetime:
        """When no more answers are taken."""
        return self.opens_at + OPEN_FOR

    def is_open(self, now: datetime) -> bool:
        """Whether answers are taken."""
        return self.opens_at <= now < self.closes_at


def share(tally: Mapping[Reply, int]) -> Share | None:
    """The result of one question, or None: too few answers to show."""
    yes, no = tally.get(Reply.YES, 0), tally.get(Reply.NO, 0)
    if yes + no < ANSWERS_MIN:
        return None
    return next((found for fifths, found in EDGES if yes * 5 >= (yes + no) * fifths), Share.FEW)


def may_answer(question: Question, reply: Reply) -> bool:
    """Whether this reply belongs to the question."""
    return reply is not Reply.NOT_USED or question is Question.QUICK


@dataclass(frozen=True, slots=True)
class Result:
    """A closed quarter, all that is kept of it. None: too few answers."""

    quarter: Quarter
    shares: tuple[tuple[Question, Share | None], ...]
