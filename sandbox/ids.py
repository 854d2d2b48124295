"""Identifiers in Slack's forms, counted so that a run can be repeated."""

from __future__ import annotations

from collections import Counter
from uuid import uuid4

TS_FRACTION_DIGITS = 6


class Ids:
    """Gives out identifiers: a prefix letter and a number of Slack's length."""

    def __init__(self) -> None:
        self._counts: Counter[str] = Counter()
        self._timestamps: set[str] = set()

    def next(self, prefix: str) -> str:
        """Return a fresh identifier such as ``V00000001``."""
        self._counts[prefix] += 1
        return f"{prefix}{self._counts[prefix]:08d}"

    def timestamp(self, now: float) -> str:
        """Return an unused message timestamp for ``now`` (seconds since 1970).

        Slack's ``ts`` is unique in a channel; here it is unique everywhere.
        """
        micros = int(now * 10**TS_FRACTION_DIGITS)
        while (ts := _timestamp_text(micros)) in self._timestamps:
            micros += 1
        self._timestamps.add(ts)
        return ts

    def taken(self, ts: str) -> None:
        """Note a timestamp that was given by hand."""
        self._timestamps.add(ts)


def secret() -> str:
    """Return an unguessable token for tickets, triggers and response URLs."""
    return uuid4().hex


def _timestamp_text(micros: int) -> str:
    seconds, fraction = divmod(micros, 10**TS_FRACTION_DIGITS)
    return f"{seconds}.{fraction:0{TS_FRACTION_DIGITS}d}"
