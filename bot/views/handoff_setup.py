"""Forms for what people and admins set about handoffs."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Final

from bot.domain.handoff_settings import PEOPLE_MAX, SAFETY_CONTACT_MAX, HandoffSettings
from bot.domain.pledge import PLEDGE_MAX, Pledge
from bot.domain.receivers import Receiver
from bot.domain.repeats import CUSTOMER_MAX
from bot.domain.working_time import WorkingHours
from bot.views import blocks as b
from bot.views.handoff import FIELD
from bot.wording import handoff as card_words
from bot.wording import handoff_home as words

CALLBACK_PREFERENCES: Final = "handoff_preferences"
CALLBACK_SETTINGS: Final = "handoff_settings"
CALLBACK_TIMES: Final = "handoff_times"
CALLBACK_PLEDGE: Final = "handoff_pledge"
CALLBACK_FORGET: Final = "handoff_forget"
ENABLED: Final = "enabled"
SHORT: Final = 40


def preferences(receiver: Receiver) -> b.Block:
    """When, how often and about what a person is asked."""
    hours = receiver.hours
    grounds = {
        ground: b.option(text, ground.value)
        for ground, (text, _) in card_words.GROUND_OPTIONS.items()
    }
    left_out = [grounds[ground] for ground in grounds if ground in receiver.opted_out]
    content = [
        _text(words.HOURS_START_LABEL, "start", _start(hours), hint=words.HOURS_HINT),
        _text(words.HOURS_END_LABEL, "end", _end(hours)),
        _days(words.DAYS_LABEL, hours.days if hours else ()),
        _text(
            words.CAP_LABEL,
            "cap",
            str(receiver.weekly_cap or ""),
            hint=words.CAP_HINT,
        ),
        b.field(
            words.OPT_OUT_LABEL,
            b.checkboxes(FIELD, list(grounds.values()), left_out),
            "opted_out",
            optional=True,
        ),
    ]
    return _form(words.PREFERENCES_TITLE, CALLBACK_PREFERENCES, content)


def settings(current: HandoffSettings) -> b.Block:
    """People, hours and what surrounds a handoff."""
    option = b.option(words.ENABLED_OPTION, ENABLED)
    on = b.checkboxes(FIELD, [option], [option] if current.enabled else [])
    deputies = [deputy for _, deputy in current.deputies]
    hours = current.hours
    content = [
        b.field(words.ENABLED_LABEL, on, "enabled", optional=True),
        _people(words.LEADS_LABEL, "leads", current.leads),
        _person(words.BACKUP_LABEL, "backup", current.backup),
        _people(words.DEPUTY_LABEL, "deputies", deputies, hint=words.DEPUTY_HINT),
        _text(
            words.SAFETY_LABEL,
            "safety",
            current.safety_contact,
            hint=words.SAFETY_HINT,
            limit=SAFETY_CONTACT_MAX,
        ),
        _text(words.ZONE_LABEL, "zone", hours.zone, limit=64),
        _days(words.WORK_DAYS_LABEL, hours.days),
        _text(words.WORK_START_LABEL, "start", _start(hours)),
        _text(words.WORK_END_LABEL, "end", _end(hours)),
        _text(words.CAP_DEFAULT_LABEL, "cap", str(current.weekly_cap)),
        _text(words.AFTERCARE_LABEL, "aftercare", str(current.aftercare_minutes)),
        _person(words.AFTERCARE_PERSON_LABEL, "aftercare_person", current.aftercare_person),
    ]
    return _form(words.SETTINGS_TITLE, CALLBACK_SETTINGS, content)


def times(current: HandoffSettings) -> b.Block:
    """How long each step lasts, and the company's on-call tool."""
    waits = current.waits
    steps = (waits.peers, waits.leads, waits.backup, waits.everyone)
    claims = (waits.remind, waits.reopen, waits.live_remind, waits.live_reopen)
    url = current.on_call.url if current.on_call else ""
    content = [
        _text(words.WAITS_LABEL, "waits", _minutes(steps), hint=words.WAITS_HINT),
        _text(words.CLAIMS_LABEL, "reopen", _minutes(claims), hint=words.CLAIMS_HINT),
        _text(words.URL_LABEL, "url", url, hint=words.URL_HINT, limit=500),
        # The secret is never shown again: an empty field keeps it.
        _text(words.SIGNING_LABEL, "secret", "", hint=words.SIGNING_HINT, limit=200),
    ]
    return _form(words.TIMES_TITLE, CALLBACK_TIMES, content)


def pledge(current: Pledge) -> b.Block:
    """The words of the pledge."""
    element = b.text_input(FIELD, initial=current.text, multiline=True, max_length=PLEDGE_MAX)
    field = b.field(words.PLEDGE_LABEL, element, "pledge", hint=words.PLEDGE_HINT)
    return _form(words.PLEDGE_TITLE, CALLBACK_PLEDGE, [field])


def forget() -> b.Block:
    """Erase a customer's code by supplying the value."""
    element = b.text_input(FIELD, max_length=CUSTOMER_MAX)
    field = b.field(words.FORGET_LABEL, element, "customer", hint=words.FORGET_HINT)
    return _form(words.FORGET_TITLE, CALLBACK_FORGET, [field], words.FORGET_SUBMIT)


def _form(
    title: str, callback: str, content: Sequence[b.Block], submit: str = words.SAVE
) -> b.Block:
    return b.modal(title, content, callback=callback, close=words.CANCEL, submit=submit)


def _text(
    label: str,
    block: str,
    value: str,
    *,
    hint: str | None = None,
    limit: int = SHORT,
) -> b.Block:
    element = b.text_input(FIELD, initial=value, max_length=limit)
    return b.field(label, element, block, optional=True, hint=hint)


def _people(label: str, block: str, people: Sequence[str], *, hint: str | None = None) -> b.Block:
    element = b.users_select(FIELD, placeholder=words.CHOOSE, initial=people)
    element["max_selected_items"] = PEOPLE_MAX
    return b.field(label, element, block, optional=True, hint=hint)


def _person(label: str, block: str, person: str | None) -> b.Block:
    element = b.user_select(FIELD, placeholder=words.CHOOSE, initial=person)
    return b.field(label, element, block, optional=True)


def _days(label: str, chosen: Sequence[int] | frozenset[int]) -> b.Block:
    options = [b.option(name, str(number)) for number, name in enumerate(words.DAYS)]
    ticked = [option for number, option in enumerate(options) if number in chosen]
    return b.field(label, b.checkboxes(FIELD, options, ticked), "days", optional=True)


def _start(hours: WorkingHours | None) -> str:
    return hours.start.isoformat("minutes") if hours else ""


def _end(hours: WorkingHours | None) -> str:
    return hours.end.isoformat("minutes") if hours else ""


def _minutes(waits: Sequence[timedelta]) -> str:
    return ", ".join(f"{wait.total_seconds() / 60:g}" for wait in waits)
