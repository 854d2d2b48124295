"""A demo and a browser for the whole run; without Chromium these tests are skipped, not in CI."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.browser.demo import running_demo
from tests.sandbox import chromium
from tests.sandbox_client import SandboxServer, running_sandbox


@pytest.fixture(scope="session", autouse=True)
def _chromium() -> None:
    """Skip with a clear message where there is no browser; in CI that is a failure."""
    if chromium.program() is not None:
        return
    if os.environ.get("CI") == "true":
        pytest.fail("no Chromium: .ci/run installs it, and CI runs no tests without it")
    pytest.skip("no Chromium on this machine (Debian: apt-get install chromium)")


@pytest.fixture(scope="session")
def demo(_chromium: None) -> Iterator[SandboxServer]:
    """The demo with its team and past, and the real bot."""
    with running_demo() as started:
        yield started


@pytest.fixture(scope="session")
def empty(_chromium: None) -> Iterator[SandboxServer]:
    """A simulated Slack without a bot."""
    with running_sandbox() as started:
        yield started


@pytest.fixture(scope="session")
def browser(_chromium: None) -> Iterator[chromium.Browser]:
    """One for every test."""
    with chromium.chromium() as started:
        yield started


@pytest.fixture
def page(browser: chromium.Browser) -> Iterator[chromium.Tab]:
    """A page in a fresh profile; no test may leave an exception or a refused request behind."""
    with browser.page() as tab:
        tab.size(1280, 800)
        yield tab
        assert tab.troubles == []
