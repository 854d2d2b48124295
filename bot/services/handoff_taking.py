"""The taker's side: take it, not today, it's with me, give it back, how it ended, aftercare."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain import handoff_moves as moves
from bot.domain import parting
from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.handoff import Consent, Ending, Handoff, PartedWays
from bot.domain.lead_views import Decision
from bot.domain.refusals import Reason, RefusedError
from bot.domain.unasked import Unasked
from bot.services.handoff_core import HandoffCore
from bot.views import handoff_cards as cards
from bot.wording import handoff as words


@dataclass(frozen=True, slots=True)
class Taking:
    """What takers press. Every id is checked against what is stored and who pressed."""

    core: HandoffCore

    def take(self, team: str, user: str, handoff_id: str) -> None:
        """*Take it*: exactly one wins. Raises RefusedError."""
        self.core.member(team, user)
        self.core.change(team, handoff_id, user, lambda h, at: moves.claim(h, user, at))

    def not_today(self, team: str, user: str, handoff_id: str) -> None:
        """Passed on at once; nobody sees who said it."""
        self.core.change(team, handoff_id, user, lambda h, at: moves.decline(h, user, at))

    def stand_aside(self, team: str, user: str, handoff_id: str) -> None:
        """Somebody who muted offers before this one went out. Raises RefusedError."""
        self.core.change(team, handoff_id, user, lambda h, at: moves.stand_aside(h, user, at))

    def confirm(self, team: str, user: str, handoff_id: str) -> None:
        """*It's with me*. Raises RefusedError."""
        self.core.change(team, handoff_id, user, lambda h, at: moves.confirm(h, user, at))

    def give_back(self, team: str, user: str, handoff_id: str) -> None:
        """Others are asked. Raises RefusedError."""
        self.core.change(team, handoff_id, user, lambda h, at: moves.give_back(h, user, at))

    def resolve(
        self,
        team: str,
        user: str,
        handoff_id: str,
        ending: Ending | None,
        parted: PartedWays | None,
    ) -> None:
        """How it ended, by the taker or a lead. Raises RefusedError."""
        self.core.member(team, user)
        if ending is None:
            raise RefusedError(Reason.ENDING_MISSING)
        if ending is Ending.PARTED_WAYS and parted is not None:
            self._second_person(team, parted.second_person)
        self.core.change(
            team,
            handoff_id,
            user,
            lambda h, at: moves.resolve(h, user, ending, parted, at),
        )

    def agree(self, team: str, user: str, handoff_id: str) -> None:
        """*Agreed*, by the second person who was named. Raises RefusedError."""
        self._say(team, user, handoff_id, Consent.AGREED)

    def not_yet(self, team: str, user: str, handoff_id: str) -> None:
        """*Not yet*: the writer hears of it, nobody else. Raises RefusedError."""
        self._say(team, user, handoff_id, Consent.NOT_YET)

    def _say(self, team: str, user: str, handoff_id: str, consent: Consent) -> None:
        self.core.member(team, user)
        self.core.change(team, handoff_id, user, lambda h, at: parting.answer(h, user, consent, at))

    def held(self, team: str, user: str, handoff_id: str) -> Handoff:
        """What this person has, or may close as a lead; raises RefusedError."""
        with self.core.open_uow() as uow:
            handoff = uow.handoffs.get(team, handoff_id)
            settings = uow.handoff_setup.settings(team)
        if handoff is None:
            raise RefusedError(Reason.UNKNOWN_HANDOFF)
        if handoff.is_closed:
            raise RefusedError(Reason.HANDOFF_CLOSED)
        if handoff.taker != user and user not in settings.everyone:
            raise RefusedError(Reason.NOT_THE_TAKER)
        return handoff

    def bring_to_lead(self, team: str, user: str, handoff_id: str) -> str:
        """The taker wants to talk with a lead about the customer; no ticket, no requester in it."""
        with self.core.open_uow() as uow:
            handoff = uow.handoffs.get(team, handoff_id)
            if handoff is None or handoff.taker != user or not handoff.repeat:
                raise RefusedError(Reason.NOT_THE_TAKER)
            settings = uow.handoff_setup.settings(team)
            uow.decisions.bring(team, Decision(handoff.id, user, self.core.clock.now()))
            for lead in settings.leads:
                if lead in {user, handoff.requester}:
                    continue
                text = words.brought_to_lead(cards.mention(user))
                uow.outbox.put(
                    Outgoing(
                        team=team,
                        key=f"handoff:{handoff.id}:brought:{lead}",
                        action=Action.POST,
                        purpose=Purpose.HANDOFF,
                        channel=lead,
                        body=cards.message(handoff, text),
                        unasked=Unasked.DECISIONS,
                    ),
                )
            uow.commit()
        return words.BROUGHT

    def aftercare(self, team: str, user: str, handoff_id: str) -> str:
        """The agreed minutes, taken by the requester; nobody is told. Raises RefusedError."""
        handoff = self._of_requester(team, user, handoff_id)
        settings = self.core.settings(handoff.team)
        now = self.core.clock.now()
        until = now + timedelta(minutes=settings.aftercare_minutes)
        if not settings.leads_something(user):
            self._in_peace(team, user, until)
        return words.aftercare_taken(until, now, settings.hours.zone)

    def talk(self, team: str, user: str, handoff_id: str) -> str:
        """Who is there to talk to. Raises RefusedError."""
        self._of_requester(team, user, handoff_id)
        person = self.core.settings(team).aftercare_person
        if person is None:
            raise RefusedError(Reason.UNKNOWN_HANDOFF)
        return words.aftercare_person(cards.mention(person))

    def _in_peace(self, team: str, user: str, until: datetime) -> None:
        """Off the queue is off our queue too; a longer pause stays as it is."""
        with self.core.open_uow() as uow:
            receiver = uow.receivers.get(team, user, until)
            if receiver.opted_in and not receiver.is_muted(until):
                uow.receivers.save(replace(receiver, muted_until=until))
                uow.commit()

    def _of_requester(self, team: str, user: str, handoff_id: str) -> Handoff:
        with self.core.open_uow() as uow:
            handoff = uow.handoffs.get(team, handoff_id)
        if handoff is None or handoff.requester != user:
            raise RefusedError(Reason.NOT_THE_REQUESTER)
        return handoff

    def _second_person(self, team: str, user: str) -> None:
        try:
            self.core.other_member(team, user)
        except RefusedError as refused:
            if refused.reason is Reason.NOT_A_MEMBER:
                raise RefusedError(Reason.SECOND_PERSON) from None
            raise
