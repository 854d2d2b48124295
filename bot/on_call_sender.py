"""One signed HTTP call to a company's on-call tool."""

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import Message
from typing import IO, Final

from bot.domain.on_call import Answer, Answered, NotAnswered

TIMEOUT_S: Final = 5


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect would carry the signed call to an address nobody has set."""

    def redirect_request(
        self,
        req: urllib.request.Request,  # noqa: ARG002 - the standard library's signature
        fp: IO[bytes],  # noqa: ARG002
        code: int,  # noqa: ARG002
        msg: str,  # noqa: ARG002
        headers: Message,  # noqa: ARG002
        newurl: str,  # noqa: ARG002
    ) -> None:
        """Follow nothing."""
        return


_OPENER: Final = urllib.request.build_opener(_NoRedirects)


@dataclass(frozen=True, slots=True)
class HttpOnCallSender:
    """bot.ports_handoff.OnCallSender over urllib. The address was checked when it was set."""

    def send(self, url: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """POST the body once; any 2xx counts as taken."""
        request = urllib.request.Request(url, data=body, headers=dict(headers), method="POST")  # noqa: S310 - only https, or this machine, can be set
        try:
            with _OPENER.open(request, timeout=TIMEOUT_S):
                return Answered()
        except urllib.error.HTTPError as error:
            error.close()
            return NotAnswered(f"http_{error.code}")
        except (urllib.error.URLError, http.client.HTTPException, OSError, ValueError):
            return NotAnswered("unreachable")
