"""The clock that a test moves, seen from the bot's side."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.remote_clock import SandboxClock
from tests.sandbox_client import SandboxServer


@pytest.fixture
def clock(slack: SandboxServer) -> Iterator[SandboxClock]:
    """A clock that follows the sandbox's."""
    following = SandboxClock(slack.url).start()
    slack.wait_for(lambda: slack.state()["clock"]["followers"] > 0, "the follower")
    yield following
    following.stop()


def test_the_bot_sees_a_moved_clock_when_the_request_returns(
    slack: SandboxServer, clock: SandboxClock
) -> None:
    """So a test can advance and look at once."""
    slack.set_clock("2026-03-03T09:00:00+00:00")

    assert abs(clock.now() - datetime(2026, 3, 3, 9, tzinfo=UTC)) < timedelta(seconds=2)
    slack.advance(3600)
    assert abs(clock.now() - datetime(2026, 3, 3, 10, tzinfo=UTC)) < timedelta(seconds=2)


def test_a_wait_ends_when_the_clock_jumps_over_it(
    slack: SandboxServer, clock: SandboxClock
) -> None:
    """An hour of escalation takes a moment of test."""
    ended: list[bool] = []
    never = threading.Event()
    waiting = threading.Thread(target=lambda: ended.append(clock.wait(never, 3600)))
    waiting.start()

    slack.advance(3601)
    waiting.join(timeout=5)

    assert ended == [False]


def test_a_wait_ends_at_once_when_its_event_is_set(clock: SandboxClock) -> None:
    """Stopping the bot must not take until its next deadline."""
    stop = threading.Event()
    stop.set()
    started = time.monotonic()

    assert clock.wait(stop, 3600) is True
    assert time.monotonic() - started < 1


def test_messages_carry_the_simulated_time(slack: SandboxServer) -> None:
    """A kudos of last Thursday can be posted last Thursday."""
    slack.set_clock("2026-03-05T15:00:00+00:00")

    ts = float(slack.message("general", "hello", user="Priya")["ts"])

    assert abs(ts - datetime(2026, 3, 5, 15, tzinfo=UTC).timestamp()) < 2
