"""Workspaces that come and go: removal at once, erasure within 14 days, tokens that run out."""

import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import structlog

from bot.domain.inbox import StoredEvent
from bot.domain.installation import ERASED_AFTER, Installation
from bot.ports import Clock, StorageAwayError
from bot.ports_tenancy import OpenTenancy, TokenCheck, TokenRefresher

log = structlog.get_logger()

ERASE_EVERY: Final = timedelta(hours=1)
REFRESH_EVERY: Final = timedelta(minutes=5)
CHECK_EVERY: Final = timedelta(hours=1)
CHECKED_ONCE_A: Final = timedelta(days=1)
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
class Checking:
    """Notices a removal of which no event came: Slack tells it three times in six minutes.

    Each hour a twenty-fourth of the workspaces, so that each is looked at once a day; which ones
    depends on nothing but their names, and two processes that look find the same.
    """

    open_uow: OpenTenancy
    tokens: TokenCheck
    clock: Clock
    forget: Callable[[str], None]

    def tick(self) -> None:
        """Look at this hour's workspaces."""
        now = self.clock.now()
        try:
            with self.open_uow() as uow:
                teams = [team for team in uow.installations.teams() if hour_of(team) == now.hour]
            for team in teams:
                self._look_at(team)
        except StorageAwayError:
            log.warning("tokens_unreachable")

    def _look_at(self, team: str) -> None:
        # From before the question: whoever installs it again meanwhile is installed.
        before = self.clock.now() - timedelta(seconds=1)
        if not self.tokens.is_revoked(team):
            return
        with self.open_uow() as uow:
            # It may have been removed right after the last look, and the term runs from then.
            is_news = uow.installations.remove(team, before, before - CHECKED_ONCE_A)
            uow.commit()
        self.forget(team)
        if is_news:
            log.info("workspace_removed", team=team, why="token_revoked")


def hour_of(team: str) -> int:
    """The hour of the day, in UTC, in which a workspace is looked at."""
    return zlib.crc32(team.encode()) % 24


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
