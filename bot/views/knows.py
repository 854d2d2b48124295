"""*What Goodword knows*: made from the live schema and the data dictionary."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from bot.domain import data_dictionary as dictionary
from bot.domain.data_dictionary import Table, Topic
from bot.domain.privacy import PurgeRun
from bot.domain.retention import TERM_OF, TERMS
from bot.views import blocks as b
from bot.wording import privacy as words

CALLBACK: Final = "knows"
ACTION_OPEN: Final = "knows_open"
ACTION_TOPIC: Final = "knows_topic"
ACTION_BACK: Final = "knows_back"
ACTION_EXPORT: Final = "export_me"
ACTION_ERASE: Final = "erase_me"
Schema = Mapping[str, Sequence[str]]
Counts = Mapping[str, int]


def home(runs: Sequence[PurgeRun] | None, *, overdue: bool) -> list[b.Block]:
    """The section of App Home. runs: None for those who are no admins."""
    buttons = [b.button(words.KNOWS, ACTION_OPEN), b.button(words.EXPORT, ACTION_EXPORT)]
    buttons.append(b.button(words.ERASE, ACTION_ERASE))
    content = [
        b.section(f"{words.HOME}\n{words.HOME_TEXT}"),
        b.actions(*buttons, block_id="privacy"),
    ]
    if runs is not None:
        content.append(b.context(words.PURGE_STANDS if overdue else _purged(runs)))
    return content


def page(schema: Schema, counts: Counts, runs: Sequence[PurgeRun]) -> b.Block:
    """What is stored, grouped by what a person understands."""
    total = sum(counts.values())
    blocks = [
        b.section(f"{words.ABOUT_YOU}\n{words.rows(total) if total else words.ABOUT_NONE}"),
        b.section("\n".join([words.NEVER, *(f"• {one}" for one in dictionary.NEVER_STORED)])),
    ]
    for topic in Topic:
        blocks += _topic(topic, schema, counts)
    blocks += [b.divider(), b.section(_purged(runs))]
    if runs:
        blocks.append(b.section("\n".join([words.PURGE_ADMIN, *(_run(run) for run in runs)])))
    return b.modal(words.TITLE, blocks, callback=CALLBACK, close=words.CLOSE)


def details(topic: Topic, schema: Schema, counts: Counts) -> b.Block:
    """Every column of one topic."""
    blocks = [b.header(topic.value)]
    for table in _tables(topic, schema):
        columns = [f"`{name}`: {_column(table, name)}" for name in schema.get(table.name, ())]
        head = f"*{table.name}*. {_line(table, counts).removeprefix('• ')}"
        blocks += [b.section(piece) for piece in _pieces([head, *columns])]
    blocks.append(b.actions(b.button(words.BACK, ACTION_BACK), block_id="back"))
    return b.modal(words.TITLE, blocks, callback=CALLBACK, close=words.CLOSE)


def _topic(topic: Topic, schema: Schema, counts: Counts) -> list[b.Block]:
    lines = [_line(table, counts) for table in _tables(topic, schema)]
    button = b.button(words.DETAILS, f"{ACTION_TOPIC}:{topic.name}", value=topic.name)
    pieces = _pieces([f"*{topic.value}*", *lines])
    return [
        b.divider(),
        *(b.section(piece) for piece in pieces),
        b.actions(button, block_id=f"topic:{topic.name}"),
    ]


def _tables(topic: Topic, schema: Schema) -> list[Table]:
    """The described ones; one that is not described yet is named, never left out."""
    known = [table for table in dictionary.TABLES if table.topic is topic and table.name in schema]
    strangers = [name for name in schema if name not in dictionary.BY_NAME]
    if topic is not Topic.SETTINGS:
        return known
    keep = dictionary.BY_NAME["workspace_settings"].keep
    return [*known, *(Table(name, topic, f"{name}.", keep) for name in strangers)]


def _line(table: Table, counts: Counts) -> str:
    return words.table_line(table.says, TERMS[table.keep].says, counts.get(table.name, 0))


def _column(table: Table, name: str) -> str:
    column = table.columns.get(name)
    if column is None:
        return words.UNDESCRIBED
    return words.column_line(column.says, column.form.value, person=column.person is not None)


def _purged(runs: Sequence[PurgeRun]) -> str:
    if not runs:
        return words.PURGE_NEVER
    return words.purged(_moment(max(run.ran_at for run in runs)))


def _run(run: PurgeRun) -> str:
    keep = TERM_OF[run.kind]
    return words.removed(keep.value[:1].upper() + keep.value[1:], run.removed, TERMS[keep].says)


def _moment(at: datetime) -> str:
    stamp = int(at.timestamp())
    return f"<!date^{stamp}^{{date_short_pretty}}, {{time}}|{at:%Y-%m-%d %H:%M} UTC>"


def _pieces(lines: Sequence[str]) -> list[str]:
    """Lines in as few sections as hold them."""
    pieces = [""]
    for line in lines:
        if len(pieces[-1]) + len(line) + 1 > b.SECTION_TEXT_MAX:
            pieces.append("")
        pieces[-1] += f"\n{line}" if pieces[-1] else line
    return pieces
