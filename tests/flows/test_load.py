"""Five hundred shares in a minute to one channel, on two web and two worker processes."""

import itertools
import json
import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import psutil
import pytest
from sqlalchemy import Engine, text

from bot.ports import StorageAwayError
from sandbox.request_urls import signed
from storage.session import make_engine
from tests.flows.conftest import SAMPLE, Bot, MovableClock
from tests.flows.shapes import Shape
from tests.sandbox_client import SandboxServer

Json = dict[str, Any]
SHARES = 500
SHARERS = ("U0PRIYA", "U0TOMASZ", "U0SAM", "U0LENA", "U0MARA")
PACE_S = 0.03
"""Real seconds between two looks: the channel's second passes on the simulated clock."""
LATE_S = 0.2
"""How long a simulated second waits for a post when nothing may be left to post."""
WINDOW_S = 20
MINUTE_S = 60


def template(slack: SandboxServer) -> Json:
    """A submitted review, as Slack sends it."""
    slack.command("U0PRIYA", f"/kudos {SAMPLE}")
    slack.wait_for_modal("U0PRIYA", "What the team will see")
    slack.submit("U0PRIYA")
    slack.wait_for_message("kudos", "you saved our launch")
    sent = [one["payload"] for one in slack.log(kind="delivery") if one["type"] == "interactive"]
    return next(one for one in reversed(sent) if one["type"] == "view_submission")


def submit(url: str, like: Json, user: str, number: int) -> bool:
    """Press Share; False when the modal stayed open, with the person's text in it."""
    view = {**like["view"], "id": f"V{user}{number:03}", "root_view_id": f"V{user}{number:03}"}
    payload = {**like, "user": {**like["user"], "id": user}, "view": view}
    body = urlencode({"payload": json.dumps(payload)}).encode()
    headers = {"Content-Type": "application/x-www-form-urlencoded", **signed(body)}
    try:
        with urlopen(Request(url, data=body, headers=headers), timeout=30) as answer:
            return "errors" not in answer.read().decode()
    except HTTPError as refused:
        with refused:
            return False
    except URLError:
        return False


def share(urls: list[str], like: Json, user: str, count: int) -> None:
    """One agent, one share after the other; what was not taken is pressed again."""
    turn = itertools.cycle(urls)
    for number in range(count):
        while not submit(next(turn), like, user, number):
            time.sleep(0.2)


def sent(engine: Engine) -> int:
    """How many stand in the channel; -1 while nobody can say."""
    try:
        with engine.connect() as connection:
            statement = text("SELECT count(*) FROM outbox WHERE state = 'sent'")
            return int(connection.execute(statement).scalar_one())
    except StorageAwayError:
        return -1


def pss(bot: Bot) -> int:
    """Bytes that the processes and their redaction workers hold."""
    roots = [psutil.Process(host.pid) for host in bot.hosts]
    tree = [*roots, *(child for root in roots for child in root.children(recursive=True))]
    return sum(process.memory_full_info().pss for process in tree)


@pytest.fixture
def bot(make_bot: Callable[..., Bot]) -> Bot:
    """One that keeps the product's own pace."""
    return make_bot(hurried=False)


@pytest.fixture
def engine(bot: Bot) -> Iterator[Engine]:
    made = make_engine(bot.settings.database_url)
    yield made
    made.dispose()


@pytest.mark.slow
@pytest.mark.timeout(400)
@pytest.mark.shapes(Shape.FOUR)
def test_five_hundred_shares_arrive_once_in_order_and_at_the_pace(
    bot: Bot, slack: SandboxServer, clock: MovableClock, engine: Engine
) -> None:
    """With the database away for a minute in the middle; memory does not grow with the load."""
    like = template(slack)
    urls = slack.state()["urls"]
    with ThreadPoolExecutor(len(SHARERS)) as agents:
        each = SHARES // len(SHARERS)
        busy = [agents.submit(share, urls, like, user, each) for user in SHARERS]
        memory = carried(bot, clock, engine, busy)
    once_and_in_order(engine)
    at_the_pace(slack)
    assert memory[SHARES] <= 1.05 * memory[100]


def carried(
    bot: Bot, clock: MovableClock, engine: Engine, busy: list["Future[None]"]
) -> dict[int, int]:
    """Let simulated seconds pass until everything stands there; bytes held on the way."""
    memory: dict[int, int] = {}
    was_away = False
    while (done := sent(engine)) < SHARES + 1 or not all(one.done() for one in busy):
        for one in busy:
            if one.done():
                one.result()
        a_second_passes(bot, clock, engine, done)
        if done >= 100 and 100 not in memory:
            memory[100] = pss(bot)
        if done >= SHARES // 2 and not was_away:
            was_away = True
            with bot.database_away():
                for _ in range(MINUTE_S):
                    clock.advance(1)
                    time.sleep(PACE_S)
    memory[SHARES] = pss(bot)
    return memory


def a_second_passes(bot: Bot, clock: MovableClock, engine: Engine, done: int) -> None:
    """One simulated second, over as soon as its one post stands in the channel."""
    clock.advance(1)
    bot.tick("courier")
    late = time.monotonic() + LATE_S
    while sent(engine) == done and time.monotonic() < late:
        time.sleep(PACE_S / 3)


def once_and_in_order(engine: Engine) -> None:
    statement = text(
        "SELECT k.sharer, k.request FROM kudos k JOIN outbox o ON o.key = 'kudos:' || k.id "
        "ORDER BY o.posted_ts"
    )
    by_sharer: dict[str, list[str]] = defaultdict(list)
    with engine.connect() as connection:
        for sharer, request in connection.execute(statement):
            by_sharer[sharer] += re.findall(r"VU0[A-Z]+\d{3}$", request)
    each = SHARES // len(SHARERS)
    assert by_sharer == {user: [f"V{user}{n:03}" for n in range(each)] for user in SHARERS}


def at_the_pace(slack: SandboxServer) -> None:
    """Never more in a window than one a second, and no message twice."""
    posts = [one["at"] for one in slack.calls("chat.postMessage")]
    assert len(posts) == SHARES + 1
    crowded = [
        start
        for start in posts
        if sum(1 for one in posts if start <= one < start + WINDOW_S) > WINDOW_S + 1
    ]
    assert crowded == []
