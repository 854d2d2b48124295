"""At a small size already: each hot query finds its rows by an index."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks.scale_parts import Bench, plans, recorded, walks
from benchmarks.scale_rows import PROBES, Sink, fill
from storage.session import hang_up, make_engine, make_sessions


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def bench(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Bench]:
    """One workspace's year, and the others empty."""
    if request.param == "sqlite":
        path = tmp_path_factory.mktemp("plans") / "plans.sqlite3"
        shutil.copy(request.getfixturevalue("migrated_file"), path)
        url = f"sqlite:///{path}"
    else:
        postgres = request.getfixturevalue("postgres")
        url = postgres.url(postgres.create())
    made = Bench(make_sessions(make_engine(url)))
    made.register(PROBES)
    fill(Sink(url), range(1))
    yield made
    hang_up(made.sessions)


def test_no_hot_query_walks_a_table_that_grows(bench: Bench) -> None:
    """A walk is quick among a thousand rows and not among a million."""
    found = {name: walks(plans(bench, part, no_walks=True)) for name, part in bench.parts().items()}
    assert {name: lines for name, lines in found.items() if lines} == {}


def test_every_part_is_explained(bench: Bench) -> None:
    """A part that asks nothing would prove nothing."""
    assert [name for name, part in bench.parts().items() if not plans(bench, part)] == []


def test_a_claim_does_not_walk_along_what_waits_for_other_channels(bench: Bench) -> None:
    """It did: with 2,000 posts waiting, each question took a third of a second."""
    found = plans(bench, bench.parts()["outbox claim"], no_walks=True)
    assert [line for line in found if "ix_outbox_lane" in line]


def test_a_digest_is_composed_with_one_question_that_reads_no_word(bench: Bench) -> None:
    """A way to the database and back costs more than the rows; words are read when it is sent."""
    with recorded(bench) as statements:
        bench.parts()["digest"]()
    ((asked, _),) = statements
    assert "length(kudos.text)" in asked
    assert "kudos.text" not in asked.replace("length(kudos.text)", "")
    # What was shown is looked up in one workspace, also where a database reads all of it at once.
    assert "digest_items.team_id = kudos.team_id" not in asked


@pytest.mark.parametrize(
    ("line", "is_walk"),
    [
        ("SCAN kudos", True),
        ("SCAN outbox AS outbox_1", True),
        ("->  Seq Scan on handoff_events  (cost=0.00..1.00)", True),
        ("SCAN handoffs USING INDEX ix_handoffs_due_at", True),
        ("SEARCH kudos USING INDEX ix_kudos (team_id=?)", False),
        ("->  Seq Scan on hidden_kudos  (cost=0.00..0.00)", False),
        ("SCAN workspaces USING COVERING INDEX x", False),
    ],
)
def test_a_walk_is_told_from_a_look_up(line: str, is_walk: bool) -> None:  # noqa: FBT001 - a table
    """The check can fail."""
    assert bool(walks([line])) is is_walk


def test_the_bench_fills_what_it_says(tmp_path: Path, migrated_file: Path) -> None:
    """Bytes a kudos are bytes of kudos."""
    path = tmp_path / "fill.sqlite3"
    shutil.copy(migrated_file, path)
    kudos_bytes, rest = fill(Sink(f"sqlite:///{path}"), range(2))
    assert kudos_bytes > 0 < rest
