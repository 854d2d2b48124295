"""What every handoff command shares: look, decide, compare-and-set, tell; one commit."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import structlog

from bot.domain import handoff_moves as moves
from bot.domain.escalation import Situation
from bot.domain.handoff import Answer, Handoff, Role
from bot.domain.handoff_moves import Move
from bot.domain.handoff_settings import HandoffSettings, problems
from bot.domain.receivers import pool_for
from bot.domain.refusals import Reason, RefusedError
from bot.domain.working_time import week_start
from bot.ports import Clock, Directory, Member
from bot.ports_handoff import HandoffUnitOfWork, OpenHandoffUnitOfWork
from bot.services import handoff_notes as notes

log = structlog.get_logger()

TRIES: Final = 6
"""How often a decision is made anew when somebody was faster."""

Decide = Callable[[Handoff, Situation], Move]


@dataclass(frozen=True, slots=True)
class HandoffCore:
    """The ports, and the one way in which a handoff changes."""

    open_uow: OpenHandoffUnitOfWork
    directory: Directory
    clock: Clock

    def change(self, team: str, handoff_id: str, by: str | None, decide: Decide) -> Handoff:
        """Decide on what is stored and keep it, once; raises RefusedError.

        Somebody faster means deciding again on what they left: exactly one of two wins.
        """
        for _ in range(TRIES):
            with self.open_uow() as uow:
                before = uow.handoffs.get(team, handoff_id)
                if before is None:
                    raise RefusedError(Reason.UNKNOWN_HANDOFF)
                situation = self.situation(uow, before)
                move = decide(before, situation)
                if self.keep(uow, before, move, situation, by):
                    uow.commit()
                    return move.handoff
        raise RefusedError(Reason.HANDOFF_BUSY)

    def situation(self, uow: HandoffUnitOfWork, handoff: Handoff) -> Situation:
        """What a decision about this handoff is made with."""
        return self.situations(uow, handoff.team)(handoff)

    def situations(self, uow: HandoffUnitOfWork, team: str) -> Callable[[Handoff], Situation]:
        """The same for several handoffs of one workspace, reading people and settings once."""
        now = self.clock.now()
        settings = uow.handoff_setup.settings(team)
        everybody = uow.receivers.all(team, week_start(now, settings.hours.zone))
        return lambda handoff: Situation(settings, pool_for(everybody, handoff, settings, now), now)

    def keep(
        self,
        uow: HandoffUnitOfWork,
        before: Handoff,
        move: Move,
        situation: Situation,
        by: str | None,
    ) -> bool:
        """Store a move with all it has to say; False when somebody was faster."""
        if move.happened is None:
            return True
        if not uow.handoffs.save(move.handoff, before):
            return False
        stored = replace(move, handoff=replace(move.handoff, version=before.version + 1))
        self._say(uow, before, stored, situation, by)
        return True

    def begin(self, uow: HandoffUnitOfWork, handoff: Handoff) -> Move:
        """Store a new handoff with all it has to say; raises AlreadyRequestedError."""
        situation = self.situation(uow, handoff)
        move = moves.request(handoff, situation)
        uow.handoffs.add(move.handoff)
        self._say(uow, None, move, situation, handoff.requester)
        return move

    def _say(
        self,
        uow: HandoffUnitOfWork,
        before: Handoff | None,
        move: Move,
        situation: Situation,
        by: str | None,
    ) -> None:
        after = move.handoff
        if move.happened and move.happened not in moves.ASIDE:
            uow.handoffs.record(after, move.happened, situation.now)
        known = {(offer.user, offer.round) for offer in before.offers} if before else set()
        fresh = [one for one in after.offers if (one.user, one.round) not in known]
        turns = {Answer.ASKED} if not after.drill else set()
        asked = [one.user for one in fresh if one.answer in turns and one.role is Role.PEER]
        if asked:
            uow.receivers.asked(after.team, asked, situation.now)
        notes.tell(uow, before, move, situation, by)
        log.info(
            "handoff_moved",
            team=after.team,
            key=after.id,
            state=after.state.value,
            step=after.step.value,
            why=move.happened.value if move.happened else None,
        )

    def settings(self, team: str) -> HandoffSettings:
        """What the workspace has agreed."""
        with self.open_uow() as uow:
            return uow.handoff_setup.settings(team)

    def switched_on(self, team: str) -> HandoffSettings:
        """The settings, or RefusedError(HANDOFFS_OFF) where they are off or no longer whole."""
        settings = self.settings(team)
        if not settings.enabled or problems(settings):
            raise RefusedError(Reason.HANDOFFS_OFF)
        return settings

    def member(self, team: str, user: str) -> Member:
        """A member of this workspace; raises RefusedError(GUEST) for anybody else."""
        member = self.directory.member(team, user)
        if member.is_guest or member.is_bot or not member.is_active:
            raise RefusedError(Reason.GUEST)
        return member

    def other_member(self, team: str, user: str) -> str:
        """Somebody chosen in a form; raises RefusedError(NOT_A_MEMBER)."""
        try:
            return self.member(team, user).id
        except RefusedError as refused:
            reason = Reason.NOT_A_MEMBER if refused.reason is Reason.GUEST else refused.reason
            raise RefusedError(reason) from None
