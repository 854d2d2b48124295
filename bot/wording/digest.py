"""The weekly digest, its settings, and what may be wrong with it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.digest_settings import Problem

_NUMBERS: Final = (
    "No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten",
    "Eleven", "Twelve", "Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen",
    "Nineteen", "Twenty",
)  # fmt: skip
OPENINGS: Final = (
    "{number} things customers wrote lately.",
    "{number} good words from customers, in case you missed them.",
    "What customers wrote lately: {lower} of them.",
    "{number} messages worth a second look.",
    "From customers, lately. {number} things.",
)
OPENINGS_FOR_ONE: Final = (
    "One thing a customer wrote lately.",
    "One good word from a customer, in case you missed it.",
    "One message worth a second look.",
)
LEFT_NOTHING: Final = "What stood here was taken back."
READ_IT: Final = "Read it in the channel"
WHOLE_TEAM: Final = "the whole team"
STOP_COPY: Final = "Stop these copies"
COPY_ON: Final = "From the next digest on, you get a copy here."
COPY_OFF: Final = "No more copies. The digest still stands in its channel."

WEEKDAYS: Final = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
SETTINGS_TITLE: Final = "Looking back"
SETTINGS_INTRO: Final = (
    "A channel with more people than the kudos channel is a good place for the digest."
)
SAVE: Final = "Save"
CLOSE: Final = "Cancel"
DONE: Final = "Done"
SAVED: Final = "Saved. It holds from now on."
WEEKLY_LABEL: Final = "Weekly digest"
WEEKLY_OPTION: Final = "Post it every week there is something to show"
DAY_LABEL: Final = "Day"
TIME_LABEL: Final = "Time"
CHANNEL_LABEL: Final = "Channel"
CHANNEL_HINT: Final = "Empty: the kudos channel. Invite me there first."
LENGTH_LABEL: Final = "Kudos a week, at most"
EDITOR_LABEL: Final = "Editor of the monthly report"
EDITOR_HINT: Final = "Gets a draft, edits it and signs it. Empty: no report."
DEPUTY_LABEL: Final = "Deputy"
DEPUTY_HINT: Final = "Gets the draft while the editor is away."
PERSON_PLACEHOLDER: Final = "Choose a person"
CHANNEL_PLACEHOLDER: Final = "Choose a channel"
CHOOSE_DAY: Final = "Choose a day"
DEPUTY_IS_EDITOR: Final = "Choose somebody other than the editor."
NOT_A_MEMBER: Final = "Choose a member of this workspace, not a guest or a bot."

CHANNEL_PROBLEMS: Final[Mapping[Problem, str]] = MappingProxyType(
    {
        Problem.CHANNEL_GONE: "I can't see this channel, or it is archived. Choose another.",
        Problem.CHANNEL_SHARED: "This channel is shared with another company. Choose another.",
        Problem.NOT_IN_CHANNEL: "I am not in this channel. Type /invite @Goodword there first.",
    },
)
PROBLEMS: Final[Mapping[Problem, str]] = MappingProxyType(
    {
        Problem.UNKNOWN_ZONE: (
            "No digest can come: I don't know the time zone “{subject}”. "
            "Choose another in App Home, Open settings."
        ),
        Problem.CHANNEL_GONE: (
            "No digest can come: its channel {subject} is deleted, archived or hidden from me. "
            "Choose another in App Home, Digest and report."
        ),
        Problem.CHANNEL_SHARED: (
            "No digest can come: {subject} is shared with another company. "
            "Choose an internal channel in App Home, Digest and report."
        ),
        Problem.NOT_IN_CHANNEL: (
            "No digest can come: I am not in {subject}. Type /invite @Goodword there."
        ),
        Problem.EDITOR_LEFT: (
            "No monthly report can come: {subject} left and there is no deputy. "
            "Choose an editor in App Home, Digest and report."
        ),
    },
)


def opening(count: int, turn: int) -> str:
    """The first line; `turn` goes round the openings."""
    if count == 0:
        return LEFT_NOTHING
    if count == 1:
        return OPENINGS_FOR_ONE[turn % len(OPENINGS_FOR_ONE)]
    number = number_word(count)
    return OPENINGS[turn % len(OPENINGS)].format(number=number, lower=number.lower())


def number_word(count: int) -> str:
    """A number up to twenty in words, capitalised."""
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)


def credit(people: str | None, sharer: str | None, day: str) -> str:
    """Whom it is for, who shared it, and when."""
    parts = [f"For {people}" if people else "", f"shared by {sharer}" if sharer else "", day]
    line = " · ".join(part for part in parts if part)
    return line[0].upper() + line[1:]


def link(url: str) -> str:
    """A link to the kudos post."""
    return f"<{url}|{READ_IT}>"


def problem(found: Problem, subject: str) -> str:
    """What an admin is told, once."""
    return PROBLEMS[found].format(subject=subject)


def time_hint(zone: str) -> str:
    """Which clock the time is read on."""
    return f"In the workspace's time zone, {zone}."
