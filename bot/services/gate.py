"""Who may share, and whether anything may be posted: asked before every door opens."""

from dataclasses import dataclass

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.inbox import StoredEvent
from bot.domain.refusals import Reason, RefusedError
from bot.domain.unasked import Unasked
from bot.ports import Clock, Desk, Directory
from bot.ports_sharing import OpenSharing
from bot.services.menders import menders
from bot.views import notices

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Gate:
    """Members only, and an internal kudos channel that the bot is in."""

    open_uow: OpenSharing
    directory: Directory
    desk: Desk
    clock: Clock

    def require_member(self, team: str, user: str) -> None:
        """Raise RefusedError(GUEST) for guests, people of other companies, bots and the left."""
        if not self.is_member(team, user):
            raise RefusedError(Reason.GUEST)

    def is_member(self, team: str, user: str) -> bool:
        """Whether this person plainly belongs to the workspace."""
        member = self.directory.member(team, user)
        return member.is_active and not member.is_guest and not member.is_bot

    def require_admin(self, team: str, user: str) -> None:
        """Raise RefusedError(GUEST), or RefusedError(NOT_AN_ADMIN) for other members."""
        self.require_member(team, user)
        if not self.directory.is_admin(team, user):
            raise RefusedError(Reason.NOT_AN_ADMIN)

    def kudos_channel(self, team: str) -> str:
        """Where kudos go; raises RefusedError with what has to be mended."""
        channel = self.directory.settings(team).kudos_channel
        if channel is None:
            raise RefusedError(Reason.NO_KUDOS_CHANNEL)
        info = self.desk.channel(team, channel)
        if info.is_archived:
            raise RefusedError(Reason.KUDOS_CHANNEL_GONE)
        if info.is_shared_outside:
            self._tell_admins(team, channel)
            raise RefusedError(Reason.KUDOS_CHANNEL_SHARED)
        if not info.is_member:
            raise RefusedError(Reason.NOT_IN_KUDOS_CHANNEL)
        return channel

    def channel_shared(self, event: StoredEvent) -> None:
        """Another company joined a channel: the admins hear of it if it is the kudos channel."""
        if event.channel == self.directory.settings(event.team).kudos_channel:
            self._tell_admins(event.team, event.channel)

    def _tell_admins(self, team: str, channel: str) -> None:
        """Once a day to each admin; where none is named, see `menders`."""
        admins = menders(self.directory, team)
        day = self.clock.now().date().isoformat()
        with self.open_uow() as uow:
            for user in admins:
                uow.outbox.put(
                    Outgoing(
                        team=team,
                        key=f"shared_outside:{channel}:{day}:{user}",
                        action=Action.POST,
                        purpose=Purpose.NOTICE,
                        channel=user,
                        body=notices.shared_outside(channel),
                        unasked=Unasked.WORKSPACE,
                    ),
                )
            uow.commit()
        log.warning("kudos_channel_shared", team=team)
