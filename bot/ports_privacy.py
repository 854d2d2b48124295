"""What privacy needs from outside, as Protocols."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Protocol, Self

from bot.domain.privacy import Mine, PurgeRun
from bot.domain.retention import Purged
from bot.ports_digest import LookingBackUnitOfWork
from bot.ports_patterns import PatternUnitOfWork
from bot.ports_sharing import SharingUnitOfWork


class About(Protocol):
    """The live schema, and the rows in which a person stands."""

    def schema(self) -> Mapping[str, Sequence[str]]:
        """Tables and their columns as they are declared."""

    def rows(self, team: str, user: str) -> Sequence[Mine]:
        """Every row in which this person stands, in plain, encrypted or hashed form."""


class Purges(Protocol):
    """Removes what is older than its term, and notes what was removed."""

    def due(self, before: datetime, limit: int) -> Sequence[str]:
        """Workspaces that were not purged since."""

    def remove(self, team: str, kind: Purged, before: datetime) -> int:
        """Remove what ended before; answers how many rows."""

    def note(self, team: str, run: PurgeRun) -> None:
        """Keep what was done, in place of the run before."""

    def last(self, team: str) -> Sequence[PurgeRun]:
        """The last run of each kind."""


class Erasing(Protocol):
    """Takes a person out of what is stored."""

    def handoffs(self, team: str, user: str) -> Sequence[str]:
        """Handoffs that are not closed and in which this person has a part."""

    def kudos(self, team: str, user: str) -> Sequence[str]:
        """Good words this person shared or is credited in, whatever their state."""

    def drafts(self, team: str, user: str) -> Sequence[str]:
        """Months whose draft waits for this person."""

    def source(self, team: str, kudos: str) -> None:
        """Forget where a good word came from when that was a conversation of two."""

    def forget(self, team: str, user: str) -> int:
        """Take the person out of every row that is left; answers how many there were."""


class PrivacyUnitOfWork(SharingUnitOfWork, LookingBackUnitOfWork, PatternUnitOfWork, Protocol):
    """One command, one commit, with what privacy needs."""

    @property
    def about(self) -> About:
        """What is known about a person."""

    @property
    def purges(self) -> Purges:
        """What is removed by time."""

    @property
    def erasing(self) -> Erasing:
        """Takes a person out."""

    def __enter__(self) -> Self: ...


class OpenPrivacy(Protocol):
    """Begins a unit of work."""

    def __call__(self) -> PrivacyUnitOfWork:
        """Begin one."""
