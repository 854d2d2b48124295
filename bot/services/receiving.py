"""A person's own settings about being asked, and people who leave."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

import structlog

from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.handoff import Ground
from bot.domain.handoff_settings import CAP_MAX, HandoffSettings
from bot.domain.inbox import StoredEvent
from bot.domain.receivers import Receiver
from bot.domain.refusals import Reason, RefusedError
from bot.domain.unasked import Peace, Unasked, until
from bot.domain.working_time import WorkingHours, week_start
from bot.ports import StorageAwayError
from bot.ports_handoff import HandoffUnitOfWork
from bot.services.handoff_core import HandoffCore
from bot.services.menders import menders
from bot.views import handoff_cards as cards
from bot.wording import handoff_home as words

log = structlog.get_logger()

CHECK_EVERY: Final = timedelta(hours=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Preferences:
    """What the *Receiving* form holds. hours, weekly_cap: None means the workspace's."""

    opted_out: frozenset[Ground]
    weekly_cap: int | None
    hours: WorkingHours | None


@dataclass(frozen=True, slots=True)
class Receiving:
    """Opting in and out, pauses, hours, caps; and noticing who has left."""

    core: HandoffCore

    def of(self, team: str, user: str) -> Receiver:
        """A person's settings."""
        with self.core.open_uow() as uow:
            return self._of(uow, team, user)

    def own(self, team: str, user: str) -> Receiver:
        """A member's settings, for their own form. Raises RefusedError(GUEST)."""
        self.core.member(team, user)
        return self.of(team, user)

    def opt(self, team: str, user: str, *, into: bool) -> None:
        """Opt in or out. Raises RefusedError for guests."""
        self.core.member(team, user)
        self._set(team, user, lambda one: replace(one, opted_in=into, is_active=True))

    def pause(self, team: str, user: str, length: str) -> None:
        """Be left in peace: `day`, or as bot.domain.unasked.Peace has it; else until resumed."""
        now, zone = self.core.clock.now(), self.core.settings(team).hours.zone
        if length == "day":
            self.in_peace(team, user, now + _DAY)
        else:
            known = length in set(Peace)
            self.in_peace(team, user, until(Peace(length) if known else Peace.ALWAYS, now, zone))

    def in_peace(self, team: str, user: str, end: datetime | None) -> None:
        """Be left in peace until then; None: be asked again.

        A lead or the backup passes offers to their deputy; without one it is refused.
        """
        self.core.member(team, user)
        settings = self.core.settings(team)
        if end and settings.leads_something(user) and settings.deputy_of(user) is None:
            raise RefusedError(Reason.NO_DEPUTY)
        self._set(team, user, lambda one: replace(one, muted_until=end))

    def resume(self, team: str, user: str) -> None:
        """Be asked again."""
        self.in_peace(team, user, None)

    def prefer(self, team: str, user: str, preferences: Preferences) -> None:
        """Keep hours, cap and opt-outs. Raises RefusedError."""
        self.core.member(team, user)
        cap = preferences.weekly_cap
        if cap is not None and not 1 <= cap <= CAP_MAX:
            raise RefusedError(Reason.CAP_OUT_OF_RANGE)
        if preferences.hours is not None and not preferences.hours.days:
            raise RefusedError(Reason.NO_WORKING_DAY)
        self._set(
            team,
            user,
            lambda one: replace(
                one,
                opted_out=preferences.opted_out,
                weekly_cap=cap,
                hours=preferences.hours,
            ),
        )

    def check_people(self) -> None:
        """Notice who has left: they are no longer asked, and admins hear when it leaves a gap."""
        try:
            with self.core.open_uow() as uow:
                teams = list(uow.handoff_setup.teams())
            for team in teams:
                self._check_team(team)
        except StorageAwayError:
            log.warning("people_unreachable")

    def _check_team(self, team: str) -> None:
        with self.core.open_uow() as uow:
            settings = uow.handoff_setup.settings(team)
            known = {one.user: one for one in self._all(uow, team, settings)}
        people = {user for user, one in known.items() if one.opted_in} | set(settings.everyone)
        for user in sorted(people):
            try:
                member = self.core.directory.member(team, user)
            except RefusedError:
                continue
            here = member.is_active and not member.is_guest and not member.is_bot
            if here != known.get(user, Receiver(team, user)).is_active:
                self.noticed(team, user, here=here)

    def person_changed(self, event: StoredEvent) -> None:
        """Slack says that somebody's profile changed: perhaps they have left."""
        member = self.core.directory.member(event.team, event.user)
        here = member.is_active and not member.is_guest and not member.is_bot
        settings = self.core.settings(event.team)
        if self.of(event.team, event.user).opted_in or event.user in settings.everyone:
            self.noticed(event.team, event.user, here=here)

    def noticed(self, team: str, user: str, *, here: bool) -> None:
        """Somebody left, or came back; the admins hear of a lead, backup or deputy who left."""
        admins = [] if here else menders(self.core.directory, team)
        with self.core.open_uow() as uow:
            one = self._of(uow, team, user)
            if one.is_active == here:
                return
            uow.receivers.save(replace(one, is_active=here))
            if not here and user in uow.handoff_setup.settings(team).everyone:
                self._tell_admins(uow, team, user, [one for one in admins if one != user])
            uow.commit()
        log.info("receiver_noticed", team=team, state="here" if here else "gone")

    def _tell_admins(
        self,
        uow: HandoffUnitOfWork,
        team: str,
        user: str,
        admins: Sequence[str],
    ) -> None:
        stamp = int(self.core.clock.now().timestamp())
        for admin in admins:
            uow.outbox.put(
                Outgoing(
                    team=team,
                    key=f"handoff-gap:{user}:{stamp}:{admin}",
                    action=Action.POST,
                    purpose=Purpose.HANDOFF,
                    channel=admin,
                    body=cards.message(None, words.gap(cards.mention(user))),
                    unasked=Unasked.WORKSPACE,
                ),
            )

    def _set(self, team: str, user: str, change: Callable[[Receiver], Receiver]) -> None:
        with self.core.open_uow() as uow:
            uow.receivers.save(change(self._of(uow, team, user)))
            uow.commit()

    def _of(self, uow: HandoffUnitOfWork, team: str, user: str) -> Receiver:
        settings = uow.handoff_setup.settings(team)
        return uow.receivers.get(team, user, week_of(self.core.clock.now(), settings))

    def _all(
        self,
        uow: HandoffUnitOfWork,
        team: str,
        settings: HandoffSettings,
    ) -> list[Receiver]:
        return list(uow.receivers.all(team, week_of(self.core.clock.now(), settings)))


def week_of(now: datetime, settings: HandoffSettings) -> datetime:
    """When the week of the caps began."""
    return week_start(now, settings.hours.zone)
