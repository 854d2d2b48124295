"""The monthly report: a letter with a draft, a modal to edit it in, and the post."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.domain.kudos import Kudos
from bot.domain.redacted import Redacted
from bot.domain.report import INTRO_MAX, Report
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.views import digest as digest_view
from bot.views.digest import Entry
from bot.wording import report as words

CALLBACK: Final = "report_sign"
ACTION_EDIT: Final = "report_edit"
ACTION_PASS_ON: Final = "report_pass_on"  # noqa: S105 - an action, no secret
ACTION_SET_ASIDE: Final = "report_set_aside"
BLOCK_INTRO: Final = "intro"
BLOCK_KUDOS: Final = "kudos"
FIELD: Final = "value"
EXCERPT_MAX: Final = 500


@dataclass(frozen=True, slots=True)
class Draft:
    """A report as its editor sees it. preview: their words as they would be posted."""

    report: Report
    kudos: tuple[Kudos, ...]
    people: tuple[str, ...]
    chosen: frozenset[str]
    preview: Redacted | None = None


def letter(period: str, count: int, why: str) -> dict[str, Any]:
    """The editor's message: nothing of the draft stands in it."""
    ready = words.draft_ready(period, count)
    return {"text": ready, "blocks": [b.section(ready), _buttons(period), b.context(why)]}


def reminder(period: str) -> dict[str, Any]:
    """The one reminder."""
    sentence = words.reminder(period)
    blocks = [b.section(sentence), _buttons(period), b.context(words.why_editor())]
    return {"text": sentence, "blocks": blocks}


def closed_letter(said: str) -> dict[str, Any]:
    """What stays of a letter once its report is decided."""
    return {"text": said, "blocks": [b.section(said)]}


def modal(draft: Draft, seen: str) -> b.Block:
    """Edit and sign. seen: fingerprint of the preview; typed words survive by their block id."""
    intro = b.text_input(FIELD, multiline=True, max_length=INTRO_MAX)
    people = words.PEOPLE.format(people=", ".join(draft.people))
    return b.modal(
        words.month_and_year(draft.report.period),
        [
            *_preview(draft.preview),
            b.field(
                words.INTRO_LABEL,
                intro,
                BLOCK_INTRO,
                optional=True,
                hint=words.INTRO_HINT,
            ),
            *_ticks(draft),
            *([b.context(people)] if draft.people else []),
        ],
        callback=CALLBACK,
        close=words.CLOSE,
        submit=words.SIGN,
        metadata=f"{draft.report.period} {seen}",
    )


def closing(sentence: str) -> b.Block:
    """A modal that only says something."""
    return b.modal(words.TITLE, [b.section(sentence)], callback="report_done", close=words.DONE)


def post(period: str, report: Report | None, entries: Sequence[Entry]) -> dict[str, Any]:
    """The body for chat.postMessage and chat.update, with the editor's words first."""
    heading = words.heading(period)
    blocks = [b.header(heading)]
    if report and report.intro:
        blocks.append(b.section(escape(report.intro.text)))
    for entry in entries:
        blocks += digest_view.shown(entry, EXCERPT_MAX)
    if report:
        blocks.append(b.context(words.signature(report.editor)))
    return {"text": heading, "blocks": blocks}


def _preview(preview: Redacted | None) -> list[b.Block]:
    if preview is None:
        return []
    quoted = (b.section(piece) for piece in b.quoted(escape(preview.text)))
    return [b.section(f":point_right: {words.FIRST_LOOK}"), *quoted]


def _buttons(period: str) -> b.Block:
    return b.actions(
        b.button(words.EDIT, ACTION_EDIT, value=period, style="primary"),
        b.button(words.PASS_ON, ACTION_PASS_ON, value=period),
        b.button(words.SET_ASIDE, ACTION_SET_ASIDE, value=period),
    )


def _ticks(draft: Draft) -> list[b.Block]:
    """Each kudos with a tick, in groups of ten, its words cut to what a description holds."""
    made: list[b.Block] = []
    for start in range(0, len(draft.kudos), b.CHECKBOXES_MAX):
        group = draft.kudos[start : start + b.CHECKBOXES_MAX]
        options = [_option(kudos) for kudos in group]
        ticked = [
            option for option, kudos in zip(options, group, strict=True) if kudos.id in draft.chosen
        ]
        ticks = b.checkboxes(FIELD, options, ticked)
        name = f"{BLOCK_KUDOS}:{start}"
        made.append(b.field(words.KUDOS_LABEL, ticks, name, optional=True))
    return made


def _option(kudos: Kudos) -> b.Element:
    text = " ".join(kudos.text.text.split())
    if len(text) <= b.OPTION_TEXT_MAX:
        return b.option(text, kudos.id)
    # Between two words, where there are any: the rest goes on beneath it.
    end = text.rfind(" ", 0, b.OPTION_TEXT_MAX)
    end = end if end > 0 else b.OPTION_TEXT_MAX - 1
    return b.option(f"{text[:end]}…", kudos.id, text[end:].strip())
