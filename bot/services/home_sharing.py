"""Sharing's sections of App Home, and the personal settings among them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.preferences import Preferences
from bot.domain.receivers import UNTIL_RESUMED
from bot.domain.unasked import Unasked
from bot.ports import Directory
from bot.ports_sharing import OpenSharing
from bot.services.gate import Gate
from bot.services.home import Section
from bot.views import home as view
from bot.wording import sharing as words

Blocks = Sequence[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class SharingSections:
    """Reads what App Home shows about sharing."""

    open_uow: OpenSharing
    gate: Gate
    directory: Directory

    def top(self) -> tuple[Section, ...]:
        """What concerns kudos."""
        return (self.share, self.waiting, self.mine)

    def bottom(self) -> tuple[Section, ...]:
        """What can be set; other features' sections stand above."""
        return (self.personal, self.admin)

    def share(self, team: str, user: str) -> Blocks:
        """The button."""
        return view.share(
            has_channel=self.directory.settings(team).kudos_channel is not None,
            is_admin=self.directory.is_admin(team, user),
        )

    def waiting(self, team: str, user: str) -> Blocks:
        """Messages waiting for this person."""
        with self.open_uow() as uow:
            return view.waiting(uow.offers.waiting(team, user, view.WAITING_MAX))

    def mine(self, team: str, user: str) -> Blocks:
        """What this person shared."""
        with self.open_uow() as uow:
            kudos = uow.kudos.shared_by(team, user, view.MINE_MAX)
            return view.mine(kudos, uow.outbox.undelivered(team, [one.post_key for one in kudos]))

    def personal(self, team: str, user: str) -> Blocks:
        """What this person has set."""
        with self.open_uow() as uow:
            return view.personal(uow.preferences.get(team, user))

    def admin(self, team: str, user: str) -> Blocks:
        """The way to the settings."""
        return view.admin() if self.directory.is_admin(team, user) else ()

    def prefer(self, team: str, user: str, preferences: Preferences) -> None:
        """Keep personal settings. Raises RefusedError(GUEST)."""
        self.gate.require_member(team, user)
        with self.open_uow() as uow:
            uow.preferences.save(team, user, preferences)
            uow.commit()

    def mute(self, team: str, user: str) -> str:
        """*Don't tell me any more*, from a notice; answers what to tell the person."""
        self.gate.require_member(team, user)
        with self.open_uow() as uow:
            uow.silences.keep(team, user, Unasked.CREDITED, UNTIL_RESUMED)
            uow.commit()
        return words.MUTED
