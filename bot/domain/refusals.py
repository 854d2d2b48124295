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
    REFERENCE_EMPTY = "reference_empty"
    REFERENCE_TOO_LONG = "reference_too_long"
    REFERENCE_IDENTITY = "reference_identity"
    GROUND_MISSING = "ground_missing"
    SENTENCE_TOO_LONG = "sentence_too_long"
    CUSTOMER_TOO_LONG = "customer_too_long"
    HANDOFFS_OFF = "handoffs_off"
    NO_LEAD = "no_lead"
    NO_BACKUP = "no_backup"
    TOO_MANY_PEOPLE = "too_many_people"
    OWN_DEPUTY = "own_deputy"
    WAIT_OUT_OF_RANGE = "wait_out_of_range"
    REOPEN_BEFORE_REMINDER = "reopen_before_reminder"
    NO_WORKING_DAY = "no_working_day"
    UNKNOWN_ZONE = "unknown_zone"
    CAP_OUT_OF_RANGE = "cap_out_of_range"
    AFTERCARE = "aftercare"
    SAFETY_TOO_LONG = "safety_too_long"
    ON_CALL_URL = "on_call_url"
    ON_CALL_SECRET = "on_call_secret"  # noqa: S105 - a reason, not a secret
    HOURS = "hours"
    NOT_A_LEAD = "not_a_lead"
    NOT_AN_ADMIN = "not_an_admin"
    UNKNOWN_HANDOFF = "unknown_handoff"
    ALREADY_TAKEN = "already_taken"
    HANDOFF_WITHDRAWN = "handoff_withdrawn"
    HANDOFF_CLOSED = "handoff_closed"
    NOT_ASKED = "not_asked"
    OWN_REQUEST = "own_request"
    NOT_THE_TAKER = "not_the_taker"
    NOT_THE_REQUESTER = "not_the_requester"
    NOT_A_MEMBER = "not_a_member"
    RECIPIENT_MISSING = "recipient_missing"
    NO_DEPUTY = "no_deputy"
    CHECKLIST = "checklist"
    SECOND_PERSON = "second_person"
    REVIEW_DATE = "review_date"
    ENDING_MISSING = "ending_missing"
    HANDOFF_BUSY = "handoff_busy"
    HANDOFF_STORAGE_AWAY = "handoff_storage_away"
    NOT_OPEN = "not_open"
    VALUE_EMPTY = "value_empty"
    PLEDGE_LENGTH = "pledge_length"


class RefusedError(Exception):
    """The person's wish is not done, for a reason they can understand."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.value)
        self.reason = reason
