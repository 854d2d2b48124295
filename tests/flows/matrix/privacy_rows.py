"""The doors of privacy: every member, about themselves."""

from bot.domain.preferences import Preferences
from bot.views import export as export_view
from bot.views import knows as view
from bot.wording import sharing as sharing_words
from bot.wording.erasing import DONE
from tests.flows.matrix.handoff_rows import agree, at_home, opens
from tests.flows.matrix.stage import MEMBERS, Role, Row, Stage
from tests.sandbox_client import TEAM


def open_known(stage: Stage, role: Role) -> bool:
    act = at_home(stage, role, view.home(None, overdue=False), view.ACTION_OPEN)
    return opens(stage, role, act, "Never stored")


def topic(stage: Stage, role: Role) -> bool:
    """Opened as a member who then is none, unless the role is."""
    with stage.as_member(role):
        assert open_known(stage, role)
    return _pressed(stage, role, f"{view.ACTION_TOPIC}:HANDOFFS", "Never stored", "requester_key")


def back(stage: Stage, role: Role) -> bool:
    with stage.as_member(role):
        assert open_known(stage, role)
        action = f"{view.ACTION_TOPIC}:HANDOFFS"
        assert _pressed(stage, role, action, "Never stored", "requester_key")
    return _pressed(stage, role, view.ACTION_BACK, "requester_key", "Never stored")


def open_export(stage: Stage, role: Role) -> bool:
    act = at_home(stage, role, view.home(None, overdue=False), view.ACTION_EXPORT)
    return opens(stage, role, act, f"person: {role.value}")


def json_form(stage: Stage, role: Role) -> bool:
    with stage.as_member(role):
        assert open_export(stage, role)
    return _pressed(stage, role, export_view.ACTION_JSON, "- person:", "left_out")


def markdown(stage: Stage, role: Role) -> bool:
    with stage.as_member(role):
        assert open_export(stage, role)
        assert _pressed(stage, role, export_view.ACTION_JSON, "- person:", "left_out")
    return _pressed(stage, role, export_view.ACTION_MARKDOWN, "left_out", f"person: {role.value}")


def open_erase(stage: Stage, role: Role) -> bool:
    agree(stage)
    act = at_home(stage, role, view.home(None, overdue=False), view.ACTION_ERASE)
    return opens(stage, role, act, "What goes")


def erase(stage: Stage, role: Role) -> bool:
    """Only for a member; a lead who is needed has to be replaced first."""
    agree(stage)
    with stage.town.units() as uow:
        uow.preferences.save(TEAM, role.value, Preferences(ask_first=True))
        uow.commit()
    with stage.as_member(role):
        act = at_home(stage, role, view.home(None, overdue=False), view.ACTION_ERASE)
        if not opens(stage, role, act, "What goes"):
            return False
    stage.slack.submit(role)
    said = (DONE, sharing_words.HOME_GUEST)
    stage.slack.wait_for(
        lambda: any(one in str(stage.slack.home(role)) for one in said),
        "App Home to say how it went",
    )
    with stage.town.units() as uow:
        return not uow.preferences.get(TEAM, role.value).ask_first


def _pressed(stage: Stage, role: Role, action: str, before: str, after: str) -> bool:
    """Press in the open modal; whether what stood there gave way to what was asked for."""
    stage.slack.click(role, action)
    stage.slack.wait_for(lambda: before not in str(stage.slack.modals(role)), "an answer")
    return stage.has_modal(role, after)


ROWS = (
    Row("PrivacyDoors.open_known", MEMBERS, open_known),
    Row("PrivacyDoors.topic", MEMBERS, topic),
    Row("PrivacyDoors.back", MEMBERS, back),
    Row("PrivacyDoors.open_export", MEMBERS, open_export),
    Row("PrivacyDoors.json", MEMBERS, json_form),
    Row("PrivacyDoors.markdown", MEMBERS, markdown),
    Row("PrivacyDoors.open_erase", MEMBERS - {Role.LEAD}, open_erase),
    Row("PrivacyDoors.erase", MEMBERS - {Role.LEAD}, erase),
    # What the form has kept; nothing else leads there.
    Row("Erasing.carry_out", MEMBERS - {Role.LEAD}, erase),
)
