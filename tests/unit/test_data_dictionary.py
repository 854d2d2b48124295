"""Every table and column has a description, and everything else is made from it."""

import re
from pathlib import Path

import pytest

from bot.domain import data_dictionary as dictionary
from bot.domain.data_dictionary import Form
from bot.domain.retention import TERMS
from storage.models import Base
from storage.types import RedactedText
from tests.unit.test_wording import BANNED

DOCS = Path(__file__).parents[2] / "docs" / "reference" / "data-dictionary.md"
SCHEMA = {table.name: set(table.columns.keys()) for table in Base.metadata.sorted_tables}
PERSON_COLUMNS = re.compile(
    r"user_id|requester|taker|sharer|editor|deputy|leads|admins|brought_by|second_person|written_by|named"
)
NO_PERSON = {
    ("kudos", "sharer_named"),
    ("workspace_settings", "leads_group"),
    ("workspace_settings", "admins_group"),
    ("pattern_settings", "leads_channel"),
}


def words() -> list[tuple[str, str]]:
    said = [(table.name, table.says) for table in dictionary.TABLES]
    said += [
        (f"{table.name}.{name}", column.says)
        for table in dictionary.TABLES
        for name, column in table.columns.items()
    ]
    return said + [(keep.name, TERMS[keep].says) for keep in TERMS]


def test_every_table_and_column_is_described_and_nothing_else() -> None:
    """A new column is explained before it holds anything about anybody."""
    described = {table.name: set(table.columns) for table in dictionary.TABLES}
    assert described == SCHEMA
    assert len(dictionary.BY_NAME) == len(dictionary.TABLES)


def test_every_class_of_data_has_a_term() -> None:
    """How long is answered for each table."""
    assert {table.keep for table in dictionary.TABLES} <= set(TERMS)


def test_columns_that_are_named_after_a_person_say_so() -> None:
    """Export and erasure read it from there: who is forgotten here is forgotten there."""
    named = {
        (table, column)
        for table, columns in SCHEMA.items()
        for column in columns
        if PERSON_COLUMNS.fullmatch(column.removesuffix("_key").removesuffix("_mark"))
    }
    said = {(table.name, column) for table in dictionary.TABLES for column in table.people}
    assert named - NO_PERSON - said == set()


def test_each_person_is_shown_columns_that_exist_or_told_why_not() -> None:
    """An export that silently leaves a table out would be no answer."""
    for table in dictionary.TABLES:
        for column, person in table.people.items():
            assert bool(person.shows) != bool(person.unseen), (table.name, column)
            assert set(person.shows) <= set(table.columns), (table.name, column)
            others = set(person.shows) & set(table.people) - {column}
            assert others == set(), (table.name, column, "shows somebody else")


def test_sealed_columns_are_not_called_plain() -> None:
    """Bytes are keys or encrypted; redacted text and all else can be read."""
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            form = dictionary.BY_NAME[table.name].columns[column.name].form
            sealed = column.type.python_type is bytes
            assert sealed == (form in {Form.ENCRYPTED, Form.KEY}), (table.name, column.name)
            if isinstance(column.type, RedactedText):
                says = dictionary.BY_NAME[table.name].columns[column.name].says
                assert "redacted" in says or "search" in says


@pytest.mark.parametrize(("where", "text"), words())
def test_the_dictionary_speaks_plainly(where: str, text: str) -> None:
    """The same rule as for every other sentence a person reads."""
    assert [phrase for phrase in BANNED if phrase in text.lower()] == [], where
    assert "!" not in text
    assert all(len(one.split()) <= 20 for one in re.split(r"(?<=[.?:])\s+", text)), where


def test_the_reference_is_what_the_dictionary_says() -> None:
    """`python -m tests.unit.test_data_dictionary` writes the file again."""
    assert DOCS.read_text(encoding="utf-8") == document()


def document() -> str:
    """docs/reference/data-dictionary.md."""
    lines = [
        "# What Goodword stores",
        "",
        "Every table and every column, made from `bot/domain/data_dictionary`; a test keeps this",
        "page equal to it and it equal to the schema. In Slack: App Home, *What Goodword knows*.",
        "",
        "Never stored: " + "; ".join(dictionary.NEVER_STORED) + ".",
        "",
        "**Person** marks columns that say who somebody is, and what *Erase me* does to them.",
        "",
    ]
    for topic in dictionary.Topic:
        lines += [f"## {topic.value}", ""]
        for table in dictionary.TABLES:
            if table.topic is topic:
                lines += _table(table)
    return "\n".join(lines).rstrip() + "\n"


def _table(table: dictionary.Table) -> list[str]:
    head = [
        f"### `{table.name}`",
        "",
        f"{table.says} {TERMS[table.keep].says}",
        "",
        "| column | what | form | person |",
        "|---|---|---|---|",
    ]
    rows = [
        f"| `{name}` | {one.says} | {one.form.value} | "
        f"{one.person.leaves.value if one.person else ''} |"
        for name, one in table.columns.items()
    ]
    return [*head, *rows, ""]


if __name__ == "__main__":
    DOCS.write_text(document(), encoding="utf-8")
