"""The weekly digest: due, composed once, and looked at again right before it is sent."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.digest import CHANNEL, Slot, pick
from bot.domain.digest_settings import DigestSettings, Problem
from bot.domain.refusals import Reason, RefusedError
from bot.domain.unasked import Unasked
from bot.domain.workspace import WorkspaceSettings
from bot.ports import Clock, Desk
from bot.ports_digest import Digest, LookingBackUnitOfWork, OpenLookingBack

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wrong:
    """What an admin has to mend. subject: a time zone, or a channel or person as a mention."""

    problem: Problem
    subject: str


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace that is looked at: what its admins have set, in both places."""

    team: str
    settings: WorkspaceSettings
    wishes: DigestSettings


@dataclass(frozen=True, slots=True)
class Digests:
    """Uses each weekly slot once."""

    open_uow: OpenLookingBack
    desk: Desk
    clock: Clock

    def turn(self, place: Workspace, slot: Slot) -> Wrong | None:
        """Post the slot's digest if it is due and was not yet; raises RefusedError(SLACK_AWAY)."""
        if not place.wishes.weekly or not slot.is_due(place.team, self.clock.now()):
            return None
        with self.open_uow() as uow:
            if uow.digests.get(place.team, slot.kind, CHANNEL, slot.period):
                return None
        channel = channel_of(place)
        if channel is None:
            return None
        wrong = self.wrong_with(place.team, channel)
        if wrong is None:
            self._use(place, slot, channel)
        return wrong

    def wrong_with(self, team: str, channel: str) -> Wrong | None:
        """Why nothing may be posted there; raises RefusedError(SLACK_AWAY)."""
        subject = f"<#{channel}>"
        try:
            info = self.desk.channel(team, channel)
        except RefusedError as refused:
            if refused.reason is not Reason.KUDOS_CHANNEL_GONE:
                raise
            return Wrong(Problem.CHANNEL_GONE, subject)
        if info.is_archived:
            return Wrong(Problem.CHANNEL_GONE, subject)
        if info.is_shared_outside:
            return Wrong(Problem.CHANNEL_SHARED, subject)
        return None if info.is_member else Wrong(Problem.NOT_IN_CHANNEL, subject)

    def _use(self, place: Workspace, slot: Slot, channel: str) -> None:
        """Slot, items and deliveries in one commit; whoever comes second changes nothing.

        Until it is known what became of the week before: what that one did not show comes now.
        """
        with self.open_uow() as uow:
            if uow.digests.is_unsettled(place.team, slot):
                return
            chosen = compose(uow, place.team, slot, place.wishes.length)
            digest = used(place.team, slot, channel, self.clock.now(), empty=not chosen)
            if not uow.digests.add(digest, chosen):
                return
            if chosen:
                for each in (digest, *_copies(uow, digest)):
                    uow.outbox.put(delivery(each))
            uow.commit()
        log.info("digest_composed", team=place.team, key=digest.key, count=len(chosen))


def channel_of(place: Workspace) -> str | None:
    """Where digests and reports go."""
    return place.wishes.channel or place.settings.kudos_channel


def compose(uow: LookingBackUnitOfWork, team: str, slot: Slot, length: int) -> tuple[str, ...]:
    """Which kudos a slot shows; the same whoever asks."""
    kudos, covered = uow.digests.candidates(team, slot)
    return pick(slot, kudos, covered, length, seed=f"{team}:{slot.period}")


def used(team: str, slot: Slot, channel: str, now: datetime, *, empty: bool) -> Digest:
    """The channel's own digest of a slot."""
    return Digest(
        team=team,
        kind=slot.kind,
        recipient=CHANNEL,
        period=slot.period,
        channel=channel,
        slot_at=slot.at,
        ends_at=slot.ends,
        created_at=now,
        empty=empty,
    )


def delivery(digest: Digest, purpose: Purpose = Purpose.DIGEST) -> Outgoing:
    """The post. It has no body yet: that is written from what is true when it is sent."""
    return Outgoing(
        team=digest.team,
        key=digest.key,
        action=Action.POST,
        purpose=purpose,
        channel=digest.channel,
        body={},
        unasked=None if digest.recipient == CHANNEL else Unasked.DIGEST_COPIES,
    )


def _copies(uow: LookingBackUnitOfWork, digest: Digest) -> Sequence[Digest]:
    wanted = [
        replace(digest, recipient=user, channel=user) for user in uow.archive.copies(digest.team)
    ]
    return [copy for copy in wanted if uow.digests.add(copy, ())]
