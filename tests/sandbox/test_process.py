"""The sandbox as a process: how it starts and how it ends."""

from __future__ import annotations

import subprocess
import sys
from urllib.request import urlopen

from tests.sandbox_client import ROOT, running_sandbox


def test_it_prints_its_address_and_leaves_with_whoever_started_it() -> None:
    """A killed test run must not leave servers behind."""
    command = [sys.executable, "-m", "sandbox", "--until-stdin-closes"]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, cwd=ROOT) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        with urlopen(f"{address}_control/state") as answer:
            assert answer.status == 200

        process.stdin.close()

        assert process.wait(timeout=10) == 0


def test_a_port_that_is_taken_is_said_and_not_shared() -> None:
    """Two simulated Slacks on one port had answered in turn, and the second start hung."""
    with running_sandbox() as first:
        port = first.url.rpartition(":")[2]
        command = [sys.executable, "-m", "sandbox", "--port", port]
        second = subprocess.run(
            command, capture_output=True, text=True, cwd=ROOT, timeout=30, check=False
        )
    assert second.returncode == 1
    assert second.stderr.startswith(f"Port {port} is taken")
    assert "Traceback" not in second.stderr
