"""The doors of a comment that was imported."""

from bot.domain.candidates import KEY
from bot.domain.delivery import Action, Outgoing, Purpose
from bot.domain.redacted import Redacted
from bot.views import candidates as view
from tests.flows.matrix.stage import MEMBERS, Role, Row, Stage
from tests.sandbox_client import TEAM

WORDS = Redacted("You saved our wedding, thank you.")


def review(stage: Stage, role: Role) -> bool:
    ts = stage.show(view.card(WORDS))
    return stage.happened(
        role,
        lambda: stage.slack.click(role, view.ACTION_REVIEW, channel="kudos", ts=ts),
        lambda: stage.has_modal(role, "You saved our wedding"),
    )


def dismiss(stage: Stage, role: Role) -> bool:
    key = f"{KEY}{role.value}"
    with stage.town.units() as uow:
        uow.outbox.put(Outgoing(TEAM, key, Action.POST, Purpose.KUDOS, "C0KUDOS", view.card(WORDS)))
        uow.commit()
    # The last card took this channel's second.
    stage.town.bot.clock.advance(2)
    stage.town.bot.tick("courier")
    mine = f"outbox WHERE key='{key}' AND state='sent'"
    stage.slack.wait_for(lambda: stage.town.count(mine), "the card")
    with stage.town.units() as uow:
        place = uow.outbox.place_of(TEAM, key)
    assert place is not None
    before = stage.town.count("outbox WHERE key LIKE 'once:candidate:%away'")
    stage.slack.click(role, view.ACTION_DISMISS, channel="kudos", ts=place[1])
    return stage.town.count("outbox WHERE key LIKE 'once:candidate:%away'") > before


ROWS = (
    Row("CandidateDoors.review", MEMBERS, review),
    Row("CandidateDoors.dismiss", MEMBERS, dismiss),
)
