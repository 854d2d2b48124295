"""How much memory the whole bot takes, how soon it is ready, and how soon a kudos is posted.

`make bench NAME=footprint`: starts `goodword run` against the simulated Slack, shares 100 messages
and prints JSON: seconds until ready, PSS of the whole process tree in MB (Linux; shared pages
counted once), and seconds from the final submission to the accepted chat.postMessage.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from tests.sandbox_client import APP_TOKEN, BOT_TOKEN, SandboxServer, running_sandbox

ROOT = Path(__file__).parents[1]
SHARES = 100
TEXT = (
    "Thank you Priya, you saved our launch number {n}! — Ngozi Okafor, Lumo Bakery, "
    "ngozi@lumobakery.example, order #48{n:03}"
)
BARS = {"ready_s": 5.0, "pss_mb": 450.0, "submit_to_post_s_max": 2.0}


def tree_pss(pid: int) -> float:
    """PSS of a process and all it started, in MB (10⁶ bytes)."""
    parent = psutil.Process(pid)
    everybody = [parent, *parent.children(recursive=True)]
    return sum(process.memory_full_info().pss for process in everybody) / 1e6


@contextmanager
def running_bot(slack: SandboxServer, folder: Path) -> Iterator[tuple[int, float]]:
    """`goodword run`; yields its process id and the seconds it took to connect."""
    variables = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ} | {
        "SLACK_BOT_TOKEN": BOT_TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": slack.api_url,
        "DATABASE_URL": f"sqlite:///{folder / 'goodword.sqlite3'}",
        "GOODWORD_KEY_FILE": str(folder / "goodword.key"),
        "GOODWORD_KUDOS_CHANNEL": "C0KUDOS",
        "GOODWORD_SUPPORT_GROUP": "S0SUPPORT",
    }
    command = [sys.executable, "-m", "bot", "run"]
    began = time.monotonic()
    with subprocess.Popen(command, env=variables, cwd=ROOT, stderr=subprocess.DEVNULL) as process:
        try:
            slack.wait_for(lambda: slack.state()["connections"] >= 1, "the bot", within=60)
            yield process.pid, time.monotonic() - began
        finally:
            process.terminate()


def share(slack: SandboxServer, number: int) -> float:
    """Share one message; seconds from the final submission to Slack's acceptance."""
    slack.command("U0PRIYA", f"/kudos {TEXT.format(n=number)}")
    slack.wait_for_modal("U0PRIYA", "What the team will see")
    before = len(slack.calls("chat.postMessage"))
    began = time.monotonic()
    slack.submit("U0PRIYA")
    slack.wait_for(lambda: len(slack.calls("chat.postMessage")) > before, "the post", within=30)
    took = time.monotonic() - began
    slack.close("U0PRIYA", everything=True)
    return took


def main() -> None:
    """Print the figures and whether each bar is met."""
    with (
        tempfile.TemporaryDirectory() as folder,
        running_sandbox() as slack,
        running_bot(slack, Path(folder)) as (pid, ready),
    ):
        times = []
        for number in range(SHARES):
            times.append(share(slack, number))
            time.sleep(1)  # an idle bot: below the pace of one post a second
        figures = {
            "ready_s": round(ready, 2),
            "pss_mb": round(tree_pss(pid), 1),
            "submit_to_post_s_median": round(statistics.median(times), 3),
            "submit_to_post_s_max": round(max(times), 3),
            "shares": SHARES,
        }
    met = {name: figures[name] <= bar for name, bar in BARS.items()}
    print(json.dumps({"figures": figures, "bars": BARS, "met": met}, indent=2))


if __name__ == "__main__":
    main()
