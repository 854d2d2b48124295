"""Messages that wait for somebody to say whether they are a good word: ids only."""

import enum
from dataclasses import dataclass
from datetime import datetime

from bot.domain.kudos import Source

EVERYBODY = ""
"""An offer under a helpdesk's post is for whoever looks first."""


def thread_key(source: Source) -> str:
    """Under which the reply that asks everybody is delivered."""
    return f"offer:{source.channel}:{source.ts}"


class OfferState(enum.StrEnum):
    """Where an offer stands."""

    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Offer:
    """A message that may be shared. user: who was asked, or EVERYBODY."""

    team: str
    source: Source
    user: str
    state: OfferState
    created_at: datetime
