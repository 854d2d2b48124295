"""The pledge: what a workspace promises to whoever hands a conversation over."""

from dataclasses import dataclass
from typing import Final

from bot.domain.refusals import Reason, RefusedError

PLEDGE_MAX: Final = 2_500
"""A section of Slack holds 3,000 characters; its heading needs some of them."""
FIRST_VERSION: Final = 1


@dataclass(frozen=True, slots=True)
class Pledge:
    """One version; a handoff keeps the version that was in force when it was made."""

    version: int
    text: str


def check_pledge(text: str) -> str:
    """A pledge as typed, or RefusedError(PLEDGE_LENGTH)."""
    stripped = text.strip()
    if not 0 < len(stripped) <= PLEDGE_MAX:
        raise RefusedError(Reason.PLEDGE_LENGTH)
    return stripped
