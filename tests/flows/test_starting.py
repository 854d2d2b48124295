"""`goodword run` with what a newcomer's `.env` holds: what is wrong is one sentence, at once."""

import pytest
from pydantic import SecretStr

from bot.app import build
from bot.app_start import StartError
from bot.settings import Settings
from bot.wording import doctor as words
from tests.sandbox_client import SandboxServer

STARTS = {
    "no app token": ({"slack_app_token": SecretStr("")}, words.APP_TOKEN_MISSING),
    "no bot token": ({"slack_bot_token": SecretStr("")}, words.BOT_TOKEN_MISSING),
    "another's app token": ({"slack_app_token": SecretStr("xapp-...")}, "connections:write"),
    "no network": ({"slack_api_url": "http://127.0.0.1:1/api/"}, words.SLACK_AWAY_AT_START),
}


@pytest.mark.parametrize("start", STARTS)
def test_a_start_that_cannot_be_says_the_next_step(
    start: str, settings: Settings, slack: SandboxServer
) -> None:
    """Before anything is written to anybody: a refused app token had ended in a traceback."""
    changes, says = STARTS[start]
    with pytest.raises(StartError, match=says):
        build(settings.model_copy(update=changes))
    assert slack.calls("chat.postMessage") == []
