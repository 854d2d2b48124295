"""Slack payloads of handoffs → commands. Whatever is forged reads as not given."""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from bot.domain.handoff import Check, Ending, Ground, Medium, PartedWays, Route
from bot.domain.slack_text import well_formed
from bot.services.handoffs import OpenForm, Submitted
from bot.views import handoff as form_ids
from bot.views import handoff_end as end_ids
from bot.views.handoff import FIELD, Form, FormState
from bot.views.handoff_end import EndForm
from handlers.payloads import team_of, user_of

Body = Mapping[str, Any]
Values = Mapping[str, Any]
E = TypeVar("E", bound=StrEnum)

_LINK = re.compile(r"<(https?://[^|>\s]+)")


def open_form(body: Body) -> OpenForm:
    """`/handoff`, `/handoff 4711`, or a button."""
    return OpenForm(
        team=team_of(body),
        user=user_of(body),
        trigger=str(body["trigger_id"]),
        reference=well_formed(str(body.get("text") or "")).strip(),
    )


def open_from_message(body: Body) -> OpenForm:
    """A message shortcut: only the first link of the message is read, none of its words."""
    text = str((body.get("message") or {}).get("text") or "")
    link = _LINK.search(text)
    return OpenForm(
        team=team_of(body),
        user=user_of(body),
        trigger=str(body["trigger_id"]),
        reference=link[1] if link else "",
    )


def submitted(body: Body) -> Submitted:
    """The form as it stands."""
    view = body["view"]
    values = values_of(body)
    afterwards = chosen(values, form_ids.BLOCK_AFTERWARDS)
    return Submitted(
        team=team_of(body),
        user=user_of(body),
        request=str(view.get("root_view_id") or view["id"]),
        form=Form(
            ground=member(Ground, picked(values, form_ids.BLOCK_GROUND, form_ids.ACTION_GROUND)),
            reference=text(values, form_ids.BLOCK_REFERENCE),
            live=form_ids.LIVE in chosen(values, form_ids.BLOCK_LIVE),
            sentence=text(values, form_ids.BLOCK_SENTENCE),
            route=route(values),
            named=person(values, form_ids.BLOCK_NAMED),
            medium=member(Medium, picked(values, form_ids.BLOCK_MEDIUM, FIELD)),
            language=picked(values, form_ids.BLOCK_LANGUAGE, FIELD),
            customer=text(values, form_ids.BLOCK_CUSTOMER),
            # Folded away means untouched: the default is to be told.
            tell_ending=form_ids.BLOCK_AFTERWARDS not in values or form_ids.TELL in afterwards,
            never_route=form_ids.NEVER in afterwards,
        ),
        state=FormState.load(str(view.get("private_metadata") or "")),
    )


def route(values: Values) -> Route:
    """Whom to ask; the first available where nothing is chosen."""
    raw = picked(values, form_ids.BLOCK_ROUTE, form_ids.ACTION_ROUTE)
    return member(Route, raw) or Route.FIRST_AVAILABLE


def end_form(body: Body) -> EndForm:
    """How it ended, as chosen so far."""
    values = values_of(body)
    raw = values.get(end_ids.BLOCK_REVIEW, {}).get(FIELD, {}).get("selected_date")
    ticked = chosen(values, end_ids.BLOCK_CHECKS)
    return EndForm(
        ending=member(Ending, picked(values, end_ids.BLOCK_ENDING, end_ids.ACTION_ENDING)),
        checks=frozenset(check for check in Check if check.value in ticked),
        second_person=person(values, end_ids.BLOCK_SECOND) or "",
        review_on=_date(raw),
    )


def parted(form: EndForm) -> PartedWays | None:
    """What was agreed; None while the list or the date is missing."""
    if form.review_on is None:
        return None
    return PartedWays(form.second_person, form.review_on, form.checks)


def metadata(body: Body) -> str:
    """The handoff a small form is about; checked against what is stored and who pressed."""
    return str(body["view"].get("private_metadata") or "")


def values_of(body: Body) -> Values:
    """What stands in a form's fields."""
    values: Values = body["view"]["state"]["values"]
    return values


def text(values: Values, block: str) -> str:
    """What is typed."""
    return well_formed(str(values.get(block, {}).get(FIELD, {}).get("value") or ""))


def picked(values: Values, block: str, action: str) -> str | None:
    """The one option that is chosen."""
    option = values.get(block, {}).get(action, {}).get("selected_option") or {}
    value = option.get("value")
    return None if value is None else str(value)


def chosen(values: Values, block: str) -> frozenset[str]:
    """The options that are ticked."""
    options = values.get(block, {}).get(FIELD, {}).get("selected_options") or ()
    return frozenset(str(option["value"]) for option in options)


def person(values: Values, block: str) -> str | None:
    """The person who is chosen."""
    user = values.get(block, {}).get(FIELD, {}).get("selected_user")
    return None if user is None else str(user)


def people(values: Values, block: str) -> tuple[str, ...]:
    """The people who are chosen, in order."""
    return tuple(values.get(block, {}).get(FIELD, {}).get("selected_users") or ())


def member(kind: type[E], raw: str | None) -> E | None:
    """An enum's member, or None for anything else."""
    return next((one for one in kind if one.value == raw), None)


def _date(raw: str | None) -> date | None:
    try:
        return date.fromisoformat(raw or "")
    except ValueError:
        return None
