"""What stands in every payload of a handoff: no quote of abuse, and nobody who did not take it."""

import json
import re
from typing import Any

import pytest

from tests.flows.conftest import Bot, MovableClock
from tests.flows.shapes import Shape
from tests.flows.test_handoffs import agree, dm, hand_over, shown
from tests.sandbox_client import SandboxServer

Json = dict[str, Any]
QUOTED = ("gargoyle", "choke")
"""Words of an abusive customer; nothing but a quote would hold them."""
ABUSE = "you useless gargoyle, choke on it"
TICKET = "https://help.example.com/t/4711"
CAST = ("Priya", "Tomasz", "Sam", "Lena", "Mara", "Ada")
PRIYA, TOMASZ, SAM, LENA, MARA = (f"U0{name.upper()}" for name in CAST[:5])
CHANGES = ("chat.postMessage", "chat.update", "chat.postEphemeral")
VIEWS = ("views.open", "views.update", "views.push", "views.publish")


@pytest.fixture
def ready(bot: Bot) -> Bot:
    agree(bot)
    return bot


def quotes(text: str) -> list[str]:
    return [word for word in QUOTED if word in text.lower()]


def sent(slack: SandboxServer, *methods: str) -> list[Json]:
    """The arguments of every call: text that a notification shows, blocks, metadata, views."""
    return [call["args"] for method in methods for call in slack.calls(method)]


def named_for(slack: SandboxServer, user: str) -> set[str]:
    """Who is named in what a person got, by mention or by name, in whatever field it stands."""
    channel = f"D{user[1:]}"
    got = [args for args in sent(slack, *CHANGES) if args.get("channel") in {channel, user}]
    got += [args for args in sent(slack, "views.publish") if args.get("user_id") == user]
    text = shown([{**args, "channel": "", "user_id": ""} for args in got])
    mentioned = set(re.findall(r"<@(U0\w+)>", text))
    return mentioned | {f"U0{name.upper()}" for name in CAST if re.search(rf"\b{name}\b", text)}


@pytest.mark.shapes(Shape.SQLITE, Shape.POSTGRES)
def test_no_payload_of_a_handoff_quotes_abuse(
    ready: Bot, slack: SandboxServer, clock: MovableClock
) -> None:
    """A quote in each free field and in the message it was started from: nobody reads it again."""
    posted = slack.message("kudos", f"<{TICKET}|{ABUSE}> they wrote: {ABUSE}", user=TOMASZ)
    slack.shortcut(PRIYA, "C0KUDOS", posted["ts"], "handoff_message")
    form = slack.wait_for_modal(PRIYA, "Reason")
    assert TICKET in shown(form)
    slack.click(PRIYA, "handoff_ground", value="threat")
    slack.wait_for_modal(PRIYA, "112, then Security")
    slack.click(PRIYA, "handoff_more")
    slack.wait_for_modal(PRIYA, "One neutral sentence")
    answer = slack.submit(
        PRIYA,
        {
            "sentence": {"value": f"Refund was refused. They wrote “{ABUSE}”, then: '{ABUSE}'"},
            "customer": {"value": f"{ABUSE}@lumobakery.example"},
        },
    )
    receipt = shown(slack.modal(PRIYA))
    assert "The quote in your sentence was left out" in receipt
    assert quotes(receipt + shown(answer)) == []
    card = dm(slack, SAM, "Take it")
    assert "Refund was refused. They wrote [quote left out]" in shown(card)
    clock.advance(5 * 60)
    dm(slack, MARA, "Take it")
    slack.click(SAM, "handoff_take", channel="dm")
    dm(slack, SAM, TICKET)
    slack.open_home(LENA)
    slack.wait_for_home(LENA, "Open handoffs")
    slack.wait_for(lambda: ready.unsettled() == 0, "everything to be sent")
    everything = sent(slack, *CHANGES, *VIEWS)
    assert len(everything) > 10
    assert [args for args in everything if quotes(shown(args))] == []
    fallback = [str(args.get("text", "")) for args in sent(slack, *CHANGES)]
    assert all(fallback)


@pytest.mark.shapes(Shape.SQLITE, Shape.POSTGRES)
def test_a_quote_where_the_ticket_belongs_is_refused_and_reaches_nobody(
    ready: Bot, slack: SandboxServer
) -> None:
    """`/handoff` with the abuse behind it: it stands in the requester's own field alone."""
    del ready
    slack.command(PRIYA, f"/handoff {ABUSE}")
    slack.wait_for_modal(PRIYA, "Reason")
    slack.click(PRIYA, "handoff_ground", value="harassment")
    answer = slack.submit(PRIYA)
    assert "Paste the ticket's link or number alone." in shown(answer)
    assert sent(slack, *CHANGES) == []


@pytest.mark.shapes(Shape.SQLITE, Shape.POSTGRES)
@pytest.mark.parametrize(
    ("ground", "steps", "leads_see"),
    [("draining", (LENA, MARA), set()), ("threat", (MARA,), {PRIYA})],
    ids=["draining", "threat"],
)
def test_nobody_reads_who_did_not_take_it(
    ready: Bot,
    slack: SandboxServer,
    clock: MovableClock,
    ground: str,
    steps: tuple[str, ...],
    leads_see: set[str],
) -> None:
    """One said *Not today*, one never answered, a lead was passed over; the backup took it."""
    hand_over(slack, ground)
    receipt = shown(slack.modal(PRIYA))
    assert not [name for name in CAST[1:] if re.search(rf"\b{name}\b", receipt)]
    slack.close(PRIYA, everything=True)
    dm(slack, SAM, "Take it")
    slack.click(SAM, "handoff_not_today", channel="dm")
    dm(slack, SAM, "that stays between us")
    for asked_next in steps:
        clock.advance(5 * 60 + 1)
        dm(slack, asked_next, "Take it")
    dm(slack, LENA, "Take it")
    assert named_for(slack, PRIYA) <= {PRIYA}
    assert named_for(slack, MARA) == leads_see
    slack.click(MARA, "handoff_take", channel="dm")
    dm(slack, PRIYA, "<@U0MARA> has it")
    for user in (SAM, TOMASZ, LENA):
        dm(slack, user, "that stays between us" if user == SAM else "Somebody has it.")
    slack.open_home(PRIYA)
    slack.wait_for_home(PRIYA, "<@U0MARA> has it.")
    slack.wait_for(lambda: ready.unsettled() == 0, "everything to be sent")
    assert named_for(slack, PRIYA) <= {MARA, PRIYA}
    assert named_for(slack, MARA) == {PRIYA}
    assert named_for(slack, SAM) | named_for(slack, TOMASZ) == set()
    assert named_for(slack, LENA) == leads_see


def test_the_look_for_names_can_fail() -> None:
    """A mention, and a name in plain words."""
    assert re.findall(r"<@(U0\w+)>", "<@U0SAM> has it") == [SAM]
    assert json.dumps(quotes(ABUSE)) == json.dumps(list(QUOTED))
