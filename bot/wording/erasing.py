"""*Erase me*: what goes, what stays, and that it is done."""

from typing import Final

TITLE: Final = "Erase me"
SUBMIT: Final = "Erase me"
CANCEL: Final = "Leave it"
GOES: Final = (
    "*What goes, at once and for good*\n"
    "• Your name in good words: you become *a teammate*, also in posts and digests.\n"
    "• Your link to handoffs, with reference and sentence.\n"
    "• Your settings, mutes and copies, and that you answered this quarter's questions.\n"
    "• Your place in the settings as lead, admin, backup or editor; deputies step in.\n"
    "• Messages to you that are still on their way."
)
STAYS: Final = (
    "*What stays*\n"
    "• The good words themselves, without you. A name inside a customer's words stays; "
    "Hide more takes it out.\n"
    "• Frozen windows and results: nobody can be found in them.\n"
    "• What already stands in Slack: messages to you, and what people copied.\n"
    "• Anything new you do here from now on. App Home says when it is done."
)
NOW: Final = "*Now*"
DONE: Final = "Erased. Posts in Slack follow within a minute or two."


def handoffs(count: int) -> str:
    """What happens to handoffs that are not closed."""
    if count == 0:
        return "• No open handoff is yours."
    those = "1 open handoff is" if count == 1 else f"{count} open handoffs are"
    return (
        f"• {those} yours or waiting for you. Your requests are withdrawn; "
        "what you took is open again and others are asked at once."
    )


def kudos(count: int) -> str:
    """How many posts change."""
    return f"• Good words with you in them: {count}."


def rows(count: int) -> str:
    """How many rows there are."""
    return f"• Rows about you: {count}."
