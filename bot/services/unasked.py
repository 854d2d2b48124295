"""Being left in peace: choosing it, and looking at it again right before anything is sent."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.delivery import Action, Claimed, Lapsed, Outgoing, Postponed
from bot.domain.kudos import Kudos, KudosState
from bot.domain.refusals import RefusedError
from bot.domain.unasked import Peace, Unasked, comes_after, is_silent, until
from bot.domain.working_time import week_start
from bot.ports import Clock, Desk, Directory
from bot.ports_praise import OpenPraise, PraiseUnitOfWork
from bot.services.gate import Gate
from bot.views import notices
from bot.views import unasked as view
from bot.views.unasked import Wishes

_LETTERS = {Unasked.CREDITED: notices.credited, Unasked.ASKED_FIRST: notices.ask}
_FOR_HANDOFFS = frozenset({Unasked.HANDOFF_OFFERS, Unasked.REMINDERS})
NOT_WANTED = Lapsed("not_wanted")
"""Said of everything that is no longer sent: nothing tells a mute from another reason."""

InPeace = Callable[[str, str, datetime | None], None]
"""(team, user, until): offers of handoffs are paused, or come again; raises RefusedError."""
StandAside = Callable[[str, str, str], None]
"""(team, user, handoff): somebody else is asked instead; raises RefusedError."""


@dataclass(frozen=True, slots=True)
class Choosing:
    """What somebody may be sent, in one place."""

    open_uow: OpenPraise
    gate: Gate
    desk: Desk
    directory: Directory
    in_peace: InPeace
    clock: Clock

    def home(self, _team: str, _user: str) -> list[dict[str, Any]]:
        """The section of App Home."""
        return view.section()

    def open(self, team: str, user: str, trigger: str) -> None:
        """Show the modal. Raises RefusedError(GUEST)."""
        self.gate.require_member(team, user)
        self.desk.open_modal(team, trigger, view.modal(self.wishes(team, user)))

    def wishes(self, team: str, user: str) -> Wishes:
        """What somebody has chosen."""
        settings = self.directory.settings(team)
        admin = self.directory.is_admin(team, user)
        with self.open_uow() as uow:
            now = self.clock.now()
            silences = dict(uow.silences.of(team, user))
            agreed = uow.handoff_setup.settings(team)
            week = week_start(now, agreed.hours.zone)
            receiver = uow.receivers.get(team, user, week)
        if receiver.muted_until:
            silences[Unasked.HANDOFF_OFFERS] = receiver.muted_until
        shown = set(Unasked)
        if not (receiver.opted_in or user in agreed.everyone):
            shown -= _FOR_HANDOFFS
        if not (admin or user in settings.leads):
            shown -= {Unasked.WORKSPACE}
        kinds = tuple(kind for kind in Unasked if kind in shown)
        return Wishes(kinds, silences, now, settings.time_zone)

    def choose(self, team: str, user: str, chosen: Mapping[Unasked, Peace]) -> None:
        """Keep it, all or nothing. Raises RefusedError(GUEST | NO_DEPUTY)."""
        self.gate.require_member(team, user)
        now, zone = self.clock.now(), self.directory.settings(team).time_zone
        if Unasked.HANDOFF_OFFERS in chosen:
            self.in_peace(team, user, until(chosen[Unasked.HANDOFF_OFFERS], now, zone))
        with self.open_uow() as uow:
            for kind, peace in chosen.items():
                if kind is not Unasked.HANDOFF_OFFERS:
                    uow.silences.keep(team, user, kind, until(peace, now, zone))
            uow.commit()


@dataclass(frozen=True, slots=True)
class UnaskedRecheck:
    """bot.outbox.Recheck for what nobody asked for; answers pass as they are."""

    open_uow: OpenPraise
    stand_aside: StandAside
    clock: Clock

    def __call__(self, claimed: Claimed) -> Claimed | Lapsed | Postponed:
        """The delivery as it should be made now, with its last line; raises StorageAwayError."""
        outgoing = claimed.outgoing
        kind = outgoing.unasked
        if kind is None or outgoing.action is not Action.POST:
            return claimed
        with self.open_uow() as uow:
            held = self._held_back(uow, outgoing, kind)
            body = _body(uow, outgoing, kind)
        if held and kind is Unasked.HANDOFF_OFFERS:
            self._pass_on(outgoing)
        if held or body is None:
            return held or NOT_WANTED
        return replace(claimed, outgoing=replace(outgoing, body=view.with_why(body, kind)))

    def _held_back(
        self, uow: PraiseUnitOfWork, outgoing: Outgoing, kind: Unasked
    ) -> Lapsed | Postponed | None:
        team, user, now = outgoing.team, outgoing.channel, self.clock.now()
        if kind is Unasked.HANDOFF_OFFERS:
            muted = uow.receivers.get(team, user, now).is_muted(now)
            return NOT_WANTED if muted else None
        silences = uow.silences.of(team, user)
        if not is_silent(silences, kind, now):
            return None
        after = comes_after(silences, kind)
        return Postponed(after) if after else NOT_WANTED

    def _pass_on(self, outgoing: Outgoing) -> None:
        """They muted after the card was written: somebody else is asked at once."""
        try:
            self.stand_aside(outgoing.team, outgoing.channel, outgoing.key.split(":")[1])
        except RefusedError:
            # It is taken, closed or gone: nobody has to be asked any more.
            return


def _body(uow: PraiseUnitOfWork, outgoing: Outgoing, kind: Unasked) -> Mapping[str, Any] | None:
    """What is true now; None where nothing is left to say."""
    letter = _LETTERS.get(kind)
    if letter is None:
        return outgoing.body
    kudos = uow.kudos.get(outgoing.team, outgoing.key.split(":")[1])
    return letter(kudos) if kudos and _is_about(kudos, outgoing.channel, kind) else None


def _is_about(kudos: Kudos, user: str, kind: Unasked) -> bool:
    people = kudos.credits.users if kind is Unasked.CREDITED else kudos.credits.asked
    return kudos.state is KudosState.SHARED and user in people
