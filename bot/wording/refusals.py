"""One plain sentence for each refusal, with the next step."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from bot.domain.refusals import Reason
from bot.wording import handoff_refusals, looking_back_refusals

REFUSALS: Final[Mapping[Reason, str]] = MappingProxyType(
    {
        Reason.EMPTY_TEXT: "There is nothing to share yet. Paste the customer's words here.",
        Reason.TEXT_TOO_LONG: (
            "That is longer than 3,000 characters. Paste the part you want to keep with /kudos."
        ),
        Reason.NOTHING_TO_READ: "I found no words in it. Add the customer's words, then share.",
        Reason.NOTE_TOO_LONG: "The note is longer than 500 characters. Shorten it, then share.",
        Reason.SOURCE_GONE: "That message is gone or hidden from me. Paste its words with /kudos.",
        Reason.SOURCE_OURS: (
            "I wrote this message, so it is not shared again. Choose the customer's own words."
        ),
        Reason.SCOPE_MISSING: (
            "Slack does not let me read that: a permission of mine is missing. "
            "Paste the words with /kudos, and ask your admin to press Check set-up in my App Home."
        ),
        Reason.NO_KUDOS_CHANNEL: (
            "There is no kudos channel yet, so nothing was posted. Ask your admin to set one."
        ),
        Reason.KUDOS_CHANNEL_GONE: (
            "Not posted: the kudos channel is archived or no longer there. "
            "Ask your admin to choose another one."
        ),
        Reason.KUDOS_CHANNEL_SHARED: (
            "Not posted: the kudos channel is shared with another company. "
            "Ask your admin to choose an internal one."
        ),
        Reason.NOT_IN_KUDOS_CHANNEL: (
            "Not posted: I am not in the kudos channel. Type /invite @Goodword there, then share."
        ),
        Reason.REDACTION_UNAVAILABLE: (
            "Not posted: I couldn't check it for names in time. "
            "Your text is here; press Share again."
        ),
        Reason.TRIGGER_EXPIRED: "Slack let the form expire before it opened. Try once more.",
        Reason.NOT_YOURS: (
            "Only the person who shared it, someone credited in it, or a lead can take it back."
        ),
        Reason.STILL_NEEDED: (
            "Handoffs would stand still without you. "
            "Ask an admin to put somebody in your place in Settings, then erase."
        ),
        Reason.UNKNOWN_KUDOS: "I no longer know this kudos. Delete the post in Slack if it stays.",
        Reason.GUEST: "Only members of this workspace can do that, not guests.",
        Reason.STORAGE_AWAY: (
            "Nothing was posted: my database is not answering. "
            "Your text is here; try again in a minute."
        ),
        Reason.TAKEN_BACK: "It was taken back in the meantime. Nothing was changed.",
        Reason.NOT_NAMED: "Your name does not stand in it. Nothing was changed.",
        Reason.OFFER_NOT_YOURS: "This is no longer waiting for you. Nothing was changed.",
        Reason.NO_WORDS: "There are no words in that message. Paste them with /kudos.",
        Reason.HIDE_NOTHING: "Add the words to hide, separated by commas.",
        Reason.HIDE_NOT_FOUND: "I don't find these words in it. Copy them as they stand above.",
        Reason.SLACK_AWAY: "Slack did not answer, so nothing was changed. Try again in a minute.",
        **handoff_refusals.SENTENCES,
        **looking_back_refusals.SENTENCES,
    },
)


def sentence(reason: Reason) -> str:
    """What a person is told."""
    return REFUSALS[reason]


def unexpected(reference: str) -> str:
    """When something broke that we did not foresee."""
    return f"That did not work and nothing was posted. Tell your admin this code: {reference}."
