"""`make rehearse`: the Containerfile's own install step, run here, and the bot started from it.

Takes what the test of the container takes from the tests' environment from one that holds nothing
but `requirements.lock`, as the image does. Needs a package index, so it is no test.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.container.test_containerfile import all_of
from tests.sandbox_client import ROOT

INSIDE = "/opt/goodword"


def main() -> int:
    """Install, then run the test with the environment made; return its exit code."""
    (install,) = [line for line in all_of("RUN") if " install " in line]
    with tempfile.TemporaryDirectory(prefix="goodword-image-") as folder:
        made = Path(folder) / "libraries"
        steps = install.replace(INSIDE, str(made)).replace("python -m", f"{sys.executable} -m", 2)
        subprocess.run(["bash", "-euc", steps], cwd=ROOT, check=True)
        tools = [
            name for name in ("pip", "pytest", "ruff") if list(made.rglob(f"{name}/__init__.py"))
        ]
        assert tools == [], f"left in the image: {tools}"
        command = [sys.executable, "-m", "pytest", "tests/container", "-q"]
        environment = {**os.environ, "CONTAINER_PYTHON": str(made / "bin" / "python")}
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
