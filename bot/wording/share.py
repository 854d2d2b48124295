"""Sharing a good word."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from bot.domain.redacted import Entity, Why

MODAL_TITLE: Final = "Share as kudos"
SUBMIT: Final = "Share"
CLOSE: Final = "Cancel"
DONE: Final = "Done"
READING: Final = "Reading it for names …"
TEXT_LABEL: Final = "What the customer wrote"
TEXT_PLACEHOLDER: Final = "Paste the customer's words"
PREVIEW_HEADING: Final = "*What the team will see*"
PREVIEW_EMPTY: Final = "Paste the words above, then press Update preview."
UPDATE_PREVIEW: Final = "Update preview"
CREDITS_LABEL: Final = "Who it is for"
CREDITS_PLACEHOLDER: Final = "Teammates to credit"
HIDDEN_LABEL: Final = "*Hidden.* Clear a tick to show the word again."
LOCKED_LABEL: Final = "Always hidden:"
ALSO_HIDE_LABEL: Final = "Also hide"
ALSO_HIDE_HINT: Final = "Words to hide as well, separated by commas. Press Enter to see the result."
NOTE_LABEL: Final = "Your own note"
NOTE_HINT: Final = "Names of customers are hidden here too."
NAMED_LABEL: Final = "Your name"
NAMED_OPTION: Final = "Say that I shared it"
LOOK_AGAIN: Final = "The preview changed. Read it once more, then press Share."
HELD: Final = "I couldn't check it for names in time. Press Update preview to try again."
TAKE_BACK: Final = "Take it back"
TAKE_BACK_CONFIRM_TITLE: Final = "Take this kudos back?"
TAKE_BACK_CONFIRM: Final = "The post is deleted for everyone. The original stays where it was."
TAKE_BACK_YES: Final = "Take it back"
TAKE_BACK_NO: Final = "Keep it"
HIDE_MORE: Final = "Hide more"
REMOVE_NAME: Final = "Remove my name"
TEAM_LABEL: Final = "Or everybody"
TEAM_OPTION: Final = "It is for the whole team"
CREDIT_MEMBERS: Final = "Only members of this workspace can be credited, not guests or bots."
PASTE_WORDS: Final = "I found no words in that message; pictures I can't read. Paste the words."
HELP: Final = (
    "*Sharing a good word*\n"
    "• On a message: ⋯ → *Share as kudos*.\n"
    "• Or type `/kudos` and paste the customer's words.\n"
    "• Or react with the kudos emoji, or open *Goodword* and press *Share a good word*.\n"
    "• Look back: `/kudos one`, `/kudos mine`, `/kudos search`. Only you see the answer.\n"
    "• If something is in your way: `/kudos note` writes to a person you choose.\n"
    "You see what others will see before anything is posted. "
    "Customer names, companies, places and numbers are hidden."
)
WHOLE_TEAM: Final = "the whole team"
A_TEAMMATE: Final = "a teammate"

WHYS: Final[Mapping[Why, str]] = MappingProxyType(
    {
        Why.ADDRESS: "reads like a postal address",
        Why.ALSO_HIDE: "you asked for it",
        Why.CLASSIFIER: "reads like somebody's own details",
        Why.COMPANY_POSITION: "stands where a company's name stands",
        Why.CUE: "follows a word such as order or account",
        Why.GREETING: "is greeted by name",
        Why.HASHTAG: "two names in one hashtag",
        Why.HIDDEN_TERM: "your admin keeps this word hidden",
        Why.INTRODUCTION: "introduces themselves",
        Why.NUMBER_IN_WORDS: "is a telephone number in words",
        Why.PATTERN: "has the shape of an address or number",
        Why.PLACE_NAME: "is a place",
        Why.RELATION: "is named as family, a friend or a colleague",
        Why.SAME_AS: "is another form of a hidden name",
        Why.SIGNATURE: "stands in the signature",
        Why.SLACK_LINK: "is a link",
        Why.SPEAKER: "names who is speaking",
        Why.TEAMMATE_NAME_AS_CUSTOMER: "a teammate's name, but here the customer's own",
        Why.TITLE: "follows a title such as Mrs",
    },
)

NOUNS: Final[Mapping[Entity, str]] = MappingProxyType(
    {
        Entity.PERSON: "name",
        Entity.ORG: "company",
        Entity.LOCATION: "place",
        Entity.EMAIL: "email",
        Entity.PHONE: "phone",
        Entity.URL: "link",
        Entity.HANDLE: "handle",
        Entity.ID: "reference",
        Entity.DATE: "date of birth",
    },
)

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def count_of_hidden(count: int) -> str:
    """How much was hidden, and why a person still has to look."""
    if count == 0:
        return "I found nothing to hide. Read it once more: a story can give a person away."
    number = _NUMBERS[count] if count < len(_NUMBERS) else str(count)
    things = "thing" if count == 1 else "things"
    return f"I hid {number} {things}. Read it once more: the story itself may give them away."


def not_found(asked: Sequence[str]) -> str:
    """Words to hide that stand nowhere: a slip would else show what somebody meant to hide."""
    shown = ", ".join(f"“{one}”" for one in asked)
    return f":warning: *Also hide* found nothing for {shown}. Check how it is written above."


def on_its_way(kudos_channel: str, source_channel: str | None) -> str:
    """After a share: where it goes and where the name still stands."""
    there = f"It's going to <#{kudos_channel}> now."
    if source_channel is None:
        return there
    return f"{there} The original, with the name, is still in <#{source_channel}>."


def already_shared(link: str | None) -> str:
    """A second attempt at the same message."""
    if link is None:
        return "This message is already shared. Nothing was posted again."
    return f"This message is already shared: <{link}|see it there>. Nothing was posted again."


def taken_back(kudos_channel: str, source_channel: str | None = None) -> str:
    """After taking back: what is gone, and where the original still stands."""
    gone = f"It's out of <#{kudos_channel}> and the digest. Copies people made, I can't reach."
    if source_channel is None:
        return gone
    return f"{gone} The original, with the name, is still in <#{source_channel}>."


def credit_line(credited: str | None, sharer: str | None) -> str:
    """Whom it is for and who shared it; mentions come ready-made."""
    parts = []
    if credited:
        parts.append(f"For {credited}")
    if sharer:
        parts.append(f"shared by {sharer}" if credited else f"Shared by {sharer}")
    return " · ".join(parts) or "Shared with the team"


def fallback(text: str) -> str:
    """What a notification shows: the redacted words."""
    return f"A customer wrote: {text}"
