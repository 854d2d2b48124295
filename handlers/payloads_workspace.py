"""The settings modal → a form."""

from collections.abc import Mapping
from typing import Any

from bot.services.workspace import SettingsForm
from bot.views import workspace as ids

Body = Mapping[str, Any]


def settings_form(body: Body) -> SettingsForm:
    """What an admin typed and chose."""
    values: Mapping[str, Any] = body["view"]["state"]["values"]

    def state(block: str, action: str = ids.FIELD) -> Mapping[str, Any]:
        found = values.get(block, {}).get(action)
        return found if isinstance(found, Mapping) else {}

    def text(block: str) -> str:
        return str(state(block).get("value") or "")

    def chosen(block: str, action: str = ids.FIELD) -> str | None:
        value = (state(block, action).get("selected_option") or {}).get("value")
        return None if value in {None, ids.NO_GROUP} else str(value)

    def several(block: str, name: str) -> tuple[str, ...]:
        return tuple(str(one) for one in state(block).get(name) or ())

    return SettingsForm(
        kudos_channel=state(ids.KUDOS_CHANNEL).get("selected_conversation"),
        intake_channels=several(ids.INTAKE, "selected_conversations"),
        mode=chosen(ids.MODE) or "review",
        reaction=text(ids.REACTION),
        support_group=chosen(ids.GROUP, ids.ACTION_GROUP),
        leads=several(ids.LEADS, "selected_users"),
        leads_group=chosen(ids.LEADS_GROUP, ids.ACTION_GROUP),
        admins=several(ids.ADMINS, "selected_users"),
        admins_group=chosen(ids.ADMINS_GROUP, ids.ACTION_GROUP),
        time_zone=text(ids.ZONE),
        kept_terms=text(ids.KEPT),
        hide_terms=text(ids.HIDE),
        unhide_terms=text(ids.UNHIDE),
    )
