"""The Sweeper: what stands twice because an answer was lost and came late is taken away again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from bot.domain.delivery import Claimed
from bot.ports import Clock, StorageAwayError, TwinRemover, TwinsUnitOfWork

log = structlog.get_logger()

EVERY: Final = timedelta(seconds=20)
BATCH: Final = 20


@dataclass(frozen=True, slots=True)
class Sweeper:
    """Looks twice more at each delivery that was ever in doubt, minutes after it was settled.

    The search that resolves a doubt can only find what Slack shows by then. A first attempt that
    Slack carries out later still is the surplus one: what the database knows of is the other.
    """

    open_uow: Callable[[], TwinsUnitOfWork]
    remover: TwinRemover
    clock: Clock

    def tick(self) -> None:
        """Sweep what is due; what cannot be read now is read a minute later."""
        try:
            for settled in self._due():
                count = self.remover.remove_twins(settled)
                if count is not None:
                    self._done(settled, count)
        except StorageAwayError:
            log.warning("outbox_unreachable")

    def _due(self) -> Sequence[Claimed]:
        with self.open_uow() as uow:
            due = uow.twins.due(self.clock.now(), BATCH)
            if due:
                uow.commit()
        return due

    def _done(self, settled: Claimed, count: int) -> None:
        with self.open_uow() as uow:
            uow.twins.swept(settled, self.clock.now())
            uow.commit()
        if count:
            log.warning("twins_removed", key=settled.outgoing.key, count=count)
