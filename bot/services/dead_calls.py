"""Calls to the on-call tool that were given up: an admin makes them again, or drops them."""

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.domain.dead_letters import DeadCall
from bot.domain.handoff import State
from bot.ports import Clock, Directory
from bot.ports_operations import OpenOperations, OperationsUnitOfWork
from bot.services.gate import Gate
from bot.wording import dead_letters as words

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class DeadCalls:
    """Shows and decides. The role is asked anew for each action."""

    open_uow: OpenOperations
    gate: Gate
    directory: Directory
    clock: Clock

    def waiting(self, team: str, limit: int) -> tuple[Sequence[DeadCall], int]:
        """Some of them, oldest first, and how many there are."""
        with self.open_uow() as uow:
            return uow.dead_calls.waiting(team, limit), uow.dead_calls.count(team)

    def again(self, team: str, user: str, call_id: int) -> str:
        """*Send again*; answers what to tell the admin. Twice is fine. Raises RefusedError."""
        self.gate.require_admin(team, user)
        with self.open_uow() as uow:
            call = uow.dead_calls.get(team, call_id)
            if call is None:
                return words.DECIDED
            needed = _is_needed(uow, call)
            if needed:
                uow.dead_calls.again(call, self.clock.now())
            else:
                uow.dead_calls.drop(call)
            uow.commit()
        log.info("dead_call_made_again" if needed else "dead_call_dropped", team=team)
        return words.ON_ITS_WAY if needed else words.CALL_OVER

    def drop(self, team: str, user: str, call_id: int) -> str:
        """*Drop*; answers what to tell the admin. Twice is fine. Raises RefusedError."""
        self.gate.require_admin(team, user)
        with self.open_uow() as uow:
            call = uow.dead_calls.get(team, call_id)
            if call is None:
                return words.DECIDED
            uow.dead_calls.drop(call)
            uow.commit()
        log.info("dead_call_dropped", team=team)
        return words.CALL_DROPPED


def _is_needed(uow: OperationsUnitOfWork, call: DeadCall) -> bool:
    """Nobody has it yet, and the tool took no call about it since."""
    handoff = uow.handoffs.get(call.team, call.handoff)
    is_open = handoff is not None and handoff.state is State.OPEN
    return is_open and not uow.dead_calls.is_outdated(call)
