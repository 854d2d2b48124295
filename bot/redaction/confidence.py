"""Whether a machine may trust a redaction unattended.

What decides is the likeliest miss: the classifier's highest verdict on a word that stays readable.
`make bench NAME=confidence` prints how many messages pass, and how many of those are safe, for
every bar, on messages that trained nothing; the bar below was chosen there.
"""

from collections.abc import Sequence
from typing import Final

from bot.redaction.detection import Doubts
from bot.redaction.message import Message, Score
from bot.redaction.recognizers.base import Finding

_NAMES: Final = frozenset({"PERSON", "ORG", "LOCATION"})

BAR: Final = 0.025
"""Highest verdict (0..1) on a readable word at which a message may pass.

The highest of the printed bars at which at least 99 % of the half it was chosen on are safe.
New weights need it chosen anew.
"""

_SMALL_SHARE: Final = 0.1
"""What a verdict on a name in small letters counts: of 90 such words with a verdict from .2 to .5
in this project's own messages 8 were names."""


def doubts(message: Message, spans: Sequence[Finding]) -> Doubts:
    """What speaks against trusting a redaction."""
    hidden = [(span.start, span.end) for span in spans]
    left = [
        _weighed(message, verdict)
        for verdict in message.verdicts
        if not any(start < verdict.end and verdict.start < end for start, end in hidden)
    ]
    return Doubts(missed=max(left, default=0.0), expected=sum(left))


def _weighed(message: Message, verdict: Score) -> float:
    """What a verdict counts; one under the bar decides nothing and is left as it is."""
    if verdict.hiding <= BAR:
        return verdict.hiding
    small = verdict.label in _NAMES and message.text[verdict.start : verdict.end].islower()
    return verdict.hiding * _SMALL_SHARE if small else verdict.hiding


def confident(found: Doubts) -> bool:
    """Whether the likeliest miss is unlikely enough."""
    return found.missed <= BAR
