"""How much is swept: `--kills N` deaths of each flow, 0 for all; what they came to, in figures."""

from collections import Counter

import pytest

from tests.flows.sweep.flows import FLOWS

DATABASES = ("sqlite", "postgresql")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every flow on both databases; of a sample, in turn on one of them."""
    if "flow" not in metafunc.fixturenames:
        return
    whole = metafunc.config.getoption("--kills") != 1
    pairs = [
        pytest.param(flow, database, id=f"{flow.replace(' ', '-')}-{database}")
        for number, flow in enumerate(FLOWS)
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
