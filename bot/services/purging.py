"""Removes what is older than its term, once a day in each workspace, and notes what went."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.domain.privacy import PurgeRun
from bot.domain.retention import TERM_OF, TERMS, Purged
from bot.ports import Clock, StorageAwayError
from bot.ports_privacy import OpenPrivacy

log = structlog.get_logger()

EVERY: Final = timedelta(minutes=10)
"""How often the table of runs is asked; what is due is a day old."""
ONCE_A: Final = timedelta(days=1)
LIMIT: Final = 50
"""Workspaces a tick: 50 every ten minutes is 7,200 a day and process."""


@dataclass(frozen=True, slots=True)
class Purging:
    """The one purge job. Two processes at once remove the same rows once."""

    open_uow: OpenPrivacy
    clock: Clock

    def tick(self) -> None:
        """Purge the workspaces whose last run is a day old."""
        now = self.clock.now()
        try:
            with self.open_uow() as uow:
                teams = list(uow.purges.due(now - ONCE_A, LIMIT))
            for team in teams:
                self.purge(team, now)
        except StorageAwayError:
            log.warning("purge_unreachable")

    def purge(self, team: str, now: datetime) -> None:
        """Purge one workspace; each class in a commit of its own, with its count."""
        for kind in Purged:
            life = TERMS[TERM_OF[kind]].life
            if life is None:
                continue
            with self.open_uow() as uow:
                removed = uow.purges.remove(team, kind, now - life)
                uow.purges.note(team, PurgeRun(kind, now, removed))
                uow.commit()
            if removed:
                log.info("purged", team=team, kind=kind.value, count=removed)
