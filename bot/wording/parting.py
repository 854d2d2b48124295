"""Parting ways with a customer: what the second person, the writer and the requester read."""

from datetime import date
from typing import Final

from bot.wording.times import day

AGREED: Final = "Agreed"
NOT_YET: Final = "Not yet"


def ask(by: str, review_on: date) -> str:
    """To the second person; the writer is whom to ask about it."""
    return (
        f"{by} is parting ways with a customer and named you as the second person who agrees, "
        f"review on {day(review_on)}. {by} can tell you what happened. Do you agree?"
    )


def reminder(by: str) -> str:
    """The same, once more."""
    return f"{by} is still waiting to hear whether you agree to part ways with a customer."


def you_agreed(review_on: date) -> str:
    """What is left of the second person's card."""
    return f"You agreed to part ways with a customer. Review on {day(review_on)}."


def you_said_not_yet(by: str) -> str:
    """The same after *Not yet*: nothing is lost by it."""
    return f"Not yet: {by} has been told. Press *Agreed* here if that changes."


def agreed(second: str) -> str:
    """To the writer, and to the requester who wants to hear how it ended."""
    return f"{second} agreed to part ways with this customer."


def not_yet(second: str) -> str:
    """To the writer, with the next step."""
    return (
        f"{second} does not agree yet to part ways with this customer. Talk it over; "
        "they can still press *Agreed*."
    )
