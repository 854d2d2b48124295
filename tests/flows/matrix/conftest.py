"""The same running bot and fresh workspace as for the doors."""

import pytest

from tests.flows.doors.conftest import Town, running, server, slack, town
from tests.flows.matrix.stage import Stage
from tests.sandbox_client import SandboxServer

__all__ = ["running", "server", "slack", "town"]


@pytest.fixture
def stage(town: Town, slack: SandboxServer) -> Stage:
    return Stage(town, slack)
