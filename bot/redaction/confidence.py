"""Whether a machine may trust a redaction unattended."""

from collections.abc import Sequence
from typing import Final

from bot.domain.redacted import Why
from bot.redaction.detection import Doubts
from bot.redaction.message import Message
from bot.redaction.recognizers.base import Finding

MISSED: Final = 0.05
"""Highest verdict on a readable word at which a message still passes."""


def doubts(message: Message, spans: Sequence[Finding]) -> Doubts:
    """What speaks against trusting a redaction."""
    hidden = [(span.start, span.end) for span in spans]
    left = [
        score.hiding
        for score in message.verdicts
        if not any(start < score.end and score.start < end for start, end in hidden)
    ]
    alone = [span.score for span in spans if span.why is Why.CLASSIFIER]
    return Doubts(
        missed=max(left, default=0.0),
        weakest=min(alone, default=1.0),
        alone=len(alone),
        teammates=sum(span.why is Why.TEAMMATE_NAME_AS_CUSTOMER for span in spans),
        length=len(message.words),
    )


def confident(found: Doubts) -> bool:
    """Whether nothing near a threshold is left to doubt."""
    return found.missed <= MISSED and found.alone == 0 and found.teammates == 0
