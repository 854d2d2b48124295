"""Triggers, the modal stack, hashes, and what survives an update."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.sandbox.views import actions, button, entry, modal, options, section, text_entry
from tests.sandbox_client import SandboxServer

Json = dict[str, Any]


def collect_triggers(app: App) -> list[str]:
    triggers: list[str] = []

    @app.command("/kudos")
    def opened(ack: Ack, command: Json) -> None:
        triggers.append(command["trigger_id"])
        ack()

    return triggers


def refusal(call: Any, **arguments: Any) -> str:  # noqa: ANN401 (any SDK method)
    with pytest.raises(SlackApiError) as raised:
        call(**arguments)
    return str(raised.value.response["error"])


def test_a_trigger_opens_one_modal(app: App, slack: SandboxServer, client: WebClient) -> None:
    """A second use is refused: the bot must open once and update after that."""
    triggers = collect_triggers(app)
    slack.command("Priya", "/kudos")

    client.views_open(trigger_id=triggers[0], view=modal(section("hello")))

    assert refusal(client.views_open, trigger_id=triggers[0], view=modal(section("again"))) == (
        "exchanged_trigger_id"
    )
    assert len(slack.modals("Priya")) == 1


def test_a_trigger_is_good_for_three_seconds(
    app: App, slack: SandboxServer, client: WebClient
) -> None:
    """The sandbox's own clock decides, so that a test need not wait."""
    triggers = collect_triggers(app)
    slack.command("Priya", "/kudos")

    slack.advance(3.1)

    assert refusal(client.views_open, trigger_id=triggers[0], view=modal(section("late"))) == (
        "expired_trigger_id"
    )


def test_an_update_keeps_what_was_typed_under_the_same_ids(
    app: App, slack: SandboxServer, client: WebClient
) -> None:
    """Typing survives under the same ids; under new ids the initial value shows."""
    triggers = collect_triggers(app)
    slack.command("Priya", "/kudos")
    opened = client.views_open(trigger_id=triggers[0], view=modal(text_entry("words")))["view"]
    slack.type("Priya", "The words", "half a sentence")

    client.views_update(
        view_id=opened["id"],
        view=modal(
            text_entry("words", initial_value="new"), text_entry("other", initial_value="o")
        ),
    )

    values = slack.modal("Priya")["values"]
    assert values == {"words": {"text": "half a sentence"}, "other": {"text": "o"}}


def test_an_update_with_an_old_hash_is_a_conflict(
    app: App, slack: SandboxServer, client: WebClient
) -> None:
    """Two updates that race: the later one with the earlier hash must not win."""
    triggers = collect_triggers(app)
    slack.command("Priya", "/kudos")
    opened = client.views_open(trigger_id=triggers[0], view=modal(section("one")))["view"]
    changes = {"view_id": opened["id"], "hash": opened["hash"]}
    client.views_update(view=modal(section("two")), **changes)

    assert refusal(client.views_update, view=modal(section("three")), **changes) == "hash_conflict"
    assert slack.modal("Priya")["blocks"][0]["text"]["text"] == "two"


def test_modals_stack_three_deep(app: App, slack: SandboxServer, client: WebClient) -> None:
    """A fourth is refused; closing shows the one below; the root stays the same."""
    triggers = collect_triggers(app)

    @app.action("deeper")
    def deeper(ack: Ack, body: Json) -> None:
        ack()
        triggers.append(body["trigger_id"])

    slack.command("Priya", "/kudos")
    with_button = modal(actions(button("Deeper", "deeper")))
    root = client.views_open(trigger_id=triggers[-1], view=with_button)["view"]
    for _ in range(2):
        slack.click("Priya", "deeper")
        slack.wait_for(lambda: triggers[-1] in str(slack.log(kind="delivery")), "the trigger")
        pushed = client.views_push(trigger_id=triggers[-1], view=with_button)["view"]
        assert pushed["root_view_id"] == root["id"]
    slack.click("Priya", "deeper")

    assert refusal(client.views_push, trigger_id=triggers[-1], view=with_button) == (
        "push_limit_reached"
    )
    slack.close("Priya")
    assert len(slack.modals("Priya")) == 2
    slack.close("Priya", everything=True)
    assert slack.modals("Priya") == []


def test_state_carries_every_kind_of_value_in_slacks_shape(
    app: App, slack: SandboxServer, client: WebClient
) -> None:
    """Handlers read these shapes; a wrong one here would hide a bug there."""
    triggers = collect_triggers(app)
    submitted: list[Json] = []

    @app.view("share")
    def share(ack: Ack, view: Json) -> None:
        submitted.append(view["state"]["values"])
        ack()

    kinds: list[tuple[str, Json, object]] = [
        ("checkboxes", {"options": options(3)}, ["o0", "Option 2"]),
        ("radio_buttons", {"options": options(2)}, "o1"),
        ("static_select", {"options": options(2)}, "o0"),
        ("multi_users_select", {}, ["U0SAM", "U0LENA"]),
        ("channels_select", {}, "C0KUDOS"),
        ("conversations_select", {}, "C0LEADS"),
        ("users_select", {}, "U0SAM"),
        ("datepicker", {}, "2026-11-22"),
        ("timepicker", {}, "15:00"),
        ("number_input", {"is_decimal_allowed": False}, "3"),
        ("email_text_input", {}, "a@example.com"),
        ("url_text_input", {}, "https://example.com/1"),
    ]
    blocks = [entry(k, k, {"type": k, "action_id": "v", **more}) for k, more, _ in kinds]
    slack.command("Priya", "/kudos")
    client.views_open(trigger_id=triggers[-1], view=modal(*blocks))

    outcome = slack.submit("Priya", {kind: {"v": value} for kind, _, value in kinds})

    assert outcome["errors"] == {}
    values = {kind: state["v"] for kind, state in submitted[0].items()}
    assert [o["value"] for o in values["checkboxes"]["selected_options"]] == ["o0", "o2"]
    assert values["radio_buttons"]["selected_option"]["value"] == "o1"
    assert values["static_select"]["selected_option"]["value"] == "o0"
    assert values["multi_users_select"]["selected_users"] == ["U0SAM", "U0LENA"]
    assert values["channels_select"]["selected_channel"] == "C0KUDOS"
    assert values["conversations_select"]["selected_conversation"] == "C0LEADS"
    assert values["users_select"]["selected_user"] == "U0SAM"
    assert values["datepicker"]["selected_date"] == "2026-11-22"
    assert values["timepicker"]["selected_time"] == "15:00"
    assert values["number_input"] == {"type": "number_input", "value": "3"}
    assert values["email_text_input"]["value"] == "a@example.com"
    assert values["url_text_input"]["value"] == "https://example.com/1"


def test_a_closed_modal_is_reported_only_if_it_asked(
    app: App, slack: SandboxServer, client: WebClient
) -> None:
    """``view_closed`` comes with ``notify_on_close`` and not without."""
    triggers = collect_triggers(app)
    closed: list[Json] = []

    @app.view_closed("share")
    def gone(ack: Ack, body: Json) -> None:
        ack()
        closed.append(body)

    for notify in (False, True):
        slack.command("Priya", "/kudos")
        view = modal(section("x"), notify_on_close=notify)
        client.views_open(trigger_id=triggers[-1], view=view)
        slack.close("Priya", everything=True)

    slack.wait_for(lambda: closed, "view_closed")
    assert [body["is_cleared"] for body in closed] == [True]


def test_a_home_is_published_per_person_and_its_buttons_work(
    app: App, slack: SandboxServer
) -> None:
    """Opening the Home tells the app; what it publishes only that person sees."""
    pressed: list[Json] = []

    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        home = {"type": "home", "blocks": [actions(button("Show me one", "show", value="1"))]}
        client.views_publish(user_id=event["user"], view=home)

    @app.action("show")
    def show(ack: Ack, body: Json) -> None:
        ack()
        pressed.append(body)

    slack.open_home("Priya")
    slack.wait_for_home("Priya", "Show me one")
    slack.click("Priya", "Show me one", surface="home")

    slack.wait_for(lambda: pressed, "the press")
    assert pressed[0]["container"]["type"] == "view"
    assert pressed[0]["actions"][0]["value"] == "1"
    assert slack.home("Sam") is None
