"""What leads read about handoffs: how many, never who."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.lead_views import Availability, DrillResults, Shift
from bot.domain.patterns import COUNTED_MAX, TEAM_MIN, Arrow, Band, Group, Wait, Window
from bot.domain.quarterly import Question, Share
from bot.wording import times

TITLE: Final = "*Patterns*"
INTRO: Final = (
    "Twelve weeks at a time, in bands, once they are over. "
    "Every lead sees the same; every view is listed below."
)
COUNTED: Final = (
    f"Each figure has at least five people behind it. Of one person, {times.count(COUNTED_MAX)} "
    "requests count at most."
)
TOO_FEW: Final = "Too few to show. It may be none; I don't say which, so nobody can be picked out."
TOO_FEW_SHORT: Final = "too few to show"
TOO_SMALL: Final = (
    f"Figures of requests need {times.count(TEAM_MIN)} people in the support group; "
    "fewer could be told apart. An admin can count a sibling team in. "
    "What follows needs no requester."
)
DO: Final = "What you might do:"
TOTAL: Final = "Handoffs"
GROUPS: Final[Mapping[Group, str]] = MappingProxyType(
    {Group.ABUSE: "Abuse or threats", Group.LOAD: "Draining or another tier"},
)
WAIT: Final = "Until somebody had it"
STEPS: Final = "Steps needed"
RETURNED: Final = "Given back or opened again"
WAITS: Final[Mapping[Wait, str]] = MappingProxyType(
    {
        Wait.MINUTES_5: "half within 5 minutes",
        Wait.MINUTES_15: "half within 15 minutes",
        Wait.HOUR: "half within an hour",
        Wait.LONGER: "more than half over an hour",
    },
)
STEP_NAMES: Final[Mapping[int, str]] = MappingProxyType(
    {1: "half by the first", 2: "half by the leads", 3: "half by the backup", 4: "all of them"},
)
ARROWS: Final[Mapping[Arrow, str]] = MappingProxyType({Arrow.UP: "↑", Arrow.DOWN: "↓"})

DO_TOTAL: Final[Mapping[Arrow | None, str]] = MappingProxyType(
    {
        Arrow.UP: "Ask in the whole team what changed. Look at queues and staffing, not at people.",
        Arrow.DOWN: "Ask the whole team whether asking still feels safe. Fewer is not always good.",
        None: "Nothing stands out. Keep the pledge in sight and the receivers rested.",
    },
)
DO_ABUSE: Final[Mapping[Arrow | None, str]] = MappingProxyType(
    {
        Arrow.UP: "Look at what customers met lately. Agree sooner on parting ways.",
        Arrow.DOWN: "Keep what you changed, and tell the team what it was.",
        None: "Check that the parting-ways checklist is known and used.",
    },
)
DO_TOO_FEW: Final = "Start a practice, and say again that asking needs no reason."
DO_WAIT: Final[Mapping[Wait, str]] = MappingProxyType(
    {
        Wait.MINUTES_5: "Thank the receivers as a group. This is quick.",
        Wait.MINUTES_15: "See below which shifts have few receivers.",
        Wait.HOUR: "Find one more receiver for each thin shift. Check the leads' deputies.",
        Wait.LONGER: "Treat it as an outage: name a backup for each shift this week.",
    },
)
DO_STEPS: Final[Mapping[int, str]] = MappingProxyType(
    {
        1: "Receivers carry it. Watch that their weekly caps are not always reached.",
        2: "Peers are seldom free. Ask who could receive, and free them from the queue.",
        3: "Leads are seldom free. Agree on deputies.",
        4: "Nobody is free. Settle who drops what when a handoff comes.",
    },
)
DO_RETURNED: Final = "Ask receivers, as a group, what made a handoff hard to keep."

SHIFTS: Final[Mapping[Shift, str]] = MappingProxyType(
    {
        Shift.NIGHT: "night",
        Shift.MORNING: "morning",
        Shift.AFTERNOON: "afternoon",
        Shift.EVENING: "evening",
    },
)
DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
RECEIVERS: Final = "*Receivers by day and shift*"
NO_RECEIVERS: Final = "Nobody has opted in to receive handoffs yet."
DO_NO_GAP: Final = "Every working shift has a receiver. Ask whether one is enough."
DO_NO_RECEIVERS: Final = "Ask in the team who would receive, and begin with a practice."
GAPS_NAMED: Final = 3

DRILLS: Final = "*Practice*"
NO_DRILLS: Final = "No practice in the last twelve weeks."
DO_NO_DRILL: Final = "Start one on a quiet day; newcomers learn the way before they need it."
DO_DRILL: Final = "Run one on a shift that had none."
DO_DRILL_MISSED: Final = "Somebody was left waiting in practice. Find out why before it is real."

QUESTIONS: Final = "*Two questions to everyone*"
ASKED: Final[Mapping[Question, str]] = MappingProxyType(
    {
        Question.COULD: "Could you hand a conversation over if you needed to?",
        Question.QUICK: "Was it quick?",
    },
)
SHARES: Final[Mapping[Share, str]] = MappingProxyType(
    {
        Share.NEARLY_ALL: "Nearly all said yes.",
        Share.MOST: "Most said yes.",
        Share.HALF: "About half said yes.",
        Share.FEW: "Few or none said yes.",
    },
)
TOO_FEW_ANSWERS: Final = "Fewer than five answers."
NOT_ASKED_YET: Final = "The first answers are shown after a quarter's questions have closed."
DO_SHARE: Final[Mapping[Share | None, str]] = MappingProxyType(
    {
        Share.NEARLY_ALL: "Keep at it.",
        Share.MOST: "Ask the team what stands in the way for the others.",
        Share.HALF: "Talk about the pledge together, with an example of your own.",
        Share.FEW: "Hand one over yourself, and say so. Ask what would make it possible.",
        None: "Tell the team what the questions are for, and that no name is kept.",
    },
)

DECISIONS: Final = "*Decisions waiting*"
NO_DECISIONS: Final = "No customer waits for your decision."
DECIDED: Final = "Decided"
DO_DECISIONS: Final = "Talk with whoever brought it up, decide, and tell them."

LOG: Final = "*Who has looked*"
LOG_EMPTY: Final = "Nobody has looked at a window yet."
LOG_ALL: Final = "All views"
LOG_TITLE: Final = "Who has looked"
A_TEAMMATE: Final = "A teammate"
IN_CHANNEL: Final = "The leads' channel"
CLOSE: Final = "Close"

POST_TITLE: Final = "Handoffs in the last twelve weeks"
CHART_TITLE: Final = "Handoffs in twelve weeks, at least"
AT_LEAST: Final = "At least"
WINDOW_COLUMN: Final = "From"
POST_MORE: Final = (
    "Receivers, practice and decisions stand in App Home. Every look at this is listed there."
)

ADMIN: Final = "*Patterns*: the leads' channel, sibling teams, the two questions."
SETTINGS: Final = "Patterns settings"
SETTINGS_TITLE: Final = "Patterns"
CHANNEL_LABEL: Final = "The leads' channel"
CHANNEL_HINT: Final = (
    "One post for each twelve weeks; whoever is in it sees it. Invite me there first."
)
CHANNEL_PLACEHOLDER: Final = "Choose a channel"
SIBLINGS_LABEL: Final = "Sibling teams to count in"
SIBLINGS_HINT: Final = "User groups by their ids (S…), separated by commas. For teams below eight."
QUESTIONS_LABEL: Final = "Two questions"
QUESTIONS_OPTION: Final = "Ask everyone two questions each quarter"
SAVE: Final = "Save"
SAVED: Final = "Saved. It counts from the next window on."
NO_SUCH_GROUP: Final = "I don't know this user group. Copy its id from Slack; it starts with S."
CHANNEL_AWAY: Final = "I am not in this channel. Type /invite @Goodword there, then save."
CHANNEL_OUTSIDE: Final = "This channel is shared with another company. Choose an internal one."

ASK_INTRO: Final = (
    "Two questions, as every quarter. Only counts are kept, shown from five answers on."
)
YES: Final = "Yes"
NO: Final = "No"
NOT_USED: Final = "I haven't handed one over"
STOP: Final = "Don't ask me again"
COUNTED_ANSWER: Final = "Counted. Nobody can see who answered what."
ALREADY_ANSWERED: Final = (
    "You have answered this already, or the time is over. Nothing was changed."
)
STOPPED: Final = "You won't be asked again."


def moment(at: datetime, zone: str) -> str:
    """Day and time, in the reader's own time zone where Slack shows it."""
    local = at.astimezone(ZoneInfo(zone))
    stamp = int(at.timestamp())
    return f"<!date^{stamp}^{{date_short}} {{time}}|{times.day(local.date())} {local:%H:%M}>"


def span(window: Window) -> str:
    """`5 January – 29 March 2026`."""
    first, last = window.start, window.last_day
    year = f" {first.year}" if first.year != last.year else ""
    return f"{times.day(first)}{year} – {times.day(last)} {last.year}"


def first_window(shown_on: date) -> str:
    """Before there is a window."""
    return f"The first twelve weeks are shown on {times.day(shown_on)}."


def figure(name: str, found: Band | None, arrow: Arrow | None, before: Band | None) -> str:
    """One line of a window."""
    if found is None:
        return f"{name}: {TOO_FEW_SHORT}"
    if arrow is None or before is None:
        return f"{name}: *{found.label}*"
    return f"{name}: *{found.label}* {ARROWS[arrow]} from {before.label}"


def earlier(window: Window, found: Band | None) -> str:
    """An earlier window in one line."""
    return f"{span(window)}: {found.label if found else TOO_FEW_SHORT}"


def day_line(weekday: int, availability: Availability) -> str:
    """`Mon: morning 3, afternoon 2`; shifts outside working hours only where somebody is there."""
    parts = [
        f"{SHIFTS[shift]} {availability.counts.get((weekday, shift), 0)}"
        for shift in Shift
        if (weekday, shift) in availability.staffed or availability.counts.get((weekday, shift))
    ]
    return f"{DAYS[weekday]}: {', '.join(parts)}" if parts else ""


def do_gaps(availability: Availability) -> str:
    """What to do about shifts without a receiver."""
    if not availability.counts:
        return DO_NO_RECEIVERS
    if not availability.gaps:
        return DO_NO_GAP
    named = [f"{DAYS[weekday]} {SHIFTS[shift]}" for weekday, shift in availability.gaps]
    rest = len(named) - GAPS_NAMED
    more = f" and {times.count(rest)} more" if rest > 0 else ""
    return f"Nobody can be asked on {', '.join(named[:GAPS_NAMED])}{more}. Ask who could cover."


def drills(results: DrillResults) -> str:
    """How practice went."""
    taken = f"{times.count(results.taken)} of {times.count(results.count)} taken".capitalize()
    return f"{taken}, {WAITS[results.wait]}." if results.wait else f"{taken}."


def do_drills(results: DrillResults | None) -> str:
    """What to do about practice."""
    if results is None:
        return DO_NO_DRILL
    return DO_DRILL if results.taken == results.count else DO_DRILL_MISSED


def brought(mention: str, day: date) -> str:
    """A customer who waits for a decision."""
    return f"{mention} brought up a customer on {times.day(day)}."


def looked(who: str, at: str, windows: Sequence[Window]) -> str:
    """One line of the log: who, when, and with which weeks each window begins."""
    seen = ", ".join(times.day(window.start) for window in windows)
    return f"{who}, {at}: the weeks from {seen}"


def post_summary(window: Window, lines: Sequence[str]) -> str:
    """The post in words alone, for notifications and screen readers."""
    plain = "; ".join(line.replace("*", "") for line in lines)
    return f"Handoffs, {span(window)}. {plain}."
