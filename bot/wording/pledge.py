"""The pledge as it comes; a workspace may edit it, and versions are kept."""

from typing import Final

TEXT: Final = (
    "You may hand over a conversation that is abusive, threatening or too much. "
    "Pick a reason; nobody asks for proof. "
    "People are asked privately until a named person has it, and you are told each step. "
    "Outside working hours this may wait, except threats and danger. "
    "Those go to every lead at once, with your name, so that they can reach you. "
    "Otherwise only people who take it learn your name and the ticket. "
    "Whoever is asked sees the reason and when, and may guess. "
    "The ticket system keeps its own record. "
    "Reports to leads show groups, never people. "
    "Goodword deletes its link to you 30 days after closing. "
    "A coded mark, kept to count people in reports, loses its key when the report is frozen. "
    "Nothing here feeds a review of anybody. "
    "You need not write the last message. "
    "This is not an official report, and Goodword cannot call for help. "
    "In danger, call the number your workspace has set."
)
"""True of the design; change the design before changing a promise in it."""


def heading(version: int) -> str:
    """Above the pledge in force."""
    return f"*The pledge* (version {version})"
