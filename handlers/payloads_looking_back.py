"""Looking back's payloads → commands."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import time
from typing import Any

from bot.domain.archive import Ask
from bot.domain.digest_settings import LENGTH_MAX, DigestSettings
from bot.services.archive import Looking
from bot.services.reports import Sign
from bot.views import archive as archive_ids
from bot.views import digest_settings as settings_ids
from bot.views import report as report_ids
from handlers import payloads

Body = Mapping[str, Any]

SEARCH_WORDS_MAX = 5
"""More words after `search` read like a customer's own; they are shared, not searched."""


def wants_one(body: Body) -> bool:
    """`/kudos one`."""
    return _said(body) == ["one"]


def wants_mine(body: Body) -> bool:
    """`/kudos mine`."""
    return _said(body) == ["mine"]


def wants_search(body: Body) -> bool:
    """`/kudos search`, with a few words or none."""
    said = _said(body)
    return said[:1] == ["search"] and len(said) <= 1 + SEARCH_WORDS_MAX


def mine(body: Body) -> Looking:
    """*My kudos*, from the first page."""
    user = payloads.user_of(body)
    return Looking(payloads.team_of(body), user, Ask(about=user))


def search(body: Body) -> Looking:
    """The search, with the words typed after the command."""
    query = " ".join(str(body.get("text") or "").split()[1:])
    return Looking(payloads.team_of(body), payloads.user_of(body), Ask(query))


def looking(body: Body) -> Looking:
    """The look that an open modal stands for."""
    user = payloads.user_of(body)
    raw = str(body["view"].get("private_metadata") or "")
    return Looking(payloads.team_of(body), user, archive_ids.load(raw, user))


def searching(body: Body) -> Looking:
    """The open look with what stands in the search field, from the first page."""
    at = looking(body)
    return replace(at, ask=replace(at.ask, query=_typed_query(body), page=0))


def _typed_query(body: Body) -> str:
    values = body["view"]["state"]["values"]
    field = values.get(archive_ids.BLOCK_SEARCH, {}).get(archive_ids.ACTION_SEARCH, {})
    return str(field.get("value") or "")


def sign(body: Body) -> Sign:
    """The report's modal as submitted."""
    values: Mapping[str, Any] = body["view"]["state"]["values"]
    groups = (
        state.get(report_ids.FIELD, {}).get("selected_options") or ()
        for block, state in values.items()
        if block.startswith(report_ids.BLOCK_KUDOS)
    )
    period, _, seen = str(body["view"].get("private_metadata") or "").partition(" ")
    words = values.get(report_ids.BLOCK_INTRO, {}).get(report_ids.FIELD, {}).get("value")
    return Sign(
        team=payloads.team_of(body),
        user=payloads.user_of(body),
        period=period,
        seen=seen,
        intro=str(words or ""),
        chosen=frozenset(str(option["value"]) for group in groups for option in group),
    )


def digest_settings(body: Body) -> DigestSettings:
    """What an admin typed and chose; what Slack leaves out counts as our suggestion."""
    values: Mapping[str, Any] = body["view"]["state"]["values"]
    default = DigestSettings()

    def state(block: str) -> Mapping[str, Any]:
        found = values.get(block, {}).get(settings_ids.FIELD)
        return found if isinstance(found, Mapping) else {}

    def number(block: str, among: range, otherwise: int) -> int:
        value = str((state(block).get("selected_option") or {}).get("value") or "")
        return int(value) if value.isdecimal() and int(value) in among else otherwise

    return DigestSettings(
        weekly=bool(state(settings_ids.WEEKLY).get("selected_options")),
        weekday=number(settings_ids.DAY, range(7), default.weekday),
        at=_time(state(settings_ids.TIME).get("selected_time"), default.at),
        channel=state(settings_ids.CHANNEL).get("selected_conversation"),
        length=number(settings_ids.LENGTH, range(1, LENGTH_MAX + 1), default.length),
        editor=state(settings_ids.EDITOR).get("selected_user"),
        deputy=state(settings_ids.DEPUTY).get("selected_user"),
    )


def _said(body: Body) -> list[str]:
    return str(body.get("text") or "").lower().split()


def _time(value: object, otherwise: time) -> time:
    try:
        return time.fromisoformat(str(value))
    except ValueError:
        return otherwise
