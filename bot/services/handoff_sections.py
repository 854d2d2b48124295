"""What App Home shows about handoffs, section by section."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.services.handoff_core import HandoffCore
from bot.services.handoff_lead import OPEN_SHOWN
from bot.services.home import Section
from bot.services.receiving import week_of
from bot.views import handoff_home as view

Blocks = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class HandoffSections:
    """Reads what App Home shows; nothing about handoffs while they are off, but to admins."""

    core: HandoffCore

    def urgent(self) -> tuple[Section, ...]:
        """What stands above everything else: somebody waits."""
        return (self.waiting,)

    def all(self) -> tuple[Section, ...]:
        """The others, in the order in which they stand."""
        return (self.my_requests, self.receiving, self.leads_list, self.admin)

    def my_requests(self, team: str, user: str) -> Blocks:
        """*My open requests*."""
        with self.core.open_uow() as uow:
            settings = uow.handoff_setup.settings(team)
            mine = uow.handoffs.unclosed_of(team, user)
        if not settings.enabled and not mine:
            return ()
        return view.my_requests(mine, self.core.clock.now(), settings.hours.zone)

    def waiting(self, team: str, user: str) -> Blocks:
        """*You are being asked* and *With you*."""
        with self.core.open_uow() as uow:
            settings = uow.handoff_setup.settings(team)
            asked = uow.handoffs.asked_of(team, user) if settings.enabled else ()
            held = uow.handoffs.taken_by(team, user)
        return view.waiting(asked, held, settings, self.core.clock.now())

    def receiving(self, team: str, user: str) -> Blocks:
        """*Receiving*: what a person wishes."""
        now = self.core.clock.now()
        with self.core.open_uow() as uow:
            settings = uow.handoff_setup.settings(team)
            receiver = uow.receivers.get(team, user, week_of(now, settings))
        return view.receiving(receiver, settings, now) if settings.enabled else ()

    def leads_list(self, team: str, user: str) -> Blocks:
        """*Open handoffs*, for leads, the backup and deputies."""
        with self.core.open_uow() as uow:
            settings = uow.handoff_setup.settings(team)
            if not settings.enabled or user not in settings.everyone:
                return ()
            found = uow.handoffs.unclosed(team, OPEN_SHOWN)
        return view.leads_list(found, user, settings, self.core.clock.now())

    def admin(self, team: str, user: str) -> Blocks:
        """The way to the settings."""
        if not self.core.directory.is_admin(team, user):
            return ()
        return view.admin(self.core.settings(team))
