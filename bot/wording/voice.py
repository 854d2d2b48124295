"""*Something's in my way*: a private note, with a name on it."""

from typing import Final

HEADING: Final = "Something's in my way"
INTRO: Final = "If something holds you back, tell a person of your choice. It carries your name."
OPEN: Final = "Write a private note"
TITLE: Final = "Something's in my way"
MODAL_INTRO: Final = (
    "One person gets this as a direct message from me, with your name on it. "
    "I keep no copy once it has arrived. "
    "Customers' names are hidden, as everywhere; colleagues' names stay."
)
WHO: Final = "Who should read it"
CHOOSE: Final = "Choose a person"
NOTE: Final = "What is in your way"
SEND: Final = "Send with my name"
CANCEL: Final = "Cancel"
PREVIEW: Final = "*What they will read*"
LOOK_AGAIN: Final = "I hid something. Read it once more, then send it."
NOBODY: Final = "Choose a member of this workspace, not a guest, a bot or yourself."
EMPTY: Final = "There is nothing to send yet. Write what is in your way."
TOO_LONG: Final = "That is longer than 3,000 characters. Shorten it, then send."
HELD: Final = "Not sent: I couldn't check it for customers' names in time. Press Send again."


def sent(to: str) -> str:
    """To whoever wrote it."""
    return f"It is on its way to <@{to}>, with your name. I keep no copy once it has arrived."


def letter(sender: str) -> str:
    """The first line of what the chosen person gets."""
    return f"<@{sender}> wants you to know what is in their way. These are their words."


def answer(sender: str) -> str:
    """The last line."""
    return f"Only you got this, and I keep no copy. Answer them directly: <@{sender}>"
