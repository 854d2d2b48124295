"""A worker that hangs, dies or fails costs one answer, and never a leak."""

import io
import json
import multiprocessing
import os
import time
from collections.abc import Iterator
from typing import NoReturn

import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.redacted import RedactionUnavailableError
from bot.redaction import batch, worker
from bot.redaction.classifier import MODEL_DIR
from bot.redaction.detection import LONGEST, Detection, Job
from bot.redaction.engine import Engine
from bot.redaction.pool import DEADLINE, QUEUE, Workers, answer

SECRET = "Ngozi Okafor"
SLACK = 3.0
"""Seconds a busy machine may add."""


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    """Two warm workers, as the product runs them."""
    pool = Workers(MODEL_DIR)
    pool.warm()
    yield pool
    pool.close()


class Hanging:
    """An engine that never answers, as a pattern gone wild would."""

    def detect(self, job: Job) -> Detection:
        """Spin."""
        while True:
            len(job.text)


class Crashing:
    """An engine that takes its process along."""

    def detect(self, job: Job) -> Detection:
        """Die at once, as a crash in native code would."""
        del job
        os._exit(139)


class Failing:
    """An engine whose error carries the customer's words."""

    def detect(self, job: Job) -> Detection:
        """Fail with the text in hand."""
        raise ValueError(job.text)


def test_the_same_text_gets_the_same_answer_from_any_process(
    workers: Workers, engine: Engine
) -> None:
    """Nothing depends on which process is asked, or on its hash seed."""
    job = Job("Hi, I'm Keala from Hale Surf School, order #48213, a@b.example", ("Will",))
    answers = [answer(workers.submit(job)) for _ in range(6)]
    assert all(one.found == engine.detect(job).found for one in answers)


def test_a_killed_worker_is_replaced_while_the_other_serves_on(workers: Workers) -> None:
    """SIGKILL from outside: the next answers come all the same."""
    # Asked of the pool: other tests' processes descend from this one, too.
    killed = psutil.Process(workers._pool.schedule(os.getpid).result(SLACK))
    killed.kill()
    for _ in range(4):
        try:
            assert workers.analyse(Job("mail a@b.example")).found
        except RedactionUnavailableError:
            continue
    assert workers.analyse(Job("mail a@b.example")).found
    # The others may have answered all five before the kernel has carried out the kill.
    assert psutil.wait_procs([killed], SLACK)[1] == []


@pytest.mark.parametrize("broken", [Hanging, Crashing, Failing])
def test_whatever_goes_wrong_is_held_and_says_nothing_of_the_text(
    broken: type, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hang, a crash and an error look alike from outside: unavailable, in time, silent."""
    pool = _forked(broken(), monkeypatch)
    try:
        began = time.monotonic()
        with pytest.raises(RedactionUnavailableError) as held:
            pool.analyse(Job(SECRET))
        assert time.monotonic() - began < DEADLINE + QUEUE + SLACK
        assert SECRET not in repr(held.value)
        assert held.value.__suppress_context__
    finally:
        pool.close()


def test_waiting_for_a_free_worker_is_limited(monkeypatch: pytest.MonkeyPatch) -> None:
    """Slack waits three seconds in all: a queue must not eat them."""
    pool = _forked(Hanging(), monkeypatch)
    try:
        pool.submit(Job("first"))
        began = time.monotonic()
        with pytest.raises(RedactionUnavailableError):
            pool.analyse(Job("second"))
        assert time.monotonic() - began < DEADLINE + QUEUE + SLACK
    finally:
        pool.close()


def test_a_text_that_is_too_long_is_refused_before_any_work(workers: Workers) -> None:
    """40,001 characters never reach a worker."""
    with pytest.raises(RedactionUnavailableError, match="longer than 40000"):
        workers.analyse(Job("a" * (LONGEST + 1)))


def test_closed_workers_refuse() -> None:
    """After the end there is no answer, and no hang."""
    pool = Workers(MODEL_DIR, 1)
    pool.close()
    with pytest.raises(RedactionUnavailableError):
        pool.analyse(Job("a"))


def test_rows_come_back_in_order_and_bad_ones_say_what_is_wrong(workers: Workers) -> None:
    """One answer a row, whatever the row."""
    rows = [
        json.dumps({"id": "a", "text": "mail a@b.example", "roster": [], "keep": []}),
        "not json",
        "[]",
        json.dumps({"text": "x"}),
        json.dumps({"id": 4, "text": None}),
        json.dumps({"id": 5, "text": "x", "roster": "Priya"}),
        json.dumps({"id": 6, "text": "a" * (LONGEST + 1)}),
        "",
        json.dumps({"id": 7, "text": "&lt;b&gt; order #48213", "roster": None}),
    ]
    out = io.StringIO()
    batch.run_jsonl(rows, out, workers)
    said = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [row["id"] for row in said] == ["a", None, None, None, 4, 5, 6, 7]
    assert said[0] == {
        "id": "a",
        "redacted": "mail [email]",
        "spans": [[5, 16, "EMAIL"]],
        "held": None,
    }
    assert [row["held"] for row in said[1:7]] == [
        "bad row: not JSON",
        "bad row: not an object",
        "bad row: id is missing",
        "bad row: text is not a string",
        "bad row: roster is not a list of strings",
        "longer than 40000 characters",
    ]
    assert said[6]["redacted"] is None
    assert said[7]["spans"] == [[16, 22, "ID"]]


@given(st.text(max_size=60))
def test_any_line_gets_one_answer(line: str) -> None:
    """No input stops the rows behind it."""
    out = io.StringIO()
    batch.run_jsonl([line.replace("\n", " ")], out, _NoWorkers())
    assert len(out.getvalue().splitlines()) == bool(line.replace("\n", " ").strip())


class _NoWorkers(Workers):
    """Workers that are always stopped."""

    def __init__(self) -> None:
        self.count = 1

    def submit(self, job: Job) -> NoReturn:
        """Refuse."""
        raise RedactionUnavailableError(f"no worker for {len(job.text)} characters")


def _forked(broken: object, monkeypatch: pytest.MonkeyPatch) -> Workers:
    """One worker whose engine is `broken`: forked from here, where the engine is in place."""
    monkeypatch.setattr(worker, "_engines", [broken])
    monkeypatch.setattr(worker, "start", _start_nothing)
    fork = multiprocessing.get_context("fork")
    monkeypatch.setattr(multiprocessing, "get_context", lambda _: fork)
    return Workers(MODEL_DIR, 1)


def _start_nothing(_: object) -> None:
    """The engine is there already."""
