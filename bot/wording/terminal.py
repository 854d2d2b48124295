"""What the terminal says about workspaces."""

from collections.abc import Sequence
from typing import Final

NONE_INSTALLED: Final = (
    "No workspace has installed Goodword yet. Open /slack/install in a browser first."
)
PRAISE_UNSET: Final = (
    "GOODWORD_PRAISE_SECRET is not set. Run `goodword keys webhook` and set what it prints."
)
ONE_IS_SERVED: Final = (
    "One workspace is served: its secret is GOODWORD_PRAISE_SECRET itself. Leave --workspace out."
)
LISTED: Final = 5


def name_one(installed: Sequence[str]) -> str:
    """Several have installed it and none was named."""
    return f"{len(installed)} workspaces have installed Goodword. {_named(installed)}"


def not_installed(team: str, installed: Sequence[str]) -> str:
    """Another one was named."""
    return f"{team} has not installed Goodword. {_named(installed)}"


def another_token(team: str, ours: str) -> str:
    """The one token is for another workspace than the named one."""
    return f"SLACK_BOT_TOKEN is for {ours}, not for {team}. Leave --workspace out."


def _named(installed: Sequence[str]) -> str:
    more = "" if len(installed) <= LISTED else " and others"
    return f"Name one with --workspace: {', '.join(sorted(installed)[:LISTED])}{more}."
