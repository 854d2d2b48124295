"""What leads see: sections for App Home, and one post a window. Shown values only come in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from bot.domain.delivery import INSTEAD
from bot.domain.lead_views import (
    Availability,
    Decision,
    Display,
    DrillResults,
    PatternSettings,
)
from bot.domain.patterns import Band, Frozen, Group, Window, arrow
from bot.domain.quarterly import Result
from bot.views import blocks as b
from bot.wording import patterns as words
from bot.wording import times

ACTION_DECIDED: Final = "pattern_decided"
ACTION_LOG: Final = "pattern_log"
ACTION_SETTINGS: Final = "pattern_settings"
CALLBACK_SETTINGS: Final = "pattern_settings"
FIELD: Final = "value"
CHANNEL: Final = "channel"
SIBLINGS: Final = "siblings"
QUESTIONS: Final = "questions"
ON: Final = "on"
DECISIONS_SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class LeadPage:
    """All that a lead's App Home shows. frozen: newest first. next_window: the one to come."""

    frozen: Sequence[Frozen]
    next_window: Window
    availability: Availability
    drills: DrillResults | None
    questions: Result | None
    decisions: Sequence[Decision]
    displays: Sequence[Display]
    zone: str


def page(shown: LeadPage) -> list[b.Block]:
    """The sections of a lead's App Home."""
    return [
        b.section(words.TITLE),
        b.context(words.INTRO, words.COUNTED),
        *_windows(shown),
        *_receivers(shown.availability),
        *_drills(shown.drills),
        *_questions(shown.questions),
        *decisions(shown.decisions),
        *_log(shown),
    ]


def admin() -> list[b.Block]:
    """The way to the settings."""
    button = b.button(words.SETTINGS, ACTION_SETTINGS)
    return [b.section(words.ADMIN), b.actions(button, block_id=ACTION_SETTINGS)]


def lines(newest: Frozen, before: Frozen | None) -> list[str]:
    """The figures of a window, each with its arrow where it moved by two bands."""
    found = [_line(words.TOTAL, newest.total, before.total if before else None)]
    if any(band for _, band in newest.groups):
        earlier = dict(before.groups) if before else {}
        found += [
            _line(words.GROUPS[group], band, earlier.get(group)) for group, band in newest.groups
        ]
    if newest.wait:
        found.append(f"{words.WAIT}: {words.WAITS[newest.wait]}")
    if newest.steps:
        found.append(f"{words.STEPS}: {words.STEP_NAMES[newest.steps]}")
    if newest.returned:
        found.append(_line(words.RETURNED, newest.returned, before.returned if before else None))
    return found


def advice(newest: Frozen, before: Frozen | None) -> list[str]:
    """A sentence to each figure: what you might do."""
    if newest.total is None:
        return [words.DO_TOO_FEW]
    found = [words.DO_TOTAL[arrow(before.total if before else None, newest.total)]]
    abuse, earlier = dict(newest.groups)[Group.ABUSE], dict(before.groups) if before else {}
    if abuse:
        found.append(words.DO_ABUSE[arrow(earlier.get(Group.ABUSE), abuse)])
    if newest.wait:
        found.append(words.DO_WAIT[newest.wait])
    if newest.steps:
        found.append(words.DO_STEPS[newest.steps])
    if newest.returned:
        found.append(words.DO_RETURNED)
    return found


def post(frozen: Sequence[Frozen]) -> dict[str, Any]:
    """One post for the newest of these windows: a chart, else a table, else words alone."""
    newest, before = frozen[0], _before(frozen)
    figures = lines(newest, before)
    if newest.big_enough:
        said = "\n".join(f"• {line}" for line in figures)
        doing = [f"_{words.DO}_ {' '.join(advice(newest, before))}"]
    else:
        said, doing = words.TOO_SMALL, []
    top = b.section(f"*{words.POST_TITLE}*\n{words.span(newest.window)}\n{said}")
    rest = [*(b.section(text) for text in doing), b.context(words.COUNTED, words.POST_MORE)]
    body: dict[str, Any] = {
        "text": words.post_summary(newest.window, figures if newest.big_enough else [said]),
        "blocks": [top, *rest],
    }
    if any(one.total for one in frozen):
        body["blocks"] = [top, _chart(frozen), *rest]
        body[INSTEAD] = [[top, _table(frozen), *rest], [top, *rest]]
    return body


def settings(current: PatternSettings) -> b.Block:
    """What admins set about patterns."""
    channel = b.channel_select(
        FIELD, placeholder=words.CHANNEL_PLACEHOLDER, initial=current.leads_channel
    )
    siblings = b.text_input(FIELD, initial=", ".join(current.sibling_groups), max_length=200)
    option = b.option(words.QUESTIONS_OPTION, ON)
    asks = b.checkboxes(FIELD, [option], [option] if current.questions else [])
    hint = words.SIBLINGS_HINT
    return b.modal(
        words.SETTINGS_TITLE,
        [
            b.field(words.CHANNEL_LABEL, channel, CHANNEL, optional=True, hint=words.CHANNEL_HINT),
            b.field(words.SIBLINGS_LABEL, siblings, SIBLINGS, optional=True, hint=hint),
            b.field(words.QUESTIONS_LABEL, asks, QUESTIONS, optional=True),
        ],
        callback=CALLBACK_SETTINGS,
        close=words.CLOSE,
        submit=words.SAVE,
    )


def log(displays: Sequence[Display], zone: str) -> b.Block:
    """Every view, newest first, as far as a modal holds."""
    found = _looked(displays, zone)
    text = "\n".join(found) if found else words.LOG_EMPTY
    pieces = [b.section(piece) for piece in _pieces(text)]
    return b.modal(words.LOG_TITLE, pieces, callback=ACTION_LOG, close=words.CLOSE)


def log_button() -> b.Block:
    """The way to the whole log."""
    return b.actions(b.button(words.LOG_ALL, ACTION_LOG), block_id=ACTION_LOG)


def _line(name: str, found: Band | None, before: Band | None) -> str:
    return words.figure(name, found, arrow(before, found), before)


def _before(frozen: Sequence[Frozen]) -> Frozen | None:
    """The window directly before the newest; one further back is no comparison."""
    return next((one for one in frozen[1:] if one.window == frozen[0].window.before), None)


def _windows(shown: LeadPage) -> list[b.Block]:
    if not shown.frozen:
        return [b.section(words.first_window(shown.next_window.freezes_at.date()))]
    newest, before = shown.frozen[0], _before(shown.frozen)
    heading = f"*{words.span(newest.window)}*"
    if not newest.big_enough:
        return [b.section(f"{heading}\n{words.TOO_SMALL}"), *_earlier(shown.frozen[1:])]
    said = "\n".join(f"• {line}" for line in lines(newest, before))
    text = f"{heading}\n{words.TOO_FEW}" if newest.total is None else f"{heading}\n{said}"
    return [
        b.section(text),
        _advice(" ".join(advice(newest, before))),
        *_earlier(shown.frozen[1:]),
    ]


def _earlier(frozen: Sequence[Frozen]) -> list[b.Block]:
    found = [words.earlier(one.window, one.total) for one in frozen]
    return [b.context("\n".join(found))] if found else []


def _receivers(availability: Availability) -> list[b.Block]:
    if not availability.counts:
        said = words.NO_RECEIVERS
    else:
        said = "\n".join(
            line for line in (words.day_line(day, availability) for day in range(7)) if line
        )
    return [b.section(f"{words.RECEIVERS}\n{said}"), _advice(words.do_gaps(availability))]


def _drills(results: DrillResults | None) -> list[b.Block]:
    said = words.drills(results) if results else words.NO_DRILLS
    return [b.section(f"{words.DRILLS}\n{said}"), _advice(words.do_drills(results))]


def _questions(result: Result | None) -> list[b.Block]:
    if result is None:
        return [b.section(f"{words.QUESTIONS}\n{words.NOT_ASKED_YET}")]
    said = [
        f"{words.ASKED[question]} {words.SHARES[share] if share else words.TOO_FEW_ANSWERS}"
        for question, share in result.shares
    ]
    first = result.shares[0][1] if result.shares else None
    text = "\n".join([f"{words.QUESTIONS} {result.quarter.key}", *said])
    return [b.section(text), _advice(words.DO_SHARE[first])]


def decisions(waiting: Sequence[Decision]) -> list[b.Block]:
    """Customers who wait for a lead's decision."""
    if not waiting:
        return [b.section(f"{words.DECISIONS}\n{words.NO_DECISIONS}")]
    found = [b.section(words.DECISIONS)]
    for one in waiting[:DECISIONS_SHOWN]:
        button = b.button(words.DECIDED, ACTION_DECIDED, value=one.handoff)
        text = words.brought(_who(one.brought_by), one.brought_at.date())
        found.append(b.section(text, block_id=f"decision:{one.handoff}", accessory=button))
    return [*found, _advice(words.DO_DECISIONS)]


def _log(shown: LeadPage) -> list[b.Block]:
    found = _looked(shown.displays, shown.zone)
    if not found:
        return [b.section(f"{words.LOG}\n{words.LOG_EMPTY}")]
    return [b.section("\n".join([words.LOG, *found])), log_button()]


def _looked(displays: Sequence[Display], zone: str) -> list[str]:
    """A line for each view; the windows of one view stand together."""
    found = []
    for (user, at), views in groupby(displays, key=lambda one: (one.user, one.at)):
        who = words.IN_CHANNEL if user is None else _who(user)
        windows = [Window(one.window_start) for one in views]
        found.append(words.looked(who, words.moment(at, zone), windows))
    return found


def _who(user: str) -> str:
    """A mention; people who had themselves erased are empty."""
    return f"<@{user}>" if user else words.A_TEAMMATE


def _advice(text: str) -> b.Block:
    return b.context(f"_{words.DO}_ {text}")


def _chart(frozen: Sequence[Frozen]) -> b.Block:
    """Bars of the bands' lower edges, oldest first; too few looks like none, as everywhere."""
    oldest_first = list(reversed(frozen))
    names = [times.day(one.window.start) for one in oldest_first]
    values = [one.total.low if one.total else 0 for one in oldest_first]
    data = [{"label": name, "value": value} for name, value in zip(names, values, strict=True)]
    return {
        "type": "data_visualization",
        "title": words.CHART_TITLE,
        "chart": {
            "type": "bar",
            "series": [{"name": words.TOTAL, "data": data}],
            "axis_config": {"categories": names, "y_label": words.AT_LEAST},
        },
    }


def _table(frozen: Sequence[Frozen]) -> b.Block:
    rows = [[words.WINDOW_COLUMN, words.TOTAL, *words.GROUPS.values()]]
    for one in frozen:
        bands = (one.total, *(band for _, band in one.groups))
        cells = [band.label if band else words.TOO_FEW_SHORT for band in bands]
        rows.append([times.day(one.window.start), *cells])
    made: Mapping[str, Any] = {
        "type": "table",
        "rows": [[{"type": "raw_text", "text": cell} for cell in row] for row in rows],
    }
    return dict(made)


def _pieces(text: str) -> list[str]:
    """Lines in pieces that each fit a section."""
    pieces, current = [], ""
    for line in text.split("\n"):
        if current and len(current) + len(line) + 1 > b.SECTION_TEXT_MAX:
            pieces.append(current)
            current = line
        else:
            current = f"{current}\n{line}" if current else line
    return [*pieces, current]
