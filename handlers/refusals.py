"""How a refusal reaches the person who pressed."""

import secrets
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import structlog
from slack_bolt import BoltResponse

from bot.domain.redacted import RedactionUnavailableError
from bot.domain.refusals import Reason, RefusedError
from bot.ports import StorageAwayError
from bot.wording import refusals as words

log = structlog.get_logger()


@contextmanager
def told(tell: Callable[[str], None]) -> Iterator[None]:
    """Turn a refusal raised inside into one plain sentence."""
    try:
        yield
    except RefusedError as refused:
        tell(words.sentence(refused.reason))
    except RedactionUnavailableError:
        tell(words.sentence(Reason.REDACTION_UNAVAILABLE))
    except StorageAwayError:
        log.warning("storage_away")
        tell(words.sentence(Reason.STORAGE_AWAY))


def on_error(error: Exception, body: Mapping[str, Any]) -> BoltResponse | None:
    """What nobody foresaw: a reference in the log and the same in front of the person.

    Bolt's last resort, and one of the two places where any exception is caught. No text of the
    exception is logged: it may carry what a customer wrote.
    """
    reference = secrets.token_hex(4)
    where = _place_of(error)
    log.error("unexpected_error", reference=reference, kind=type(error).__name__, where=where)
    if body.get("type") != "view_submission":
        return None
    first = next(iter(body.get("view", {}).get("state", {}).get("values", {})), "text")
    errors = {"response_action": "errors", "errors": {first: words.unexpected(reference)}}
    return BoltResponse(status=200, body=errors)


def _place_of(error: BaseException) -> str:
    """Module and line where it was raised: enough to find it, and none of its words."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "unknown"
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
