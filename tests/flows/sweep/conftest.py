"""What is killed has a Slack and processes of its own; how much is swept, and what that came to.

`--kills N`: deaths of each flow, 0 for all.
"""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.flows.shapes import Fleet, Nursery, running_nursery
from tests.flows.sweep.flows import FLOWS
from tests.sandbox_client import LENIENT, SandboxServer, running_sandbox

DATABASES = ("sqlite", "postgresql")
SAMPLE = (
    "start",
    "share",
    "intake",
    "hide more",
    "handoff",
    "escalation",
    "digest",
    "report",
    "erase me",
    "private note",
)
"""Always the same; `make test` has 20 s of a processor for it."""


@pytest.fixture(scope="package")
def nursery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """Nobody else's processes come from here; whoever is left in the end is killed."""
    with running_nursery(tmp_path_factory.mktemp("nursery") / "log") as started:
        yield started


@pytest.fixture(scope="package")
def server() -> Iterator[SandboxServer]:
    """Whatever a dead process may leave behind in it, no other test meets."""
    with running_sandbox(leniency=LENIENT) as started:
        yield started


@pytest.fixture(scope="package")
def fleet(nursery: Nursery, server: SandboxServer, master_key: str) -> Fleet:
    """The processes beside those that die."""
    return Fleet(nursery, server.url, master_key)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every flow on both databases; in the sample in turn on one."""
    if "flow" not in metafunc.fixturenames:
        return
    whole = metafunc.config.getoption("--kills") != 1
    flows = FLOWS if whole else SAMPLE
    pairs = [
        pytest.param(flow, database, id=f"{flow.replace(' ', '-')}-{database}")
        for number, flow in enumerate(flows)
        for turn, database in enumerate(DATABASES)
        if whole or number % 2 == turn
    ]
    metafunc.parametrize(("flow", "database"), pairs)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add up what the sweeps recorded."""
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call"
    ]
    found = [dict(report.user_properties).get("sweep") for report in reports]
    sweeps = [sweep for sweep in found if sweep]
    if not sweeps:
        return
    sums: Counter[str] = Counter()
    for sweep in sweeps:
        sums.update(sweep)
    terminalreporter.section(f"{len(sweeps)} sweeps, a flow on a database each")
    for name, count in sums.items():
        terminalreporter.write_line(f"{name:20}{count:10,}")
