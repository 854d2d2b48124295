"""What Goodword knows, the purge job, export and erasure."""

from typing import Final

HOME: Final = "*What Goodword knows*"
HOME_TEXT: Final = "See what is stored, take along what is about you, or have it erased."
KNOWS: Final = "What Goodword knows"
EXPORT: Final = "Export what is about me"
ERASE: Final = "Erase me"

TITLE: Final = "What Goodword knows"
CLOSE: Final = "Close"
BACK: Final = "Back"
NEVER: Final = "*Never stored:*"
ABOUT_YOU: Final = "*About you*"
ABOUT_NONE: Final = "You stand in no row."
DETAILS: Final = "Every column"
UNDESCRIBED: Final = "Not described yet."
PURGE_NEVER: Final = "I have not looked for old data to remove yet. That happens once a day."
PURGE_ADMIN: Final = "*What was removed last*"
PURGE_STANDS: Final = (
    "I have not looked for old data to remove for more than a day. "
    "Check that `goodword work` or `run` is running."
)

EXPORT_TITLE: Final = "About me"
EXPORT_HINT: Final = "Copy it from here. Nothing is stored outside this form."
EXPORT_MARKDOWN: Final = "As Markdown"
EXPORT_JSON: Final = "As JSON"
YES: Final = "yes"
NO: Final = "no"
EXPORT_NEXT: Final = "Next part"
EXPORT_LEFT_OUT: Final = "Left out, and why"
EXPORT_NOTHING: Final = "Nothing here is about you."
EXPORT_ROLES: Final = "Your part in the settings"

PERSON_AS: Final = {
    "kudos": "Good words you shared",
    "kudos_credits": "Good words about you",
    "offers": "Messages that wait for your review",
    "digests": "Copies of digests sent to you",
    "lookers": "Looking back",
    "hidden_kudos": "Good words you keep out of digests",
    "reports": "Monthly reports you edited",
    "handoffs": "Handoffs",
    "handoff_offers": "Handoffs you were asked to take",
    "receivers": "Being asked",
    "pattern_displays": "Figures you saw",
    "lead_decisions": "Customers you brought to the leads",
    "quarterly_marks": "You answered a question of this quarter",
    "silences": "What you do not want to be sent",
    "preferences": "Being credited",
    "outbox": "Messages to you",
}
"""Headings of an export; a table without one is named by its description."""

ROLES: Final = {
    "lead": "lead",
    "admin": "admin",
    "handoff_lead": "lead for handoffs",
    "backup": "backup for handoffs",
    "deputy": "deputy for handoffs",
    "aftercare": "person to talk to after a handoff",
    "editor": "editor of the monthly report",
    "report_deputy": "deputy of the report's editor",
}


def rows(count: int) -> str:
    """How many rows are about the person who looks."""
    return f"{count} row is about you." if count == 1 else f"{count} rows are about you."


def table_line(says: str, term: str, count: int) -> str:
    """One kind of data, how long it is kept, and how much of it is about you."""
    about = f" About you: {count}." if count else ""
    return f"• {says} {term}{about}"


def column_line(says: str, form: str, *, person: bool) -> str:
    """One column."""
    notes = [*([form] if form != "plain" else []), *(["says who somebody is"] if person else [])]
    return f"{says} ({', '.join(notes)})" if notes else says


def purged(moment: str) -> str:
    """When the purge job last ran."""
    return f"I last looked for old data to remove {moment}."


def removed(kind: str, count: int, term: str) -> str:
    """What the purge job removed of one class."""
    return f"• {kind}: {count}. {term}"


def part(number: int, of: int) -> str:
    """Which part of a long export is shown; counts from 1."""
    return f"Part {number} of {of}."
