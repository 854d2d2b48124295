"""A form's private_metadata, view ids and state are looked at, never believed; and the help."""

from typing import Any

import pytest
from slack_sdk import WebClient

from bot.domain.handoff import Ending
from bot.domain.pledge import Pledge
from bot.views import blocks as b
from bot.views import handoff as form_view
from bot.views import handoff_end as end_view
from bot.views.handoff import Form, FormState
from bot.wording import handoff as words
from tests.flows.conftest import Bot
from tests.flows.shapes import Shape
from tests.flows.test_handoffs import agree, button_value, dm, hand_over, shown, texts
from tests.sandbox_client import BOT_TOKEN, SandboxServer

pytestmark = pytest.mark.shapes(Shape.SQLITE, Shape.POSTGRES)
SAM = "U0SAM"
Json = dict[str, Any]


@pytest.fixture
def ready(bot: Bot) -> Bot:
    agree(bot)
    return bot


def put_before(slack: SandboxServer, user: str, view: b.Block) -> None:
    """A form that the bot never showed this person, in the place of one that it did."""
    slack.command(user, "/handoff")
    slack.wait_for_modal(user, "Reason")
    bot = WebClient(token=BOT_TOKEN, base_url=slack.api_url)
    bot.views_update(view_id=slack.modal(user)["id"], view=view)


def reroute(handoff: str) -> b.Block:
    content = form_view.who(form_view.Route.ANY_LEAD, None)
    return b.modal(
        "Forged",
        content,
        callback=end_view.CALLBACK_REROUTE,
        close="Cancel",
        submit="Save",
        metadata=handoff,
    )


def test_forms_with_forged_metadata_change_nothing(ready: Bot, slack: SandboxServer) -> None:
    """Somebody else's handoff, one that never was, a lead's form and a lead's practice."""
    del ready
    hand_over(slack, reference="TICKET-9001")
    handoff = button_value(dm(slack, "U0TOMASZ", "Take it"), "handoff_take")
    slack.click("U0TOMASZ", "handoff_take", channel="dm")
    dm(slack, "U0PRIYA", "<@U0TOMASZ> has it")
    told = texts(slack, "U0PRIYA")
    ended = end_view.EndForm(Ending.TAKEN_OVER)
    practice = form_view.form(Form(), FormState(practice=True), Pledge(1, "…"), "")
    filled = {"reference": {"value": "1"}, "ground": {"handoff_ground": "draining"}}
    forged: list[tuple[b.Block, Json, str]] = [
        (end_view.ending(handoff, ended), {}, "Somebody else has it by now."),
        (end_view.ending("0" * 32, ended), {}, "I no longer know this handoff."),
        (end_view.reassign(handoff), {"taker": {"value": SAM}}, "Only leads can do this."),
        (reroute(handoff), {}, "Only the person who handed it over can do that."),
        (practice, filled, "Only leads can do this."),
    ]
    for view, values, sentence in forged:
        put_before(slack, SAM, view)
        answer = slack.submit(SAM, values)
        assert sentence in shown(answer.get("errors")), answer
        slack.close(SAM, everything=True)
    assert texts(slack, "U0PRIYA") == told
    assert "*You have it*" in shown(slack.messages("dm", "U0TOMASZ")[-1])
    assert "TICKET-9001" not in shown(slack.messages("dm", SAM))


def test_help_tells_the_way_and_opens_nothing(ready: Bot, slack: SandboxServer) -> None:
    """For whoever tries `/handoff help` before they need it."""
    del ready
    slack.command("U0PRIYA", "/handoff help")
    slack.wait_for_message("general", "Nobody asks for proof.", "U0PRIYA")
    shown_to_all = shown(slack.messages("general"))
    assert words.HELP.splitlines()[0] not in shown_to_all
    assert slack.modals("U0PRIYA") == []
