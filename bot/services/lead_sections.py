"""A lead's sections of App Home, and what can be pressed in them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.domain.lead_views import (
    LOG_SHOWN,
    WINDOWS_SHOWN,
    Display,
    PatternSettings,
    Surface,
    availability,
    drill_results,
)
from bot.domain.patterns import Frozen, Window
from bot.domain.refusals import Reason, RefusedError
from bot.domain.working_time import week_start
from bot.ports import Desk, StorageAwayError, View
from bot.ports_patterns import PatternUnitOfWork, RefreshHome
from bot.services.home import Section
from bot.services.pattern_core import PatternCore
from bot.views import patterns as view
from bot.wording import patterns as words

log = structlog.get_logger()

Blocks = Sequence[dict[str, Any]]

LOG_MODAL: Final = 200
ROLES_EVERY: Final = timedelta(seconds=20)
"""With a role at most 30 s old, a former lead's page is taken away within 60 s."""


@dataclass(frozen=True, slots=True)
class LeadSections:
    """Reads what App Home shows to leads, and writes down that it was shown."""

    core: PatternCore
    desk: Desk

    def sections(self) -> tuple[Section, ...]:
        """Nothing for anybody who is neither lead nor admin."""
        return (self.lead, self.admin)

    def lead(self, team: str, user: str) -> Blocks:
        """The page, logged in the same commit that reads it."""
        if not self.core.is_lead(team, user):
            return ()
        now = self.core.clock.now()
        with self.core.open_uow() as uow:
            if not uow.handoff_setup.settings(team).enabled:
                return ()
            shown = self._page(uow, team, now)
            self._log(uow, team, user, shown.frozen, now)
            uow.patterns.standing(team, user, stands=True)
            uow.commit()
        return view.page(shown)

    def admin(self, team: str, user: str) -> Blocks:
        """The way to the settings."""
        return view.admin() if self.core.directory.is_admin(team, user) else ()

    def decided(self, team: str, user: str, handoff: str) -> None:
        """*Decided*. Raises RefusedError(NOT_A_LEAD)."""
        self.core.require_lead(team, user)
        with self.core.open_uow() as uow:
            uow.decisions.settle(team, handoff, self.core.clock.now())
            uow.commit()

    def open_log(self, team: str, user: str, trigger: str) -> None:
        """*All views*. Raises RefusedError(NOT_A_LEAD)."""
        self.core.require_lead(team, user)
        with self.core.open_uow() as uow:
            displays = uow.patterns.displays(team, LOG_MODAL)
        zone = self.core.directory.settings(team).time_zone
        self.desk.open_modal(team, trigger, view.log(displays, zone))

    def settings_view(self, team: str, user: str) -> View:
        """The settings' form. Raises RefusedError(NOT_AN_ADMIN)."""
        self.core.require_admin(team, user)
        with self.core.open_uow() as uow:
            return view.settings(uow.patterns.settings(team))

    def keep(self, team: str, user: str, wanted: PatternSettings) -> dict[str, str]:
        """Keep settings; answers a sentence for each field that stands in the way."""
        self.core.require_admin(team, user)
        problems = {**self._channel(team, wanted), **self._siblings(team, wanted)}
        if problems:
            return problems
        with self.core.open_uow() as uow:
            uow.patterns.keep_settings(team, wanted)
            uow.commit()
        log.info("pattern_settings_kept", team=team)
        return {}

    def _channel(self, team: str, wanted: PatternSettings) -> dict[str, str]:
        if wanted.leads_channel is None:
            return {}
        try:
            info = self.desk.channel(team, wanted.leads_channel)
        except RefusedError:
            return {view.CHANNEL: words.CHANNEL_AWAY}
        if info.is_shared_outside:
            return {view.CHANNEL: words.CHANNEL_OUTSIDE}
        if info.is_archived or not info.is_member:
            return {view.CHANNEL: words.CHANNEL_AWAY}
        return {}

    def _siblings(self, team: str, wanted: PatternSettings) -> dict[str, str]:
        try:
            self.core.people(team, wanted.sibling_groups)
        except RefusedError:
            return {view.SIBLINGS: words.NO_SUCH_GROUP}
        return {}

    def _page(self, uow: PatternUnitOfWork, team: str, now: datetime) -> view.LeadPage:
        handoffs = uow.handoff_setup.settings(team)
        receivers = uow.receivers.all(team, week_start(now, handoffs.hours.zone))
        frozen = uow.patterns.frozen(team, WINDOWS_SHOWN)
        current = Window.of(now)
        begun = uow.patterns.first_window(team) or current
        return view.LeadPage(
            frozen=frozen,
            next_window=frozen[0].window.next if frozen else begun,
            availability=availability(receivers, handoffs, now),
            drills=drill_results(uow.patterns.drills(team, (current.before, current))),
            questions=uow.quarterly.newest(team),
            decisions=uow.decisions.waiting(team, view.DECISIONS_SHOWN),
            displays=uow.patterns.displays(team, LOG_SHOWN),
            zone=handoffs.hours.zone,
        )

    def _log(
        self,
        uow: PatternUnitOfWork,
        team: str,
        user: str,
        frozen: Sequence[Frozen],
        now: datetime,
    ) -> None:
        for one in frozen:
            start = one.window.start
            uow.patterns.log(Display(team, user, Surface.HOME, start, one.figures, now))


@dataclass(frozen=True, slots=True)
class FormerLeads:
    """Takes figures away from App Homes of people who are no longer leads."""

    core: PatternCore
    refresh: RefreshHome

    def tick(self) -> None:
        """Show their Home anew; what cannot be reached now is tried at the next tick."""
        try:
            with self.core.open_uow() as uow:
                found = list(uow.patterns.teams_standing())
            for team, user in found:
                self._look_at(team, user)
        except StorageAwayError:
            log.warning("roles_unreachable")

    def _look_at(self, team: str, user: str) -> None:
        try:
            if self.core.is_lead(team, user):
                return
            self.refresh(team, user)
        except RefusedError as refused:
            if refused.reason is Reason.SLACK_AWAY:
                return
        with self.core.open_uow() as uow:
            uow.patterns.standing(team, user, stands=False)
            uow.commit()
