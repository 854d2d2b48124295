"""Export and *What Goodword knows*: all of one person, nothing of another, on both databases."""

import json
from collections import Counter

import pytest

from bot.domain import data_dictionary as dictionary
from bot.domain.data_dictionary import Topic
from bot.domain.privacy import Mine, roles_of
from bot.domain.retention import TERMS
from bot.domain.workspace import WorkspaceSettings
from bot.views import export as export_view
from bot.views import knows as view
from sandbox.blocks.surfaces import view_problems
from storage.unit_of_work import SqlUnitsOfWork
from tests.full_house import ME, OTHER, TEAM, THIRD, TICKET, fill

HEAD = {"person": ME, "workspace": TEAM}


@pytest.fixture
def mine(units: SqlUnitsOfWork) -> list[Mine]:
    fill(units)
    with units() as uow:
        return list(uow.about.rows(TEAM, ME))


def test_a_person_is_found_in_every_column_that_says_who_somebody_is(mine: list[Mine]) -> None:
    """The data dictionary drives it: a new table of people that is not found fails here."""
    found = {(one.table, column) for one in mine for column in one.columns}
    said = {(table.name, name) for table in dictionary.TABLES for name in table.people}
    assert found == said


def test_each_row_about_a_person_is_exported_or_left_out_with_a_reason(mine: list[Mine]) -> None:
    """No row is silently missing."""
    data = json.loads(export_view.as_json(mine, ("lead",), HEAD))
    assert set(data["tables"]) | {name.split(".")[0] for name in data["left_out"]} == {
        one.table for one in mine
    }
    exported = Counter(one.table for one in mine if one.cells)
    assert {name: len(rows) for name, rows in data["tables"].items()} == exported


@pytest.mark.parametrize("as_json", [True, False])
def test_the_export_has_ones_own_words_and_nobody_elses(mine: list[Mine], as_json: bool) -> None:  # noqa: FBT001 - a parameter of the test
    """One's own reference and sentence; no other person, no reference of a handoff one took."""
    text = (export_view.as_json if as_json else export_view.as_markdown)(mine, ("lead",), HEAD)
    for own in (TICKET, "It went on for days.", "Good word 1, thank you.", "Good word 2"):
        assert own in text
    for other in (OTHER, THIRD, "TICKET-11", "TICKET-12", "TICKET-14", "customer@example.com"):
        assert other not in text


def test_somebody_nobody_knows_gets_an_empty_export(units: SqlUnitsOfWork) -> None:
    """Of another person, and of the same person in another workspace."""
    fill(units)
    with units() as uow:
        assert uow.about.rows(TEAM, "U0STRANGER") == []
        assert uow.about.rows("T0ELSEWHERE", ME) == []
    text = export_view.as_markdown([], (), HEAD)
    assert "Nothing here is about you." in text


def test_a_longer_id_is_somebody_else(units: SqlUnitsOfWork) -> None:
    """Ids are compared whole, also in the middle of a text."""
    fill(units)
    with units() as uow:
        assert uow.about.rows(TEAM, ME[:-1]) == []


def test_a_persons_part_in_the_settings_is_named(units: SqlUnitsOfWork) -> None:
    """Also where the settings are sealed."""
    fill(units)
    with units() as uow:
        roles = roles_of(
            ME,
            uow.settings.get(TEAM) or WorkspaceSettings(),
            uow.handoff_setup.settings(TEAM),
            uow.digests.settings(TEAM),
        )
    assert roles == (
        "lead",
        "admin",
        "handoff_lead",
        "deputy",
        "aftercare",
        "editor",
        "report_deputy",
    )


def test_the_page_names_every_table_and_what_is_about_me(units: SqlUnitsOfWork) -> None:
    """Made from the live schema; within Slack's limits, with every column behind a button."""
    fill(units)
    with units() as uow:
        schema = uow.about.schema()
        counts = Counter(one.table for one in uow.about.rows(TEAM, ME))
        page = view.page(schema, counts, uow.purges.last(TEAM))
    assert view_problems(page) == []
    shown = json.dumps(page, ensure_ascii=False)
    for table in dictionary.TABLES:
        assert table.says in shown
        assert TERMS[table.keep].says in shown
    assert f"{sum(counts.values())} rows are about you." in shown
    assert "Events from Slack: 3." in shown
    details = [view.details(topic, schema, counts) for topic in Topic]
    assert [view_problems(one) for one in details] == [[]] * len(Topic)
    everything = json.dumps(details, ensure_ascii=False)
    assert [
        f"{table}.{name}"
        for table, columns in schema.items()
        for name in columns
        if f"`{name}`: {dictionary.BY_NAME[table].columns[name].says}" not in everything
    ] == []


def test_a_table_that_is_not_described_is_still_named() -> None:
    """The page comes from the schema: what the dictionary forgot is not hidden."""
    page = view.page({"strange_things": ["id"]}, {"strange_things": 2}, [])
    assert "strange_things" in json.dumps(page)


def test_a_long_export_is_whole_when_its_parts_are_put_together() -> None:
    """Nothing is cut: there is a next part until there is none."""
    text = "".join(chr(97 + number % 26) for number in range(300_000))
    read = ""
    for part in range(9):
        shown = export_view.about_me(text, part, as_json=False)
        assert view_problems(shown) == []
        read += "".join(one["text"]["text"] for one in shown["blocks"] if one["type"] == "section")
        if "Next part" not in json.dumps(shown):
            break
    assert read == text
