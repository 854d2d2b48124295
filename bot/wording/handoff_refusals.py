"""Refusals around handoffs: one plain sentence each, with the next step."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.refusals import Reason

SENTENCES: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.REFERENCE_EMPTY: "Add the ticket's link or number, so that the taker finds it.",
        Reason.REFERENCE_TOO_LONG: "That is longer than 255 characters. Paste the link alone.",
        Reason.REFERENCE_IDENTITY: (
            "That may hold a customer's name or address. Paste the ticket's link or number alone."
        ),
        Reason.GROUND_MISSING: "Pick the reason that fits best.",
        Reason.SENTENCE_TOO_LONG: "Keep it under 300 characters; the ticket has the rest.",
        Reason.CUSTOMER_TOO_LONG: "That is too long for an e-mail or id. Mend it, or leave it out.",
        Reason.HANDOFFS_OFF: (
            "Handoffs are off here. Ask your lead directly, and your admin to set them up."
        ),
        Reason.NO_LEAD: "Handoffs stay off: there is no lead. Add one here.",
        Reason.NO_BACKUP: "Handoffs stay off: there is no backup person. Add one here.",
        Reason.TOO_MANY_PEOPLE: "That is more than 20 people. Choose those who are really asked.",
        Reason.OWN_DEPUTY: "Nobody can be their own deputy. Choose somebody else.",
        Reason.WAIT_OUT_OF_RANGE: "Each wait takes between 1 and 480 minutes.",
        Reason.REOPEN_BEFORE_REMINDER: "The reminder has to come before the reopening.",
        Reason.NO_WORKING_DAY: "Choose at least one working day.",
        Reason.UNKNOWN_ZONE: "I don't know this time zone. Write it like Europe/Lisbon.",
        Reason.CAP_OUT_OF_RANGE: "The weekly cap takes a number from 1 to 50.",
        Reason.AFTERCARE: "Aftercare takes 0 to 120 minutes; 0 switches it off.",
        Reason.SAFETY_TOO_LONG: "Keep the safety contact under 200 characters.",
        Reason.ON_CALL_URL: "The on-call address has to start with https://.",
        Reason.ON_CALL_SECRET: "The on-call secret needs at least 16 characters.",
        Reason.HOURS: "Write times like 09:00.",
        Reason.NOT_A_LEAD: "Only leads can do this. Your admin keeps the list.",
        Reason.NOT_AN_ADMIN: "Only admins can change this.",
        Reason.UNKNOWN_HANDOFF: "I no longer know this handoff. Open App Home to see what is open.",
        Reason.ALREADY_TAKEN: "Somebody already has it. Nothing is needed from you.",
        Reason.HANDOFF_WITHDRAWN: "It was withdrawn. Nothing is needed from you.",
        Reason.HANDOFF_CLOSED: "It is already closed. Nothing was changed.",
        Reason.NOT_ASKED: "This one is no longer with you. Nothing was changed.",
        Reason.OWN_REQUEST: "This is your own request, so it goes to somebody else.",
        Reason.NOT_THE_TAKER: "Somebody else has it by now. Nothing was changed.",
        Reason.NOT_THE_REQUESTER: "Only the person who handed it over can do that.",
        Reason.NOT_A_MEMBER: "Choose a member of this workspace, not a guest, a bot or yourself.",
        Reason.RECIPIENT_MISSING: "Choose whom to ask.",
        Reason.NO_DEPUTY: (
            "You are the one being asked, and you have no deputy. Ask your admin for one first."
        ),
        Reason.CHECKLIST: "Tick each point, or choose another outcome for now.",
        Reason.NOT_THE_SECOND_PERSON: "Only the second person who was named can answer. "
        "Nothing was changed.",
        Reason.SECOND_PERSON: "Choose a second person who agrees, a member other than you.",
        Reason.REVIEW_DATE: "Choose a review date after today.",
        Reason.ENDING_MISSING: "Choose how it ended.",
        Reason.HANDOFF_BUSY: "Too many people pressed at once. Press again.",
        Reason.HANDOFF_STORAGE_AWAY: (
            "Not handed over: my database is not answering. "
            "Tell a lead directly, or press again in a minute."
        ),
        Reason.NOT_OPEN: "Somebody has it now, so whom to ask can no longer be changed.",
        Reason.VALUE_EMPTY: "Add the customer's e-mail or id first.",
        Reason.PLEDGE_LENGTH: "The pledge needs between 1 and 2,500 characters.",
    },
)  # fmt: skip
