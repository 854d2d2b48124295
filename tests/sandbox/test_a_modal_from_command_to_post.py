"""The path every feature takes: command, modal, refused submit, update, post."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from tests.sandbox_client import SandboxServer

Json = dict[str, Any]


def modal(text: str = "", hint: str = "first") -> Json:
    return {
        "type": "modal",
        "callback_id": "share",
        "title": {"type": "plain_text", "text": "Share as kudos"},
        "submit": {"type": "plain_text", "text": "Share"},
        "blocks": [
            {"type": "section", "text": {"type": "mrkdwn", "text": hint}},
            {
                "type": "input",
                "block_id": "words",
                "label": {"type": "plain_text", "text": "The words"},
                "element": {
                    "type": "plain_text_input",
                    "action_id": "text",
                    "multiline": True,
                    **({"initial_value": text} if text else {}),
                },
            },
        ],
    }


def listen(app: App) -> None:
    """Open on /kudos, refuse short words, update once, then post."""

    @app.command("/kudos")
    def opened(ack: Ack, command: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=modal(command["text"]))

    @app.view("share")
    def submitted(ack: Ack, view: Json, client: WebClient) -> None:
        text = view["state"]["values"]["words"]["text"]["value"]
        if len(text) < 5:
            ack(response_action="errors", errors={"words": "A little more."})
        elif "again" not in text:
            ack(response_action="update", view=modal("ignored", hint="second"))
        else:
            ack()
            client.chat_postMessage(channel="C0KUDOS", text=text)


def test_a_command_leads_to_a_modal_and_its_words_to_a_post(app: App, slack: SandboxServer) -> None:
    """Errors stay beside their input, typing survives an update, the post appears once."""
    listen(app)

    assert slack.command("Priya", "/kudos so")["acked"]
    assert slack.wait_for_modal("Priya")["values"]["words"]["text"] == "so"

    refused = slack.submit("Priya")
    assert refused["errors"] == {"words": "A little more."}

    slack.submit("Priya", {"The words": "so very kind"})
    shown = slack.modal("Priya")
    assert shown["blocks"][0]["text"]["text"] == "second"
    assert shown["values"]["words"]["text"] == "so very kind"

    slack.submit("Priya", {"words": {"text": "so kind, again"}})
    assert slack.modals("Priya") == []
    assert slack.wait_for_message("kudos", "so kind, again")["bot_id"] == "B0GOODWORD"
    assert len(slack.messages("kudos")) == 1
    assert slack.violations() == []


def test_an_empty_required_input_never_reaches_the_app(app: App, slack: SandboxServer) -> None:
    """Slack's own client refuses it, so the app must not rely on seeing it."""
    listen(app)
    slack.command("Priya", "/kudos")
    slack.wait_for_modal("Priya")

    outcome = slack.submit("Priya")

    assert outcome["acked"] is None
    assert outcome["errors"] == {"words": "Please complete this required field."}
    assert [e for e in slack.log(kind="delivery") if e["type"] == "interactive"] == []
