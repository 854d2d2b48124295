"""Selects whose options the app looks up, as Slack documents them."""

from __future__ import annotations

from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from tests.sandbox.views import entry, modal, options, plain
from tests.sandbox_client import SandboxRefusedError, SandboxServer

Json = dict[str, Any]


def shown(slack: SandboxServer, app: App, client: WebClient, **more: Any) -> None:  # noqa: ANN401 (any field)
    """Open a modal with one such select."""
    element = {"type": "external_select", "action_id": "team", **more}

    @app.command("/kudos")
    def opened(ack: Ack, command: Json) -> None:
        ack()
        client.views_open(
            trigger_id=command["trigger_id"], view=modal(entry("team", "Team", element))
        )

    slack.command("Priya", "/kudos")
    slack.wait_for_modal("Priya", "Team")


def test_the_app_is_asked_once_there_are_enough_letters(
    app: App, slack: SandboxServer, client: WebClient
) -> None:
    """Three, unless the element says otherwise; the payload has no trigger and no response URL."""
    asked: list[Json] = []

    @app.options("team")
    def look_up(ack: Ack, body: Json) -> None:
        asked.append(body)
        ack(options=options(2))

    shown(slack, app, client)
    assert slack.suggest("Priya", "team", "su")["options"] == []
    assert asked == []
    assert slack.suggest("Priya", "team", "sup")["options"] == options(2)
    assert {"type", "team", "user", "container", "action_id", "block_id", "value", "view"} <= set(
        asked[0]
    )
    assert not {"trigger_id", "response_url", "actions"} & set(asked[0])
    assert (asked[0]["value"], asked[0]["block_id"]) == ("sup", "team")


def test_what_was_offered_can_be_chosen_and_nothing_else(
    app: App, slack: SandboxServer, client: WebClient
) -> None:
    """The state holds the option as the app gave it."""
    heard: list[Json] = []
    app.options("team")(lambda ack: ack(options=options(2)))

    @app.view("share")
    def submitted(ack: Ack, view: Json) -> None:
        heard.append(view["state"]["values"]["team"]["team"])
        ack()

    shown(slack, app, client, min_query_length=0)
    with pytest.raises(SandboxRefusedError, match="does not offer"):
        slack.type("Priya", "team", "o1")
    slack.suggest("Priya", "team")
    slack.submit("Priya", {"team": "o1"})
    assert heard == [{"type": "external_select", "selected_option": options(2)[1]}]


@pytest.mark.parametrize(
    "answer",
    [
        {"options": options(101)},
        {"options": [{"text": plain("x" * 76), "value": "v"}]},
        {"options": options(1), "option_groups": []},
    ],
    ids=["a hundred and one", "a long label", "two sources"],
)
def test_an_answer_slack_would_not_take_offers_nothing(
    answer: Json, app: App, slack: SandboxServer, client: WebClient
) -> None:
    """And is a violation, so that the product's tests fail on it."""
    app.options("team")(lambda ack: ack(answer))
    shown(slack, app, client, min_query_length=0)
    assert slack.suggest("Priya", "team")["options"] == []
    assert [one["rule"] for one in slack.violations()] == ["bad_options"]
