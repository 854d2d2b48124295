"""What did not arrive: which kind, when, why, and what helps."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from bot.domain.dead_letters import CallCause, Cause, DeadCall, DeadLetter
from bot.domain.delivery import Action, Purpose

HEADING: Final = "*Not delivered*"
NOTHING: Final = "Everything arrived."
AGAIN: Final = "Send again"
DROP: Final = "Drop"
DROP_TITLE: Final = "Drop it?"
DROP_TEXT: Final = "It is not sent any more. A kudos counts as taken back, and its sharer is told."
DROP_CALL_TEXT: Final = "The on-call tool is not called again. People asked in Slack stay asked."
DROP_YES: Final = "Drop it"
DROP_NO: Final = "Leave it"
MUTE: Final = "Don't tell me about these"
UNMUTE: Final = "Tell me again"
MUTED: Final = "Muted. App Home still lists what was not delivered."
UNMUTED: Final = "You are told when something is not delivered."
NOTICE: Final = "Something could not be delivered. Admins see in App Home what, and what helps."
GIVEN_UP: Final = (
    "A kudos you shared could not be posted, and an admin dropped it. "
    "You can share the message again."
)
DECIDED: Final = "That was decided already. Nothing was changed."
DROPPED: Final = "Dropped. It is not sent any more."
CALL_DROPPED: Final = "Dropped. The on-call tool is not called again."
CALL_OVER: Final = "No call is needed any more, so it was dropped instead."
OUTDATED: Final = "Something newer was said since, so it was dropped instead."
TAKEN_BACK: Final = "It was taken back in the meantime, so it was dropped instead."
LATE_DIGEST: Final = "On its way, if its week is not over. Otherwise its kudos come next time."
ON_ITS_WAY: Final = "On its way. If it fails again, it is listed here again."
LOOKING: Final = "I look for it first. If it is not there, it is posted."
NOT_POSTED: Final = "Not in the channel yet: it could not be posted. The admins see why."

_KINDS: Final[Mapping[tuple[Purpose, Action], str]] = MappingProxyType(
    {
        (Purpose.KUDOS, Action.POST): "A kudos",
        (Purpose.KUDOS, Action.UPDATE): "A change to a kudos",
        (Purpose.KUDOS, Action.DELETE): "Taking a kudos back",
        (Purpose.NOTICE, Action.POST): "A notice to one person",
        (Purpose.DIGEST, Action.POST): "A digest",
        (Purpose.DIGEST, Action.UPDATE): "A change to a digest",
        (Purpose.REPORT, Action.POST): "A monthly report",
        (Purpose.REPORT, Action.UPDATE): "A change to a monthly report",
        (Purpose.PATTERNS, Action.POST): "A window for the leads",
    },
)
HANDOFF: Final = "A step of a handoff"
OTHER: Final = "A message"

CAUSES: Final[Mapping[Cause, str]] = MappingProxyType(
    {
        Cause.TOKEN: "Slack no longer takes our token. Reinstall the app, then send it again.",
        Cause.SCOPE: "A permission is missing. Add it as `goodword doctor` says, then reinstall.",
        Cause.ARCHIVED: "The channel is archived. Unarchive it, or choose another in Settings.",
        Cause.CHANNEL_GONE: "The channel is gone or hidden from me. Choose another in Settings.",
        Cause.NOT_IN_CHANNEL: "I am not in the channel. Type /invite @Goodword there.",
        Cause.OUTSIDE: "The channel is shared with another company. Choose an internal one.",
        Cause.PERSON: "Slack does not let me write to that person. If they left, drop it.",
        Cause.AWAY: "Slack could not be reached for hours. Send it again.",
        Cause.UNSURE: (
            "I could not see whether it arrived. Look in the channel; if it stands there, drop it."
        ),
        Cause.REFUSED: "Slack refused it. Send it again, or drop it.",
    },
)


CALL: Final = "A call to the on-call tool"
CALL_CAUSES: Final[Mapping[CallCause, str]] = MappingProxyType(
    {
        CallCause.NO_ADDRESS: "No address is set. Add it in Times and on-call, then send it again.",
        CallCause.AWAY: "The tool took nothing for an hour. See that it runs, then send it again.",
        CallCause.REFUSED: (
            "The tool refused it. Mend address or secret in Times and on-call, then send it again."
        ),
    },
)


def call(dead: DeadCall) -> str:
    """One line of the list: of whose handoff it was, nothing, and of the time only the day."""
    return f"{CALL}, {_day(dead.at)}. {CALL_CAUSES[dead.cause]}"


def letter(dead: DeadLetter) -> str:
    """One line of the list. Of a handoff's step only the kind and the day are told."""
    if dead.is_private:
        return f"{HANDOFF}, {_day(dead.at)}. {CAUSES[dead.cause]}"
    stamp = int(dead.at.timestamp())
    when = f"<!date^{stamp}^{{date_short_pretty}} {{time}}|{dead.at:%Y-%m-%d %H:%M}>"
    where = f" for <#{dead.channel}>" if dead.channel[:1] in {"C", "G"} else ""
    kind = _KINDS.get((dead.purpose, dead.action), OTHER)
    return f"{kind}{where}, {when}. {CAUSES[dead.cause]}"


def _day(at: datetime) -> str:
    return f"<!date^{int(at.timestamp())}^{{date_short}}|{at:%Y-%m-%d}>"


def again(dead: DeadLetter) -> str:
    """What follows from *Send again*."""
    if dead.purpose is Purpose.DIGEST and dead.action is Action.POST:
        return LATE_DIGEST
    return LOOKING if dead.may_stand else ON_ITS_WAY


def more(count: int) -> str:
    """Those that are not listed yet."""
    return f"{count} more; they are listed as these are decided."
