"""Real processes, really killed: what was promised is still kept once."""

import signal
from collections.abc import Callable

import pytest

from bot.settings import Settings
from tests.flows.conftest import SAMPLE, Bot, MovableClock
from tests.flows.shapes import ONE_PROCESS, Nursery, as_json
from tests.flows.test_a_good_word_travels import shown
from tests.sandbox_client import SandboxServer


@pytest.mark.shapes(*ONE_PROCESS)
@pytest.mark.parametrize("point", ["after_kudos", "before_call", "after_call"])
def test_a_kill_at_any_point_leaves_one_post(
    point: str,
    settings: Settings,
    nursery: Nursery,
    slack: SandboxServer,
    clock: MovableClock,
    make_bot: Callable[..., Bot],
) -> None:
    """After the commit, before the call, after Slack accepted: once, within two minutes."""
    child, wire = nursery.bear("mortal", point=point, settings=as_json(settings))
    wire.answer()
    slack.command("U0PRIYA", f"/kudos {SAMPLE}")
    slack.wait_for_modal("U0PRIYA", "What the team will see")
    slack.submit("U0PRIYA")
    assert nursery.end_of(child) == -signal.SIGKILL
    expected = 1 if point == "after_call" else 0
    assert len(shown(slack)) == expected
    slack.wait_for(lambda: slack.state()["connections"] == 0, "the dead bot's connection to go")
    clock.advance(120)
    bot = make_bot()
    slack.wait_for(lambda: shown(slack), "the post")
    _settle_down(bot, slack)
    assert len(shown(slack)) == 1


def _settle_down(bot: Bot, slack: SandboxServer) -> None:
    """Give a second copy every chance to appear."""
    for _ in range(2):
        slack.wait_for(lambda: bot.unsettled() == 0, "every doubt to be resolved")
        bot.clock.advance(120)
        bot.tick("courier")
