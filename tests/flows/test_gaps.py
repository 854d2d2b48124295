"""The line to Slack is cut: the bot is back within seconds, and reads what it missed."""

import json
import time
from collections.abc import Callable

import pytest

from bot.slack_line import PING_S, SILENCE_S
from tests.flows.conftest import Bot, MovableClock
from tests.flows.shapes import ONE_PROCESS, Shape
from tests.sandbox_client import SandboxServer

BACK_WITHIN_S = 5
GONE_S = 2
PRAISE = "C0PRAISE"


def offered(slack: SandboxServer, user: str = "U0TOMASZ") -> int:
    """How often a person was asked about a post of theirs."""
    shown = slack.messages("praise-inbox", user)
    return sum("Review" in json.dumps(one) for one in shown if one["ephemeral"])


def is_up(slack: SandboxServer) -> bool:
    """Whether the simulated Slack answers again; on a busy machine it is late by a moment."""
    try:
        slack.state()
    except OSError:
        return False
    return True


@pytest.mark.shapes(*ONE_PROCESS)
def test_a_socket_is_back_within_five_seconds_of_the_server(
    make_bot: Callable[..., Bot], slack: SandboxServer
) -> None:
    """Slack restarts its servers; nobody restarts the bot for it."""
    make_bot()
    slack.outage(GONE_S)
    time.sleep(GONE_S)
    slack.wait_for(lambda: is_up(slack), "the server")
    began = time.monotonic()
    slack.wait_for_connection()
    assert time.monotonic() - began <= BACK_WITHIN_S
    slack.command("U0PRIYA", "/kudos so kind")
    slack.wait_for_modal("U0PRIYA")


@pytest.mark.shapes(*ONE_PROCESS)
def test_a_start_makes_one_connection(bot: Bot, slack: SandboxServer) -> None:
    """A second one, made while the first is being made, would cut whoever is talking on it."""
    slack.command("U0PRIYA", "/kudos so kind")
    slack.wait_for_modal("U0PRIYA")
    assert len(slack.calls("apps.connections.open")) == 1


@pytest.mark.shapes(Shape.SQLITE)
def test_a_quiet_connection_that_answers_is_kept(
    make_bot: Callable[..., Bot], slack: SandboxServer
) -> None:
    """Looking for dead connections must not cut living ones: through the first pings and on."""
    make_bot()
    before = len(slack.calls("apps.connections.open"))
    time.sleep(3 * PING_S)
    assert len(slack.calls("apps.connections.open")) == before


@pytest.mark.slow
@pytest.mark.shapes(Shape.SQLITE)
def test_a_connection_that_went_silent_is_made_anew(
    make_bot: Callable[..., Bot], server: SandboxServer, slack: SandboxServer
) -> None:
    """A network that swallows everything closes nothing: only unanswered pings tell."""
    make_bot()
    time.sleep(2 * PING_S)
    before = len(slack.calls("apps.connections.open"))
    server.freeze(SILENCE_S + 2 * PING_S)
    slack.wait_for(lambda: len(slack.calls("apps.connections.open")) > before, "a new one")
    slack.wait_for_connection()


def test_what_was_written_while_nobody_listened_is_read_back_once(
    make_bot: Callable[..., Bot], slack: SandboxServer, clock: MovableClock
) -> None:
    """Posts during a gap are offered like any other; those heard before are not offered again."""
    bot = make_bot(goodword_intake_channels=frozenset({PRAISE}))
    slack.message("praise-inbox", "They wrote: you are a star", user="U0TOMASZ")
    slack.wait_for(lambda: offered(slack) == 1, "the offer")
    bot.stop()
    clock.advance(1)
    slack.message("praise-inbox", "They wrote: never met such patience", user="U0TOMASZ")
    bot.start()
    slack.wait_for(lambda: offered(slack) == 2, "the offer of what was missed")
    clock.advance(120)
    bot.tick("gap")
    time.sleep(1)
    assert offered(slack) == 2


@pytest.mark.shapes(Shape.SQLITE)
def test_what_was_missed_after_days_without_a_word_is_read_back(
    make_bot: Callable[..., Bot], slack: SandboxServer, clock: MovableClock
) -> None:
    """The inbox forgets within days: an empty one was taken for a first start, and read nothing."""
    bot = make_bot(goodword_intake_channels=frozenset({PRAISE}))
    clock.advance(3 * 86_400)
    bot.tick("inbox purge")
    bot.stop()
    slack.message("praise-inbox", "They wrote: I nearly gave up", user="U0TOMASZ")
    bot.start()
    slack.wait_for(lambda: offered(slack) == 1, "the offer of what was missed")


def test_what_is_heard_before_the_gap_was_read_does_not_hide_the_gap(
    make_bot: Callable[..., Bot], slack: SandboxServer, clock: MovableClock
) -> None:
    """A process died between the two: the next one had begun behind what it had heard."""
    bot = make_bot(goodword_intake_channels=frozenset({PRAISE}))
    slack.open_home("U0PRIYA")
    slack.wait_for_home("U0PRIYA")
    bot.stop()
    slack.message("praise-inbox", "They wrote: in the dark between", user="U0TOMASZ")
    for seconds in (0, 60, 300, 3600):
        clock.advance(seconds + 1)
        time.sleep(0.3)
    slack.faults({"method": "conversations.history", "kind": "error:internal_error", "times": -1})
    bot.start()
    slack.open_home("U0SAM")
    slack.wait_for_home("U0SAM")
    bot.stop()
    slack.faults()
    bot.start()
    slack.wait_for(lambda: offered(slack) == 1, "the offer of what was missed")


def test_a_first_start_reads_nothing_back(
    make_bot: Callable[..., Bot], slack: SandboxServer, clock: MovableClock
) -> None:
    """What was written before the bot came is nobody's business."""
    slack.message("praise-inbox", "They wrote: long ago", user="U0TOMASZ")
    for seconds in (0, 60, 300):
        # Slack's own repetitions of the event; afterwards only the history knows of it.
        clock.advance(seconds + 1)
        time.sleep(0.3)
    make_bot(goodword_intake_channels=frozenset({PRAISE}))
    time.sleep(1)
    assert offered(slack) == 0
