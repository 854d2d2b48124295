"""Ports around many workspaces: installations, the OAuth states that lead to them, erasure."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from bot.domain.installation import Installation
from bot.ports import OneCommit


class Installations(Protocol):
    """Workspaces in which Goodword is installed."""

    def get(self, team: str) -> Installation | None:
        """What Slack gave us for it; None where it is not installed, or no longer."""

    def teams(self) -> Sequence[str]:
        """Workspaces with a token."""

    def save(self, installation: Installation) -> None:
        """Keep a new or repeated installation; whatever was removed before is served again."""

    def remove(self, team: str, happened: datetime, now: datetime) -> bool:
        """Forget the token and serve it no more.

        False when it was installed again since `happened`, is unknown, or was removed before.
        """

    def to_refresh(self, now: datetime, limit: int) -> Sequence[Installation]:
        """Those whose token runs out soon, leased to the caller for a few minutes."""

    def refreshed(self, installation: Installation) -> bool:
        """Keep fresh tokens; False when it was removed meanwhile."""

    def to_erase(self, before: datetime, limit: int) -> Sequence[str]:
        """Workspaces that were removed before."""

    def erase(self, team: str, limit: int) -> int:
        """Delete some of its rows, those of one table; 0 when none is left or it came back."""


class InstallStates(Protocol):
    """One-use words by which an installation that ends here is known to have begun here."""

    def keep(self, digest: str, expires_at: datetime) -> None:
        """Keep a state, as a digest."""

    def consume(self, digest: str, now: datetime) -> bool:
        """Use it up; False when it is unknown, used or too old."""

    def purge(self, now: datetime) -> int:
        """Drop what is too old."""


class TenancyUnitOfWork(OneCommit, Protocol):
    """One command, one commit."""

    @property
    def installations(self) -> Installations:
        """Workspaces in which Goodword is installed."""

    @property
    def install_states(self) -> InstallStates:
        """Installations under way."""


class OpenTenancy(Protocol):
    """Begins a unit of work."""

    def __call__(self) -> TenancyUnitOfWork:
        """Begin one."""


class TokenCheck(Protocol):
    """Asks Slack whether a token is still good."""

    def is_revoked(self, team: str) -> bool:
        """Whether Slack says that it is not; False where it says nothing."""


class TokenRefresher(Protocol):
    """Asks Slack for fresh tokens."""

    def refresh(self, installation: Installation, now: datetime) -> Installation | None:
        """The installation with fresh tokens; None where Slack gave none."""
