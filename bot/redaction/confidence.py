"""Whether a machine may trust a redaction unattended.

What decides is the likeliest miss: the classifier's highest verdict on a word that stays readable.
`make bench NAME=confidence` prints how many messages pass, and how many of those are safe, for
every bar, on messages that trained nothing; the bar below was chosen there.
"""

from collections.abc import Sequence
from typing import Final

from bot.redaction.detection import Doubts
from bot.redaction.message import Message
from bot.redaction.recognizers.base import Finding

BAR: Final = 0.03
"""Highest verdict (0..1) on a readable word at which a message may pass.

The highest of the printed bars at which at least 99 % of the half it was chosen on are safe.
New weights need it chosen anew.
"""


def doubts(message: Message, spans: Sequence[Finding]) -> Doubts:
    """What speaks against trusting a redaction."""
    hidden = [(span.start, span.end) for span in spans]
    left = [
        verdict.hiding
        for verdict in message.verdicts
        if not any(start < verdict.end and verdict.start < end for start, end in hidden)
    ]
    return Doubts(missed=max(left, default=0.0), expected=sum(left))


def confident(found: Doubts) -> bool:
    """Whether the likeliest miss is unlikely enough."""
    return found.missed <= BAR
