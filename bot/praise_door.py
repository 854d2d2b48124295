"""`POST /praise`: signed comments from elsewhere become candidates, never posts.

Where many workspaces are served each has its own address, `/praise/T…`, and its own secret, derived
from the one in the settings: nothing has to be kept, and none is good for another workspace.

The signature covers time and body. A request is good for five minutes; sent again within them, its
comments are known by their ids, so a replay offers nothing.
"""

import hashlib
import hmac
import json
import threading
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

import structlog

from bot.comments_file import problem_of
from bot.domain.candidates import A_DAY
from bot.domain.redacted import RedactionUnavailableError
from bot.ports import Clock, StorageAwayError
from bot.services.importing import Became, Importing
from bot.wording import candidates as candidate_words
from bot.wording import praise as words

if TYPE_CHECKING:
    from wsgiref.types import StartResponse, WSGIEnvironment

log = structlog.get_logger()

BODY_MAX: Final = 256_000
"""Bytes: twenty comments of 3,000 characters, escaped."""
ITEMS_MAX: Final = 20
ID_MAX: Final = 200
GOOD_FOR_S: Final = 300
"""As long as Slack's own signatures (docs.slack.dev, Verifying requests from Slack)."""
A_MINUTE: Final = 60
"""Requests in a minute that this process takes."""


class NotTakenError(Exception):
    """A request that is refused: status line, and one sentence with the next step."""

    def __init__(self, status: str, says: str) -> None:
        super().__init__(status)
        self.status = status
        self.says = says


@dataclass(slots=True)
class Pace:
    """Counts requests of the last minute."""

    _taken: deque[datetime] = field(default_factory=deque)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def takes(self, now: datetime) -> bool:
        """Whether one more may come."""
        with self._lock:
            while self._taken and self._taken[0] <= now - timedelta(minutes=1):
                self._taken.popleft()
            if len(self._taken) >= A_MINUTE:
                return False
            self._taken.append(now)
            return True


@dataclass(slots=True)
class Result:
    """What became of each comment; ids are the sender's own."""

    offered: int = 0
    known: int = 0
    unusable: list[dict[str, str]] = field(default_factory=list)
    left: list[str] = field(default_factory=list)

    def note(self, source: str, became: Became) -> None:
        """One more."""
        self.offered += became is Became.OFFERED
        self.known += became is Became.KNOWN
        if became is Became.LEFT:
            self.left.append(source)
        if became is Became.NOTHING_LEFT:
            self.unusable.append({"id": source, "why": candidate_words.NOTHING_LEFT})

    @property
    def answer(self) -> tuple[str, str]:
        """Status line and sentence."""
        if self.left:
            return "429 Too Many Requests", words.FULL
        if self.offered:
            return "200 OK", words.TAKEN
        if self.known:
            return "409 Conflict", words.REPLAYED
        return "422 Unprocessable Content", words.UNUSABLE


@dataclass(frozen=True, slots=True)
class To:
    """Whom a request is for. is_served: whether it is installed; raises StorageAwayError."""

    team: str
    secret: bytes = field(repr=False)
    is_served: Callable[[], bool]


Addressee = Callable[[str], To]
"""From a request's path; a path of nobody has a secret that nobody knows."""


def to_one(secret: str, team: str) -> Addressee:
    """One workspace, with the secret of the settings."""
    return lambda _path: To(team, secret.encode(), lambda: True)


def to_many(secret: str, is_served: Callable[[str], bool]) -> Addressee:
    """The workspace at the end of the path, with its own secret."""

    def addressee(path: str) -> To:
        team = path.rpartition("/")[2]
        return To(team, secret_of(secret, team).encode(), lambda: is_served(team))

    return addressee


def secret_of(secret: str, team: str) -> str:
    """A workspace's own secret (64 hexadecimal digits), from the one in the settings."""
    return hmac.new(secret.encode(), f"praise:{team}".encode(), hashlib.sha256).hexdigest()


@dataclass(frozen=True, slots=True)
class PraiseDoor:
    """A WSGI application. addressee: whose comments come to a path, and what signs them."""

    addressee: Addressee
    importing: Importing
    clock: Clock
    _paces: dict[str, Pace] = field(default_factory=dict)

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        """Answer one request."""
        result = Result()
        try:
            team, items = self._received(environ)
            self._offer(team, items, result)
            status, says = result.answer
        except NotTakenError as refused:
            status, says = refused.status, refused.says
        except RedactionUnavailableError:
            status, says = "503 Service Unavailable", words.HELD
        except StorageAwayError:
            status, says = "503 Service Unavailable", words.AWAY
        log.info("praise_received", state=status[:3], count=result.offered)
        return _send(status, says, result, start_response)

    def _received(self, environ: "WSGIEnvironment") -> tuple[str, Sequence[Any]]:
        """Whose comments, and which; nobody learns without a signature who is served."""
        if environ.get("REQUEST_METHOD") != "POST":
            raise NotTakenError("405 Method Not Allowed", words.POST_ONLY)
        body = environ["wsgi.input"].read(BODY_MAX + 1)
        if len(body) > BODY_MAX:
            raise NotTakenError("413 Content Too Large", words.TOO_LARGE)
        to = self.addressee(str(environ.get("PATH_INFO") or ""))
        self._check(environ, body, to.secret)
        if not to.is_served():
            raise NotTakenError("404 Not Found", words.NOT_INSTALLED)
        if not self._paces.setdefault(to.team, Pace()).takes(self.clock.now()):
            raise NotTakenError("429 Too Many Requests", words.TOO_OFTEN)
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            raise NotTakenError("400 Bad Request", words.NOT_JSON) from None
        items = found if isinstance(found, list) else [found]
        if not 0 < len(items) <= ITEMS_MAX or not all(isinstance(one, dict) for one in items):
            raise NotTakenError("422 Unprocessable Content", words.NOT_ITEMS)
        return to.team, items

    def _check(self, environ: Mapping[str, Any], body: bytes, secret: bytes) -> None:
        stamp = str(environ.get("HTTP_X_GOODWORD_TIMESTAMP") or "")
        given = str(environ.get("HTTP_X_GOODWORD_SIGNATURE") or "")
        signed = stamp.encode("latin-1") + b"." + body
        fitting = "v1=" + hmac.new(secret, signed, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(fitting.encode(), given.encode("latin-1")):
            raise NotTakenError("401 Unauthorized", words.NOT_SIGNED)
        now = self.clock.now().timestamp()
        if not stamp.isascii() or not stamp.isdigit() or abs(now - int(stamp)) > GOOD_FOR_S:
            raise NotTakenError("401 Unauthorized", words.NOT_NOW)

    def _offer(self, team: str, items: Sequence[dict[str, Any]], result: Result) -> None:
        channel = self.importing.channel(team)
        if channel is None:
            raise NotTakenError("503 Service Unavailable", words.NO_INTAKE)
        for item in items:
            source, text = item.get("id"), item.get("text")
            if not isinstance(source, str) or not 0 < len(source.strip()) <= ID_MAX:
                result.unusable.append({"why": words.NO_ID})
                continue
            said = text.strip() if isinstance(text, str) else ""
            why = problem_of(said)
            if why:
                result.unusable.append({"id": source, "why": why})
                continue
            became = self.importing.offer(team, channel, said, A_DAY, source.strip())
            result.note(source, became)


def _send(
    status: str, says: str, result: Result, start_response: "StartResponse"
) -> Iterable[bytes]:
    answer = {
        "says": says,
        "offered": result.offered,
        "known": result.known,
        "unusable": result.unusable,
        "left": result.left,
    }
    body = json.dumps(answer).encode() + b"\n"
    headers = [
        ("Content-Type", "application/json"),
        ("Content-Length", str(len(body))),
        ("Cache-Control", "no-store"),
    ]
    if status.startswith("429"):
        headers.append(("Retry-After", "3600" if result.left else "60"))
    start_response(status, headers)
    return [body]
