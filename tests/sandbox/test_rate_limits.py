"""Rate limits: by tier and by channel, on the simulated clock, only when asked for."""

from __future__ import annotations

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.sandbox_client import BOT_TOKEN, SandboxServer


def refused(slack: SandboxServer, method: str, **arguments: str) -> int:
    """Seconds to wait, as the answer says; 0 when it was let through."""
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {BOT_TOKEN}"}
    body = json.dumps(arguments).encode()
    try:
        with urlopen(Request(f"{slack.api_url}{method}", data=body, headers=headers)) as answer:
            return 0 if answer.status == 200 else -1
    except HTTPError as error:
        with error:
            limited = error.code == 429 and json.load(error)["error"] == "ratelimited"
            return int(error.headers["Retry-After"]) if limited else -1


def test_a_tier_lets_its_calls_through_and_then_names_the_wait(slack: SandboxServer) -> None:
    """Tier 2: twenty calls a minute; the minute is the simulated one."""
    slack.enforce_limits()
    assert [refused(slack, "users.list") for _ in range(20)] == [0] * 20
    assert 1 <= refused(slack, "users.list") <= 61
    slack.advance(61)
    assert refused(slack, "users.list") == 0


@pytest.mark.parametrize("enforced", [True, False])
def test_posts_in_a_channel_may_come_in_short_bursts_only(
    slack: SandboxServer, *, enforced: bool
) -> None:
    """About one a second in each channel; other channels are not held up."""
    if enforced:
        slack.enforce_limits()
    post = {"channel": "C0KUDOS", "text": "so kind"}
    waits = [refused(slack, "chat.postMessage", **post) for _ in range(4)]
    assert waits[:3] == [0, 0, 0]
    assert bool(waits[3]) is enforced
    assert refused(slack, "chat.postMessage", **{**post, "channel": "C0PRAISE"}) == 0
