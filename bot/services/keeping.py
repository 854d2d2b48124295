"""Keeping a kudos: its row, its post, the questions and notices to the credited, in one commit."""

from dataclasses import dataclass, replace

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.kudos import Kudos, Source
from bot.domain.offers import EVERYBODY, thread_key
from bot.domain.unasked import Unasked
from bot.ports import AlreadySharedError, UnitOfWork
from bot.ports_sharing import OpenSharing, SharingUnitOfWork
from bot.views import kudos as kudos_view

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Keeping:
    """Writes kudos and their deliveries."""

    open_uow: OpenSharing

    def keep(self, kudos: Kudos) -> Kudos:
        """Kudos and deliveries in one commit; the one already there when asked twice.

        The answer has another `request` when somebody else shared the same message first.
        """
        with self.open_uow() as uow:
            kudos, notices_to = _sort_credits(uow, kudos)
            try:
                uow.kudos.add(kudos)
            except AlreadySharedError:
                return _first(uow, kudos)
            uow.outbox.put(_post(kudos))
            for outgoing in _letters(kudos, notices_to):
                uow.outbox.put(outgoing)
            if kudos.source:
                _close_offers(uow, kudos.team, kudos.source)
            uow.commit()
        log.info("kudos_shared", team=kudos.team, kudos=kudos.id)
        return kudos


def update(uow: UnitOfWork, kudos: Kudos) -> None:
    """Ask for the post to be what the kudos is now."""
    uow.outbox.put(
        Outgoing(
            team=kudos.team,
            key=f"{kudos.post_key}:update:{kudos.revision}",
            action=Action.UPDATE,
            purpose=Purpose.KUDOS,
            channel=kudos.channel,
            body=kudos_view.changed_post(kudos),
            target=kudos.post_key,
        ),
    )


def retract(uow: UnitOfWork, kudos: Kudos) -> None:
    """Stop the post, or delete it behind itself."""
    if uow.outbox.withdraw(kudos.team, kudos.post_key):
        return
    uow.outbox.put(
        Outgoing(
            team=kudos.team,
            key=f"{kudos.post_key}:delete",
            action=Action.DELETE,
            purpose=Purpose.KUDOS,
            channel=kudos.channel,
            body={},
            target=kudos.post_key,
        ),
    )


def _close_offers(uow: SharingUnitOfWork, team: str, source: Source) -> None:
    """Nobody is asked any more; the reply under a helpdesk's post, which asks everybody, goes."""
    asked_everybody = uow.offers.close(team, source, EVERYBODY)
    uow.offers.close(team, source)
    key = thread_key(source)
    if not asked_everybody or uow.outbox.withdraw(team, key):
        return
    uow.outbox.put(
        Outgoing(
            team=team,
            key=f"{key}:away",
            action=Action.DELETE,
            purpose=Purpose.NOTICE,
            channel=source.channel,
            body={},
            target=key,
        ),
    )


def _sort_credits(uow: SharingUnitOfWork, kudos: Kudos) -> tuple[Kudos, tuple[str, ...]]:
    """Who is named at once, who is asked first; and who wants to be told."""
    others = [user for user in kudos.credits.users if user != kudos.sharer]
    wishes = {user: uow.preferences.get(kudos.team, user) for user in others}
    asked = tuple(user for user in others if wishes[user].ask_first)
    named = tuple(user for user in kudos.credits.users if user not in asked)
    told = tuple(user for user in others if user not in asked)
    return replace(kudos, credits=replace(kudos.credits, users=named, asked=asked)), told


def _first(uow: UnitOfWork, kudos: Kudos) -> Kudos:
    """What the request or the source led to before."""
    same = uow.kudos.of_request(kudos.team, kudos.request)
    if same is None and kudos.source is not None:
        same = uow.kudos.of_source(kudos.team, kudos.source)
    return same or kudos


def _post(kudos: Kudos) -> Outgoing:
    return Outgoing(
        team=kudos.team,
        key=kudos.post_key,
        action=Action.POST,
        purpose=Purpose.KUDOS,
        channel=kudos.channel,
        body=kudos_view.post(kudos),
    )


def _letters(kudos: Kudos, told: tuple[str, ...]) -> list[Outgoing]:
    """Direct messages to the credited."""
    asks = [_letter(kudos, user, Unasked.ASKED_FIRST) for user in kudos.credits.asked]
    return [*asks, *(_letter(kudos, user, Unasked.CREDITED) for user in told)]


def _letter(kudos: Kudos, user: str, kind: Unasked) -> Outgoing:
    """Its words are written when it is sent: by then more may be hidden, or all taken back."""
    return Outgoing(
        team=kudos.team,
        key=f"{kudos.post_key}:{kind}:{user}",
        action=Action.POST,
        purpose=Purpose.NOTICE,
        channel=user,
        body={},
        unasked=kind,
    )
