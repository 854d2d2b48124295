"""What an admin sets about looking back: each field checked, one sentence where it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from bot.domain.digest_settings import DigestSettings
from bot.domain.refusals import Reason, RefusedError
from bot.ports import Clock, Desk, Directory
from bot.ports_digest import OpenLookingBack
from bot.services.digests import Digests
from bot.services.gate import Gate
from bot.views import digest_settings as view
from bot.wording import digest as words

log = structlog.get_logger()

Errors = Mapping[str, str]
"""Block id → one plain sentence."""


@dataclass(frozen=True, slots=True)
class DigestAdmin:
    """The modal behind *Digest and report* in App Home."""

    open_uow: OpenLookingBack
    gate: Gate
    desk: Desk
    directory: Directory
    digests: Digests
    clock: Clock

    def open(self, team: str, user: str, trigger: str) -> None:
        """Show what is set; raises RefusedError(NOT_AN_ADMIN)."""
        self._require_admin(team, user)
        with self.open_uow() as uow:
            settings = uow.digests.settings(team)
        zone = self.directory.settings(team).time_zone
        self.desk.open_modal(team, trigger, view.modal(settings, zone))

    def save(self, team: str, user: str, settings: DigestSettings) -> Errors:
        """Keep it, all or nothing; effective at the next tick. Raises RefusedError."""
        self._require_admin(team, user)
        found = {
            view.CHANNEL: self._channel_problem(team, settings.channel),
            view.EDITOR: self._person_problem(team, settings.editor),
            view.DEPUTY: self._person_problem(team, settings.deputy)
            or (words.DEPUTY_IS_EDITOR if _same(settings) else None),
        }
        errors = {block: sentence for block, sentence in found.items() if sentence}
        if errors:
            return errors
        with self.open_uow() as uow:
            uow.digests.save_settings(team, settings, self.clock.now())
            uow.commit()
        log.info("digest_settings_saved", team=team)
        return {}

    def _require_admin(self, team: str, user: str) -> None:
        self.gate.require_member(team, user)
        if not self.directory.is_admin(team, user):
            raise RefusedError(Reason.NOT_AN_ADMIN)

    def _channel_problem(self, team: str, channel: str | None) -> str | None:
        if channel is None:
            return None
        wrong = self.digests.wrong_with(team, channel)
        return words.CHANNEL_PROBLEMS[wrong.problem] if wrong else None

    def _person_problem(self, team: str, user: str | None) -> str | None:
        return words.NOT_A_MEMBER if user and not self.gate.is_member(team, user) else None


def _same(settings: DigestSettings) -> bool:
    return settings.deputy is not None and settings.deputy == settings.editor
