"""Guards taken away one at a time, in a copy: who notices? `make mutants` prints the table.

A test suite says that the guards hold; this says that it would see them gone. Each mutation is one
line. The tests beside the guard and the storms are played against it; nothing in the tree changes.
"""

import re
import shutil
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("bot", "handlers", "storage", "migrations", "sandbox", "tests", "pyproject.toml")
NEAR = [
    f"tests/storage/test_{name}.py"
    for name in ("outbox", "outbox_together", "changes", "inbox", "twins")
]
STORMS = "test_after_a_storm_nothing_is_lost_and_nothing_stands_twice"
FAILED = re.compile(r"^FAILED (\S+?)::(\w+)(\[\S+\])?", re.MULTILINE)


@dataclass(frozen=True)
class Mutant:
    """One line of the product, and what stands there instead."""

    guard: str
    file: str
    line: str
    instead: str

    def spoil(self, copy: Path) -> None:
        """Apply it; raises ValueError where the line does not stand there exactly once."""
        path = copy / self.file
        written = path.read_text()
        if written.count(self.line) != 1:
            raise ValueError(f"{self.file} has not exactly one {self.line!r}")
        path.write_text(written.replace(self.line, self.instead))


MUTANTS = (
    Mutant(
        "the fence: who lost the lease cannot settle",
        "storage/outbox.py",
        "OutboxRow.fence == claimed.fence,",
        "OutboxRow.fence >= 0,",
    ),
    Mutant(
        "the lease: what is on its way rests",
        "storage/outbox.py",
        "row.not_before = now + SETTLE_WAIT",
        "row.not_before = now",
    ),
    Mutant(
        "an unclear post is looked for before it is sent again",
        "bot/outbox.py",
        "outcome = self._resolve(claimed) if claimed.doubtful else self._deliver(claimed)",
        "outcome = self._deliver(claimed)",
    ),
    Mutant(
        "twins are looked for and taken away",
        "bot/twins.py",
        "count = self.remover.remove_twins(settled)",
        "count = 0",
    ),
    Mutant(
        "a change is made again after one in doubt",
        "storage/changes.py",
        "return min(now + min(max(SOON, waited), SELDOM), until)",
        "return None",
    ),
    Mutant(
        "an event that Slack repeats is kept once",
        "storage/inbox.py",
        '"event_id": event.event_id,',
        '"event_id": f"{event.event_id}:{now.timestamp()}",',
    ),
)


@dataclass(frozen=True)
class Verdict:
    """Who noticed. tests: their names, without what they were given. storms: how many."""

    tests: tuple[str, ...]
    storms: int


def judge(mutant: Mutant | None, storms: int) -> Verdict:
    """Play tests and so many storms on SQLite against a copy; None: with nothing changed."""
    with tempfile.TemporaryDirectory() as made:
        copy = Path(made)
        for name in COPIED:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, copy / name)
        if mutant:
            mutant.spoil(copy)
        near = _failed(copy, *NEAR)
        far = _failed(copy, f"tests/simulation/test_storms.py::{STORMS}", "--storms", str(storms))
    return Verdict(tuple(sorted({test for _, test, _ in near})), len(far))


def _failed(copy: Path, *what: str) -> list[tuple[str, str, str]]:
    """File, test and parameters of whatever failed."""
    command = [sys.executable, "-m", "pytest", "-q", "--tb=no", "-rf", "-p", "no:cacheprovider"]
    done = subprocess.run([*command, *what], cwd=copy, capture_output=True, text=True, check=False)
    if done.returncode not in {0, 1}:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return FAILED.findall(done.stdout)


def main() -> None:
    """Print the table; ends with 1 where a guard's loss is noticed by nobody."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--storms", type=int, default=20)
    storms = parser.parse_args().storms
    if judge(None, storms) != Verdict((), 0):
        sys.exit("something fails with nothing changed")
    _say(f"| guard taken away | tests that notice | of {storms} storms |")
    _say("|---|---|---|")
    unseen = 0
    for mutant in MUTANTS:
        verdict = judge(mutant, storms)
        unseen += not (verdict.tests or verdict.storms)
        tests = ", ".join(f"`{test}`" for test in verdict.tests) or "none"
        _say(f"| {mutant.guard} | {tests} | {verdict.storms} |")
    sys.exit(bool(unseen))


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
