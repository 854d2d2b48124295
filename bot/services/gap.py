"""What Slack could not tell us while we were away, read back from the intake channels."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.domain.inbox import StoredEvent
from bot.domain.refusals import RefusedError
from bot.ports import Clock, Directory, StorageAwayError
from bot.ports_sharing import History, OpenSharing

log = structlog.get_logger()

EVERY: Final = timedelta(minutes=2)
"""Commercial apps outside Slack's Marketplace may read history once a minute."""
LONGEST: Final = timedelta(hours=24)
"""Shorter than the inbox remembers what it has seen: whatever is read twice is kept once."""
OVERLAP: Final = timedelta(minutes=5)
"""How far Slack's clock and ours may differ."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Reads back from where Slack was last heard. keep: stores an event unless it is known."""

    open_uow: OpenSharing
    directory: Directory
    history: History
    keep: Callable[[StoredEvent], None]
    clock: Clock
    team: str
    _since: list[datetime] = field(default_factory=list)

    def begin(self) -> None:
        """Remember when Slack was last heard; asked before it can speak again.

        A first start has no gap: what was written before is nobody's business.
        """
        try:
            with self.open_uow() as uow:
                heard = uow.inbox.newest(self.team)
        except StorageAwayError:
            heard = None
        self._since[:] = [heard - OVERLAP if heard else self.clock.now()]

    def read(self) -> None:
        """Store what was missed; what cannot be read now is read next time."""
        now = self.clock.now()
        since = max(self._since[0] if self._since else now, now - LONGEST)
        try:
            for channel in self.directory.stored(self.team).intake_channels:
                for event in self.history.since(self.team, channel, since):
                    self.keep(event)
        except (RefusedError, StorageAwayError):
            log.warning("gap_unread", team=self.team)
            return
        self._since[:] = [now - OVERLAP]
