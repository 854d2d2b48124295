"""Direct answers to the person who pressed, and looks at Slack on their behalf."""

import threading
import urllib.error
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.domain import slack_message
from bot.domain.refusals import Reason, RefusedError
from bot.ports import ChannelInfo, Message, OpenView, PressedView, View
from bot.slack_gateway import ClientFor

RESPOND_TIMEOUT_S: Final = 3
_REASONS: Final = {
    "expired_trigger_id": Reason.TRIGGER_EXPIRED,
    "exchanged_trigger_id": Reason.TRIGGER_EXPIRED,
    "trigger_expired": Reason.TRIGGER_EXPIRED,
    "trigger_exchanged": Reason.TRIGGER_EXPIRED,
    "message_not_found": Reason.SOURCE_GONE,
    "thread_not_found": Reason.SOURCE_GONE,
    "not_in_channel": Reason.SOURCE_GONE,
    "missing_scope": Reason.SCOPE_MISSING,
    "no_item_specified": Reason.SOURCE_GONE,
    "user_not_in_channel": Reason.SOURCE_GONE,
    "is_archived": Reason.SOURCE_GONE,
}
VIEWS_KNOWN: Final = 1_000
"""Modals whose latest press is remembered: more than one process has open at a time."""
_CHANGED: Final = frozenset({"hash_conflict", "not_found"})
"""The modal moved on (the person typed, or closed it): an older picture is not wanted."""


@dataclass(frozen=True, slots=True)
class Presses:
    """The latest press in each open modal, as far as this process has heard of it."""

    _latest: dict[str, float] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def is_latest(self, pressed: PressedView) -> bool:
        """Remember a press; False when a later one in the same modal is known."""
        with self._lock:
            latest = max(pressed.at, self._latest.pop(pressed.id, 0.0))
            self._latest[pressed.id] = latest
            while len(self._latest) > VIEWS_KNOWN:
                del self._latest[next(iter(self._latest))]
        return pressed.at >= latest


@dataclass(frozen=True, slots=True)
class WebDesk:
    """bot.ports.Desk over slack_sdk."""

    client_for: ClientFor
    presses: Presses = field(default_factory=Presses)

    def open_modal(self, team: str, trigger: str, view: View) -> OpenView:
        """Open a modal; the trigger lives three seconds and once."""
        data = self._call(team, "views.open", {"trigger_id": trigger, "view": dict(view)})
        return OpenView(data["view"]["id"], data["view"]["hash"])

    def update_modal(self, team: str, view_id: str, view: View, view_hash: str | None) -> OpenView:
        """Replace a modal's content, unless it changed since `view_hash` (then quietly not)."""
        return self._update(team, view_id, view, view_hash) or OpenView(view_id, "")

    def redraw_modal(self, team: str, pressed: PressedView, view: View) -> None:
        """Show what a press in an open modal brings; of two in a row the later one stays.

        Whoever presses twice in a row presses the second time in a picture that the first press
        is about to replace: Slack then calls the second one's hash outdated.
        """
        if not self.presses.is_latest(pressed):
            return
        drawn = self._update(team, pressed.id, view, pressed.hash)
        if drawn is None and self.presses.is_latest(pressed):
            self._update(team, pressed.id, view, None)

    def _update(
        self, team: str, view_id: str, view: View, view_hash: str | None
    ) -> OpenView | None:
        """None when the modal moved on."""
        body: dict[str, Any] = {"view_id": view_id, "view": dict(view)}
        if view_hash:
            body["hash"] = view_hash
        try:
            data = self.client_for(team).api_call("views.update", json=body).data
        except SlackApiError as error:
            if _code(error) in _CHANGED:
                return None
            raise RefusedError(_reason(error)) from None
        except (urllib.error.URLError, SlackClientError, OSError):
            raise RefusedError(Reason.SLACK_AWAY) from None
        shown = data["view"] if isinstance(data, dict) else {}
        return OpenView(view_id, str(shown.get("hash", "")))

    def publish_home(self, team: str, user: str, view: View) -> None:
        """Show a person their App Home."""
        self._call(team, "views.publish", {"user_id": user, "view": dict(view)})

    def whisper(self, team: str, channel: str, user: str, body: Mapping[str, Any]) -> None:
        """Show something to one person in a channel, until they reload."""
        self._call(team, "chat.postEphemeral", {**body, "channel": channel, "user": user})

    def respond(self, response_url: str, body: Mapping[str, Any]) -> None:
        """Answer through a payload's response_url."""
        client = WebhookClient(response_url, timeout=RESPOND_TIMEOUT_S, retry_handlers=[])
        try:
            client.send_dict({"response_type": "ephemeral", "replace_original": False, **body})
        except (urllib.error.URLError, SlackClientError, OSError):
            raise RefusedError(Reason.SLACK_AWAY) from None

    def dismiss(self, response_url: str) -> None:
        """Take away the ephemeral message whose button was pressed."""
        self.respond(response_url, {"delete_original": True})

    def message(self, team: str, channel: str, ts: str) -> Message:
        """Fetch exactly that message: history answers with a neighbour when asked for a reply."""
        arguments = {"channel": channel, "latest": ts, "oldest": ts, "inclusive": True, "limit": 1}
        found = self._call(team, "conversations.history", arguments).get("messages", [])
        for message in found:
            if message.get("ts") == ts:
                return read_message(channel, message)
        raise RefusedError(Reason.SOURCE_GONE)

    def reacted(self, team: str, channel: str, ts: str) -> Message:
        """Fetch exactly that message, a thread reply too."""
        arguments = {"channel": channel, "timestamp": ts, "full": True}
        message = self._call(team, "reactions.get", arguments).get("message") or {}
        if message.get("ts") != ts:
            raise RefusedError(Reason.SOURCE_GONE)
        return read_message(channel, message)

    def channel(self, team: str, channel: str) -> ChannelInfo:
        """Look at a channel."""
        try:
            info = self._call(team, "conversations.info", {"channel": channel})["channel"]
        except UnknownChannelError:
            raise RefusedError(Reason.KUDOS_CHANNEL_GONE) from None
        return ChannelInfo(
            id=channel,
            name=str(info.get("name", "")),
            is_shared_outside=bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared")),
            is_archived=bool(info.get("is_archived")),
            is_member=bool(info.get("is_member")),
        )

    def permalink(self, team: str, channel: str, ts: str) -> str | None:
        """A link to a message, if there is one."""
        try:
            arguments = {"channel": channel, "message_ts": ts}
            return str(self._call(team, "chat.getPermalink", arguments)["permalink"])
        except (RefusedError, UnknownChannelError):
            return None

    def _call(self, team: str, method: str, arguments: Mapping[str, Any]) -> dict[str, Any]:
        asks = method.startswith(("conversations.", "chat.getPermalink", "reactions."))
        try:
            call: Callable[..., Any] = self.client_for(team).api_call
            data = call(method, **({"params": arguments} if asks else {"json": arguments})).data
        except SlackApiError as error:
            if _code(error) == "channel_not_found":
                raise UnknownChannelError from None
            raise RefusedError(_reason(error)) from None
        except (urllib.error.URLError, SlackClientError, OSError):
            raise RefusedError(Reason.SLACK_AWAY) from None
        return data if isinstance(data, dict) else {}


class UnknownChannelError(RefusedError):
    """The channel does not exist, or not for the bot."""

    def __init__(self) -> None:
        super().__init__(Reason.SOURCE_GONE)


def read_message(channel: str, message: Mapping[str, Any]) -> Message:
    """A Slack message payload as `Message`, its words wherever their sender put them."""
    return Message(
        channel=channel,
        ts=str(message.get("ts", "")),
        text=slack_message.words_of(message),
        user=message.get("user"),
        thread_ts=message.get("thread_ts"),
        bot_id=message.get("bot_id"),
    )


def _code(error: SlackApiError) -> str:
    data = error.response.data
    return str(data.get("error", "")) if isinstance(data, dict) else ""


def _reason(error: SlackApiError) -> Reason:
    return _REASONS.get(_code(error), Reason.SLACK_AWAY)
