"""What crosses features needs: everybody's wishes about being left in peace."""

from typing import Protocol, Self

from bot.ports_handoff import HandoffUnitOfWork
from bot.ports_sharing import SharingUnitOfWork


class PraiseUnitOfWork(SharingUnitOfWork, HandoffUnitOfWork, Protocol):
    """One command, one commit, with sharing and handoffs both."""

    def __enter__(self) -> Self: ...


class OpenPraise(Protocol):
    """Begins a unit of work."""

    def __call__(self) -> PraiseUnitOfWork:
        """Begin one."""
