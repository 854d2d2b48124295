"""An export in a modal, to copy: one way for every export, in as many parts as it takes."""

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Final

from bot.domain import data_dictionary as dictionary
from bot.domain.privacy import Cell, Mine
from bot.views import blocks as b
from bot.wording import privacy as words

CALLBACK: Final = "export"
ACTION_MARKDOWN: Final = "export_markdown"
ACTION_JSON: Final = "export_json"
PIECE: Final = 1_450
"""Code points; a section holds 3,000 UTF-16 units, and an emoji takes two."""
PIECES: Final = 85
"""About 120,000 characters a part: a modal holds 100 blocks and 250 kB."""
PART: Final = PIECE * PIECES


def modal(
    title: str,
    text: str,
    part: int,
    others: Sequence[b.Element],
    *,
    next_action: str,
    metadata: str = "",
) -> b.Block:
    """A part of a text, counted from 0. others: buttons for other forms of the same."""
    parts = max(1, -(-len(text) // PART))
    part = min(max(part, 0), parts - 1)
    here = text[part * PART : (part + 1) * PART]
    pieces = [here[at : at + PIECE] for at in range(0, len(here), PIECE)]
    more = [b.button(words.EXPORT_NEXT, next_action, value=str(part + 1))]
    buttons = [*others, *(more if part + 1 < parts else [])]
    hint = words.EXPORT_HINT if parts == 1 else f"{words.part(part + 1, parts)} {words.EXPORT_HINT}"
    return b.modal(
        title,
        [
            b.context(hint),
            *([b.actions(*buttons, block_id="export")] if buttons else []),
            *(b.verbatim(piece) for piece in pieces),
        ],
        callback=CALLBACK,
        close=words.CLOSE,
        metadata=metadata,
    )


def about_me(text: str, part: int, *, as_json: bool) -> b.Block:
    """Everything about one person, with the other form one press away."""
    other = (
        b.button(words.EXPORT_MARKDOWN, ACTION_MARKDOWN, value="0")
        if as_json
        else b.button(words.EXPORT_JSON, ACTION_JSON, value="0")
    )
    action = ACTION_JSON if as_json else ACTION_MARKDOWN
    if part == 0:
        return modal(words.EXPORT_TITLE, text, part, [other], next_action=action)
    return modal(words.EXPORT_TITLE, text, part, [], next_action=action)


def as_json(rows: Sequence[Mine], roles: Sequence[str], head: Mapping[str, str]) -> str:
    """For a machine: rows by table, parts in the settings, and what was left out."""
    tables = {name: [dict(one.cells) for one in found] for name, found in _by_table(rows).items()}
    data = {**head, "roles": list(roles), "tables": tables, "left_out": left_out(rows)}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)


def as_markdown(rows: Sequence[Mine], roles: Sequence[str], head: Mapping[str, str]) -> str:
    """For a person: a heading a table, a list of rows."""
    lines = [f"# {words.EXPORT_TITLE}", "", *(f"- {name}: {one}" for name, one in head.items())]
    if not rows:
        lines += ["", words.EXPORT_NOTHING]
    for name, found in _by_table(rows).items():
        lines += ["", f"## {words.PERSON_AS.get(name, dictionary.BY_NAME[name].says)}"]
        lines += ["", *(_item(name, one.cells) for one in found)]
    if roles:
        lines += ["", f"## {words.EXPORT_ROLES}", "", *(f"- {words.ROLES[one]}" for one in roles)]
    omitted = left_out(rows)
    if omitted:
        lines += ["", f"## {words.EXPORT_LEFT_OUT}", ""]
        lines += [f"- {name}: {why}" for name, why in omitted.items()]
    return "\n".join(lines) + "\n"


def left_out(rows: Sequence[Mine]) -> dict[str, str]:
    """Places in which the person stands without being given anything of the row, and why."""
    found: dict[str, str] = {}
    for one in rows:
        people = dictionary.BY_NAME[one.table].people
        for column in one.columns:
            if people[column].unseen:
                found[f"{one.table}.{column}"] = people[column].unseen
    return found


def _by_table(rows: Sequence[Mine]) -> dict[str, list[Mine]]:
    """Rows of which there is something to give, by table."""
    given = [one for one in rows if one.cells]
    return {name: list(found) for name, found in groupby(given, key=lambda one: one.table)}


def _item(table: str, cells: Mapping[str, Cell]) -> str:
    columns = dictionary.BY_NAME[table].columns
    said = [
        f"{columns[name].says if name in columns else name}: {_value(value)}"
        for name, value in cells.items()
        if value not in (None, "")
    ]
    return "- " + "; ".join(said)


def _value(value: Cell) -> str:
    if isinstance(value, bool):
        return words.YES if value else words.NO
    return " ".join(str(value).split())
