"""What `make mutants` changes still stands where it says."""

import shutil
from pathlib import Path

import pytest

from tests.simulation.mutants import MUTANTS, ROOT, Mutant


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda one: one.guard)
def test_each_guard_can_still_be_taken_away(mutant: Mutant, tmp_path: Path) -> None:
    """A mutation that meets nothing would be noticed by nobody, and say so of the tests."""
    copy = tmp_path / mutant.file
    copy.parent.mkdir(parents=True)
    shutil.copy(ROOT / mutant.file, copy)
    mutant.spoil(tmp_path)
    assert mutant.instead in copy.read_text()
    assert copy.read_text() != (ROOT / mutant.file).read_text()
