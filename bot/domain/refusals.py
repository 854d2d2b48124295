"""Refusals by name: shown to the person in our words, never logged as an error."""

import enum


class Reason(enum.StrEnum):
    """Why something a person asked for is not done; bot.wording.refusals says it."""

    EMPTY_TEXT = "empty_text"
    TEXT_TOO_LONG = "text_too_long"
    NOTHING_TO_READ = "nothing_to_read"
    NOTE_TOO_LONG = "note_too_long"
    SOURCE_GONE = "source_gone"
    NO_KUDOS_CHANNEL = "no_kudos_channel"
    KUDOS_CHANNEL_SHARED = "kudos_channel_shared"
    NOT_IN_KUDOS_CHANNEL = "not_in_kudos_channel"
    REDACTION_UNAVAILABLE = "redaction_unavailable"
    TRIGGER_EXPIRED = "trigger_expired"
    NOT_YOURS = "not_yours"
    UNKNOWN_KUDOS = "unknown_kudos"
    GUEST = "guest"
    STORAGE_AWAY = "storage_away"
    SLACK_AWAY = "slack_away"


class RefusedError(Exception):
    """The person's wish is not done, for a reason they can understand."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
