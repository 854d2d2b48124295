"""A handoff: one conversation somebody need not stay in, and who has it now."""

import enum
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.redacted import Redacted
from bot.domain.reference import Reference
from bot.domain.refusals import Reason, RefusedError

SENTENCE_MAX: Final = 300
LAPSES_AFTER: Final = timedelta(days=90)
"""A case nobody has closed since it was taken counts as taken over, so that its link ends too."""
LINK_KEPT: Final = timedelta(days=30)
"""How long after closing the link to the requester is kept (the pledge)."""


class Ground(enum.StrEnum):
    """Why a conversation is handed over; one is enough, none needs a proof."""

    HARASSMENT = "harassment"
    THREAT = "threat"
    DANGER = "danger"
    DRAINING = "draining"
    ANOTHER_TIER = "another_tier"


ALARMS: Final = frozenset({Ground.THREAT, Ground.DANGER})
"""No waiting, no working hours, and leads see the requester at once."""


class State(enum.StrEnum):
    """Where a handoff stands."""

    OPEN = "open"
    CLAIMED = "claimed"
    WITH_TAKER = "with_taker"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class Step(enum.StrEnum):
    """Whom an open handoff is with."""

    PEERS = "peers"
    LEADS = "leads"
    AT_ONCE = "at_once"
    BACKUP = "backup"
    EVERYONE = "everyone"


class Route(enum.StrEnum):
    """Whom the requester wants asked."""

    FIRST_AVAILABLE = "first_available"
    NAMED = "named"
    ANY_LEAD = "any_lead"


class Medium(enum.StrEnum):
    """How the conversation is held."""

    EMAIL = "email"
    CHAT = "chat"
    PHONE = "phone"
    SOCIAL = "social"


class Ending(enum.StrEnum):
    """How it ended; none of them is a failure."""

    TAKEN_OVER = "taken_over"
    ANOTHER_TIER = "another_tier"
    IMPASSE = "impasse"
    PARTED_WAYS = "parted_ways"


class Check(enum.StrEnum):
    """What has to be seen to before a customer is asked to leave."""

    RECORDED = "recorded"
    EVIDENCE = "evidence"
    WRITTEN_BY_ANOTHER = "written_by_another"


class Role(enum.StrEnum):
    """Why somebody was asked."""

    PEER = "peer"
    LEAD = "lead"
    DEPUTY = "deputy"
    BACKUP = "backup"


class Answer(enum.StrEnum):
    """What became of asking somebody. NOT_TODAY is never shown to anyone."""

    ASKED = "asked"
    NOT_TODAY = "not_today"
    TAKEN = "taken"
    GIVEN_BACK = "given_back"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Offer:
    """One person asked once; `round` counts how often this handoff has asked."""

    user: str
    role: Role
    round: int
    answer: Answer
    asked_at: datetime
    answered_at: datetime | None = None


class Consent(enum.StrEnum):
    """What the second person has said about asking a customer to leave."""

    ASKED = "asked"
    NOT_YET = "not_yet"
    AGREED = "agreed"


@dataclass(frozen=True, slots=True)
class PartedWays:
    """How a customer was asked to leave.

    written_by: who closed it and named the second person; they hear the answer.
    """

    second_person: str
    review_on: date
    checks: frozenset[Check]
    written_by: str = ""
    consent: Consent = Consent.ASKED

    def require_whole(self, by: str, today: date) -> None:
        """Nobody asks a customer to leave alone or on the side; raises RefusedError."""
        if self.checks != frozenset(Check):
            raise RefusedError(Reason.CHECKLIST)
        if self.second_person in {"", by}:
            raise RefusedError(Reason.SECOND_PERSON)
        if self.review_on <= today:
            raise RefusedError(Reason.REVIEW_DATE)


@dataclass(frozen=True, slots=True)
class Wish:
    """What the requester said. Everything but ground and reference is optional."""

    ground: Ground
    reference: Reference | None
    live: bool = False
    sentence: Redacted | None = None
    route: Route = Route.FIRST_AVAILABLE
    named: str | None = None
    medium: Medium | None = None
    language: str | None = None
    tell_ending: bool = True
    never_route: bool = False


@dataclass(frozen=True, slots=True)
class Handoff:
    """One handoff. Combinations that must never be cannot be built.

    request: what asked for it, so that asking twice is asking once. requester: None once the
    link is destroyed. due_at: when the running timer ends. armed_at: when it was started, so
    that a clock that went back is noticed. told_at: when the requester last heard.
    """

    id: str
    team: str
    request: str
    requester: str | None
    wish: Wish
    pledge_version: int
    created_at: datetime
    state: State
    step: Step
    armed_at: datetime
    told_at: datetime
    due_at: datetime | None = None
    round: int = 0
    taker: str | None = None
    reminded: bool = False
    claimed_at: datetime | None = None
    closed_at: datetime | None = None
    ending: Ending | None = None
    parted: PartedWays | None = None
    repeat: bool = False
    drill: bool = False
    offers: tuple[Offer, ...] = ()
    version: int = 0

    def __post_init__(self) -> None:
        """Hold what must hold of every handoff, always."""
        owned = self.state in {State.CLAIMED, State.WITH_TAKER}
        if owned and self.taker is None:
            raise ValueError("a taken handoff has a taker")
        if self.state is State.OPEN and self.taker is not None:
            raise ValueError("an open handoff has no taker")
        if (self.due_at is not None) != (self.state in {State.OPEN, State.CLAIMED}):
            raise ValueError("a timer runs while a handoff is open or unconfirmed, and only then")
        if (self.closed_at is not None) != self.is_closed:
            raise ValueError("a closed handoff says when")

    @property
    def alarm(self) -> bool:
        """Threat or danger: the clock never stops, and leads see who asks."""
        return self.wish.ground in ALARMS

    @property
    def urgent(self) -> bool:
        """Everyone of the first two steps is asked at once."""
        return self.alarm or self.wish.live

    @property
    def is_closed(self) -> bool:
        """Resolved or withdrawn."""
        return self.state in {State.RESOLVED, State.WITHDRAWN}

    @property
    def has_owner(self) -> bool:
        """Whether a named human has it."""
        return self.taker is not None and not self.is_closed

    @property
    def asked(self) -> tuple[Offer, ...]:
        """Who has been asked and has not answered."""
        return tuple(offer for offer in self.offers if offer.answer is Answer.ASKED)

    def offer_to(self, user: str) -> Offer | None:
        """The newest offer to a person."""
        found = [offer for offer in self.offers if offer.user == user]
        return max(found, key=lambda offer: offer.round, default=None)
