"""What passes between the worker that reads a message and the process that asked for it.

Light on purpose: the asking process imports neither Presidio nor the model's runtime.
"""

from dataclasses import dataclass
from typing import Final

from bot.domain.redacted import Entity, Why

LONGEST: Final = 40_000
"""Longest text that is analysed, in code points: a Slack message holds no more."""


@dataclass(frozen=True, slots=True)
class Job:
    """A text to analyse and what is known about the people in it."""

    text: str
    roster: tuple[str, ...] = ()
    keep: tuple[str, ...] = ()
    also_hide: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """One hidden stretch; offsets are code points of the raw text, end exclusive."""

    start: int
    end: int
    entity: Entity
    why: Why
    score: float
    surface: str
    """As it reads, without Slack's markup."""


@dataclass(frozen=True, slots=True)
class Doubts:
    """What a message-level confidence is made of."""

    missed: float = 0.0
    """The classifier's highest verdict (0..1) on a word that stays readable."""

    expected: float = 0.0
    """Sum of its verdicts on readable words: how many it would expect to be missed."""


@dataclass(frozen=True, slots=True)
class Detection:
    """All that was found in a message, in order and without overlaps."""

    found: tuple[Found, ...]
    doubts: Doubts
    confident: bool
