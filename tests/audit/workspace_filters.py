"""Takes each workspace filter of storage away in turn and looks whether a test fails.

    python -m tests.audit.workspace_filters [MODULE …]

Slow (a few minutes), so it is no part of the default run. Exit 1 when a filter could go unnoticed
that SAME_ROW does not name, or when a reason there no longer holds.
"""

import ast
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from storage.migrate import upgrade
from tests.audit.without_filter import ROOT, filters
from tests.twin_houses import build

PLUGIN = "tests.audit.without_filter"
TESTS = "tests/storage/test_two_workspaces.py"
ASKED_AS = {"digest_queries": "digests", "retention": "purges"}
"""Modules that a repository of another name asks."""
PROCESSES = 2
TOWNS = TemporaryDirectory()
"""Made once, with every filter in place: nothing is ever kept in them."""
NOTHING_CHOSEN = 5
"""Of pytest's exit codes."""
SAME_ROW = {
    "archive.find: HiddenKudosRow.team_id == team": "of good words found in the workspace, by id",
    "archive._credits: KudosCreditRow.team_id == KudosRow.team_id": "of one good word, by its id",
    "digest_queries.may_be_shown: HiddenKudosRow.team_id == KudosRow.team_id": (
        "of one good word, by its id"
    ),
    "digest_queries.: DigestItemRow.team_id == _TEAM": "of one good word, by its id",
    "erasing.kudos: KudosCreditRow.team_id == team": "among good words of the workspace",
    "handoffs.asked_of: HandoffOfferRow.team_id == team": "among handoffs of the workspace",
    "handoffs.asked_of: HandoffRow.team_id == team": "with an offer of the workspace, by id",
    "kudos.save: DigestItemRow.team_id == kudos.team": "of one good word, by its id",
    "kudos.save: SharedSourceRow.team_id == kudos.team": "of one good word, by its id",
    "erasing.handoffs: HandoffOfferRow.team_id == team": "among handoffs of the workspace",
    "erasing.source: SharedSourceRow.team_id == team": "of good words of the workspace, by id",
    "retention.taken_back: OutboxRow.team_id == team": "of one good word, by its id",
    "retention.handoff_course: HandoffRow.team_id == team": "looked up, then deleted: both name it",
    "retention.handoff_course: HandoffEventRow.team_id == team": "of handoffs of the workspace",
    "digests.shown_in: DigestItemRow.team_id == digest.team": "may_be_shown names the workspace",
}
"""`module.function: filter` whose other conditions name rows of one workspace already, and which.

A workspace's row with another's id in it cannot come about: each id is looked up in its own first.
"""


@dataclass(frozen=True)
class Taken:
    """One filter, taken away. failed: the first test that failed, empty where none did."""

    place: str
    name: str
    failed: str


def take(module: str, function: str, node: ast.Compare) -> Taken:
    """Run the tests without it."""
    place = f"{module}:{node.lineno}:{node.col_offset}"
    # Those about the module come first: nearly always one of them notices.
    failed = _first_failure(place, ASKED_AS.get(module, module)) or _first_failure(place, "")
    name = f"{module}.{function}: {ast.unparse(node)}"
    return Taken(f"{module}.py:{node.lineno}", name, failed)


def _first_failure(place: str, among: str) -> str:
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", PLUGIN, "--timeout=0"]
    with TemporaryDirectory() as own:
        # Of its own: two that write at a time would wait for each other, and one would fail.
        towns = shutil.copytree(TOWNS.name, Path(own, "towns"))
        done = subprocess.run(
            [*command, TESTS, *(("-k", among) if among else ())],
            cwd=ROOT,
            env={**os.environ, "WITHOUT_FILTER": place, "TWIN_TOWNS": str(towns)},
            capture_output=True,
            text=True,
            check=False,
        )
    if done.returncode in {0, NOTHING_CHOSEN}:
        return ""
    lines = [line for line in done.stdout.splitlines() if line.startswith(("FAILED", "ERROR"))]
    if not lines:
        raise SystemExit(f"The tests do not start without {place}:\n{done.stdout[-2000:]}")
    return lines[0].rpartition("::")[2].partition(" - ")[0]


def main(modules: list[str]) -> int:
    """Print a line for each filter, and what is wrong."""
    chosen = [one for one in filters() if not modules or one[0] in modules]
    upgrade(f"sqlite:///{TOWNS.name}/empty.sqlite3")
    build(Path(TOWNS.name, "empty.sqlite3"), Path(TOWNS.name))
    if already := _first_failure("", ""):
        _say(f"{already} fails with every filter in place. Mend it first.")
        return 2
    taken = []
    with ThreadPoolExecutor(PROCESSES) as pool:
        for one in pool.map(lambda filter_: take(*filter_), chosen):
            verdict = one.failed or SAME_ROW.get(one.name, "NOTICED BY NO TEST")
            _say(f"{one.place:<22} {one.name:<75} {verdict}")
            taken.append(one)
    unnoticed = {one.name for one in taken if not one.failed}
    outdated = {one.name for one in taken if one.failed} & set(SAME_ROW)
    _say(f"{len(taken)} filters, {sum(bool(one.failed) for one in taken)} noticed by a test")
    for name in sorted(outdated):
        _say(f"noticed, so its reason goes: {name}")
    return 1 if outdated or unnoticed - set(SAME_ROW) else 0


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 (a command's output)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
