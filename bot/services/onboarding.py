"""The first minutes in a workspace: one letter with three steps, and a look at the set-up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.findings import Finding
from bot.domain.refusals import Reason, RefusedError
from bot.domain.unasked import Unasked
from bot.ports import Clock, Desk, Directory, StorageAwayError
from bot.ports_praise import OpenPraise
from bot.services.gate import Gate
from bot.views import onboarding as view

log = structlog.get_logger()

KEY: Final = "once:welcome"
"""Such a delivery is made once in a workspace's life."""


@dataclass(frozen=True, slots=True)
class Welcome:
    """Greets whoever set Goodword up. admins: Slack's own admins, the owner first."""

    open_uow: OpenPraise
    directory: Directory
    admins: Callable[[str], Sequence[str]]
    clock: Clock

    def greet(self, team: str, installer: str = "") -> None:
        """Write to one admin, once in a workspace's life; asked again it does nothing.

        installer: who installed it, where Slack said so. A workspace whose kudos channel is
        chosen needs no first steps.
        """
        settings = self.directory.stored(team)
        if settings.kudos_channel or self._greeted(team):
            return
        user = installer or next(iter(sorted(settings.admins)), "") or self._an_admin(team)
        if not user:
            log.warning("nobody_to_welcome", team=team)
            return
        with self.open_uow() as uow:
            uow.outbox.put(
                Outgoing(
                    team=team,
                    key=KEY,
                    action=Action.POST,
                    purpose=Purpose.NOTICE,
                    channel=user,
                    body=view.letter(),
                    unasked=Unasked.WORKSPACE,
                ),
            )
            uow.commit()
        log.info("welcomed", team=team)

    def _greeted(self, team: str) -> bool:
        with self.open_uow() as uow:
            return uow.outbox.is_known(team, KEY)

    def _an_admin(self, team: str) -> str:
        try:
            return next(iter(self.admins(team)), "")
        except RefusedError:
            return ""


@dataclass(frozen=True, slots=True)
class CheckingUp:
    """*Check set-up*. examine: looks at a workspace; raises StorageAwayError."""

    gate: Gate
    directory: Directory
    desk: Desk
    examine: Callable[[str], Sequence[Finding]]

    def section(self, team: str, user: str) -> Sequence[dict[str, Any]]:
        """The button, for admins."""
        return view.section() if self.directory.is_admin(team, user) else ()

    def check(self, team: str, user: str, trigger: str) -> None:
        """Say that it looks, then what it found. Raises RefusedError before the modal is open."""
        self.gate.require_member(team, user)
        if not self.directory.is_admin(team, user):
            raise RefusedError(Reason.NOT_AN_ADMIN)
        opened = self.desk.open_modal(team, trigger, view.looking())
        try:
            shown = view.found(self.examine(team))
        except StorageAwayError:
            shown = view.found([view.away()])
        self.desk.update_modal(team, opened.id, shown, None)
