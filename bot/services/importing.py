"""Comments from elsewhere become candidates in the intake channel, never posts in #kudos."""

import enum
import threading
from dataclasses import dataclass
from typing import Final

from bot.domain.candidates import KEY, WAITING_MAX, candidate_key, comes_at, day_began
from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.kudos import Source
from bot.domain.redacted import RedactionUnavailableError
from bot.domain.refusals import Reason, RefusedError
from bot.ports import Clock, Directory
from bot.ports_praise import OpenPraise
from bot.ports_sharing import Terms
from bot.services.gate import Gate
from bot.services.reading import Draft, Read, Reading
from bot.views import candidates as view

TRIES: Final = 3
REST_S: Final = 5.0


class Became(enum.Enum):
    """What became of a comment."""

    OFFERED = enum.auto()
    KNOWN = enum.auto()
    NOTHING_LEFT = enum.auto()
    LEFT = enum.auto()


@dataclass(frozen=True, slots=True)
class Importing:
    """Redacts first, keeps only that, sealed; known comments are told by a keyed hash.

    tries: how often a comment is read where redaction does not answer, five seconds apart.
    """

    open_uow: OpenPraise
    reading: Reading
    directory: Directory
    terms: Terms
    clock: Clock
    tries: int = TRIES

    def channel(self, team: str) -> str | None:
        """Where candidates are offered."""
        return next(iter(self.directory.stored(team).intake_channels), None)

    def offer(self, team: str, channel: str, text: str, a_day: int, source: str = "") -> Became:
        """Offer a comment, once. source: its id where it came from, known by a keyed hash.

        Raises RedactionUnavailableError, StorageAwayError.
        """
        said = self.terms.digest(team, f"candidate:{text}")
        origin = self.terms.digest(team, f"source:{source}") if source else ""
        with self.open_uow() as uow:
            if uow.candidates.is_known(team, said, origin):
                return Became.KNOWN
            waiting = uow.candidates.waiting(team)
        if waiting >= WAITING_MAX:
            return Became.LEFT
        read = self._read(Draft(team, text))
        if not read.says_something:
            return Became.NOTHING_LEFT
        now, zone = self.clock.now(), self.directory.stored(team).time_zone
        with self.open_uow() as uow:
            ahead = uow.candidates.ahead(team, day_began(now, zone))
            uow.outbox.put(
                Outgoing(
                    team=team,
                    key=candidate_key(said, origin),
                    action=Action.POST,
                    purpose=Purpose.KUDOS,
                    channel=channel,
                    body=view.card(read.text.text),
                    not_before=comes_at(ahead, a_day, now, zone),
                ),
            )
            uow.commit()
        return Became.OFFERED

    def _read(self, draft: Draft) -> Read:
        for _ in range(self.tries - 1):
            try:
                return self.reading.read(draft)
            except RedactionUnavailableError:
                self.clock.wait(threading.Event(), REST_S)
        return self.reading.read(draft)


@dataclass(frozen=True, slots=True)
class Candidates:
    """What can be done with a card."""

    open_uow: OpenPraise
    gate: Gate

    def dismiss(self, team: str, user: str, card: Source) -> None:
        """*Not this one*: the card goes and does not come again. Raises RefusedError."""
        self.gate.require_member(team, user)
        with self.open_uow() as uow:
            key = uow.outbox.key_at(team, card.channel, card.ts) or ""
            if not key.startswith(KEY):
                raise RefusedError(Reason.SOURCE_GONE)
            uow.outbox.put(
                Outgoing(
                    team=team,
                    key=f"{key}:away",
                    action=Action.DELETE,
                    purpose=Purpose.KUDOS,
                    channel=card.channel,
                    body={},
                    target=key,
                ),
            )
            uow.commit()
