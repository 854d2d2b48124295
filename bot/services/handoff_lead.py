"""What leads may do: see what is open, take it, give it to somebody, close it; practise."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain import handoff_moves as moves
from bot.domain.handoff import Handoff
from bot.domain.refusals import Reason, RefusedError
from bot.services.handoff_core import HandoffCore

OPEN_SHOWN = 15
"""How many a lead's App Home lists: 100 blocks hold no more with everything else."""


@dataclass(frozen=True, slots=True)
class Leading:
    """The lead's side. The role is read anew for every action."""

    core: HandoffCore

    def open_ones(self, team: str, user: str) -> Sequence[Handoff]:
        """What is not closed; nothing for anybody who is not a lead, backup or deputy."""
        with self.core.open_uow() as uow:
            if user not in uow.handoff_setup.settings(team).everyone:
                return ()
            return uow.handoffs.unclosed(team, OPEN_SHOWN)

    def reassign(self, team: str, user: str, handoff_id: str, taker: str | None) -> None:
        """Somebody else has it from now on. Raises RefusedError."""
        self.require_lead(team, user)
        if not taker:
            raise RefusedError(Reason.RECIPIENT_MISSING)
        member = self.core.other_member(team, taker)
        self.core.change(
            team,
            handoff_id,
            user,
            lambda h, at: moves.reassign(h, user, member, at),
        )

    def require_lead(self, team: str, user: str) -> None:
        """Raises RefusedError(NOT_A_LEAD) for anybody who leads nothing."""
        self.core.member(team, user)
        if user not in self.core.settings(team).everyone:
            raise RefusedError(Reason.NOT_A_LEAD)
