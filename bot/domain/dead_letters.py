"""Deliveries that a human has to decide about: what they were, and why they did not arrive."""

import enum
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.domain.delivery import Action, Purpose

SENT_AGAIN: Final = "sent_again"
"""In a delivery's `problem`: a human decided, so a doubt that cannot be cleared is overruled."""
NOTICE_KEY: Final = "dead_letters:"
"""Keys of the letters about this list; one of them that dies is no entry in it."""
UNSURE: Final = "unsure:"


class Cause(enum.StrEnum):
    """Why it did not arrive, as far as it tells somebody what to mend."""

    TOKEN = "token"  # noqa: S105 - a cause, not a secret
    SCOPE = "scope"
    ARCHIVED = "archived"
    CHANNEL_GONE = "channel_gone"
    NOT_IN_CHANNEL = "not_in_channel"
    OUTSIDE = "outside"
    PERSON = "person"
    AWAY = "away"
    UNSURE = "unsure"
    REFUSED = "refused"


_CODES: Final = {
    Cause.TOKEN: (
        "token_revoked", "invalid_auth", "account_inactive", "not_authed", "token_expired",
    ),
    Cause.SCOPE: ("missing_scope", "no_permission", "not_allowed_token_type"),
    Cause.ARCHIVED: ("is_archived",),
    Cause.CHANNEL_GONE: ("channel_not_found",),
    Cause.NOT_IN_CHANNEL: ("not_in_channel",),
    Cause.OUTSIDE: ("channel_shared_outside",),
    Cause.PERSON: (
        "user_not_found", "user_disabled", "users_not_found", "user_not_visible", "cannot_dm_bot",
        "messages_tab_disabled",
    ),
    Cause.AWAY: (
        "refused", "unreachable", "connection", "ratelimited", "rate_limited", "internal_error",
        "fatal_error", "request_timeout", "service_unavailable", "storage_away", "stopping",
        "http_500", "http_502", "http_503", "http_504",
    ),
}  # fmt: skip
"""Slack's error codes (docs.slack.dev, chat.postMessage and conversations.open) and our own."""
_OF_CODE: Final = {code: cause for cause, codes in _CODES.items() for code in codes}
_TELLS_NOBODY: Final = frozenset({Cause.TOKEN, Cause.SCOPE, Cause.AWAY})
"""Causes that say nothing about the one person a handoff's message was for."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A delivery that was given up. `why`: a code, never an exception's words."""

    id: int
    team: str
    key: str
    action: Action
    purpose: Purpose
    channel: str
    why: str
    at: datetime

    @property
    def is_private(self) -> bool:
        """Whose it was may not be told: a handoff's message goes to those it is about."""
        return self.purpose is Purpose.HANDOFF

    @property
    def may_stand(self) -> bool:
        """It may have been posted after all."""
        return self.action is Action.POST and self.why.startswith(UNSURE)

    @property
    def cause(self) -> Cause:
        """What an admin may know of the reason.

        For a handoff only what concerns everybody: an account that is disabled would name the
        one person who was to be told.
        """
        found = _OF_CODE.get(self.why.removeprefix(UNSURE), Cause.REFUSED)
        if self.is_private:
            return found if found in _TELLS_NOBODY else Cause.REFUSED
        return Cause.UNSURE if self.may_stand else found


class CallCause(enum.StrEnum):
    """Why the on-call tool was not reached, as far as it tells somebody what to mend."""

    NO_ADDRESS = "no_address"
    AWAY = "away"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class DeadCall:
    """A call to the on-call tool that was given up after an hour. `why`: a code."""

    id: int
    team: str
    handoff: str
    why: str
    at: datetime

    @property
    def cause(self) -> CallCause:
        """What an admin can mend."""
        if self.why == CallCause.NO_ADDRESS.value:
            return CallCause.NO_ADDRESS
        is_answer = self.why.startswith(("http_3", "http_4"))
        return CallCause.REFUSED if is_answer else CallCause.AWAY
