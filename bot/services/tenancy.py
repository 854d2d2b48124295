"""Workspaces that come and go: removal at once, erasure within 14 days, tokens that run out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from bot.domain.inbox import StoredEvent
from bot.domain.installation import ERASED_AFTER, Installation
from bot.ports import Clock, StorageAwayError
from bot.ports_tenancy import OpenTenancy, TokenRefresher

log = structlog.get_logger()

ERASE_EVERY: Final = timedelta(hours=1)
REFRESH_EVERY: Final = timedelta(minutes=5)
WORKSPACES: Final = 20
"""How many a tick looks at."""
ROWS: Final = 1_000
"""Deleted in one statement, far within the five seconds the database gives each."""


@dataclass(frozen=True, slots=True)
class Tenancy:
    """forget: called when a workspace's token changed or went."""

    open_uow: OpenTenancy
    clock: Clock
    forget: Callable[[str], None]

    def removed(self, event: StoredEvent) -> None:
        """Goodword was uninstalled, or its token revoked. subject: when, in Slack's seconds.

        Both events come, in either order and perhaps twice; one of an earlier installation that
        was delivered late changes nothing.
        """
        happened = datetime.fromtimestamp(int(event.subject or 0), UTC)
        with self.open_uow() as uow:
            is_news = uow.installations.remove(event.team, happened, self.clock.now())
            uow.commit()
        self.forget(event.team)
        if is_news:
            log.info("workspace_removed", team=event.team)

    def erase(self) -> None:
        """Erase what was removed 13 days ago; an erasure that was cut off goes on."""
        now = self.clock.now()
        try:
            with self.open_uow() as uow:
                uow.install_states.purge(now)
                teams = list(uow.installations.to_erase(now - ERASED_AFTER, WORKSPACES))
                uow.commit()
            for team in teams:
                while self._some(team):
                    pass
                log.info("workspace_erased", team=team)
        except StorageAwayError:
            log.warning("erasing_unreachable")

    def _some(self, team: str) -> int:
        with self.open_uow() as uow:
            count = uow.installations.erase(team, ROWS)
            uow.commit()
        return count


@dataclass(frozen=True, slots=True)
class Refreshing:
    """Fresh tokens before the old ones run out, where token rotation is on."""

    open_uow: OpenTenancy
    refresher: TokenRefresher
    clock: Clock
    forget: Callable[[str], None]

    def tick(self) -> None:
        """Refresh what runs out within two hours; what fails now is tried minutes later."""
        try:
            with self.open_uow() as uow:
                leased = list(uow.installations.to_refresh(self.clock.now(), WORKSPACES))
                uow.commit()
            for installation in leased:
                self._refresh(installation)
        except StorageAwayError:
            log.warning("tokens_unreachable")

    def _refresh(self, installation: Installation) -> None:
        fresh = self.refresher.refresh(installation, self.clock.now())
        if fresh is None:
            log.error("token_not_refreshed", team=installation.team)
            return
        with self.open_uow() as uow:
            uow.installations.refreshed(fresh)
            uow.commit()
        self.forget(installation.team)
        log.info("token_refreshed", team=installation.team)
