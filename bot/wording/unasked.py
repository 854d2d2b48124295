"""What the bot sends by itself: what it is, why it came, how it is stopped."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.domain.receivers import UNTIL_RESUMED
from bot.domain.unasked import Peace, Unasked
from bot.wording.times import plain

HEADING: Final = "What I may send you"
INTRO: Final = "What comes by itself, you can snooze or mute here. Nobody sees what you choose."
OPEN: Final = "Choose what I may send"
MODAL_INTRO: Final = (
    "Answers to what you do yourself always reach you. "
    "After a snooze you get what is still true; what is muted never comes."
)
SAVE: Final = "Save"
CANCEL: Final = "Cancel"
SAVED: Final = "Saved. Answers to what you do yourself still reach you."
CHOOSE: Final = "Choose"

LABELS: Final[Mapping[Unasked, str]] = MappingProxyType(
    {
        Unasked.REVIEW_OFFERS: "Offers to share what you post in an intake channel",
        Unasked.CREDITED: "That a kudos names you",
        Unasked.ASKED_FIRST: "Whether a kudos may name you",
        Unasked.HANDOFF_OFFERS: "Offers of handoffs",
        Unasked.REMINDERS: "Reminders to confirm a handoff you took",
        Unasked.AFTERCARE: "What your team has agreed after a handoff",
        Unasked.DIGEST_COPIES: "Copies of the weekly digest",
        Unasked.REPORT_DRAFTS: "Drafts of the monthly report",
        Unasked.QUARTERLY: "Two questions each quarter",
        Unasked.DECISIONS: "Customers to decide about together",
        Unasked.WORKSPACE: "What needs an admin",
    },
)
HINTS: Final[Mapping[Unasked, str]] = MappingProxyType(
    {
        Unasked.REVIEW_OFFERS: "They still stand in App Home under Waiting for review.",
        Unasked.ASKED_FIRST: "While you are not asked, your name stays out.",
        Unasked.HANDOFF_OFFERS: (
            "A lead's or backup's offers go to their deputy meanwhile. "
            "Threat and danger still reach leads and the backup."
        ),
        Unasked.REMINDERS: "Threat and danger are still reminded of.",
        Unasked.DECISIONS: (
            "Leads find them in App Home. Whether you agree, once a colleague names you, "
            "you are still asked."
        ),
    },
)
CHOICES: Final[Mapping[Peace, str]] = MappingProxyType(
    {
        Peace.NONE: "Send it",
        Peace.HOUR: "Snooze for an hour",
        Peace.TOMORROW: "Snooze until tomorrow",
        Peace.WEEK: "Snooze for a week",
        Peace.ALWAYS: "Mute",
    },
)
_STOP: Final = "App Home, *What I may send you*, stops it."
WHY: Final[Mapping[Unasked, str]] = MappingProxyType(
    {
        Unasked.REVIEW_OFFERS: f"You get this because you posted in an intake channel. {_STOP}",
        Unasked.CREDITED: f"You get this because you are named in it. {_STOP}",
        Unasked.ASKED_FIRST: f"You get this because you asked to be asked first. {_STOP}",
        Unasked.HANDOFF_OFFERS: f"You are asked because you opted in or lead handoffs. {_STOP}",
        Unasked.REMINDERS: f"You get this because you took it and have not confirmed. {_STOP}",
        Unasked.AFTERCARE: f"You get this once, after a handoff of yours. {_STOP}",
        Unasked.DIGEST_COPIES: f"You get this copy because you asked for one. {_STOP}",
        Unasked.REPORT_DRAFTS: "App Home, *What I may send you*, stops these drafts.",
        Unasked.QUARTERLY: f"Everyone in support is asked, so that nobody stands out. {_STOP}",
        Unasked.DECISIONS: f"You get this as a lead, or because a colleague chose you. {_STOP}",
        Unasked.WORKSPACE: f"You get this as an admin, or as a lead where there is none. {_STOP}",
    },
)


def held_back(until: datetime, zone: str) -> str:
    """The choice that stands."""
    return "Muted" if until >= UNTIL_RESUMED else f"Snoozed until {plain(until, zone)}"
