"""What the simulated workspace consists of."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from sandbox.json_types import Json


class ChannelKind(StrEnum):
    """The kinds of conversation Slack tells apart, under its ``channel_type`` names."""

    PUBLIC = "channel"
    PRIVATE = "group"
    DIRECT = "im"


@dataclass
class Person:
    """A member, guest, stranger or bot user."""

    id: str
    name: str
    real_name: str
    display_name: str
    tz: str = "Europe/Berlin"
    title: str = ""
    email: str = ""
    team_id: str = "T0GOODWORD"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_stranger: bool = False
    deleted: bool = False
    profile_extra: Json = field(default_factory=dict)


@dataclass
class Channel:
    """A conversation; for a direct message ``user`` is the person at the other end."""

    id: str
    name: str
    kind: ChannelKind = ChannelKind.PUBLIC
    members: list[str] = field(default_factory=list)
    user: str | None = None
    topic: str = ""
    purpose: str = ""
    is_archived: bool = False
    is_ext_shared: bool = False
    is_pending_ext_shared: bool = False
    created: int = 1_700_000_000


@dataclass
class UserGroup:
    """A mentionable group such as @support."""

    id: str
    name: str
    handle: str
    users: list[str] = field(default_factory=list)
    is_disabled: bool = False


@dataclass
class Message:
    """One message; ``only_for`` makes it ephemeral."""

    ts: str
    channel: str
    text: str = ""
    user: str | None = None
    bot_id: str | None = None
    app_id: str | None = None
    username: str | None = None
    subtype: str | None = None
    blocks: list[Json] = field(default_factory=list)
    attachments: list[Json] = field(default_factory=list)
    thread_ts: str | None = None
    broadcast: bool = False
    metadata: Json | None = None
    edited_by: str | None = None
    edited_ts: str | None = None
    reactions: dict[str, list[str]] = field(default_factory=dict)
    only_for: str | None = None
    unfurl_links: bool = True
    unfurl_media: bool = True
    files: list[Json] = field(default_factory=list)
    values: dict[tuple[str, str], Json] = field(default_factory=dict)

    @property
    def is_reply(self) -> bool:
        """Whether this message stands in a thread below another."""
        return self.thread_ts is not None and self.thread_ts != self.ts


@dataclass
class View:
    """A modal or a Home tab as its person sees it, with what has been typed.

    suggested: what the app last answered to each select with options of its own.
    """

    id: str
    kind: str
    user: str
    root_id: str
    hash: str
    definition: Json
    previous_id: str | None = None
    values: dict[tuple[str, str], Json] = field(default_factory=dict)
    suggested: dict[tuple[str, str], Json] = field(default_factory=dict)
    errors: dict[str, str] = field(default_factory=dict)
    notice: str | None = None

    @property
    def blocks(self) -> list[Json]:
        """The blocks shown, each with its ``block_id``."""
        blocks: list[Json] = self.definition["blocks"]
        return blocks


@dataclass
class Trigger:
    """Permission to open one modal, good for three seconds and one use."""

    id: str
    user: str
    issued_at: float
    view_id: str | None = None
    used: bool = False


@dataclass
class ResponseUrl:
    """A one-interaction address to answer at: five uses within thirty minutes."""

    token: str
    channel: str
    user: str
    issued_at: float
    message_ts: str | None = None
    thread_ts: str | None = None
    uses: int = 0
