"""Whatever people, integrations or the app send stays text on the page."""

from __future__ import annotations

import random
from typing import Any

from slack_sdk import WebClient

from tests.sandbox.chromium import Tab
from tests.sandbox_client import BOT_TOKEN, SandboxServer

Json = dict[str, Any]

SEED = 1789
ROUNDS = 40
PIECES = (
    "<img src=x onerror=window.owned=1>",
    "<script>window.owned=1</script>",
    "<svg onload=window.owned=1>",
    "\"'><b class=owned>",
    "<javascript:window.owned=1|press>",
    '<https://x.example/" onmouseover=window.owned=1|y>',
    "<!date^1^{date_long}^javascript:window.owned=1|<b class=owned>>",
    "<@U0SAM|<i class=owned>>",
    "<#C0KUDOS|<i class=owned>>",
    "&lt;img src=x onerror=window.owned=1&gt;",
    "&#60;b class=owned&#62;",
    "`<b class=owned>`",
    "*<b class=owned>*",
    "```<b class=owned>```",
    "${window.owned=1}",
    "\u202e\u0000<b class=owned>",
    ":<b class=owned>:",
)
TAKEN_IN = (
    "Boolean(window.owned) || document.querySelectorAll('.owned, img, svg:not(.icon)').length > 0"
)
UNSAFE_LINKS = """
[...document.querySelectorAll('a')].filter(a => !/^(https?:|mailto:)/.test(a.href)).length
"""


def nasty(rng: random.Random) -> str:
    """Some of the pieces, run together."""
    return "".join(rng.choice(PIECES) for _ in range(rng.randrange(1, 4)))


def blocks(rng: random.Random) -> list[Json]:
    """Every block that carries words, each with something nasty in it."""
    plain = {"type": "plain_text", "text": nasty(rng)[:70]}
    return [
        {"type": "section", "text": {"type": "mrkdwn", "text": nasty(rng)}},
        {"type": "section", "fields": [{"type": "mrkdwn", "text": nasty(rng)}]},
        {"type": "header", "text": plain},
        {"type": "context", "elements": [{"type": "mrkdwn", "text": nasty(rng)}, plain]},
        {"type": "actions", "elements": [{"type": "button", "text": plain, "action_id": "x"}]},
        {"type": "table", "rows": [[{"type": "raw_text", "text": nasty(rng)}]]},
    ]


def test_nothing_that_is_sent_becomes_markup(page: Tab, empty: SandboxServer) -> None:
    """Messages, names, blocks, attachments and a Home, made of what breaks careless pages."""
    rng = random.Random(SEED)  # noqa: S311 - a repeatable fuzz, no secret
    client = WebClient(token=BOT_TOKEN, base_url=empty.api_url, retry_handlers=[])
    empty.person("Tomasz", real_name=PIECES[0], display_name=PIECES[3], title=PIECES[1])
    empty.channel("general", purpose=nasty(rng))
    page.open(f"{empty.url}/?as=U0PRIYA#C0KUDOS")
    page.wait_for("[data-ready]")

    for _ in range(ROUNDS):
        attachment = {"title": nasty(rng), "text": nasty(rng), "fallback": nasty(rng)}
        empty.message("kudos", nasty(rng), user="U0TOMASZ", attachments=[attachment])
        empty.message("kudos", nasty(rng), bot=nasty(rng))
        client.chat_postMessage(channel="C0KUDOS", text=nasty(rng), blocks=blocks(rng))
    client.views_publish(user_id="U0PRIYA", view={"type": "home", "blocks": blocks(rng)[:5]})

    for place, least in (("C0KUDOS", 3 * ROUNDS), ("C0GENERAL", 0), ("home", 0)):
        page.run(f"location.hash = '#{place}'; null")
        page.wait(f"document.querySelectorAll('#messages article').length >= {least}")
        assert not page.run(TAKEN_IN)
        assert page.run(UNSAFE_LINKS) == 0
