"""How many years are simulated: `--seeds N`, 20 unless told."""

import pytest


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes a seed is run for each."""
    if "seed" in metafunc.fixturenames:
        metafunc.parametrize("seed", range(metafunc.config.getoption("--seeds")))
