"""Handing a conversation over: the form, the cards, and what each person is told."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.domain.handoff import Check, Ending, Ground, Handoff, Medium, Route, Step
from bot.domain.slack_text import escape
from bot.wording.times import at, count, day, part_of_day

MODAL_TITLE: Final = "Hand over"
PRACTICE_TITLE: Final = "Practice handoff"
SUBMIT: Final = "Hand over"
CLOSE: Final = "Cancel"
DONE: Final = "Done"
GROUND_LABEL: Final = "Reason"
REFERENCE_LABEL: Final = "Ticket link or number"
REFERENCE_HINT: Final = "No names and no quotes: only whoever takes it sees this."
LIVE_LABEL: Final = "Timing"
LIVE_OPTION: Final = "It is live now (chat or phone)"
MORE: Final = "More choices"
SENTENCE_LABEL: Final = "One neutral sentence"
SENTENCE_HINT: Final = "Everyone asked reads it. Names are hidden, quotes left out."
ROUTE_LABEL: Final = "Who should be asked"
NAMED_LABEL: Final = "The colleague to ask first"
NAMED_HINT: Final = "If they can't, or have not opted in, others are asked."
MEDIUM_LABEL: Final = "Kind of conversation"
LANGUAGE_LABEL: Final = "Language"
CUSTOMER_LABEL: Final = "Customer's e-mail or id"
CUSTOMER_HINT: Final = (
    "Turned into a code at once. It tells only the taker if this customer was handed off before."
)
AFTERWARDS_LABEL: Final = "Afterwards"
TELL_OPTION: Final = "Tell me how it ended"
NEVER_OPTION: Final = "Never route this customer to me again"
CHOOSE: Final = "Choose"
SHOW_ALARM: Final = "Every lead is asked at once and sees your name, so that they can reach you."
PRACTICE_BANNER: Final = "*Practice.* Everyone asked sees that it is one. It counts for nobody."
PRACTICE: Final = "*Practice*"
SENTENCE_DROPPED: Final = "Your sentence was left out: I couldn't check it for names in time."
QUOTE_LEFT_OUT: Final = "The quote in your sentence was left out: no card repeats one."
NOT_TODAY: Final = "Not today"
TAKE: Final = "Take it"
CONFIRM: Final = "It's with me"
GIVE_BACK: Final = "Give it back"
IT_ENDED: Final = "It ended"
TO_A_LEAD: Final = "Bring it to a lead"
WITHDRAW: Final = "Withdraw"
REROUTE: Final = "Change who is asked"
REASSIGN: Final = "Reassign"
CLOSE_IT: Final = "Close"
BLANK_NOT_TODAY: Final = "Not today: that stays between us. Others are asked."
BLANK_TAKEN: Final = "Somebody has it. Nothing is needed from you."
BLANK_OFF: Final = "It's off. Nothing is needed from you."
BLANK_AGAIN: Final = "Asked again further down."
BLANK_GIVEN_BACK: Final = "It's back with the others. Nothing more is needed from you."
REPEAT: Final = "This customer was handed off before. You decide whether a lead should know."
MOVE_TICKET: Final = "Reassign the ticket to yourself, then press *It's with me*."
WITH_YOU: Final = "It's with you. Take the time it needs, and press *It ended* when it has."
BROUGHT: Final = "It stands with the leads now: you would like to talk about this customer."
WITHDRAWN: Final = "Withdrawn. Those who were asked know only that it's off."
AFTERCARE_TAKE: Final = "Take them now"
AFTERCARE_TALK: Final = "Somebody to talk to"
AFTERCARE_TALK_OFFER: Final = "Your team has named somebody to talk to after a handoff."
AFTERCARE_NOT_NOW: Final = "Not now"
AFTERCARE_LEFT: Final = "Left as it is. Nobody is told."
ENDING_TITLE: Final = "How it ended"
ENDING_LABEL: Final = "Outcome"
ENDING_SUBMIT: Final = "Save"
CHECKS_LABEL: Final = "Before a customer is asked to leave"
SECOND_LABEL: Final = "The second person who agrees"
REVIEW_LABEL: Final = "Review date"
REROUTE_TITLE: Final = "Who is asked"
REASSIGN_TITLE: Final = "Reassign"
REASSIGN_LABEL: Final = "Who has it from now on"
SAVE: Final = "Save"
SAVED: Final = "Saved."
NOBODY_TO_ASK: Final = "I have nobody left to ask."
HELP: Final = (
    "*Handing a conversation over*\n"
    "• Type `/handoff`, or on a message: ⋯ → *Hand over*.\n"
    "• Pick a reason and paste the ticket's link. Nobody asks for proof.\n"
    "• You can stop replying. You are told each step until a named person has it.\n"
    "• App Home shows your open requests. You can withdraw there at any time.\n"
    "To take handoffs yourself, opt in under *Receiving* in App Home."
)

GROUNDS: Final[Mapping[Ground, str]] = MappingProxyType(
    {
        Ground.HARASSMENT: "harassment",
        Ground.THREAT: "a threat",
        Ground.DANGER: "somebody may be in danger",
        Ground.DRAINING: "draining",
        Ground.ANOTHER_TIER: "needs another tier",
    },
)
GROUND_OPTIONS: Final[Mapping[Ground, tuple[str, str]]] = MappingProxyType(
    {
        Ground.HARASSMENT: ("Harassment", "Insults, slurs, sexual or discriminatory remarks"),
        Ground.THREAT: ("Threat", "Against you or anybody else"),
        Ground.DANGER: ("Danger", "Somebody may be in danger, the customer included"),
        Ground.DRAINING: ("Draining", "Too much, for whatever reason"),
        Ground.ANOTHER_TIER: ("Another tier", "Somebody else can solve it"),
    },
)
ROUTES: Final[Mapping[Route, str]] = MappingProxyType(
    {
        Route.FIRST_AVAILABLE: "Whoever is available first",
        Route.NAMED: "A colleague I name",
        Route.ANY_LEAD: "Any lead",
    },
)
MEDIA: Final[Mapping[Medium, str]] = MappingProxyType(
    {
        Medium.EMAIL: "e-mail",
        Medium.CHAT: "chat",
        Medium.PHONE: "phone",
        Medium.SOCIAL: "social media",
    },
)
LANGUAGES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ar": "Arabic", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
        "en": "English", "es": "Spanish", "fi": "Finnish", "fr": "French", "he": "Hebrew",
        "hi": "Hindi", "hu": "Hungarian", "it": "Italian", "ja": "Japanese", "ko": "Korean",
        "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "pt": "Portuguese", "ro": "Romanian",
        "ru": "Russian", "sv": "Swedish", "tr": "Turkish", "uk": "Ukrainian", "zh": "Chinese",
    },
)  # fmt: skip
ENDINGS: Final[Mapping[Ending, tuple[str, str]]] = MappingProxyType(
    {
        Ending.TAKEN_OVER: ("Taken over", "The conversation went on with me, or was solved"),
        Ending.ANOTHER_TIER: ("Another tier", "It was passed to those who can solve it"),
        Ending.IMPASSE: ("Ended at an impasse", "No solution fitted; the conversation is over"),
        Ending.PARTED_WAYS: ("Parted ways", "The customer has been asked to leave"),
    },
)
CHECKS: Final[Mapping[Check, str]] = MappingProxyType(
    {
        Check.RECORDED: "Recorded where the law or the company asks for it",
        Check.EVIDENCE: "Evidence is kept in the ticket system",
        Check.WRITTEN_BY_ANOTHER: "The requester did not write the closing text",
    },
)
_NEXT: Final[Mapping[Step, str]] = MappingProxyType(
    {
        Step.PEERS: "it goes to the leads",
        Step.LEADS: "it goes to the backup",
        Step.AT_ONCE: "it goes to the backup",
        Step.BACKUP: "all leads are asked again",
        Step.EVERYONE: "all leads are asked again",
    },
)


def next_step(handoff: Handoff, now: datetime, zone: str) -> str:
    """What comes next, and when."""
    if handoff.due_at is None:
        return ""
    return f"{at(handoff.due_at, now, zone)} {_NEXT[handoff.step]}"


def asked_count(number: int) -> str:
    """`Three colleagues have been asked`."""
    people = "colleague has" if number == 1 else "colleagues have"
    return f"{count(number).capitalize()} {people} been asked"


def receipt(handoff: Handoff, now: datetime, zone: str, on_call: str | None) -> str:
    """The first thing after a request. on_call: a mention, outside working hours only."""
    number = len(handoff.asked)
    onward = next_step(handoff, now, zone)
    if number:
        lines = [f"You can stop replying. {asked_count(number)}; {onward}."]
    elif handoff.step is Step.EVERYONE:
        lines = [f"You can stop replying. {NOBODY_TO_ASK} {_sentence(onward)}."]
    else:
        lines = [f"You can stop replying. Nobody is available now; {onward}."]
    if on_call:
        lines.append(f"Outside working hours {on_call} is on call.")
    return " ".join(lines)


def escalated(handoff: Handoff, now: datetime, zone: str) -> str:
    """Nobody has taken it yet: the truth, and what comes next."""
    onward = next_step(handoff, now, zone)
    if handoff.step is Step.EVERYONE:
        return f"Still nobody. {_sentence(onward)}."
    if not handoff.asked:
        return f"Nobody can take it right now. {_sentence(onward)}."
    asked = "backup was" if handoff.step is Step.BACKUP else "leads were"
    return f"Nobody has taken it yet. The {asked} asked just now; {onward}."


def waiting(handoff: Handoff, now: datetime, zone: str) -> str:
    """What App Home says of an open request."""
    return f"Open. {_sentence(next_step(handoff, now, zone))}."


def safety(contact: str) -> str:
    """For threat and danger; never without a way to go."""
    return (
        f"If you are in danger: {escape(contact)}"
        if contact
        else "If you are in danger, call for help."
    )


def claimed(taker: str) -> str:
    """Somebody has it."""
    return f"{taker} has it and is moving the ticket. Nothing more is needed from you."


def confirmed(taker: str) -> str:
    """The ticket has moved."""
    return f"It's with {taker}. The next reply will not reach you."


def reassigned(taker: str) -> str:
    """A lead gave it to somebody."""
    return f"{taker} has it from now on. Nothing more is needed from you."


def open_again(handoff: Handoff, now: datetime, zone: str) -> str:
    """It came back; nobody is named for it."""
    onward = next_step(handoff, now, zone)
    if handoff.asked:
        return f"It's open again. {asked_count(len(handoff.asked))}; {onward}."
    return f"It's open again. {_sentence(onward)}."


def rerouted(handoff: Handoff, now: datetime, zone: str) -> str:
    """The requester chose somebody else."""
    onward = next_step(handoff, now, zone)
    if handoff.asked:
        return f"Changed. {asked_count(len(handoff.asked))}; {onward}."
    return f"Changed. Nobody is available now; {onward}."


def ended(handoff: Handoff, by: str, now: datetime, zone: str) -> str:
    """Closing the loop. by: a mention of who had it, or of the lead who closed it."""
    moment = at(now, now, zone)
    match handoff.ending:
        case Ending.TAKEN_OVER:
            return f"{by} took it over and closed it {moment}."
        case Ending.ANOTHER_TIER:
            return f"{by} passed it to another tier {moment}."
        case Ending.IMPASSE:
            return f"{by} ended it {moment}; no solution fitted. You did what could be done."
        case Ending.PARTED_WAYS:
            return f"This customer has been asked to leave. {by} wrote it{_agreed(handoff)}."
        case None:
            return f"Closed {moment}."


def offer(handoff: Handoff, zone: str, requester: str | None) -> str:
    """What somebody asked sees. requester: only for leads, for threat and danger."""
    who = f"{requester} needs" if requester else "A colleague needs"
    return f"{who} someone else on a conversation: {traits(handoff, zone)}."


def traits(handoff: Handoff, zone: str, now: datetime | None = None) -> str:
    """Reason, channel, language, and how fresh it is; nothing that tells whose it is.

    now: where it is read on another day than it was written, as in App Home.
    """
    wish = handoff.wish
    parts = [
        GROUNDS[wish.ground],
        MEDIA[wish.medium] if wish.medium else None,
        LANGUAGES.get(wish.language or ""),
        "live now" if wish.live else part_of_day(handoff.created_at, zone, now),
    ]
    return ", ".join(part for part in parts if part)


def having(handoff: Handoff, zone: str, now: datetime | None = None) -> str:
    """The first line of the full card."""
    return f"*You have it*: {traits(handoff, zone, now)}."


def from_whom(requester: str) -> str:
    """Who handed it over; they expect no answer."""
    return f"From {requester}. They have stopped replying."


def where(reference: str) -> str:
    """The ticket."""
    return f"*Ticket:* {reference}"


def noted(sentence: str) -> str:
    """The neutral sentence."""
    return f"They note: {sentence}"


def never_route(requester: str) -> str:
    """A reminder to the taker; the ticket system alone can do it."""
    return f"{requester} asks never to get this customer again. Set that in the ticket system."


def reminder(handoff: Handoff, now: datetime, zone: str) -> str:
    """An unconfirmed claim."""
    moment = at(handoff.due_at, now, zone) if handoff.due_at else "soon"
    return f"Has the ticket moved? Press *It's with me*. Otherwise others are asked {moment}."


def closed_card(handoff: Handoff) -> str:
    """What is left of the taker's card."""
    ending = ENDINGS[handoff.ending][0].lower() if handoff.ending else "withdrawn"
    return f"Closed: {ending}."


def aftercare(minutes: int) -> str:
    """What the team has agreed; no praise, no advice."""
    return (
        f"Your team has agreed to {minutes} minutes off the queue after a handoff. Take them now?"
    )


def aftercare_taken(until: datetime, now: datetime, zone: str) -> str:
    """They took the minutes."""
    return f"Off the queue until {at(until, now, zone).removeprefix('at ')}. Nobody is told."


def aftercare_person(person: str) -> str:
    """Somebody to talk to."""
    return f"{person} is there for it, today or tomorrow. Write to them when you like."


def brought_to_lead(taker: str) -> str:
    """What the leads read; the taker says the rest."""
    return f"{taker} would like to talk with a lead about a customer who was handed off before."


def practice(text: str) -> str:
    """The same words, marked."""
    return f"{PRACTICE} · {text}"


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _agreed(handoff: Handoff) -> str:
    if handoff.parted is None:
        return ""
    # Nobody has pressed anything yet: that somebody agreed is said once they have.
    second = f"<@{handoff.parted.second_person}>"
    return f", and {second} was asked to agree{_review(handoff)}"


def _review(handoff: Handoff) -> str:
    return f", review on {day(handoff.parted.review_on)}" if handoff.parted else ""
