"""What leads see of a window, and what everybody else does not, at Slack's door."""

import json
from collections.abc import Callable
from typing import Any

from bot.domain.handoff_moves import Happened
from bot.domain.lead_views import PatternSettings
from bot.domain.patterns import Window
from bot.wording import patterns as words
from storage.session import make_engine, make_sessions
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes_patterns import record
from tests.flows.conftest import Bot
from tests.flows.test_handoffs import AGREED, agree
from tests.sandbox_client import TEAM, SandboxServer

Json = dict[str, Any]
AGENTS = [f"U0AGENT{number}" for number in range(9)]
REQUESTERS = AGENTS[:6]
BOT_USER = "U0GOODWORD"


def town_of_eleven(slack: SandboxServer) -> None:
    """Nine agents and two leads, all of them in the support group."""
    people = [
        {"id": user, "name": user.lower(), "real_name": user, "display_name": user}
        for user in (*AGENTS, "U0LENA", "U0MARA")
    ]
    channels = [
        {"id": "C0KUDOS", "name": "kudos", "members": ["U0LENA", BOT_USER]},
        {"id": "C0LEADS", "name": "leads", "members": ["U0LENA", "U0MARA", BOT_USER]},
    ]
    groups = [
        {"id": "S0SUPPORT", "name": "Support", "handle": "support", "users": [*AGENTS, "U0LENA"]}
    ]
    slack.reset(people=people, channels=channels, groups=groups)


def ask(bot: Bot) -> Window:
    """Two requests of each of six people, in the window of now; answers the window."""
    engine = make_engine(bot.settings.database_url)
    with SqlUnitsOfWork(make_sessions(engine), bot.keyring, bot.clock)() as uow:
        uow.patterns.keep_settings(TEAM, PatternSettings("C0LEADS", questions=False))
        for user in (*REQUESTERS, *REQUESTERS):
            record(uow, user, bot.clock.now(), (Happened.CLAIMED, 3.0), team=TEAM)
        uow.commit()
    engine.dispose()
    return Window.of(bot.clock.now())


def wait_until_frozen(bot: Bot, window: Window) -> None:
    bot.clock.advance((window.freezes_at - bot.clock.now()).total_seconds() + 1)


def kinds(message: Json) -> list[str]:
    return [block["type"] for block in message["blocks"]]


def posts(slack: SandboxServer, count: int) -> list[Json]:
    """Wait for so many posts in the leads' channel; they stand there oldest first."""

    def look() -> list[Json] | None:
        found = [m for m in slack.messages("leads") if m["text"].startswith("Handoffs,")]
        return found if len(found) >= count else None

    found = slack.wait_for(look, f"{count} posts in #leads")
    assert found is not None
    return found


def test_a_window_reaches_the_leads_and_nobody_is_in_it(
    slack: SandboxServer, make_bot: Callable[..., Bot]
) -> None:
    """A chart; a table where charts are refused; words where tables are. Only leads have it."""
    town_of_eleven(slack)
    bot = make_bot()
    agree(bot, AGREED, *AGENTS[6:])
    refused = {"method": "chat.postMessage", "kind": "error:invalid_blocks"}
    for number, (times, kind) in enumerate(((0, "data_visualization"), (1, "table"), (2, ""))):
        slack.faults(*([{**refused, "times": times}] if times else []))
        wait_until_frozen(bot, ask(bot))
        post = posts(slack, number + 1)[-1]
        assert {"data_visualization", "table"} & set(kinds(post)) == ({kind} if kind else set())
        assert "Handoffs: 12–17" in post["text"]
        assert not any(user in json.dumps(post) for user in AGENTS)
    slack.open_home("U0LENA")
    home = json.dumps(slack.wait_for_home("U0LENA", words.COUNTED), ensure_ascii=False)
    assert "12–17" in home
    assert not any(user in home for user in AGENTS)
    slack.open_home(AGENTS[0])
    agents = json.dumps(slack.wait_for_home(AGENTS[0], "Share"), ensure_ascii=False)
    assert words.TITLE not in agents
    assert "12–17" not in agents
    slack.open_home("U0MARA")
    slack.wait_for_home("U0MARA", "<@U0LENA>")
