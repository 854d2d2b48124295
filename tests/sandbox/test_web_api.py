"""The Web API answers as Slack does, refusals included."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.sandbox.views import modal, section
from tests.sandbox_client import APP_TOKEN, BOT_USER, SandboxServer

Json = dict[str, Any]


def refusal(call: Any, **arguments: Any) -> str:  # noqa: ANN401 (any SDK method)
    with pytest.raises(SlackApiError) as raised:
        call(**arguments)
    return str(raised.value.response["error"])


def test_an_unknown_method_is_a_violation(slack: SandboxServer, client: WebClient) -> None:
    """A call the sandbox does not know is a feature nobody has tested."""
    assert refusal(client.dnd_info, user="U0PRIYA") == "unknown_method"
    assert [v["where"] for v in slack.violations()] == ["dnd.info"]


def test_an_unknown_argument_is_a_violation(slack: SandboxServer, client: WebClient) -> None:
    """Slack ignores it, so only a simulator can say that it does nothing."""
    client.api_call("users.info", params={"user": "U0PRIYA", "verbose": "1"})

    assert slack.violations()[0]["arguments"] == ["verbose"]


def test_tokens_are_checked(slack: SandboxServer, client: WebClient) -> None:
    """Wrong, misplaced and revoked tokens get Slack's three different answers."""
    stranger = WebClient(token="xoxb-other", base_url=slack.api_url)
    socket = WebClient(token=APP_TOKEN, base_url=slack.api_url)

    assert refusal(stranger.auth_test) == "invalid_auth"
    assert refusal(socket.auth_test) == "not_allowed_token_type"
    slack.faults({"kind": "token_revoked"})
    assert refusal(client.auth_test) == "token_revoked"
    assert refusal(client.team_info) == "token_revoked"


def test_a_missing_scope_is_named(slack: SandboxServer, client: WebClient) -> None:
    """The bot must say which capability is off, so the answer has to say which scope."""
    slack.without_scopes("usergroups:read")

    with pytest.raises(SlackApiError) as raised:
        client.usergroups_list()

    assert raised.value.response["error"] == "missing_scope"
    assert raised.value.response["needed"] == "usergroups:read"


def test_where_the_bot_may_post(slack: SandboxServer, client: WebClient) -> None:
    """A public channel needs membership, a private one does not even exist."""
    slack.channel("kudos", is_archived=True)
    post = client.chat_postMessage

    assert refusal(post, channel="C0GENERAL", text="x") == "not_in_channel"
    assert refusal(post, channel="C0LEADS", text="x") == "channel_not_found"
    assert refusal(post, channel="C0KUDOS", text="x") == "is_archived"
    silent = {"channel": "C0PRAISE"}
    assert refusal(client.api_call, api_method="chat.postMessage", json=silent) == "no_text"
    assert post(channel="U0PRIYA", text="hello")["channel"] == "D0PRIYA"
    whisper = client.chat_postEphemeral
    assert refusal(whisper, channel="C0PRAISE", user="U0GUEST", text="x") == "user_not_in_channel"


def test_only_own_messages_can_be_changed(slack: SandboxServer, client: WebClient) -> None:
    """Another's message, a missing one and an ephemeral one are three refusals."""
    theirs = slack.message("kudos", "mine", user="Priya")["ts"]
    whisper = client.chat_postEphemeral(channel="C0KUDOS", user="U0PRIYA", text="psst")

    change = client.chat_update
    assert refusal(change, channel="C0KUDOS", ts=theirs, text="x") == "cant_update_message"
    assert refusal(client.chat_delete, channel="C0KUDOS", ts=theirs) == "cant_delete_message"
    assert refusal(change, channel="C0KUDOS", ts="1.000000", text="x") == "message_not_found"
    assert refusal(change, channel="C0KUDOS", ts=whisper["message_ts"], text="x") == (
        "message_not_found"
    )


def test_an_update_with_text_alone_removes_the_blocks(
    slack: SandboxServer, client: WebClient
) -> None:
    """So a card cannot keep stale buttons by accident, nor lose them by accident."""
    posted = client.chat_postMessage(channel="C0KUDOS", text="card", blocks=[section("card")])

    client.chat_update(channel="C0KUDOS", ts=posted["ts"], text="gone")

    shown = slack.messages("kudos")[0]
    assert shown["text"] == "gone"
    assert "blocks" not in shown


def test_history_gives_metadata_only_when_asked(slack: SandboxServer, client: WebClient) -> None:
    """The outbox looks for its key there, so asking must matter here too."""
    metadata = {"event_type": "kudos", "event_payload": {"key": "k1"}}
    client.chat_postMessage(channel="C0KUDOS", text="x", metadata=metadata)

    plain = client.conversations_history(channel="C0KUDOS")["messages"][0]
    full = client.conversations_history(channel="C0KUDOS", include_all_metadata=True)["messages"][0]

    assert "metadata" not in plain
    assert full["metadata"] == metadata
    slack.without_scopes("metadata.message:read")
    asked = client.conversations_history(channel="C0KUDOS", include_all_metadata=True)
    assert "metadata" not in asked["messages"][0]


def test_history_pages_backwards_without_replies_or_ephemerals(
    slack: SandboxServer, client: WebClient
) -> None:
    """Newest first, cursor by cursor; replies only through conversations.replies."""
    sent = [slack.message("kudos", str(n), user="Priya")["ts"] for n in range(5)]
    slack.message("kudos", "reply", user="Sam", thread_ts=sent[0])
    client.chat_postEphemeral(channel="C0KUDOS", user="U0PRIYA", text="psst")

    seen: list[str] = []
    cursor = None
    while cursor != "":
        page = client.conversations_history(channel="C0KUDOS", limit=2, cursor=cursor)
        seen += [message["text"] for message in page["messages"]]
        cursor = (page.get("response_metadata") or {}).get("next_cursor", "")

    assert seen == ["4", "3", "2", "1", "0"]
    thread = client.conversations_replies(channel="C0KUDOS", ts=sent[0])["messages"]
    assert [message["text"] for message in thread] == ["0", "reply"]
    assert thread[0]["reply_count"] == 1


def test_latest_on_a_reply_finds_another_message(slack: SandboxServer, client: WebClient) -> None:
    """Slack's trap: history around a reply's ts answers with its neighbour."""
    parent = slack.message("kudos", "parent", user="Priya")["ts"]
    reply = slack.message("kudos", "reply", user="Sam", thread_ts=parent)["ts"]

    found = client.conversations_history(channel="C0KUDOS", latest=reply, inclusive=True, limit=1)

    assert found["messages"][0]["ts"] == parent


def test_people_come_in_slacks_shape(client: WebClient) -> None:
    """The flags that decide who may see what must be the ones Slack sends."""
    members = {person["id"]: person for person in client.users_list()["members"]}

    assert members["U0GUEST"]["is_restricted"] is True
    assert members["U0OUTSIDE"]["is_stranger"] is True
    assert members["U0OUTSIDE"]["team_id"] != members["U0PRIYA"]["team_id"]
    assert members[BOT_USER]["is_bot"] is True
    assert members["U0TOMASZ"]["profile"]["display_name"] == "Tomasz"
    assert members["U0TOMASZ"]["tz"] == "Europe/Warsaw"


def test_users_are_paged_when_a_limit_is_given(client: WebClient) -> None:
    """A big workspace never fits on one page."""
    first = client.users_list(limit=4)
    rest = client.users_list(limit=100, cursor=first["response_metadata"]["next_cursor"])

    ids = [person["id"] for person in [*first["members"], *rest["members"]]]
    assert len(ids) == len(set(ids)) == 10
    assert rest["response_metadata"]["next_cursor"] == ""


def test_groups_channels_and_links(slack: SandboxServer, client: WebClient) -> None:
    """The rest of what the bot reads."""
    sent = slack.message("praise-inbox", "kind words", user="Priya")["ts"]
    slack.react("Sam", "praise-inbox", sent, "love_letter")

    assert client.usergroups_users_list(usergroup="S0SUPPORT")["users"][0] == "U0PRIYA"
    assert client.usergroups_list(include_users=True)["usergroups"][0]["handle"] == "support"
    assert client.conversations_info(channel="C0KUDOS")["channel"]["is_member"] is True
    assert client.conversations_members(channel="C0KUDOS")["members"][-1] == BOT_USER
    assert len(client.conversations_list(types="public_channel")["channels"]) == 3
    assert client.conversations_open(users=["U0SAM"])["channel"]["id"] == "D0SAM"
    reacted = client.reactions_get(channel="C0PRAISE", timestamp=sent)["message"]
    assert reacted["reactions"] == [{"name": "love_letter", "users": ["U0SAM"], "count": 1}]
    link = client.chat_getPermalink(channel="C0PRAISE", message_ts=sent)["permalink"]
    assert link.startswith(slack.url)
    assert client.team_info()["team"]["id"] == "T0GOODWORD"


def test_a_deleted_parent_leaves_a_tombstone(slack: SandboxServer, client: WebClient) -> None:
    """With replies below it, Slack keeps the place; without, nothing stays."""
    posted = client.chat_postMessage(channel="C0KUDOS", text="parent")
    slack.message("kudos", "reply", user="Sam", thread_ts=posted["ts"])

    client.chat_delete(channel="C0KUDOS", ts=posted["ts"])

    assert slack.messages("kudos")[0]["subtype"] == "tombstone"


def test_a_modal_is_no_home(client: WebClient) -> None:
    """Publishing the wrong type is refused."""
    assert refusal(client.views_publish, user_id="U0PRIYA", view=modal(section("x"))) == (
        "invalid_arguments"
    )
