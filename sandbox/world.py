"""The simulated Slack as one object: state, clock, journal, faults and the way out."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from copy import copy
from dataclasses import dataclass, field, replace

from sandbox.app_config import AppConfig
from sandbox.clock import SandboxTime
from sandbox.deliveries import Deliveries
from sandbox.delivery import Delivery
from sandbox.faults import Faults
from sandbox.ids import Ids, secret
from sandbox.journal import Journal
from sandbox.json_types import Json, text_of
from sandbox.live import Live
from sandbox.oauth import OAuth
from sandbox.payloads import event_callback
from sandbox.people_shapes import BOT_USER, TEAM_ID
from sandbox.rate_limits import RateLimits
from sandbox.records import Channel, Message, ResponseUrl, Trigger
from sandbox.request_urls import RequestUrls
from sandbox.socket_mode import SocketHub
from sandbox.workspace import Workspace


@dataclass
class World:
    """Everything one running sandbox shares.

    leniency: how many times Slack's three seconds an app is given; 1 is Slack's own measure.
    events: ids of events, which outlive a reset: an app keeps in mind which it has heard.
    """

    registered: AppConfig
    time: SandboxTime = field(default_factory=SandboxTime)
    workspace: Workspace = field(default_factory=Workspace)
    journal: Journal = field(default_factory=Journal)
    faults: Faults = field(default_factory=Faults)
    live: Live = field(default_factory=Live)
    base_url: str = ""
    token_revoked: bool = False
    team: str = TEAM_ID
    others: dict[str, World] = field(default_factory=dict)
    next_due: str | None = None
    leniency: float = 1.0
    events: Ids = field(default_factory=Ids)
    go_away: Callable[[float], None] = lambda _seconds: None

    def __post_init__(self) -> None:
        self.config = self.registered
        self.hub = SocketHub(self.journal)
        self.urls = RequestUrls(self.journal)
        self.limits = RateLimits(self.time)
        self.oauth = OAuth(self.time)
        self.deliveries = self.way_out()

    def reset(self) -> None:
        """Return to the fixture workspace, real time and no faults."""
        self.deliveries.forget()
        for other in self.others.values():
            other.deliveries.forget()
        self.others.clear()
        self.oauth = OAuth(self.time)
        self.workspace = Workspace()
        self.config = self.registered
        self.journal.clear()
        self.faults.replace([])
        self.time.reset()
        self.limits.reset()
        self.hub.refusing = False
        self.token_revoked = False
        self.next_due = None
        self.live.tell("reset")

    def of(self, team: str) -> World:
        """Return another workspace of the same Slack, with the same app, clock and journal."""
        if team in ("", self.team):
            return self
        if team not in self.others:
            other = copy(self)
            other.team, other.workspace, other.others = team, Workspace(), {}
            other.deliveries = other.way_out()
            self.others[team] = other
        return self.others[team]

    def of_token(self, token: str | None) -> World:
        """Return the workspace that a token was issued for, with the scopes granted there."""
        grant = self.oauth.tokens.get(token or "")
        if grant is None:
            return self
        acting = copy(self.of(grant.team))
        acting.config = replace(self.config, scopes=grant.scopes)
        return acting

    def of_response_url(self, token: str) -> World:
        """Return the workspace in which an address to answer at was issued."""
        held = (one for one in self.others.values() if token in one.workspace.response_urls)
        return next(held, self)

    def way_out(self) -> Deliveries:
        """Return a way to the app for this workspace's payloads."""
        return Deliveries(self.hub, self.urls, self.time, self.addressed, self.leniency)

    def addressed(self, payload: Json) -> Json:
        """Return what the shapes give for the first workspace, as another's own."""
        if self.team == TEAM_ID:
            return payload
        renamed: Json = json.loads(json.dumps(payload).replace(TEAM_ID, self.team))
        return renamed

    def without_scopes(self, scopes: list[str]) -> None:
        """Take scopes away from the installed app."""
        self.config = replace(self.registered, scopes=self.registered.scopes - set(scopes))

    def timestamp(self) -> str:
        """Return a fresh message timestamp."""
        return self.workspace.ids.timestamp(self.time.now())

    def trigger(self, user: str, view_id: str | None = None) -> Trigger:
        """Issue a trigger to open a modal."""
        now = self.time.now()
        trigger = Trigger(f"{int(now)}.{int(now * 1000)}.{secret()}", user, now, view_id)
        self.workspace.triggers[trigger.id] = trigger
        return trigger

    def response_url(self, channel: Channel, user: str, message: Message | None = None) -> str:
        """Issue an address to answer at."""
        token = secret()
        self.workspace.response_urls[token] = ResponseUrl(
            token=token,
            channel=channel.id,
            user=user,
            issued_at=self.time.now(),
            message_ts=message.ts if message else None,
            thread_ts=message.thread_ts if message else None,
        )
        return f"{self.base_url}/response/{token}"

    def permalink(self, message: Message) -> str:
        """Return the address of a message; here it opens the page."""
        address = f"{self.base_url}/archives/{message.channel}/p{message.ts.replace('.', '')}"
        if message.is_reply:
            return f"{address}?thread_ts={message.thread_ts}&cid={message.channel}"
        return address

    def changed(self, message: Message) -> None:
        """Tell open pages that a channel looks different now."""
        self.live.tell(f"channel:{message.channel}")

    def hears(self, channel: Channel) -> bool:
        """Whether the app is a member and so receives the channel's events."""
        return BOT_USER in channel.members

    def emit(self, event: Json) -> asyncio.Task[Delivery] | None:
        """Send an event to the app; None when it did not subscribe to it."""
        if not self.config.wants(event):
            return None
        channel = self.workspace.channels.get(text_of(event.get("channel")))
        payload = event_callback(
            event,
            self.events.next("Ev"),
            self.time.now(),
            shared=channel is not None and channel.is_ext_shared,
        )
        return self.deliveries.start_event(payload)
