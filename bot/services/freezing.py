"""Windows are computed once, seven days after they close, and posted once."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.lead_views import WINDOWS_SHOWN, Display, Surface
from bot.domain.patterns import Window, due, freeze, newest_due
from bot.domain.refusals import RefusedError
from bot.ports import StorageAwayError
from bot.ports_patterns import PatternUnitOfWork
from bot.services.pattern_core import PatternCore
from bot.views import patterns as view

log = structlog.get_logger()

EVERY: Final = timedelta(seconds=2)
"""One cheap question, seldom with an answer: windows are the same for all workspaces."""


@dataclass(frozen=True, slots=True)
class Freezing:
    """What the clock asks for. kept: called after a commit that may have filled the outbox."""

    core: PatternCore
    kept: Callable[[], None]

    def tick(self) -> None:
        """Freeze every window whose time has come, in every workspace that uses handoffs."""
        try:
            with self.core.open_uow() as uow:
                teams = uow.patterns.waiting(newest_due(self.core.clock.now()))
            for team in teams:
                self.team(team)
        except StorageAwayError:
            log.warning("freezing_unreachable")

    def team(self, team: str) -> int:
        """Freeze what is due in one workspace, oldest first; answers how many windows."""
        with self.core.open_uow() as uow:
            first = uow.patterns.first_window(team)
            done = uow.patterns.frozen_starts(team)
            siblings = uow.patterns.settings(team).sibling_groups
        if first is None:
            return 0
        waiting = due(first, done, self.core.clock.now())
        if not waiting:
            return 0
        try:
            size = len(self.core.everyone(team, siblings))
        except RefusedError:
            # A team that cannot be counted now is counted later: a frozen window is never mended.
            log.warning("freezing_waits", team=team)
            return 0
        frozen = sum(self._freeze(team, window, size) for window in waiting)
        self.kept()
        return frozen

    def _freeze(self, team: str, window: Window, size: int) -> bool:
        """One window, one commit: what is shown is kept, the key of its marks is destroyed."""
        now = self.core.clock.now()
        with self.core.open_uow() as uow:
            asked, taken = uow.patterns.asked(team, window)
            if not uow.patterns.freeze(team, freeze(window, size, asked, taken), now):
                return False
            uow.window_keys.destroy(team, window.start)
            self._post(uow, team, window)
            uow.commit()
        log.info("window_frozen", team=team, key=window.start.isoformat())
        return True

    def _post(self, uow: PatternUnitOfWork, team: str, window: Window) -> None:
        channel = uow.patterns.settings(team).leads_channel
        if channel is None:
            return
        shown = [
            one
            for one in uow.patterns.frozen(team, WINDOWS_SHOWN)
            if one.window.start <= window.start
        ]
        uow.outbox.put(
            Outgoing(
                team=team,
                key=f"patterns:{window.start.isoformat()}",
                action=Action.POST,
                purpose=Purpose.PATTERNS,
                channel=channel,
                body=view.post(shown),
            ),
        )
        for one in shown:
            at = self.core.clock.now()
            start = one.window.start
            uow.patterns.log(Display(team, None, Surface.POST, start, one.figures, at))
