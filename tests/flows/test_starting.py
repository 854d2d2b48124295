"""`goodword run` with what a newcomer's `.env` holds: what is wrong is one sentence, at once."""

import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import SecretStr

from bot import cli
from bot.app import build
from bot.app_start import StartError
from bot.settings import Settings
from bot.wording import doctor as words
from tests.sandbox_client import APP_TOKEN, BOT_TOKEN, SandboxServer

STARTS = {
    "no app token": ({"slack_app_token": SecretStr("")}, words.APP_TOKEN_MISSING),
    "no bot token": ({"slack_bot_token": SecretStr("")}, words.BOT_TOKEN_MISSING),
    "another's bot token": ({"slack_bot_token": SecretStr("xoxb-...")}, "OAuth & Permissions"),
    "another's app token": ({"slack_app_token": SecretStr("xapp-...")}, "connections:write"),
    "no network": ({"slack_api_url": "http://127.0.0.1:1/api/"}, words.SLACK_AWAY_AT_START),
}


SIGNALLED = """
import os, signal, threading, time
from bot.cli import on_signal
stopping = threading.Event()
signal.signal(signal.SIGTERM, on_signal(stopping.set))
with stopping._cond:
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(0.1)
raise SystemExit(0 if stopping.wait(5) else 1)
"""
"""A process that is told to stop while it holds what waiting for the end takes and gives back."""


@pytest.mark.parametrize("start", STARTS)
def test_a_start_that_cannot_be_says_the_next_step(
    start: str, settings: Settings, slack: SandboxServer
) -> None:
    """Before anything is written to anybody: a refused app token had ended in a traceback."""
    changes, says = STARTS[start]
    with pytest.raises(StartError, match=says):
        build(settings.model_copy(update=changes))
    assert slack.calls("chat.postMessage") == []


def test_swapped_tokens_are_one_sentence_at_the_terminal_and_none_of_them_is_shown() -> None:
    """`run` and `doctor` alike: which goes where, and no token in the terminal's memory."""
    given = {"SLACK_BOT_TOKEN": "xapp-secret", "SLACK_APP_TOKEN": "xoxb-secret"}
    for command in ("run", "doctor"):
        result = CliRunner().invoke(cli.main, [command], env=given)
        assert result.exit_code == 2
        assert "this one goes into SLACK_APP_TOKEN." in result.output
        assert "secret" not in result.output


def test_a_key_file_that_was_lost_is_one_sentence_at_the_terminal_and_loses_nothing(
    slack: SandboxServer, tmp_path: Path
) -> None:
    """`run`, `doctor` and `keys rotate` say the same; put back, the doctor is content again."""
    file, database = tmp_path / "goodword.key", tmp_path / "goodword.sqlite3"
    given = {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{database}",
        "GOODWORD_KEY_FILE": str(file),
        "GOODWORD_MASTER_KEY": "",
    }

    def said(*command: str) -> tuple[int, str]:
        result = CliRunner().invoke(cli.main, command, env=given)
        return result.exit_code, " ".join(result.output.split())

    assert words.KEY_OK in said("doctor")[1]
    kept, before = file.read_bytes(), database.read_bytes()
    file.unlink()
    for command, code in ((("run",), 2), (("doctor",), 1), (("keys", "rotate"), 2)):
        left, output = said(*command)
        assert left == code
        assert words.key_file_lost(str(file)) in output
    assert (file.exists(), database.read_bytes() == before) == (False, True)
    file.write_bytes(kept)
    assert f"{words.KEY}: {words.KEY_OK}" in said("doctor")[1]


def test_a_signal_at_the_worst_moment_still_stops_it() -> None:
    """It had hung until the nine seconds were over, and did not hand back what it had claimed."""
    ended = subprocess.run([sys.executable, "-c", SIGNALLED], timeout=30, check=False)
    assert ended.returncode == 0
