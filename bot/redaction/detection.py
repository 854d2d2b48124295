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
    """What a message-level confidence is made of; all ratios 0..1."""

    missed: float = 0.0
    """The classifier's highest verdict on a word that stays readable."""
    weakest: float = 1.0
    """The lowest verdict on a name that is hidden on the classifier's word alone."""
    alone: int = 0
    """Names hidden on the classifier's word alone."""
    teammates: int = 0
    """Teammates' names hidden as a customer's."""
    length: int = 0
    """Words in the message."""


@dataclass(frozen=True, slots=True)
class Detection:
    """All that was found in a message, in order and without overlaps."""

    found: tuple[Found, ...]
    doubts: Doubts
    confident: bool
