"""A kudos: a customer's good word, redacted, with the people it is for."""

import enum
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from bot.domain.redacted import Redacted
from bot.domain.refusals import Reason, RefusedError


class KudosState(enum.StrEnum):
    """Whether a kudos may be seen."""

    SHARED = "shared"
    TAKEN_BACK = "taken_back"


@dataclass(frozen=True, slots=True)
class Source:
    """The Slack message a kudos came from: ids only, never its words."""

    channel: str
    ts: str


@dataclass(frozen=True, slots=True)
class Credits:
    """Whom the good word is for: some teammates, or the whole team."""

    users: tuple[str, ...] = ()
    whole_team: bool = False


@dataclass(frozen=True, slots=True)
class Kudos:
    """One shared good word. `request` names what asked for it, so that asking twice is once."""

    id: str
    team: str
    request: str
    sharer: str
    sharer_named: bool
    text: Redacted
    note: Redacted | None
    credits: Credits
    source: Source | None
    channel: str
    state: KudosState
    created_at: datetime

    @property
    def post_key(self) -> str:
        """Natural key of its post in the kudos channel."""
        return f"kudos:{self.id}"

    def take_back(self, by: str, leads: frozenset[str]) -> Self:
        """The same kudos, no longer to be seen; twice is fine.

        Raises RefusedError(NOT_YOURS) unless `by` shared it, is credited in it, or is a lead.
        """
        if by != self.sharer and by not in self.credits.users and by not in leads:
            raise RefusedError(Reason.NOT_YOURS)
        return replace(self, state=KudosState.TAKEN_BACK)
