"""Ports around sharing: the inbox, settings, offers and personal preferences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol, Self

from bot.domain.inbox import Leased, StoredEvent
from bot.domain.kudos import Source
from bot.domain.offers import Offer
from bot.domain.preferences import Preferences
from bot.domain.unasked import Silences, Unasked
from bot.domain.workspace import WorkspaceSettings
from bot.ports import UnitOfWork


class Inbox(Protocol):
    """Events to be acted on."""

    def keep(self, event: StoredEvent, now: datetime) -> bool:
        """Keep an event; False when the same one is already there."""

    def lease(self, now: datetime, limit: int) -> Sequence[Leased]:
        """Take what is due, oldest first."""

    def done(self, leased: Leased) -> bool:
        """Acted on: forget its ids. False when the lease had passed to somebody else."""

    def again(self, leased: Leased, now: datetime, pause: timedelta) -> bool:
        """Not now; once more after a pause, or never more after too many attempts."""

    def purge(self, before: datetime) -> int:
        """Drop what was settled before; answers how many."""

    def newest(self, team: str) -> datetime | None:
        """When Slack was last heard; None where it was not for longer than is kept."""

    def served_since(self, team: str) -> datetime | None:
        """When the workspace was first served."""

    def heard_until(self, team: str) -> datetime | None:
        """What was written before was heard or read back; None where that was never noted."""

    def note_heard(self, team: str, until: datetime) -> None:
        """Note it; an earlier moment changes nothing."""


class History(Protocol):
    """What stands in a channel."""

    def since(self, team: str, channel: str, moment: datetime) -> Sequence[StoredEvent]:
        """Messages as events, oldest first; raises RefusedError(SLACK_AWAY)."""


class SettingsRepository(Protocol):
    """One row a workspace."""

    def get(self, team: str) -> WorkspaceSettings | None:
        """As stored: groups not resolved into people."""

    def seed(self, team: str, settings: WorkspaceSettings, now: datetime) -> bool:
        """Keep first settings, unless there are some; True when they were the first."""

    def save(self, team: str, settings: WorkspaceSettings, now: datetime) -> None:
        """Keep changed settings; people_epoch is left alone."""

    def people_changed(self, team: str) -> None:
        """Tell every process that the roster has to be read again."""


class OfferRepository(Protocol):
    """Messages waiting for review."""

    def put(self, offer: Offer) -> bool:
        """Keep an offer; False when the same person was already asked about the same message."""

    def close(self, team: str, source: Source, user: str | None = None) -> bool:
        """No longer waiting: for everybody, or for one person. True when something was open."""

    def waiting(self, team: str, user: str, limit: int) -> Sequence[Offer]:
        """Open offers to this person or to everybody, newest first."""


class PreferencesRepository(Protocol):
    """What people have set for themselves."""

    def get(self, team: str, user: str) -> Preferences:
        """One person's, or the defaults."""

    def save(self, team: str, user: str, preferences: Preferences) -> None:
        """Keep them."""


class SilenceRepository(Protocol):
    """What people do not want to be sent."""

    def of(self, team: str, user: str) -> Silences:
        """What one person does not want."""

    def keep(self, team: str, user: str, kind: Unasked, until: datetime | None) -> None:
        """Hold a kind back until then; None: send it again."""


class SharingUnitOfWork(UnitOfWork, Protocol):
    """One command, one commit."""

    @property
    def inbox(self) -> Inbox:
        """Events to be acted on."""

    @property
    def settings(self) -> SettingsRepository:
        """What admins have set."""

    @property
    def offers(self) -> OfferRepository:
        """Messages waiting for review."""

    @property
    def preferences(self) -> PreferencesRepository:
        """What people have set for themselves."""

    @property
    def silences(self) -> SilenceRepository:
        """What people do not want to be sent."""

    def __enter__(self) -> Self: ...


class OpenSharing(Protocol):
    """Begins a unit of work."""

    def __call__(self) -> SharingUnitOfWork:
        """Begin one."""


class Terms(Protocol):
    """Makes hashes of hidden terms that only this workspace's key can make."""

    def digest(self, team: str, normalised: str) -> str:
        """The hash of a normalised term."""


@dataclass(frozen=True, slots=True)
class UserGroup:
    """A Slack user group."""

    id: str
    handle: str
    name: str


class Groups(Protocol):
    """The workspace's user groups."""

    def all(self, team: str) -> tuple[UserGroup, ...]:
        """Enabled groups by handle; raises RefusedError(SLACK_AWAY)."""

    def known(self, team: str) -> tuple[UserGroup, ...]:
        """The same, at most a minute old: for every letter somebody types."""
