"""The letter after an installation, and *Check set-up*."""

from collections.abc import Sequence
from typing import Final

WELCOME: Final = "Goodword is installed. Three steps, and the first good word can be shared."
STEPS: Final = (
    "*1.* Make a channel for good words, or take one. Type `/invite @Goodword` in it.",
    "*2.* Press *Open settings* and choose it as the kudos channel.",
    "*3.* Type `/kudos` with what a customer wrote behind it. You see what is hidden, then share.",
)
CHECK: Final = "Check set-up"
CHECK_HINT: Final = "Is something missing? I look at each part and name the next step."
LOOKING: Final = "I am asking Slack and the database. This takes a few seconds."
AWAY: Final = "it does not answer. Try again in a minute."
ALL_WELL: Final = "Nothing is missing."
CLOSE: Final = "Close"


def summary(broken: int) -> str:
    """How many parts do not work."""
    if not broken:
        return ALL_WELL
    return "One part needs you." if broken == 1 else f"{broken} parts need you."


def finding(part: str, says: str) -> str:
    """One part that is not well, with the next step."""
    return f"*{part}:* {says}"


def well(parts: Sequence[str]) -> str:
    """The parts that are well."""
    return f"Well: {', '.join(dict.fromkeys(parts))}."
