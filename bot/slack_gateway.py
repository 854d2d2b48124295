"""The only durable poster: one call, no retry of its own, every answer an Outcome."""

import urllib.error
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.domain.delivery import (
    INSTEAD,
    Absent,
    Accepted,
    Action,
    Claimed,
    Lapsed,
    NotAccepted,
    Outcome,
    Purpose,
    Rejected,
    Search,
    Unclear,
    Unreadable,
)

ClientFor = Callable[[str], WebClient]
"""A workspace's client: no retry handlers, 10 s timeout (see `durable_client`).

Raises a SlackClientError where the workspace is not served."""

TIMEOUT_S: Final = 10
"""Shorter than a lease (30 s), so that a courier never outlives its claim on one call."""
PAGE: Final = 200
PAGES_MAX: Final = 5
SKEW: Final = timedelta(minutes=5)
"""How far Slack's clock and ours may differ when a channel is searched."""
EPOCH: Final = datetime(2000, 1, 1, tzinfo=UTC)
EVENT_TYPE: Final = "goodword_post"
_UNSURE: Final = frozenset({"internal_error", "fatal_error", "request_timeout"})
_LATER: Final = frozenset({"ratelimited", "rate_limited", "service_unavailable"})
_GONE: Final = frozenset({"message_not_found", "thread_not_found"})
_BLOCKS_REFUSED: Final = frozenset({"invalid_blocks", "invalid_blocks_format"})
_CHECKED: Final = frozenset({Purpose.KUDOS, Purpose.DIGEST, Purpose.REPORT, Purpose.PATTERNS})


def durable_client(base_url: str, token: str) -> WebClient:
    """A client that never repeats a call by itself: its default would post twice."""
    return WebClient(token=token, base_url=base_url, timeout=TIMEOUT_S, retry_handlers=[])


@dataclass(frozen=True, slots=True)
class WebGateway:
    """bot.ports.SlackGateway over slack_sdk."""

    client_for: ClientFor

    def deliver(self, claimed: Claimed) -> Outcome:
        """Do in Slack what is asked, once."""
        try:
            client = self.client_for(claimed.outgoing.team)
            channel = _place(client, claimed)
            if _must_look(claimed) and _is_shared_outside(client, channel):
                return Rejected("channel_shared_outside")
        except SlackApiError as error:
            return _nothing_done(error)
        except (urllib.error.URLError, SlackClientError, OSError):
            return NotAccepted("unreachable")
        return _once(client, claimed, channel)

    def search(self, claimed: Claimed) -> Search:
        """Look in the channel for the delivery's mark, back to before its first attempt."""
        since = claimed.first_attempt_at
        if since is None:
            return Absent()
        try:
            client = self.client_for(claimed.outgoing.team)
            return _look_for(client, claimed, _place(client, claimed), since)
        except SlackApiError as error:
            return Unreadable(_error_code(error), passing=_is_passing(error))
        except (urllib.error.URLError, SlackClientError, OSError):
            return Unreadable("unreachable", passing=True)

    def remove_twins(self, settled: Claimed) -> int | None:
        """Delete every message with the delivery's mark but the one that is known."""
        try:
            client = self.client_for(settled.outgoing.team)
            channel = _place(client, settled)
            twins = [ts for ts in _marked(client, settled, channel) if ts != settled.target_ts]
            for ts in twins:
                client.chat_delete(channel=channel, ts=ts)
        except SlackApiError as error:
            # What no wait will mend is given up: the post that is known stands.
            return None if _is_passing(error) or _error_code(error) in _GONE else 0
        except (urllib.error.URLError, SlackClientError, OSError):
            return None
        return len(twins)


def _once(client: WebClient, claimed: Claimed, channel: str) -> Outcome:
    """One call; where Slack refuses the blocks, once with each simpler shape the body brings.

    A refused block is an explicit rejection, so nothing was posted before the next try.
    """
    outcome = _attempt(client, claimed, channel)
    for blocks in claimed.outgoing.body.get(INSTEAD, ()):
        if not (isinstance(outcome, Rejected) and outcome.why in _BLOCKS_REFUSED):
            break
        body = {**claimed.outgoing.body, "blocks": blocks}
        simpler = replace(claimed, outgoing=replace(claimed.outgoing, body=body))
        outcome = _attempt(client, simpler, channel)
    return outcome


def _attempt(client: WebClient, claimed: Claimed, channel: str) -> Outcome:
    try:
        response = _call(client, claimed, channel)
    except SlackApiError as error:
        return _outcome_of(claimed, error)
    except urllib.error.URLError as error:
        refused = isinstance(error.reason, ConnectionRefusedError)
        return NotAccepted("refused") if refused else Unclear("connection")
    except (SlackClientError, OSError):
        return Unclear("connection")
    return Accepted(str(response.get("channel", channel)), str(response.get("ts", "")))


def _call(client: WebClient, claimed: Claimed, channel: str) -> Mapping[str, Any]:
    outgoing = claimed.outgoing
    place = {"channel": channel, "ts": claimed.target_ts}
    methods: dict[Action, tuple[str, dict[str, Any]]] = {
        Action.POST: ("chat.postMessage", _message(claimed, channel)),
        Action.UPDATE: ("chat.update", {**_plain(outgoing.body), **place}),
        Action.DELETE: ("chat.delete", place),
    }
    method, body = methods[outgoing.action]
    data = client.api_call(method, json=body).data
    return data if isinstance(data, dict) else {}


def _plain(body: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if name != INSTEAD}


def _message(claimed: Claimed, channel: str) -> dict[str, Any]:
    """The body with its mark: in the first block's id, and in the metadata."""
    outgoing = claimed.outgoing
    body = {**_plain(outgoing.body), "channel": channel}
    blocks = list(body.get("blocks", []))
    if blocks:
        body["blocks"] = [{**blocks[0], "block_id": claimed.mark}, *blocks[1:]]
    if outgoing.thread_ts:
        body["thread_ts"] = outgoing.thread_ts
    body["metadata"] = {"event_type": EVENT_TYPE, "event_payload": {"mark": claimed.mark}}
    return body


def _place(client: WebClient, claimed: Claimed) -> str:
    """The channel, or the direct message with a user."""
    channel = claimed.target_channel or claimed.outgoing.channel
    if channel[:1] not in {"U", "W"}:
        return channel
    return str(client.conversations_open(users=[channel])["channel"]["id"])


def _must_look(claimed: Claimed) -> bool:
    """A direct message is never shared outside, and asking about it takes a scope of its own."""
    outgoing = claimed.outgoing
    is_direct = outgoing.channel[:1] in {"U", "W"}
    return outgoing.purpose in _CHECKED and outgoing.action is Action.POST and not is_direct


def _is_shared_outside(client: WebClient, channel: str) -> bool:
    info = client.conversations_info(channel=channel)["channel"]
    return bool(info.get("is_ext_shared") or info.get("is_pending_ext_shared"))


def _error_code(error: SlackApiError) -> str:
    data = error.response.data
    code = data.get("error") if isinstance(data, dict) else None
    return str(code or f"http_{error.response.status_code}")[:48]


def _retry_after(error: SlackApiError) -> timedelta:
    headers = {str(k).lower(): v for k, v in (error.response.headers or {}).items()}
    value = headers.get("retry-after", "1")
    text = str(value[0] if isinstance(value, list) else value)
    return timedelta(seconds=int(text) if text.isdigit() else 1)


def _is_passing(error: SlackApiError) -> bool:
    """Whether the same question may well be answered in a minute."""
    status = error.response.status_code
    return status == 429 or status >= 500 or _error_code(error) in _UNSURE | _LATER  # noqa: PLR2004 - HTTP


def _nothing_done(error: SlackApiError) -> Outcome:
    """A question before the call failed: surely nothing was posted."""
    if error.response.status_code == 429:  # noqa: PLR2004 - HTTP: too many requests
        return NotAccepted("ratelimited", _retry_after(error))
    code = _error_code(error)
    again = code in _UNSURE | _LATER or error.response.status_code >= 500  # noqa: PLR2004 - HTTP
    return NotAccepted(code) if again else Rejected(code)


def _outcome_of(claimed: Claimed, error: SlackApiError) -> Outcome:
    code = _error_code(error)
    if code in _GONE and claimed.outgoing.action is Action.DELETE:
        return Accepted(claimed.target_channel or "", claimed.target_ts or "")
    if code in _GONE and claimed.outgoing.action is Action.UPDATE:
        return Lapsed("gone")
    if code in _UNSURE or error.response.status_code >= 500:  # noqa: PLR2004 - HTTP
        return Unclear(code)
    return _nothing_done(error)


def _look_for(client: WebClient, claimed: Claimed, channel: str, since: datetime) -> Search:
    oldest = f"{(since - SKEW).timestamp():.6f}"
    cursor = ""
    for _ in range(PAGES_MAX):
        page = _page(client, claimed, channel, oldest, cursor)
        for message in page.get("messages", []):
            if _carries(message, claimed.mark):
                return Accepted(channel, str(message["ts"]))
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not page.get("has_more") or not cursor:
            return Absent()
    return Unreadable("too_many_messages")


def _marked(client: WebClient, settled: Claimed, channel: str) -> list[str]:
    """Timestamps of all messages with the mark, as far back as a search reads."""
    oldest = f"{((settled.first_attempt_at or EPOCH) - SKEW).timestamp():.6f}"
    found: list[str] = []
    cursor = ""
    for _ in range(PAGES_MAX):
        page = _page(client, settled, channel, oldest, cursor)
        messages = page.get("messages", [])
        found += [str(one["ts"]) for one in messages if _carries(one, settled.mark)]
        cursor = str((page.get("response_metadata") or {}).get("next_cursor") or "")
        if not cursor:
            break
    return found


def _page(
    client: WebClient,
    claimed: Claimed,
    channel: str,
    oldest: str,
    cursor: str,
) -> Mapping[str, Any]:
    arguments: dict[str, Any] = {
        "channel": channel,
        "oldest": oldest,
        "limit": PAGE,
        "include_all_metadata": True,
    }
    if cursor:
        arguments["cursor"] = cursor
    thread = claimed.outgoing.thread_ts
    if thread:
        data = client.conversations_replies(ts=thread, **arguments).data
    else:
        data = client.conversations_history(**arguments).data
    return data if isinstance(data, dict) else {}


def _carries(message: Mapping[str, Any], mark: str) -> bool:
    blocks = message.get("blocks") or [{}]
    payload = (message.get("metadata") or {}).get("event_payload") or {}
    return blocks[0].get("block_id") == mark or payload.get("mark") == mark
