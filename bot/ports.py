"""What the inside needs from outside, as Protocols; bot.app plugs the real ones in."""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import TracebackType
from typing import Any, Protocol, Self

from bot.domain.delivery import Claimed, Outcome, Outgoing, Search
from bot.domain.kudos import Kudos, Source
from bot.domain.redacted import Redaction, RedactionRequest
from bot.domain.workspace import WorkspaceSettings

View = Mapping[str, Any]
"""A Slack view payload, as views.open takes it."""


class Clock(Protocol):
    """The only way to the time."""

    def now(self) -> datetime:
        """Now, in UTC, time zone aware."""

    def wait(self, event: threading.Event, seconds: float) -> bool:
        """Rest until `event` is set or `seconds` of this clock are over; True when it was set."""


class Redactor(Protocol):
    """Takes a customer's identity out of a text, or refuses."""

    def redact(self, request: RedactionRequest) -> Redaction:
        """The redaction of a text; raises RedactionUnavailableError rather than guess."""


@dataclass(frozen=True, slots=True)
class Message:
    """A Slack message as fetched: Slack-escaped text; blocks and attachments flattened in."""

    channel: str
    ts: str
    text: str
    user: str | None
    thread_ts: str | None = None
    bot_id: str | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """A person in Slack, as far as the bot needs to know them."""

    id: str
    real_name: str
    display_name: str
    is_guest: bool
    is_bot: bool
    is_active: bool
    is_workspace_admin: bool = False
    """Slack's own admins and owners."""
    time_zone: str = ""
    """IANA name, as the person set it in Slack; empty where Slack does not say."""


@dataclass(frozen=True, slots=True)
class ChannelInfo:
    """What must be known of a channel before anything is posted in it."""

    id: str
    name: str
    is_shared_outside: bool
    is_archived: bool
    is_member: bool


@dataclass(frozen=True, slots=True)
class OpenView:
    """A modal that stands open in front of a person."""

    id: str
    hash: str


@dataclass(frozen=True, slots=True)
class PressedView:
    """The modal in which somebody pressed or chose, as it stood then.

    at: when, in Slack's seconds; later presses carry what earlier ones chose.
    """

    id: str
    hash: str | None
    at: float


class Desk(Protocol):
    """Direct answers to the person who pressed: not durable, pressed again when lost.

    Every method raises RefusedError(SLACK_AWAY | TRIGGER_EXPIRED | SOURCE_GONE …) on failure.
    """

    def open_modal(self, team: str, trigger: str, view: View) -> OpenView:
        """Open a modal; the trigger lives three seconds and once."""

    def update_modal(self, team: str, view_id: str, view: View, view_hash: str | None) -> OpenView:
        """Replace a modal's content, unless it changed since `view_hash` (then quietly not)."""

    def redraw_modal(self, team: str, pressed: PressedView, view: View) -> None:
        """Show what a press in an open modal brings; of two in a row the later one stays."""

    def publish_home(self, team: str, user: str, view: View) -> None:
        """Show a person their App Home."""

    def whisper(self, team: str, channel: str, user: str, body: Mapping[str, Any]) -> None:
        """Show something to one person in a channel, until they reload."""

    def respond(self, response_url: str, body: Mapping[str, Any]) -> None:
        """Answer through a payload's response_url (five uses in thirty minutes)."""

    def dismiss(self, response_url: str) -> None:
        """Take away the ephemeral message whose button was pressed."""

    def message(self, team: str, channel: str, ts: str) -> Message:
        """Fetch exactly that top-level message."""

    def reacted(self, team: str, channel: str, ts: str) -> Message:
        """Fetch exactly that message, a thread reply too."""

    def channel(self, team: str, channel: str) -> ChannelInfo:
        """Look at a channel."""

    def permalink(self, team: str, channel: str, ts: str) -> str | None:
        """A link to a message, if there is one."""


class SlackGateway(Protocol):
    """The only durable poster."""

    def deliver(self, claimed: Claimed) -> Outcome:
        """Do in Slack what is asked, once, with no retry of its own."""

    def search(self, claimed: Claimed) -> Search:
        """Look in the channel for a message that carries the delivery's mark."""


class TwinRemover(Protocol):
    """Takes surplus copies away."""

    def remove_twins(self, settled: Claimed) -> int | None:
        """Delete every message with the delivery's mark but the one known (target_ts).

        How many went; None where the channel could not be read or emptied for now.
        """


class Directory(Protocol):
    """Who the teammates and leads are."""

    def roster(self, team: str) -> tuple[str, ...]:
        """Names of teammates that stay readable."""

    def name_of(self, team: str, user: str) -> str:
        """How a person is called, for previews; their id when unknown."""

    def member(self, team: str, user: str) -> Member:
        """A person, as Slack knows them."""

    def settings(self, team: str) -> WorkspaceSettings:
        """What the admin has set, groups of leads and admins resolved; at most 60 s old."""

    def stored(self, team: str) -> WorkspaceSettings:
        """What the admin has set, without asking Slack who is in a group."""

    def stored_now(self, team: str) -> WorkspaceSettings:
        """What the admin has set, read anew; raises StorageAwayError."""

    def names(self, team: str, users: Sequence[str]) -> tuple[str, ...]:
        """First names, full names and nicknames of these people."""

    def is_admin(self, team: str, user: str) -> bool:
        """Whether this person may change the settings."""

    def workspace_admins(self, team: str) -> list[str]:
        """Slack's own admins, the primary owner first; raises RefusedError(SLACK_AWAY)."""

    def settings_changed(self, team: str) -> None:
        """Read the settings anew the next time."""

    def person_changed(self, team: str, user: str) -> bool:
        """Look at a person again; True when the roster is no longer what it was."""

    def group_changed(self, team: str, group: str) -> bool:
        """Look at a group again; True when the settings name it."""


class KudosRepository(Protocol):
    """The archive of kudos. Every read and write is within one workspace."""

    def add(self, kudos: Kudos) -> None:
        """Keep a new kudos; raises AlreadySharedError for a second one of a request or source."""

    def get(self, team: str, kudos_id: str) -> Kudos | None:
        """One kudos."""

    def of_request(self, team: str, request: str) -> Kudos | None:
        """The kudos that a request led to, if it did."""

    def of_source(self, team: str, source: Source) -> Kudos | None:
        """The kudos that a message was shared as, unless it was taken back."""

    def shared_by(self, team: str, user: str, limit: int) -> Sequence[Kudos]:
        """What a person shared and has not taken back, newest first."""

    def save(self, kudos: Kudos) -> None:
        """Keep a changed kudos; one taken back frees its source to be shared anew."""


class Outbox(Protocol):
    """Deliveries to be made; written in the same commit as what they are about."""

    def put(self, outgoing: Outgoing) -> None:
        """Ask for a delivery; a second one under the same key changes nothing."""

    def claim(self, now: datetime, limit: int) -> Sequence[Claimed]:
        """Lease what is due, oldest first in each channel, at its pace; marks it `sending`."""

    def settle(self, claimed: Claimed, outcome: Outcome, now: datetime) -> bool:
        """Write down how it ended; False when the lease had passed to somebody else."""

    def withdraw(self, team: str, key: str) -> bool:
        """Drop a delivery that surely was not sent; False when it may have been."""

    def place_of(self, team: str, key: str) -> tuple[str, str] | None:
        """Channel and timestamp of a delivered post."""

    def key_at(self, team: str, channel: str, ts: str) -> str | None:
        """The key of the post that stands there."""

    def is_posting(self, team: str, channel: str) -> bool:
        """Whether a post to this channel is on its way: seen, maybe, before its place is known."""

    def is_known(self, team: str, key: str) -> bool:
        """Whether this delivery was ever asked for, as far as it is remembered."""

    def undelivered(self, team: str, keys: Sequence[str]) -> frozenset[str]:
        """Those of these deliveries that were given up and wait for a human."""


class Twins(Protocol):
    """Deliveries that were ever in doubt."""

    def due(self, now: datetime, limit: int) -> Sequence[Claimed]:
        """Settled ones to be looked at; each is due again in a minute unless `swept`."""

    def swept(self, settled: Claimed, now: datetime) -> None:
        """Nothing stands twice now; looked at once more in a while, then never again."""


class AlreadySharedError(Exception):
    """The same request was already answered."""


class StorageAwayError(Exception):
    """The database does not answer or refused for now; nothing was written."""


class OneCommit(Protocol):
    """What every unit of work is: entered, committed once, left."""

    def commit(self) -> None:
        """Keep everything, or raise and keep nothing."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...


class UnitOfWork(OneCommit, Protocol):
    """One command, one commit."""

    @property
    def kudos(self) -> KudosRepository:
        """The archive of kudos."""

    @property
    def outbox(self) -> Outbox:
        """Deliveries to be made."""


class TwinsUnitOfWork(OneCommit, Protocol):
    """What the Sweeper needs of a unit of work."""

    @property
    def twins(self) -> Twins:
        """Deliveries that were ever in doubt."""


class OpenUnitOfWork(Protocol):
    """Begins a unit of work."""

    def __call__(self) -> UnitOfWork:
        """Begin one."""
