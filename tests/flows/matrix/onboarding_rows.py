"""A look at the set-up: admins, for it names who would be asked."""

from bot.views import onboarding as view
from tests.flows.matrix.handoff_rows import at_home, opens
from tests.flows.matrix.stage import Role, Row, Stage


def check(stage: Stage, role: Role) -> bool:
    act = at_home(stage, role, view.section(), view.ACTION_CHECK)
    return opens(stage, role, act, "Well:")


ROWS = (Row("OnboardingDoors.check", frozenset({Role.ADMIN}), check),)
