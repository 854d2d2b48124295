"""Time passes: steps, reminders, reopenings, the end of the link. Read from the database."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby
from operator import attrgetter
from typing import Final

import structlog

from bot.domain import handoff_moves as moves
from bot.domain.handoff import LAPSES_AFTER, LINK_KEPT
from bot.ports import StorageAwayError
from bot.ports_handoff import Due
from bot.services.handoff_core import HandoffCore

log = structlog.get_logger()

EVERY: Final = timedelta(seconds=1)
LIMIT: Final = 200
BATCH: Final = 10
"""How many of one workspace share a commit: one fsync instead of ten."""
_ASKS_PEERS: Final = frozenset({moves.Happened.REOPENED})
"""After these it is somebody else's turn: people are read anew."""
UNLINK_EVERY: Final = timedelta(hours=1)
UNLINK_LIMIT: Final = 100


@dataclass(frozen=True, slots=True)
class HandoffTimers:
    """What the clock asks for. kept: called after a commit that may have filled the outbox."""

    core: HandoffCore
    kept: Callable[[], None]

    def tick(self) -> int:
        """Move on everything whose timer has ended; answers how many were looked at."""
        try:
            with self.core.open_uow() as uow:
                found = list(uow.handoffs.due(self.core.clock.now(), LIMIT))
            found.sort(key=attrgetter("team"))
            for _, group in groupby(found, attrgetter("team")):
                self._team(list(group))
        except StorageAwayError:
            log.warning("timers_unreachable")
            return 0
        return len(found)

    def tick_once(self) -> None:
        """`tick`, for a scheduler that wants no answer."""
        self.tick()

    def unlink(self) -> None:
        """Destroy the link to requesters 30 days after closing."""
        now = self.core.clock.now()
        try:
            self._lapse()
            self._expire_repeats()
            while True:
                with self.core.open_uow() as uow:
                    count = uow.handoffs.unlink(now - LINK_KEPT, now, UNLINK_LIMIT)
                    uow.commit()
                if count:
                    log.info("handoffs_unlinked", count=count)
                if count < UNLINK_LIMIT:
                    return
        except StorageAwayError:
            log.warning("timers_unreachable")

    def _lapse(self) -> None:
        """A case nobody closes must not keep its link for ever."""
        before = self.core.clock.now() - LAPSES_AFTER
        with self.core.open_uow() as uow:
            found = list(uow.handoffs.unclosed_since(before, UNLINK_LIMIT))
        for one in found:
            self.core.change(one.team, one.handoff, None, moves.lapse)
        if found:
            self.kept()

    def _expire_repeats(self) -> None:
        with self.core.open_uow() as uow:
            uow.repeats.expire()
            uow.commit()

    def _team(self, due: Sequence[Due]) -> None:
        for start in range(0, len(due), BATCH):
            batch = due[start : start + BATCH]
            try:
                self._move_on(batch)
            except (LookupError, ValueError):
                # One row that cannot be read must not hold up the others.
                self._one_by_one(batch)

    def _one_by_one(self, batch: Sequence[Due]) -> None:
        for one in batch:
            try:
                self._move_on([one])
            except (LookupError, ValueError) as error:
                log.error("timer_failed", team=one.team, key=one.handoff, kind=type(error).__name__)  # noqa: TRY400 - a trace may carry content

    def _move_on(self, batch: Sequence[Due]) -> None:
        team = batch[0].team
        with self.core.open_uow() as uow:
            found = uow.handoffs.several(team, [one.handoff for one in batch])
            look = self.core.situations(uow, team)
            for before in found:
                situation = look(before)
                move = moves.due(before, situation)
                # Somebody faster has already moved it on; their timer is the one that counts.
                if not self.core.keep(uow, before, move, situation, None):
                    continue
                if move.happened in _ASKS_PEERS:
                    look = self.core.situations(uow, team)
            uow.commit()
        self.kept()
