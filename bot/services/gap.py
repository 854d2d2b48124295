"""What Slack could not tell us while we were away, read back from the intake channels."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
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
WORKSPACES: Final = 100
"""Read a tick: 72,000 a day, so that ten thousand workspaces are each read every few hours."""
NEVER: Final = datetime.min.replace(tzinfo=UTC)
OVERLAP: Final = timedelta(minutes=5)
"""How far Slack's clock and ours may differ."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Reads back from where Slack was last heard. keep: stores an event unless it is known.

    teams: the workspaces that are served; raises StorageAwayError.
    """

    open_uow: OpenSharing
    directory: Directory
    history: History
    keep: Callable[[StoredEvent], None]
    clock: Clock
    teams: Callable[[], Sequence[str]]
    _since: dict[str, datetime] = field(default_factory=dict)
    _read_at: dict[str, datetime] = field(default_factory=dict)

    def begin(self) -> None:
        """Remember until when all was heard; asked before Slack can speak again.

        What was heard since then says nothing: a process may have died between it and the gap
        before it, which nobody has read yet. A first start has no gap: what was written before is
        nobody's business. Of what an earlier version left, whatever was missed lies behind the
        last event the inbox remembers.
        """
        now = self.clock.now()
        try:
            for team in self.teams():
                with self.open_uow() as uow:
                    noted, heard = uow.inbox.heard_until(team), uow.inbox.newest(team)
                    served = uow.inbox.served_since(team)
                    since = noted or (heard - OVERLAP if heard else served or now)
                    if noted is None:
                        uow.inbox.note_heard(team, since)
                        uow.commit()
                self._since[team] = since
        except StorageAwayError:
            log.warning("gap_unread")

    def read(self) -> None:
        """Store what was missed, in those first that were read longest ago.

        What cannot be read now is read next time.
        """
        now = self.clock.now()
        try:
            teams = self.teams()
        except StorageAwayError:
            log.warning("gap_unread")
            return
        for team in teams:
            # A workspace that came since is read from now on.
            self._since.setdefault(team, now)
        longest_ago = sorted(teams, key=lambda team: self._read_at.get(team, NEVER))
        for team in longest_ago[:WORKSPACES]:
            self._read_at[team] = now
            self._read(team, max(self._since[team], now - LONGEST), now)

    def _read(self, team: str, since: datetime, now: datetime) -> None:
        try:
            for channel in self.directory.stored(team).intake_channels:
                for event in self.history.since(team, channel, since):
                    self.keep(event)
            with self.open_uow() as uow:
                uow.inbox.note_heard(team, now - OVERLAP)
                uow.commit()
        except (RefusedError, StorageAwayError):
            log.warning("gap_unread", team=team)
            return
        self._since[team] = now - OVERLAP
