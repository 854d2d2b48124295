"""Settings forms of handoffs → settings, or a sentence for the field that does not make sense."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

from bot.domain.handoff import Ground
from bot.domain.handoff_settings import HandoffSettings, OnCall, Waits
from bot.domain.refusals import Reason
from bot.domain.working_time import WorkingHours
from bot.services.receiving import Preferences
from bot.views.handoff_setup import ENABLED
from bot.wording import handoff_home as words
from bot.wording import refusals as refusal_words
from handlers.payloads_handoff import chosen, people, person, text, values_of

Body = Mapping[str, Any]


class FieldError(Exception):
    """A field does not make sense; `sentence` belongs under it."""

    def __init__(self, block: str, sentence: str) -> None:
        super().__init__(block)
        self.block = block
        self.sentence = sentence


def preferences(body: Body, zone: str) -> Preferences:
    """A person's own limits; raises FieldError."""
    values = values_of(body)
    typed = (text(values, "start").strip(), text(values, "end").strip())
    days = _days(values)
    hours = None
    if any(typed) or days:
        start = _time(typed[0] or "00:00", "start")
        end = _time(typed[1] or "00:00", "end")
        hours = WorkingHours(zone, days or frozenset(range(7)), start, end)
    cap = text(values, "cap").strip()
    return Preferences(
        opted_out=frozenset(g for g in Ground if g.value in chosen(values, "opted_out")),
        weekly_cap=_number(cap, "cap", Reason.CAP_OUT_OF_RANGE) if cap else None,
        hours=hours,
    )


def settings(body: Body, current: HandoffSettings) -> HandoffSettings:
    """The workspace's people and hours; raises FieldError."""
    values = values_of(body)
    leads, backup = people(values, "leads"), person(values, "backup")
    hours = WorkingHours(
        zone=text(values, "zone").strip(),
        days=_days(values),
        start=_time(text(values, "start"), "start"),
        end=_time(text(values, "end"), "end"),
    )
    asked = [*leads, backup] if backup else [*leads]
    return replace(
        current,
        enabled=ENABLED in chosen(values, "enabled"),
        leads=leads,
        backup=backup,
        deputies=tuple(zip(asked, people(values, "deputies"), strict=False)),
        hours=hours,
        weekly_cap=_number(text(values, "cap"), "cap", Reason.CAP_OUT_OF_RANGE),
        safety_contact=" ".join(text(values, "safety").split()),
        aftercare_minutes=_number(text(values, "aftercare"), "aftercare", Reason.AFTERCARE),
        aftercare_person=person(values, "aftercare_person"),
    )


def times(body: Body, current: HandoffSettings) -> HandoffSettings:
    """How long each step lasts, and the on-call tool; raises FieldError."""
    values = values_of(body)
    steps = _minutes(text(values, "waits"), "waits")
    claims = _minutes(text(values, "reopen"), "reopen")
    url, secret = text(values, "url").strip(), text(values, "secret").strip()
    kept = current.on_call.secret if current.on_call else ""
    return replace(
        current,
        waits=Waits(*steps, *claims),
        on_call=OnCall(url, secret or kept) if url else None,
    )


def _days(values: Mapping[str, Any]) -> frozenset[int]:
    return frozenset(int(day) for day in chosen(values, "days") if day in "0123456")


def _time(raw: str, block: str) -> time:
    try:
        return time.fromisoformat(raw.strip().zfill(5)).replace(second=0, microsecond=0)
    except ValueError:
        raise FieldError(block, refusal_words.sentence(Reason.HOURS)) from None


def _number(raw: str, block: str, why: Reason) -> int:
    digits = raw.strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 4):  # noqa: PLR2004 - far above every limit
        raise FieldError(block, refusal_words.sentence(why))
    return int(digits)


def _minutes(raw: str, block: str) -> list[timedelta]:
    parts = [part.strip() for part in raw.split(",")]
    if len(parts) != 4 or not all(part.isascii() and part.isdigit() for part in parts):  # noqa: PLR2004 - four waits in each field
        raise FieldError(block, words.WAITS_FORM)
    return [timedelta(minutes=min(int(part[:6]), 100_000)) for part in parts]
