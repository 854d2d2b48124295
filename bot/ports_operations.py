"""Ports around running the bot: deliveries that wait for a human, and restored copies."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, Self

from bot.domain.dead_letters import DeadCall, DeadLetter
from bot.ports_handoff import HandoffRepository
from bot.ports_sharing import SharingUnitOfWork


@dataclass(frozen=True, slots=True)
class Renewed:
    """What a delivery is sent again as: where it goes now and what it says now."""

    channel: str
    body: Mapping[str, Any]


class DeadLetters(Protocol):
    """Deliveries that were given up. Every read and write is within one workspace."""

    def waiting(self, team: str, limit: int) -> Sequence[DeadLetter]:
        """What nobody has decided about yet, oldest first."""

    def count(self, team: str) -> int:
        """How many there are."""

    def get(self, team: str, letter: int) -> DeadLetter | None:
        """One of them; None once it was decided about."""

    def is_outdated(self, letter: DeadLetter) -> bool:
        """Whether something newer was said in its place since."""

    def again(self, letter: DeadLetter, now: datetime, renewed: Renewed | None) -> bool:
        """Send it again, as it is or renewed; False when it was decided about before."""

    def drop(self, letter: DeadLetter) -> bool:
        """Forget it and its body; False when it was decided about before."""

    def teams(self) -> frozenset[str]:
        """Workspaces in which something waits."""

    def told(self) -> frozenset[str]:
        """Workspaces whose admins know."""

    def begin_telling(self, team: str, now: datetime) -> bool:
        """Note that the admins are told now; False when somebody else did."""

    def end_telling(self, team: str) -> None:
        """Nothing waits there any more: the next one is told again."""

    def muted(self, team: str) -> frozenset[str]:
        """Who does not want to be told."""

    def mute(self, team: str, user: str, *, muted: bool) -> None:
        """Tell a person no more, or again."""


class DeadCalls(Protocol):
    """Calls to the on-call tool that were given up. All but `teams` is within one workspace."""

    def waiting(self, team: str, limit: int) -> Sequence[DeadCall]:
        """The last one of each handoff that nobody has decided about yet, oldest first."""

    def count(self, team: str) -> int:
        """How many there are."""

    def get(self, team: str, call: int) -> DeadCall | None:
        """One of them; None once it was decided about."""

    def is_outdated(self, call: DeadCall) -> bool:
        """Whether the tool took a newer call about the same handoff."""

    def again(self, call: DeadCall, now: datetime) -> bool:
        """Make it now, or a newer one that waits; False when it was decided about before."""

    def drop(self, call: DeadCall) -> bool:
        """Forget it; False when it was decided about before."""

    def teams(self) -> frozenset[str]:
        """Workspaces in which one waits."""


class OperationsUnitOfWork(SharingUnitOfWork, Protocol):
    """One command, one commit."""

    @property
    def dead_letters(self) -> DeadLetters:
        """Deliveries that were given up."""

    @property
    def dead_calls(self) -> DeadCalls:
        """Calls to the on-call tool that were given up."""

    @property
    def handoffs(self) -> HandoffRepository:
        """Handoffs."""

    def __enter__(self) -> Self: ...


class OpenOperations(Protocol):
    """Begins a unit of work."""

    def __call__(self) -> OperationsUnitOfWork:
        """Begin one."""
