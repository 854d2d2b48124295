"""What people do at the doors, in a line each."""

import json
from typing import Any

from tests.flows.conftest import IDENTITIES
from tests.sandbox_client import BOT_USER, SandboxServer

Json = dict[str, Any]
PRAISE = "Thank you so much, you saved our Friday! Order #48213"
REVIEW = "What the team will see"


def posts(slack: SandboxServer, channel: str = "kudos", viewer: str = "") -> list[Json]:
    """What the bot shows in a channel."""
    return [m for m in slack.messages(channel, viewer) if m.get("user") == BOT_USER]


def whispers(slack: SandboxServer, channel: str, viewer: str) -> list[Json]:
    """What only one person sees."""
    return [m for m in posts(slack, channel, viewer) if m["ephemeral"]]


def offered(slack: SandboxServer, user: str, channel: str = "praise-inbox") -> Json:
    """Wait for an offer."""
    return slack.wait_for_message(channel, "offer_review", user)


def share(
    slack: SandboxServer, words: str = PRAISE, user: str = "U0PRIYA", **fields: object
) -> Json:
    """Paste and share; answers the post."""
    before = {post["ts"] for post in posts(slack)}
    slack.command(user, f"/kudos {words}")
    slack.wait_for_modal(user, REVIEW)
    slack.submit(user, {name: {"value": value} for name, value in fields.items()})
    if slack.modals(user) and "The preview changed" in json.dumps(slack.modal(user)):
        slack.submit(user)
    return new_post(slack, before)


def new_post(slack: SandboxServer, before: set[str]) -> Json:
    """Wait for a post that was not there before."""
    return slack.wait_for(
        lambda: next((p for p in posts(slack) if p["ts"] not in before), None), "a post"
    )


def post_with(slack: SandboxServer, ts: str, *, words: str = "", without: str = "") -> Json:
    """Wait until a post has, or no longer has, some words."""

    def look() -> Json | None:
        found = next((p for p in posts(slack) if p["ts"] == ts), None)
        shown = json.dumps(found, ensure_ascii=False)
        return found if found and words in shown and (not without or without not in shown) else None

    return slack.wait_for(look, f"{words!r} without {without!r}")


def leaks(payload: object) -> list[str]:
    text = json.dumps(payload, ensure_ascii=False).lower()
    return [identity for identity in IDENTITIES if identity in text]


def settled(slack: SandboxServer) -> None:
    """Wait until every event that was sent has been acknowledged and acted on."""
    slack.wait_for(lambda: not slack.state()["unacked"], "acknowledgements")
