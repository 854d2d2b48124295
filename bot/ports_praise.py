"""What crosses features needs: everybody's wishes about being left in peace."""

from datetime import datetime
from typing import Protocol, Self

from bot.ports_handoff import HandoffUnitOfWork
from bot.ports_sharing import SharingUnitOfWork


class CandidateRepository(Protocol):
    """Comments from elsewhere that were offered or wait to be."""

    def is_known(self, team: str, text: str, source: str = "") -> bool:
        """Whether a comment with these words, or of this source, was ever offered; both hashed."""

    def waiting(self, team: str) -> int:
        """How many are still to be posted."""

    def ahead(self, team: str, since: datetime) -> int:
        """How many came since, or are to come."""


class PraiseUnitOfWork(SharingUnitOfWork, HandoffUnitOfWork, Protocol):
    """One command, one commit, with sharing and handoffs both."""

    @property
    def candidates(self) -> CandidateRepository:
        """Comments from elsewhere."""

    def __enter__(self) -> Self: ...


class OpenPraise(Protocol):
    """Begins a unit of work."""

    def __call__(self) -> PraiseUnitOfWork:
        """Begin one."""
