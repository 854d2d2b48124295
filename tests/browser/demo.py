"""The demo as a newcomer starts it, for tests in a real browser."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.sandbox_client import ROOT, SandboxServer

FIRST_WORDS = "Try it here"
STARTS_WITHIN_S = 90.0
"""On a busy machine; the issue's 20 s are measured on a calm one."""


@contextmanager
def running_demo() -> Iterator[SandboxServer]:
    """Start `python -m sandbox.launcher` on a free port; the page stands at its url."""
    command = [sys.executable, "-m", "sandbox.launcher"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, cwd=ROOT
    ) as process:
        try:
            yield SandboxServer(_address(process))
        finally:
            process.terminate()


def _address(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    late = threading.Timer(STARTS_WITHIN_S, process.kill)
    late.start()
    for line in process.stdout:
        if line.startswith(FIRST_WORDS):
            late.cancel()
            return line.split()[-1]
    raise AssertionError("the demo did not start")
