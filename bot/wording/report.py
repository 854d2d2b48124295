"""The monthly report: the draft, the modal, the post."""

from typing import Final

from bot.wording.digest import number_word

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
EDIT: Final = "Edit and sign"
PASS_ON: Final = "Pass to the deputy"  # noqa: S105 - an action, no secret
SET_ASIDE: Final = "No report this month"
TITLE: Final = "Monthly report"
SIGN: Final = "Sign and post"
CLOSE: Final = "Not now"
DONE: Final = "Done"
INTRO_LABEL: Final = "In your words"
INTRO_HINT: Final = (
    "Optional. Customer names are hidden here too. Figures and ratings are yours to add."
)
KUDOS_LABEL: Final = "Good words to show"
PEOPLE: Final = "Named in them: {people}."
FIRST_LOOK: Final = "I hid something in your words. They will read like this; sign again to post."
NOTHING_CHOSEN: Final = "Choose at least one good word, or write something."
PASSED_ON: Final = "<@{deputy}> has the draft now."
SET_ASIDE_DONE: Final = "Set aside. There will be no report for {month}."
SIGNED: Final = "Signed. It's going to <#{channel}> under your name."


def month(period: str) -> str:
    """`2026-03` → `March`."""
    return MONTHS[int(period[5:]) - 1]


def month_and_year(period: str) -> str:
    """`2026-03` → `March 2026`."""
    return f"{month(period)} {period[:4]}"


def draft_ready(period: str, count: int) -> str:
    """The letter to the editor."""
    things = "good word" if count == 1 else "good words"
    return (
        f"{month(period)}'s draft is ready: {number_word(count).lower()} {things}. "
        "Only you see it until you sign."
    )


EDITOR_GONE: Final = "You get this because the editor is no longer there and you are next."


def why_editor() -> str:
    """Why this letter came, and how to stop it."""
    return "You get this because you edit the monthly report. Your admin can name somebody else."


def stand_in(editor: str) -> str:
    """Why the deputy has it."""
    return f"You get this because <@{editor}> is away and you are the deputy."


def reminder(period: str) -> str:
    """The one reminder."""
    return f"{month(period)}'s draft still waits for you. I won't remind you again."


def heading(period: str) -> str:
    """The post's heading."""
    return f"{month_and_year(period)}: what customers wrote"


def signature(editor: str) -> str:
    """Under whose name it is posted."""
    return f"Signed: <@{editor}>"
