"""How much is simulated: `--seeds N` years, `--storms N` storms; what these came to, in figures."""

from collections import Counter

import pytest

from bot.domain.delivery import CHANNEL_PACE
from storage import outbox


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes a seed is run for each."""
    seeds, storms = (metafunc.config.getoption(name) for name in ("--seeds", "--storms"))
    for name, count in (
        ("seed", seeds),
        ("storm_seed", storms),
        ("half_seed", storms // 2),
        # A year of two real processes takes as long as ten years of one in this process.
        ("double_seed", 1 + seeds // 20),
    ):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, range(count))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Add up what the storms recorded."""
    reports = [
        report
        for outcome in ("passed", "failed")
        for report in terminalreporter.stats.get(outcome, [])
        if report.when == "call"
    ]
    storms = [dict(report.user_properties).get("storm") for report in reports]
    found = [storm for storm in storms if storm]
    if not found:
        return
    sums: Counter[str] = Counter()
    faults: Counter[str] = Counter()
    for storm in found:
        faults.update(storm.pop("faults"))
        longest = max(sums["longest seen twice, seconds"], storm["longest seen twice, seconds"])
        sums.update(storm)
        sums["longest seen twice, seconds"] = longest
    terminalreporter.section(f"{len(found)} storms")
    for name, count in [*sums.items(), *faults.most_common()]:
        terminalreporter.write_line(f"{name:32}{count:10,.0f}")


@pytest.fixture(autouse=True)
def _own_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """The product's pace: flow tests in the same worker hurry (tests/flows/host.py)."""
    monkeypatch.setattr(outbox, "CHANNEL_PACE", CHANNEL_PACE)
