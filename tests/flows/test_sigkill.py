"""Real processes, really killed: what was promised is still kept once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from bot.settings import Settings
from tests.flows.conftest import SAMPLE, Bot, MovableClock
from tests.flows.shapes import ONE_PROCESS
from tests.flows.test_a_good_word_travels import shown
from tests.sandbox_client import SandboxServer

ROOT = Path(__file__).parents[2]


def environment(settings: Settings, master_key: str) -> dict[str, str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return kept | {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": settings.slack_bot_token.get_secret_value(),
        "SLACK_APP_TOKEN": settings.slack_app_token.get_secret_value(),
        "SLACK_API_URL": settings.slack_api_url,
        "DATABASE_URL": settings.database_url,
        "GOODWORD_MASTER_KEY": master_key,
        "GOODWORD_KUDOS_CHANNEL": "C0KUDOS",
        "GOODWORD_SUPPORT_GROUP": "S0SUPPORT",
        "GOODWORD_REDACTION_WORKERS": "1",
    }


@pytest.mark.shapes(*ONE_PROCESS)
@pytest.mark.parametrize("point", ["after_kudos", "before_call", "after_call"])
def test_a_kill_at_any_point_leaves_one_post(
    point: str,
    settings: Settings,
    master_key: str,
    slack: SandboxServer,
    clock: MovableClock,
    make_bot: Callable[..., Bot],
) -> None:
    """After the commit, before the call, after Slack accepted: once, within two minutes."""
    command = [sys.executable, str(ROOT / "tests/flows/mortal.py"), point]
    with killed_in_the_end(command, environment(settings, master_key)) as process:
        slack.command("U0PRIYA", f"/kudos {SAMPLE}")
        slack.wait_for_modal("U0PRIYA", "What the team will see")
        slack.submit("U0PRIYA")
        assert process.wait(20) == -signal.SIGKILL
    expected = 1 if point == "after_call" else 0
    assert len(shown(slack)) == expected
    slack.wait_for(lambda: slack.state()["connections"] == 0, "the dead bot's connection to go")
    clock.advance(120)
    make_bot()
    slack.wait_for(lambda: shown(slack), "the post")
    _settle_down(slack, clock)
    assert len(shown(slack)) == 1


@contextmanager
def killed_in_the_end(
    command: list[str], variables: dict[str, str]
) -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        command,
        env=variables,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
        start_new_session=True,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().strip() == "ready"
            yield process
        finally:
            # The workers outlive a killed bot until they notice; the whole session goes.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)


def _settle_down(slack: SandboxServer, clock: MovableClock) -> None:
    """Give a second copy every chance to appear."""
    clock.advance(120)
    time.sleep(1.5)
    clock.advance(120)
    time.sleep(1.5)
