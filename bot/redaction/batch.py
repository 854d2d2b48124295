"""Redacting from the command line: one text, or rows of JSON."""

import json
from collections import deque
from collections.abc import Iterable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Final, TextIO

from bot.domain.redacted import RedactionUnavailableError
from bot.redaction.detection import Detection, Job
from bot.redaction.pool import Workers, answer
from bot.redaction.redactor import replaced, spans_of

_AHEAD: Final = 16
"""Rows that are queued for each worker before the first answer is written."""


class BadRowError(ValueError):
    """A row that cannot be read; says what is wrong with it, without its content."""


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its id as given, and either an analysis under way or the reason there is none."""

    id: Any
    job: Job | None
    held: str | None
    future: "Future[Detection] | None" = None


def run_text(job: Job, workers: Workers) -> str:
    """A text, redacted; raises RedactionUnavailableError."""
    found = answer(workers.submit(job)).found
    return replaced(job.text, spans_of(found))


def run_jsonl(lines: Iterable[str], out: TextIO, workers: Workers) -> None:
    """Redact rows of JSON in order; a row that cannot be answered says so in `held`.

    Rows in: id, text, roster, keep. Rows out: id, redacted, spans ([start, end, type] in code
    points of the raw text), held.
    """
    waiting: deque[Row] = deque()
    for line in lines:
        if not line.strip():
            continue
        waiting.append(_begin(line, workers))
        if len(waiting) >= _AHEAD * workers.count:
            _write(out, waiting.popleft())
    while waiting:
        _write(out, waiting.popleft())


def _begin(line: str, workers: Workers) -> Row:
    try:
        row = _row(line)
    except BadRowError as problem:
        return Row(None, None, f"bad row: {problem}")
    try:
        job = _job(row)
        return Row(row["id"], job, None, workers.submit(job))
    except BadRowError as problem:
        return Row(row.get("id"), None, f"bad row: {problem}")
    except RedactionUnavailableError as refusal:
        return Row(row["id"], None, str(refusal))


def _row(line: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError):
        raise BadRowError("not JSON") from None
    if not isinstance(row, dict):
        raise BadRowError("not an object")
    return row


def _job(row: dict[str, Any]) -> Job:
    if "id" not in row:
        raise BadRowError("id is missing")
    if not isinstance(row.get("text"), str):
        raise BadRowError("text is not a string")
    return Job(row["text"], _names(row, "roster"), _names(row, "keep"))


def _names(row: dict[str, Any], field: str) -> tuple[str, ...]:
    names = row.get(field) or []
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        raise BadRowError(f"{field} is not a list of strings")
    return tuple(names)


def _write(out: TextIO, row: Row) -> None:
    redacted: str | None = None
    spans: list[list[int | str]] = []
    held = row.held
    if row.job is not None and row.future is not None:
        try:
            found = answer(row.future).found
            redacted = replaced(row.job.text, spans_of(found))
            spans = [[one.start, one.end, str(one.entity)] for one in found]
        except RedactionUnavailableError as refusal:
            held = str(refusal)
    said = {"id": row.id, "redacted": redacted, "spans": spans, "held": held}
    print(json.dumps(said, ensure_ascii=True), file=out, flush=True)
