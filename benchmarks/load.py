"""Load: `serve` and `work`, two processes each, on PostgreSQL, under requests as Slack signs them.

`make bench NAME=load` takes about twenty minutes, most of it the real pace of one channel;
`ARGS=--quick` is a smoke test, `ARGS="--only acks"` (or visible, redaction, pace, handoffs) one
part. Its PostgreSQL is the tests' embedded one, which does not wait for the disk at a commit: for
Goodword and for the bare app alike.
"""

import argparse
import asyncio
import json
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from aiohttp import ClientSession

from benchmarks import handoffs
from benchmarks.load_client import Client, Json, session_for_load, submission, summary
from benchmarks.load_house import House, running_house
from bot.app_start import MODEL_DIR
from bot.domain.redacted import RedactionUnavailableError
from bot.redaction.detection import Job
from bot.redaction.pool import Workers
from tests.sandbox_client import TEAM

RATE = 50.0
"""Events a second."""
ACK_P99_MS = 100.0
TIMES_BARE = 1.5
VISIBLE_P95_S, VISIBLE_P99_S = 2.0, 5.0
SHARERS = ("U0PRIYA", "U0TOMASZ", "U0SAM", "U0LENA", "U0MARA")
WINDOW_S = 20
PRESSES_MAX = 500
PRAISE = (
    "Thank you so much, you saved our launch! Nobody ever explained refunds so kindly. "
    "— Ngozi Okafor, Lumo Bakery, ngozi@lumobakery.example, order #48213"
)


@dataclass(frozen=True)
class Plan:
    """How long each part goes on."""

    ack_s: float = 120.0
    shares: int = 60
    share_every_s: float = 2.0
    redaction_s: float = 15.0
    paced: int = 500
    handoffs: int = 1_000
    workspaces: int = 100


QUICK = Plan(3.0, 3, 1.5, 1.0, 8, 20, 4)


def acks(house: House, plan: Plan) -> Json:
    """Goodword beside the bare app, each alone, in the same run on the same database."""
    count = int(plan.ack_s * RATE)
    bare = summary(asyncio.run(Client(house.bare).events(0, count, RATE, TEAM)))
    stored = house.count("SELECT count(*) FROM inbox")
    ours = summary(asyncio.run(Client(house.web).events(0, count, RATE, TEAM)))
    stored = house.count("SELECT count(*) FROM inbox") - stored
    fast = ours["p99_ms"] <= max(ACK_P99_MS, TIMES_BARE * bare["p99_ms"])
    met = fast and not ours["late"] and stored >= count - ours["refused"]
    return {"rate": RATE, "goodword": ours, "bare": bare, "stored": stored, "met": met}


def template(house: House) -> Json:
    """A submitted review, as Slack sends it."""
    house.slack.command("U0PRIYA", f"/kudos {PRAISE}")
    house.slack.wait_for_modal("U0PRIYA", "What the team will see")
    house.slack.submit("U0PRIYA")
    house.slack.wait_for_message("kudos", "you saved our launch")
    sent = [one["payload"] for one in house.slack.log(kind="delivery")]
    like = next(one for one in reversed(sent) if one.get("type") == "view_submission")
    return dict(like)


def visible(house: House, plan: Plan) -> Json:
    """From pressing Share to the post, one every two seconds to one channel."""
    like = template(house)
    before = len(house.slack.calls("chat.postMessage"))
    pressed = asyncio.run(_press(house, like, plan))
    posts = _posts(house, before + plan.shares)[before:]
    waited = sorted(post - press for post, press in zip(posts, pressed, strict=True))
    found = {
        "shares": plan.shares,
        "p50_s": round(waited[len(waited) // 2], 2),
        "p95_s": round(waited[int(len(waited) * 0.95) - 1], 2),
        "p99_s": round(waited[int(len(waited) * 0.99) - 1], 2),
        "max_s": round(waited[-1], 2),
    }
    return found | {"met": found["p95_s"] <= VISIBLE_P95_S and found["p99_s"] <= VISIBLE_P99_S}


async def _press(house: House, like: Json, plan: Plan) -> list[float]:
    """The moments at which Share was pressed, in the sandbox's time, which is the machine's."""
    client = Client(house.web)
    pressed = []
    async with session_for_load() as session:
        for number in range(plan.shares):
            pressed.append(time.time())
            answer = await client.share(session, submission(like, "U0PRIYA", number))
            assert answer.acked, "a share was refused"
            await asyncio.sleep(max(0.0, plan.share_every_s - (time.time() - pressed[-1])))
    return pressed


def _posts(house: House, wanted: int, patience_s: float = 60) -> list[float]:
    """When each message was accepted, once there are so many."""
    house.slack.wait_for(
        lambda: len(house.slack.calls("chat.postMessage")) >= wanted, "the posts", within=patience_s
    )
    return sorted(float(one["at"]) for one in house.slack.calls("chat.postMessage"))


def pace(house: House, plan: Plan) -> Json:
    """As many shares as fast as five people can, to one channel at its real second a message."""
    like = template(house)
    before = len(house.slack.calls("chat.postMessage"))
    start = time.time()
    asyncio.run(_share_all(house, like, plan.paced))
    accepted_s = time.time() - start
    posts = _posts(house, before + plan.paced, patience_s=60 + 3 * plan.paced)[before:]
    doubled = house.count(
        "SELECT count(*) FROM (SELECT posted_ts FROM outbox WHERE posted_ts IS NOT NULL "
        "GROUP BY posted_channel, posted_ts HAVING count(*) > 1) AS twice"
    )
    busiest = max(sum(1 for at in posts if one <= at < one + WINDOW_S) for one in posts)
    return {
        "shares": plan.paced,
        "accepted_s": round(accepted_s, 1),
        "posted_s": round(posts[-1] - start, 1),
        "posts_a_second": round(len(posts) / (posts[-1] - start), 2),
        f"most_in_{WINDOW_S}_s": busiest,
        "posts": len(posts),
        "met": len(posts) == plan.paced and not doubled and busiest <= WINDOW_S + 1,
    }


async def _share_all(house: House, like: Json, count: int) -> None:
    client = Client(house.web)
    async with session_for_load() as session:

        async def person(user: str, numbers: range) -> None:
            for number in numbers:
                await _until_taken(client, session, submission(like, user, number))

        # Their ids begin beyond those of the parts before.
        each = [len(range(one, count, len(SHARERS))) for one in range(len(SHARERS))]
        await asyncio.gather(
            *(
                person(user, range(10_000, 10_000 + n))
                for user, n in zip(SHARERS, each, strict=True)
            )
        )


async def _until_taken(client: Client, session: ClientSession, payload: Json) -> None:
    """What was not taken is pressed again, as a person would."""
    for _ in range(PRESSES_MAX):
        if (await client.share(session, payload)).acked:
            return
        await asyncio.sleep(0.2)
    raise SystemExit("a share was refused again and again")


def redaction(plan: Plan) -> Json:
    """Texts a second with 1, 2 and 4 workers, as more and more people ask at once."""
    return {str(count): _saturate(count, plan.redaction_s) for count in (1, 2, 4)}


def _saturate(count: int, seconds: float) -> list[Json]:
    workers = Workers(MODEL_DIR, count)
    workers.warm()
    try:
        return [_asking(workers, people, seconds) for people in (1, 2, 4, 8, 16)]
    finally:
        workers.close()


def _asking(workers: Workers, people: int, seconds: float) -> Json:
    """So many people, each asking again as soon as they are answered."""
    until = time.perf_counter() + seconds
    told: Counter[str] = Counter()

    def person(number: int) -> None:
        while time.perf_counter() < until:
            job = Job(f"{PRAISE} {number} {told.total()}", roster=("Priya",), keep=())
            try:
                workers.analyse(job)
                told["read"] += 1
            except RedactionUnavailableError:
                told["held"] += 1

    with ThreadPoolExecutor(people) as pool:
        list(pool.map(person, range(people)))
    return {"asking": people, "a_second": round(told["read"] / seconds, 1), "held": told["held"]}


def lateness(plan: Plan) -> Json:
    """How late the timers of many open handoffs are (benchmarks.handoffs)."""
    wishes = argparse.Namespace(handoffs=plan.handoffs, workspaces=plan.workspaces, at_once=False)
    with tempfile.TemporaryDirectory() as folder:
        late = sorted(handoffs.measure(f"sqlite:///{folder}/late.sqlite3", wishes))
    p99 = round(late[int(len(late) * 0.99) - 1], 2)
    return {"handoffs": len(late), "p99_s": p99, "met": p99 <= handoffs.BAR_S}


def show(name: str, found: Json) -> None:
    """One part, in lines."""
    print(f"\n{name}")
    for key, value in found.items():
        if isinstance(value, list):
            cells = "   ".join(f"{one['asking']}: {one['a_second']}/s" for one in value)
            print(
                f"  {key} workers   asking at once: {cells}   held {sum(o['held'] for o in value)}"
            )
        else:
            print(f"  {key:12} {value}")


def main() -> None:
    """Start everything, load it, print, write."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a smoke test, no figures")
    parser.add_argument("--only", choices=("acks", "visible", "pace", "redaction", "handoffs"))
    parser.add_argument("--out", type=Path, default=Path("results/load.json"))
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    plan = QUICK if asked.quick else Plan()
    in_house: dict[str, Callable[[House, Plan], Json]] = {
        "acks": acks, "visible": visible, "pace": pace,
    }  # fmt: skip
    alone: dict[str, Callable[[Plan], Json]] = {"redaction": redaction, "handoffs": lateness}
    found: dict[str, Any] = {}
    wanted = [name for name in in_house if asked.only in {None, name}]
    if wanted:
        with running_house(workers=1) as house:
            for name in wanted:
                found[name] = in_house[name](house, plan)
                show(name, found[name])
    for name in (name for name in alone if asked.only in {None, name}):
        found[name] = alone[name](plan)
        show(name, found[name])
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.write_text(json.dumps(found, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
