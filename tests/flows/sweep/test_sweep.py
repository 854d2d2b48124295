"""kill -9 at every commit, every call to Slack and every acknowledgement of every flow.

A real process dies at one boundary and is started again 20 s later; people do again what Slack
showed as failed. Then channels, direct messages and App Homes must look as if nothing had
happened: nothing lost, nothing twice, no second owner, nobody's name in the clear. `make test`
takes one boundary of ten flows, always the same; `make sweep` takes all, on both databases.
"""

import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from pydantic import SecretStr

from storage.crypto import Keyring
from tests.flows.shapes import Nursery
from tests.flows.sweep.account import Picture, picture, wrong
from tests.flows.sweep.flows import FLOWS
from tests.flows.sweep.stage import Plain, Stage
from tests.postgres import Postgres
from tests.simulation.troubles import TownClock, Troubles

MEMORY = Path("/dev/shm")  # noqa: S108 - a disk that needs no flushing
Begin = Callable[[int | None], Stage]


@pytest.fixture
def new_database(
    database: str, migrated_file: Path, request: pytest.FixtureRequest
) -> Iterator[Callable[[], str]]:
    """Makes a fresh migrated database in place of the one before; answers its URL."""
    if database == "sqlite":
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as folder:
            path = Path(folder) / "goodword.sqlite3"
            yield lambda: f"sqlite:///{shutil.copy(migrated_file, path)}"
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    made: list[str] = []

    def make() -> str:
        while made:
            postgres.drop(made.pop())
        made.append(postgres.create())
        return postgres.url(made[0])

    yield make
    while made:
        postgres.drop(made.pop())


@pytest.fixture
def begin(
    flow: str, new_database: Callable[[], str], nursery: Nursery, master_key: str
) -> Callable[[int | None], Stage]:
    """Sets the stage anew, for a death at one boundary or for none."""

    def set_stage(at: int | None) -> Stage:
        clock, troubles = TownClock(FLOWS[flow].begins), Troubles(Random(1))  # noqa: S311 - a play
        database = Plain(new_database())
        stage = Stage(clock, troubles, database, Keyring(master_key), nursery=nursery, at=at)
        key = {"goodword_master_key": SecretStr(master_key)}
        stage.settings = stage.settings.model_copy(update=key)
        return stage

    return set_stage


@pytest.mark.timeout(3600)
def test_a_kill_at_any_boundary_is_not_to_be_seen_afterwards(
    flow: str,
    database: str,
    begin: Begin,
    pytestconfig: pytest.Config,
    record_property: Callable[[str, object], None],
) -> None:
    """What stands in the end is what stands when nobody dies; each death is a real one."""
    with closing(begin(None)) as calm:
        FLOWS[flow].play(calm)
        expected = picture(calm)
    count = len(calm.passed)
    assert count > 0
    assert calm.tries == 0, "somebody had to do something twice although nobody died"
    boundaries = chosen(count, pytestconfig.getoption("--kills"), f"{flow} {database}")
    found = {at: after_a_kill(begin(at), flow, expected) for at in boundaries}
    record_property("sweep", figures(count, found))
    bad = {f"{at}: {' > '.join(calm.passed[:at][-3:])}": what for at, what in found.items() if what}
    assert bad == {}


def chosen(count: int, kills: int, seed: str) -> list[int]:
    """Boundaries to die at; all of them where `kills` is 0."""
    everywhere = range(1, count + 1)
    if kills == 0:
        return list(everywhere)
    return sorted(Random(seed).sample(everywhere, min(kills, count)))  # noqa: S311 - a sample


def after_a_kill(stage: Stage, flow: str, expected: Picture) -> list[str]:
    """What is wrong once all is over."""
    with closing(stage):
        try:
            FLOWS[flow].play(stage)
        except AssertionError as missing:
            return [f"lost: {missing}"]
        found = wrong(stage, expected)
        return found if stage.was_killed else [*found, "it did not die"]


def figures(count: int, found: dict[int, list[str]]) -> dict[str, int]:
    """What `make sweep` adds up."""
    wrong_ones = [one for what in found.values() for one in what]
    return {
        "boundaries": count,
        "kills": len(found),
        "lost": sum(one.startswith("lost") for one in wrong_ones),
        "twice": sum(one.startswith(("twice", "stood twice")) for one in wrong_ones),
        "in the clear": sum(one.startswith("in the clear") for one in wrong_ones),
        "otherwise wrong": sum(not one.startswith(KINDS) for one in wrong_ones),
    }


KINDS = ("lost", "twice", "stood twice", "in the clear")
