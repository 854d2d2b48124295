"""Which worker of pytest-xdist takes which test, and in what order.

pytest-xdist's own `loadgroup` writes a group into a test's id, which pytest 9.2 works out anew:
groups went unnoticed, and what is slow to make was made by every worker.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

SHAPES = ("sqlite-socket", "postgresql-socket", "postgresql-http-1+1", "postgresql-http-2+2")
TOGETHER = (
    "tests/browser/",
    "tests/flows/sweep/",
    "tests/flows/matrix/",
    "tests/flows/doors/",
    "tests/storage/test_patterns_size.py",
    "tests/simulation/test_a_year_of_digests.py::test_two_processes",
    "tests/unit/",
)
"""What shares something slow to make, or is over in a moment: one worker takes each."""
BY_SHAPE = ("tests/flows/matrix/", "tests/flows/doors/")
"""One worker takes each shape of these."""
FIRST = (*TOGETHER[:-1], "tests/flows/test_load.py", "tests/flows/test_gaps.py", "tests/docs/")
"""What takes long is begun first, so that no worker is left alone with it in the end."""


def group_of(test: str) -> str:
    """What a test is done together with, by its id."""
    folder = next((one for one in TOGETHER if test.startswith(one)), None)
    if folder is None:
        return test
    shapes = SHAPES if folder in BY_SHAPE else ()
    return folder + next((one for one in shapes if f"[{one}" in test), "")


def in_turn(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """What takes long first; then every kind spread over the run.

    Storms need the processor, flows wait for each other's answers: side by side they take less
    time than one after the other.
    """
    kinds: dict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        kinds[_kind_of(item.nodeid)].append(item)
    turns = {
        item: (_place_in_front(item.nodeid), number / len(kind))
        for kind in kinds.values()
        for number, item in enumerate(kind)
    }
    return sorted(items, key=turns.__getitem__)


def _place_in_front(test: str) -> int:
    found = (at for at, one in enumerate(FIRST) if test.startswith(one))
    return next(found, len(FIRST))


def _kind_of(test: str) -> str:
    """The folder below tests/, or the group of tests that stay together."""
    group = group_of(test)
    return "/".join(test.split("/")[:2]) if group == test else group


class Turns(LoadScopeScheduling):
    """Hands whole groups to workers, in the order in which the tests were collected."""

    def __init__(self, config: pytest.Config, log: Any) -> None:  # noqa: ANN401 - xdist's own
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)
