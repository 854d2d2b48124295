"""The doors of being left in peace."""

from bot.domain.unasked import Unasked
from bot.views import unasked as view
from tests.flows.matrix.stage import MEMBERS, Role, Row, Stage
from tests.sandbox_client import TEAM


def open_choices(stage: Stage, role: Role) -> bool:
    stage.show_home(role, view.section())
    return stage.happened(
        role,
        lambda: stage.slack.click(role, view.ACTION_OPEN, surface="home"),
        lambda: stage.has_modal(role, "Answers to what you do yourself"),
    )


def save(stage: Stage, role: Role) -> bool:
    with stage.as_member(role):
        assert open_choices(stage, role)
    stage.slack.submit(role, {"credited": "always"})
    with stage.town.units() as uow:
        return Unasked.CREDITED in uow.silences.of(TEAM, role.value)


ROWS = (
    Row("UnaskedDoors.open", MEMBERS, open_choices),
    Row("UnaskedDoors.save", MEMBERS, save),
)
