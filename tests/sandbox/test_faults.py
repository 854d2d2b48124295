"""Faults: what the bot's caller sees and what has happened behind its back."""

from __future__ import annotations

import time
import urllib.error
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from tests.sandbox_client import BOT_TOKEN, SandboxServer

Json = dict[str, Any]
POST = "chat.postMessage"
BROKEN = (OSError, urllib.error.URLError, SlackClientError)


@pytest.fixture
def hasty(slack: SandboxServer) -> WebClient:
    """A client that gives up after a second."""
    return WebClient(token=BOT_TOKEN, base_url=slack.api_url, timeout=1, retry_handlers=[])


@pytest.mark.parametrize(
    ("kind", "posted"),
    [
        ("timeout_before", 0),
        ("timeout_after", 1),
        ("reset_before", 0),
        ("refused", 0),
        ("reset_after", 1),
        ("http_500_before", 0),
        ("http_500_after", 1),
    ],
)
def test_a_broken_call_may_or_may_not_have_posted(
    slack: SandboxServer, hasty: WebClient, kind: str, posted: int
) -> None:
    """The caller cannot tell before from after; the channel can."""
    slack.faults({"method": POST, "kind": kind})

    with pytest.raises(BROKEN):
        hasty.chat_postMessage(channel="C0KUDOS", text="once")

    assert len(slack.messages("kudos")) == posted
    assert hasty.chat_postMessage(channel="C0KUDOS", text="next")["ok"]


def test_the_sdks_default_retry_posts_twice(slack: SandboxServer) -> None:
    """The trap the durable client avoids: accepted, dropped, sent again."""
    careless = WebClient(token=BOT_TOKEN, base_url=slack.api_url)
    slack.faults({"method": POST, "kind": "reset_after"})

    careless.chat_postMessage(channel="C0KUDOS", text="once?")

    assert len(slack.messages("kudos")) == 2


def test_a_rate_limit_says_how_long(slack: SandboxServer, client: WebClient) -> None:
    """429 with Retry-After, and nothing posted."""
    slack.faults({"method": "chat.*", "kind": "rate_limited", "retry_after": 7})

    with pytest.raises(SlackApiError) as raised:
        client.chat_postMessage(channel="C0KUDOS", text="x")

    assert raised.value.response.status_code == 429
    assert raised.value.response.headers["Retry-After"] == "7"
    assert slack.messages("kudos") == []


def test_any_error_can_be_ordered_for_the_nth_call(slack: SandboxServer, client: WebClient) -> None:
    """Second and third fail, the rest pass."""
    slack.faults({"method": POST, "kind": "error:is_archived", "nth": 2, "times": 2})
    outcomes = []
    for n in range(4):
        try:
            client.chat_postMessage(channel="C0KUDOS", text=str(n))
            outcomes.append("ok")
        except SlackApiError as error:
            outcomes.append(error.response["error"])

    assert outcomes == ["ok", "is_archived", "is_archived", "ok"]
    assert [call["fault"] for call in slack.calls(POST)] == [None, "error", "error", None]


def test_a_delay_only_delays(slack: SandboxServer, client: WebClient) -> None:
    """A slow answer is still an answer."""
    slack.faults({"method": POST, "kind": "delay", "delay_ms": 300})

    assert client.chat_postMessage(channel="C0KUDOS", text="slow")["ok"]
    assert slack.calls(POST)[0]["ms"] >= 300


def test_during_an_outage_connections_are_refused(slack: SandboxServer, client: WebClient) -> None:
    """The only failure that is surely not posted; afterwards everything is as it was."""
    slack.outage(0.5)

    with pytest.raises(urllib.error.URLError) as raised:
        client.chat_postMessage(channel="C0KUDOS", text="x")
    assert isinstance(raised.value.reason, ConnectionRefusedError)

    time.sleep(0.7)
    assert client.chat_postMessage(channel="C0KUDOS", text="x")["ok"]
    assert len(slack.messages("kudos")) == 1
