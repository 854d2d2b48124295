"""What admins set: people, times, pledge, on-call; and erasing a repeat customer."""

from dataclasses import dataclass, replace

import structlog

from bot.domain.handoff_settings import PEOPLE_MAX, HandoffSettings, problems
from bot.domain.pledge import Pledge, check_pledge
from bot.domain.refusals import Reason, RefusedError
from bot.domain.repeats import normalised
from bot.domain.workspace import DEFAULT_ZONE
from bot.services.handoff_core import HandoffCore
from bot.wording import handoff_home as words
from bot.wording import pledge as pledge_words
from bot.wording import refusals as refusal_words

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class HandoffAdmin:
    """The admin's side. The role is read anew for every action."""

    core: HandoffCore

    def is_admin(self, team: str, user: str) -> bool:
        """Whether this person may change the settings."""
        return self.core.directory.is_admin(team, user)

    def stored(self, team: str, user: str) -> tuple[HandoffSettings, Pledge]:
        """What is set now. Raises RefusedError(NOT_AN_ADMIN)."""
        self._require_admin(team, user)
        with self.core.open_uow() as uow:
            settings = uow.handoff_setup.settings(team)
            pledge = uow.handoff_setup.pledge(team, pledge_words.TEXT)
            uow.commit()
        return settings, pledge

    def current(self, team: str, user: str) -> tuple[HandoffSettings, Pledge]:
        """What the forms show: leads and time zone set for kudos need not be set twice."""
        settings, pledge = self.stored(team, user)
        if not settings.leads:
            known = self.core.directory.settings(team)
            hours = settings.hours
            if hours.zone == DEFAULT_ZONE:
                hours = replace(hours, zone=known.time_zone)
            leads = tuple(sorted(known.leads)[:PEOPLE_MAX])
            settings = replace(settings, leads=leads, hours=hours)
        return settings, pledge

    def keep(
        self,
        team: str,
        user: str,
        settings: HandoffSettings,
        pledge: str | None = None,
    ) -> dict[str, str]:
        """Keep settings at once; answers a sentence for each field that stands in the way."""
        self._require_admin(team, user)
        wrong = {one.where: refusal_words.sentence(one.why) for one in problems(settings)}
        wrong |= self._outsiders(team, settings)
        if wrong:
            return wrong
        with self.core.open_uow() as uow:
            uow.handoff_setup.keep(team, settings)
            if pledge is not None:
                uow.handoff_setup.pledge(team, pledge_words.TEXT)
                uow.handoff_setup.keep_pledge(team, check_pledge(pledge))
            uow.commit()
        log.info("handoff_settings_kept", team=team, state="on" if settings.enabled else "off")
        return {}

    def forget(self, team: str, user: str, customer: str) -> str:
        """Erase a customer by their e-mail or id; answers the same whether they were known."""
        self.require_forgetter(team, user)
        if not normalised(customer):
            raise RefusedError(Reason.VALUE_EMPTY)
        with self.core.open_uow() as uow:
            uow.repeats.forget(team, customer)
            uow.commit()
        log.info("repeat_forgotten", team=team)
        return words.FORGOTTEN

    def require_forgetter(self, team: str, user: str) -> None:
        """Leads and admins may erase a customer; raises RefusedError(NOT_A_LEAD)."""
        settings = self.core.settings(team)
        if user not in settings.everyone and not self.is_admin(team, user):
            raise RefusedError(Reason.NOT_A_LEAD)

    def _require_admin(self, team: str, user: str) -> None:
        if not self.is_admin(team, user):
            raise RefusedError(Reason.NOT_AN_ADMIN)

    def _outsiders(self, team: str, settings: HandoffSettings) -> dict[str, str]:
        """Guests, outside people and bots can neither lead nor stand in."""
        fields = {
            "leads": settings.leads,
            "backup": (settings.backup,),
            "deputies": tuple(deputy for _, deputy in settings.deputies),
            "aftercare_person": (settings.aftercare_person,),
        }
        return {
            field: refusal_words.sentence(Reason.NOT_A_MEMBER)
            for field, people in fields.items()
            if any(person and not self._is_member(team, person) for person in people)
        }

    def _is_member(self, team: str, person: str) -> bool:
        try:
            self.core.other_member(team, person)
        except RefusedError as refused:
            if refused.reason is Reason.NOT_A_MEMBER:
                return False
            raise
        return True
