"""Socket Mode with the real SDK: acks, reconnecting, retries, several connections."""

from __future__ import annotations

import gc
import threading
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_bolt.adapter.socket_mode.websocket_client import SocketModeHandler
from slack_sdk import WebClient

from tests.sandbox.conftest import PING_SECONDS, leave
from tests.sandbox_client import APP_TOKEN, SandboxServer

Json = dict[str, Any]


def test_bolt_connects_again_after_the_line_is_cut(app: App, slack: SandboxServer) -> None:
    """A dropped connection costs nothing but a moment."""
    app.command("/kudos")(lambda ack: ack())

    slack.sockets("drop")
    slack.wait_for(lambda: slack.state()["connections"] == 0, "the drop")
    slack.wait_for_connection()

    assert slack.command("Priya", "/kudos")["acked"]


def test_bolt_follows_a_refresh(app: App, slack: SandboxServer) -> None:
    """Slack refreshes connections every few hours, with a warning; no socket is left open."""
    app.command("/kudos")(lambda ack: ack())
    before = len(slack.calls("apps.connections.open"))

    slack.sockets("refresh")
    slack.wait_for(lambda: len(slack.calls("apps.connections.open")) > before, "a new ticket")
    slack.wait_for_connection()

    assert slack.command("Priya", "/kudos")["acked"]
    gc.collect()  # an open one fails this test, not whichever test runs by then


def test_each_payload_goes_to_one_of_several_connections(app: App, slack: SandboxServer) -> None:
    """Two processes share the work; nothing arrives twice."""
    heard: list[str] = []

    @app.command("/kudos")
    def said(ack: Ack, command: Json) -> None:
        ack()
        heard.append(command["text"])

    second = SocketModeHandler(app, APP_TOKEN, ping_interval=PING_SECONDS)
    second.connect()  # type: ignore[no-untyped-call]  # Bolt's adapter
    slack.wait_for_connection(2)
    for n in range(4):
        slack.command("Priya", f"/kudos {n}")

    slack.wait_for(lambda: len(heard) == 4, "four commands")
    assert sorted(heard) == ["0", "1", "2", "3"]
    used = {e["connection"] for e in slack.log(kind="delivery")}
    assert len(used) == 2
    leave(second, slack)


def test_a_command_nobody_answers_shows_slacks_error(slack: SandboxServer) -> None:
    """The person is told at once when no app is connected."""
    slack.sockets("refuse")
    slack.wait_for(lambda: slack.state()["connections"] == 0, "silence")

    outcome = slack.command("Priya", "/kudos hello")

    slack.sockets("accept")
    assert outcome["acked"] is False
    assert outcome["problem"] == "no_connection"
    note = slack.messages("general", viewer="Priya")[-1]
    assert "did not respond" in note["text"]
    assert note["ephemeral"] is True
    assert slack.messages("general", viewer="Sam") == []


def test_a_late_ack_is_a_failure_the_person_sees(app: App, slack: SandboxServer) -> None:
    """Three seconds, not four: the log keeps how long it took."""
    never = threading.Event()

    @app.middleware
    def dawdle(next: Any) -> Any:  # noqa: ANN401, A002 (Bolt's names)
        never.wait(3.3)
        return next()

    app.command("/kudos")(lambda ack: ack())

    outcome = slack.command("Priya", "/kudos")

    assert outcome["acked"] is False
    assert outcome["ms"] > 3000
    assert "did not respond" in slack.messages("general", viewer="Priya")[-1]["text"]


def test_an_unacknowledged_event_comes_again(app: App, slack: SandboxServer) -> None:
    """At once, after a minute, after five: the bot must know a repeated event."""
    attempts: list[int] = []

    @app.middleware
    def refuse(req: Any, next: Any) -> Any:  # noqa: ANN401, A002 (Bolt's names)
        attempts.append(int(req.headers["x-slack-retry-num"][0]))
        return BoltResponse(status=500) if len(attempts) < 3 else next()

    app.event("message")(lambda: None)

    slack.message("kudos", "hello", user="Priya")
    slack.wait_for(lambda: len(slack.state()["unacked"]) == 2, "two failures")
    slack.wait_for_connection()
    slack.advance(60)
    slack.wait_for(lambda: len(attempts) == 3, "the second repetition")

    assert attempts == [0, 1, 2]


def test_the_app_hears_of_messages_and_reactions_where_it_is_a_member(
    app: App, slack: SandboxServer
) -> None:
    """In other channels it hears nothing, as in Slack."""
    heard: list[Json] = []

    @app.event("message")
    @app.event("reaction_added")
    def hear(event: Json) -> None:
        heard.append(event)

    sent = slack.message("praise-inbox", "kind words", user="Priya")["ts"]
    slack.react("Sam", "praise-inbox", sent, "love_letter")
    slack.edit("praise-inbox", sent, "kinder words")
    slack.delete("praise-inbox", sent)
    assert slack.message("general", "elsewhere", user="Priya")["acked"] is None

    slack.wait_for(lambda: len(heard) == 4, "four events")
    kinds = sorted(str(event.get("subtype", event["type"])) for event in heard)
    assert kinds == ["message", "message_changed", "message_deleted", "reaction_added"]


def test_the_app_hears_when_people_and_groups_change(app: App, slack: SandboxServer) -> None:
    """Rosters depend on it: a rename, a new member of the support group, a joined channel."""
    heard: list[Json] = []

    @app.event("user_change")
    @app.event("subteam_members_changed")
    @app.event("member_joined_channel")
    def hear(event: Json) -> None:
        heard.append(event)

    slack.person("Sam", real_name="Samuel Okafor", deleted=True)
    slack.group("S0SUPPORT", ["U0PRIYA", "U0MARA"])
    slack.channel("C0KUDOS", members=["U0PRIYA", "U0GUEST", "U0GOODWORD"])

    slack.wait_for(lambda: len(heard) == 3, "three events")
    by_type = {event["type"]: event for event in heard}
    assert by_type["user_change"]["user"]["deleted"] is True
    assert by_type["subteam_members_changed"]["added_users"] == ["U0MARA"]
    assert by_type["member_joined_channel"]["user"] == "U0GUEST"


def test_a_shortcut_carries_its_message_also_where_the_bot_is_no_member(
    app: App, slack: SandboxServer
) -> None:
    """Sharing from a private channel works from the payload alone."""
    carried: list[Json] = []

    @app.shortcut("share_kudos")
    def shared(ack: Ack, shortcut: Json) -> None:
        ack()
        carried.append(shortcut)

    sent = slack.message("leads", "such kind words", user="Lena")["ts"]
    assert slack.shortcut("Mara", "leads", sent)["acked"]

    slack.wait_for(lambda: carried, "the shortcut")
    assert carried[0]["message"]["text"] == "such kind words"
    assert carried[0]["channel"] == {"id": "C0LEADS", "name": "privategroup"}


def test_a_response_url_takes_five_answers(app: App, slack: SandboxServer) -> None:
    """Replace, delete, and then no more."""
    statuses: list[int] = []

    @app.action("dismiss")
    def dismissed(ack: Ack, respond: Any) -> None:  # noqa: ANN401 (Bolt's utility)
        ack()
        respond(text="Reading", replace_original=True)
        respond(delete_original=True)
        statuses.extend(respond(text="more").status_code for _ in range(4))

    WebClient(token="xoxb-sandbox-bot", base_url=slack.api_url).chat_postEphemeral(
        channel="C0KUDOS",
        user="U0PRIYA",
        text="Review?",
        blocks=[
            {
                "type": "actions",
                "elements": [
                    {
                        "type": "button",
                        "action_id": "dismiss",
                        "text": {"type": "plain_text", "text": "Not this one"},
                    }
                ],
            }
        ],
    )
    slack.click("Priya", "Not this one", channel="kudos")

    slack.wait_for(lambda: len(statuses) == 4, "the answers")
    assert statuses == [200, 200, 200, 404]
    assert [m["text"] for m in slack.messages("kudos", viewer="Priya")] == ["more"] * 3
    assert slack.violations() == []
