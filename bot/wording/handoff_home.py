"""App Home: my requests, receiving, the lead's list, and what an admin sets."""

from datetime import datetime
from typing import Final

from bot.wording.times import at

MY_REQUESTS: Final = "My open requests"
NONE_OPEN: Final = "You have no open request. `/handoff` hands a conversation over."
HAND_OVER: Final = "Hand a conversation over"
RECEIVING: Final = "Receiving"
RECEIVING_OFF: Final = "You are not asked to take handoffs. Opting in is up to you."
RECEIVING_AS_LEAD: Final = (
    "You are asked as a lead, backup or deputy. Being asked in turn as well is up to you."
)
RECEIVING_ON: Final = "You are asked in turn, privately. *Not today* is seen by nobody."
OPT_IN: Final = "Opt in"
OPT_OUT: Final = "Opt out"
PAUSE_DAY: Final = "Pause for a day"
PAUSE_WEEK: Final = "Pause for a week"
PAUSE_OPEN: Final = "Pause until I resume"
RESUME: Final = "Resume"
PREFERENCES: Final = "Hours and limits"
YOURS: Final = "*With you*"
ASKED: Final = "*You are being asked*"
LEADS_LIST: Final = "Open handoffs"
LEADS_NONE: Final = "Nothing is open."
PRACTISE: Final = "Start a practice"
SETTINGS: Final = "Handoff settings"
TIMES: Final = "Times and on-call"
PLEDGE: Final = "Edit the pledge"
FORGET: Final = "Forget a customer"
HANDOFFS_OFF: Final = "Handoffs are off. Add a lead and a backup person in Handoff settings."
LEAD_MUTE: Final = "Offers go to your deputy meanwhile. Threat and danger still reach you."

PREFERENCES_TITLE: Final = "Receiving"
CAP_LABEL: Final = "At most this many a week"
CAP_HINT: Final = "Leave it empty for the workspace's number."
HOURS_START_LABEL: Final = "Ask me from"
HOURS_END_LABEL: Final = "Until"
HOURS_HINT: Final = "Like 09:00. Leave both empty for the workspace's working hours."
DAYS_LABEL: Final = "Days"
OPT_OUT_LABEL: Final = "Don't ask me about"
SAVE: Final = "Save"
CANCEL: Final = "Cancel"
DONE: Final = "Done"

SETTINGS_TITLE: Final = "Handoff settings"
ENABLED_LABEL: Final = "Handoffs"
ENABLED_OPTION: Final = "Switched on"
LEADS_LABEL: Final = "Leads"
BACKUP_LABEL: Final = "Backup person"
DEPUTY_LABEL: Final = "Deputies of leads and backup, in the same order"
DEPUTY_HINT: Final = "The first deputy stands in for the first lead, the last for the backup."
SAFETY_LABEL: Final = "Safety contact"
SAFETY_HINT: Final = "Shown for threat and danger. A number somebody answers at any hour."
ZONE_LABEL: Final = "Time zone"
WORK_DAYS_LABEL: Final = "Working days"
WORK_START_LABEL: Final = "Working hours from"
WORK_END_LABEL: Final = "Until"
AFTERCARE_LABEL: Final = "Minutes off the queue afterwards"
AFTERCARE_PERSON_LABEL: Final = "Somebody to talk to"
CHOOSE: Final = "Choose"
TIMES_TITLE: Final = "Times and on-call"
WAITS_LABEL: Final = "Minutes for each step"
WAITS_HINT: Final = "Peers, leads, backup, everyone again."
CLAIMS_LABEL: Final = "Minutes until a reminder and a reopening"
CLAIMS_HINT: Final = "Reminder, reopening; then the same two for live conversations."
URL_LABEL: Final = "Address of the on-call tool"
URL_HINT: Final = "Threat and danger are reported there, signed. Leave it empty for none."
SIGNING_LABEL: Final = "Signing secret"
SIGNING_HINT: Final = "At least 16 characters. Leave it empty to keep the one that is set."
ON_CALL_AWAY: Final = (
    "The on-call tool does not answer. The leads were asked here all the same. "
    "Check its address in App Home, Times and on-call."
)
CAP_DEFAULT_LABEL: Final = "Handoffs a receiver takes in a week"
PLEDGE_TITLE: Final = "The pledge"
PLEDGE_LABEL: Final = "What your workspace promises"
PLEDGE_HINT: Final = "Each version is kept. A handoff keeps the version it was made under."
FORGET_TITLE: Final = "Forget a customer"
FORGET_SUBMIT: Final = "Forget"
FORGET_LABEL: Final = "The customer's e-mail or id"
FORGET_HINT: Final = "The code kept of it is erased. There is no list to choose from."
FORGOTTEN: Final = "Nothing is kept of this customer now."
SAVED: Final = "Saved. It holds from now on."
WAITS_FORM: Final = "Write whole minutes, separated by commas."
DAYS: Final = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def gap(person: str) -> str:
    """To admins, when a lead, the backup or a deputy has left."""
    return f"{person} has left and was asked about handoffs. Choose somebody else in App Home."


def muted(until: datetime | None, now: datetime, zone: str) -> str:
    """A pause, and its end when it has one."""
    if until is None or until.year > now.year + 10:
        return "Paused until you resume."
    return f"Paused. You are asked again {at(until, now, zone)}."


def with_whom(taker: str) -> str:
    """A request somebody has."""
    return f"{taker} has it."
