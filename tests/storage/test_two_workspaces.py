"""Every query, asked beside a twin: it answers and changes what it would if there were none.

`python -m tests.audit.workspace_filters` takes each workspace filter away in turn; one of these
tests then fails.
"""

import inspect
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.domain.retention import Purged
from storage.session import hang_up
from tests.full_house import TEAM
from tests.storage.everything_asked import ASKED
from tests.storage.scene import Scene
from tests.twin_houses import NAMES, TWIN, Ids, Town, build, changes, rows, towns_in

FOR_EVERYBODY = {"outbox.claim", "repeats.expire"}
"""What ticks does its work in both; each has the same done as if it were alone."""


Towns = tuple[Town, dict[str, Town], dict[str, dict[str, list[str]]]]


@pytest.fixture(scope="module")
def towns(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Towns]:
    """Both in one database, each alone, and the rows of both; nothing is ever kept in them."""
    made = os.environ.get("TWIN_TOWNS")
    folder = Path(made) if made else tmp_path_factory.mktemp("towns")
    if not made:
        build(request.getfixturevalue("migrated_file"), folder)
    both, alone = towns_in(folder)
    with both.session() as session:
        untouched = {team: rows(session, team) for team in (TEAM, TWIN)}
    yield both, alone, untouched
    for town in (both, *alone.values()):
        hang_up(town.sessions)


def test_the_twin_stands_in_every_table(towns: Towns) -> None:
    """What it has no row in, no query could be seen to reach."""
    house, twin = (towns[2][team] for team in (TEAM, TWIN))
    assert [name for name in NAMES if not house[name]] == []
    assert [name for name in NAMES if len(twin[name]) < len(house[name])] == []


def played(town: Town, name: str, team: str, ids: Ids) -> tuple[object, object, object]:
    """What is answered, and the rows of both afterwards; None where nothing was written."""
    with town.session() as session:
        before = changes(session)
        scene = Scene(town.uow(session), session, town, team, ids)
        answer = ASKED[name](scene)
        if changes(session) == before:
            return answer, None, None
        return answer, rows(session, team), rows(session, TWIN if team == TEAM else TEAM)


@pytest.mark.parametrize("name", ASKED)
def test_a_question_is_answered_as_if_the_twin_were_not_there(name: str, towns: Towns) -> None:
    """From either side, about own rows and, by their ids, about the twin's."""
    both, alone, untouched = towns
    for team, other in ((TEAM, TWIN), (TWIN, TEAM)):
        for ids in (Ids(team), Ids(other)):
            answer, mine, theirs = played(both, name, team, ids)
            expected, as_alone, _nobody = played(alone[team], name, team, ids)
            assert answer == expected
            assert (mine or untouched[team]) == (as_alone or untouched[team])
            assert name in FOR_EVERYBODY or theirs in (None, untouched[other])


def test_every_question_about_a_workspace_is_asked(towns: Towns) -> None:
    """A repository that learns something new is asked it here."""
    with towns[0].session() as session:
        repositories = vars(towns[0].uow(session))
    there = {
        f"{name}.{method}"
        for name, repository in repositories.items()
        for method, function in inspect.getmembers(type(repository), inspect.isfunction)
        if not method.startswith("_") and "team" in inspect.signature(function).parameters
    }
    asked = {name.partition(" ")[0] for name in ASKED}
    assert sorted(there - asked - {f"purges.{kind}" for kind in Purged}) == []
