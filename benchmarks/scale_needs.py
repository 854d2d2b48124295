"""What 10,000 workspaces need, from the benches' own figures; docs/why/scale.md tells the lines.

`python -m benchmarks.scale_needs` after `make bench NAME=scale` and `make bench NAME=load`.
"""

import argparse
import json
import math
from pathlib import Path
from typing import Any, Final

from bot.outbox import PARALLEL
from storage.session import POOL_SIZE

WORKSPACES: Final = 10_000
KUDOS_A_YEAR: Final = 1_000
EVENTS_A_DAY: Final = 100
DAYS: Final = 220
DAY_S: Final = 8 * 3_600
PEAK: Final = 4
TEXTS_A_KUDOS: Final = 4
POSTS_A_KUDOS: Final = 3
SLACK_CALL_S: Final = 0.3
"""Assumed, not measured: Slack's own latency."""
DIGESTS_WITHIN_S: Final = 300
WEB_UNDER_LOAD: Final = 2


def needs(scale: dict[str, Any], load: dict[str, Any]) -> dict[str, float]:
    """Rates at the peak, and how many of each are needed for them."""
    kudos = WORKSPACES * KUDOS_A_YEAR / (DAYS * DAY_S) * PEAK
    events = WORKSPACES * EVENTS_A_DAY / DAY_S * PEAK
    texts = kudos * TEXTS_A_KUDOS
    posts = kudos * POSTS_A_KUDOS + WORKSPACES / 2 / DIGESTS_WITHIN_S
    one_reads = max(float(one["a_second"]) for one in load["redaction"]["1"])
    web = math.ceil(events / (float(load["acks"]["rate"]) / WEB_UNDER_LOAD))
    work = math.ceil(posts / (PARALLEL / SLACK_CALL_S))
    a_kudos = float(scale["postgresql"]["bytes_a_kudos"])
    return {
        "kudos a second": round(kudos, 1),
        "events a second": round(events, 1),
        "GB a year": round(WORKSPACES * KUDOS_A_YEAR * a_kudos / 1e9, 1),
        "web processes": web,
        "texts a second": round(texts, 1),
        "redaction workers": math.ceil(texts / one_reads),
        "posts a second": round(posts, 1),
        "worker processes": work,
        "connections": (web + work) * POOL_SIZE,
    }


def main() -> None:
    """Read both files, print the lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--scale", type=Path, default=Path("results/scale.json"))
    parser.add_argument("--load", type=Path, default=Path("results/load.json"))
    asked = parser.parse_args()
    read = [json.loads(path.read_text(encoding="utf-8")) for path in (asked.scale, asked.load)]
    for name, value in needs(*read).items():
        print(f"{name:20}{value:>10,}")


if __name__ == "__main__":
    main()
