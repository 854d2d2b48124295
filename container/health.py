"""Whether the process in this container answers; exit code 0 or 1.

Every mode answers at /metrics: `run` and `work` on METRICS_PORT, `serve` on PORT as well.
Only the standard library, so that the check costs little.
"""

import os
import sys
from urllib.request import urlopen

WITHIN_S = 3.0


def answers(port: str) -> bool:
    """Whether somebody answers on this port of the container."""
    try:
        with urlopen(f"http://127.0.0.1:{port}/metrics", timeout=WITHIN_S) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


if __name__ == "__main__":
    ports = (os.environ.get("METRICS_PORT", ""), os.environ.get("PORT", ""))
    sys.exit(0 if any(answers(port) for port in ports if port) else 1)
