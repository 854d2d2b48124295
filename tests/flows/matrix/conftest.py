"""The same running bot and fresh workspace as for the doors, and a neighbour in its database."""

from collections.abc import Iterator

import pytest

from tests.flows.doors.conftest import (
    Town,
    fleet,
    kept_database,
    running,
    server,
    slack,
    town,
)
from tests.flows.matrix.neighbour import Neighbour
from tests.flows.matrix.stage import Stage
from tests.sandbox_client import SandboxServer

__all__ = ["fleet", "kept_database", "running", "server", "slack", "town"]


@pytest.fixture(scope="session")
def neighbour(running: Town) -> Neighbour:
    """Another workspace that nobody here may reach."""
    made = Neighbour(running.units)
    made.move_in()
    return made


@pytest.fixture(autouse=True)
def untouched(neighbour: Neighbour, slack: SandboxServer) -> Iterator[None]:
    """Whatever a test does in its workspace: no row of the other changes, no word of it is said."""
    yield
    assert neighbour.changed() == []
    assert neighbour.heard_of(slack) == []


@pytest.fixture
def stage(town: Town, slack: SandboxServer) -> Stage:
    return Stage(town, slack)
