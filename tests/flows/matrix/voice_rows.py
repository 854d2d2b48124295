"""The doors of *Something's in my way*."""

from bot.views import voice as view
from tests.flows.matrix.stage import MEMBERS, Role, Row, Stage

NOTE = "The queue on Mondays is more than I can carry."


def open_note(stage: Stage, role: Role) -> bool:
    stage.show_home(role, view.section())
    return stage.happened(
        role,
        lambda: stage.slack.click(role, view.ACTION_OPEN, surface="home"),
        lambda: stage.has_modal(role, "with your name on it"),
    )


def send(stage: Stage, role: Role) -> bool:
    with stage.as_member(role):
        assert open_note(stage, role)
    before = stage.town.count("outbox WHERE key LIKE 'voice:%'")
    stage.slack.submit(role, {"who": "U0MARA", "note": NOTE})
    return stage.town.count("outbox WHERE key LIKE 'voice:%'") > before


ROWS = (
    Row("VoiceDoors.open", MEMBERS, open_note),
    Row("VoiceDoors.send", MEMBERS, send),
)
