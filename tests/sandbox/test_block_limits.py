"""Slack's figures: one over each limit is refused, the limit itself is not."""

from __future__ import annotations

from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from tests.sandbox.views import actions, button, entry, modal, options, plain, section, text_entry
from tests.sandbox_client import SandboxServer

Json = dict[str, Any]


def checkboxes(count: int) -> Json:
    element = {"type": "checkboxes", "action_id": "c", "options": options(count)}
    return entry("boxes", "Boxes", element)


def select(count: int, kind: str = "static_select") -> Json:
    return entry("pick", "Pick", {"type": kind, "action_id": "s", "options": options(count)})


def chart(count: int, categories: list[str] | None = None) -> Json:
    labels = ["spring", "summer"]
    series = [
        {"name": f"s{n}", "data": [{"label": label, "value": 1} for label in labels]}
        for n in range(count)
    ]
    plot = {"type": "bar", "series": series, "axis_config": {"categories": categories or labels}}
    return {"type": "data_visualization", "title": "By season", "chart": plot}


MESSAGES = [
    ("charts", [chart(1)] * 2, [chart(1)] * 3),
    ("chart series", [chart(6)], [chart(7)]),
    ("chart labels", [chart(1)], [chart(1, ["summer", "spring"])]),
    ("blocks", [section("x")] * 50, [section("x")] * 51),
    ("section text", [section("x" * 3000)], [section("x" * 3001)]),
    ("empty section", [section("x")], [section("")]),
    ("header", [{"type": "header", "text": plain("x" * 150)}],
     [{"type": "header", "text": plain("x" * 151)}]),
    ("button text", [actions(button("x" * 75, "a"))], [actions(button("x" * 76, "a"))]),
    ("button value", [actions(button("x", "a", value="v" * 2000))],
     [actions(button("x", "a", value="v" * 2001))]),
    ("action id", [actions(button("x", "a" * 255))], [actions(button("x", "a" * 256))]),
    ("block id", [section("x", block_id="b" * 255)], [section("x", block_id="b" * 256)]),
    ("unique block ids", [section("x", block_id="a"), section("x", block_id="b")],
     [section("x", block_id="a"), section("x", block_id="a")]),
    ("unique action ids", [actions(button("x", "a"), button("x", "b"))],
     [actions(button("x", "a"), button("x", "a"))]),
    ("context elements", [{"type": "context", "elements": [plain("x")] * 10}],
     [{"type": "context", "elements": [plain("x")] * 11}]),
    ("images", [{"type": "divider"}], [{"type": "image", "image_url": "x", "alt_text": "x"}]),
    ("stray properties", [section("x")], [section("x", colour="red")]),
    ("tables", [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 100}],
     [{"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]] * 101}]),
]  # fmt: skip

VIEWS = [
    ("view blocks", modal(*[section("x")] * 100), modal(*[section("x")] * 101)),
    ("title", modal(section("x"), title=plain("x" * 24)),
     modal(section("x"), title=plain("x" * 25))),
    ("submit", modal(section("x"), submit=plain("x" * 24)),
     modal(section("x"), submit=plain("x" * 25))),
    ("close", modal(section("x"), close=plain("x" * 24)),
     modal(section("x"), close=plain("x" * 25))),
    ("private metadata", modal(section("x"), private_metadata="x" * 3000),
     modal(section("x"), private_metadata="x" * 3001)),
    ("checkboxes", modal(checkboxes(10)), modal(checkboxes(11))),
    ("select", modal(select(100)), modal(select(101))),
    ("multi select", modal(select(100, "multi_static_select")),
     modal(select(101, "multi_static_select"))),
    ("input length", modal(text_entry(max_length=3000)), modal(text_entry(max_length=3001))),
    ("initial value", modal(text_entry(initial_value="x" * 3000)),
     modal(text_entry(initial_value="x" * 3001))),
    ("submit with inputs", modal(text_entry()), modal(text_entry(), submit=None)),
    ("tables only in messages", modal(section("x")),
     modal({"type": "table", "rows": [[{"type": "raw_text", "text": "x"}]]})),
]  # fmt: skip


@pytest.mark.parametrize(("limit", "kept", "broken"), MESSAGES, ids=[m[0] for m in MESSAGES])
def test_a_message_over_a_limit_is_refused_with_the_reason(
    client: WebClient, limit: str, kept: list[Json], broken: list[Json]
) -> None:
    """The figure itself passes; one more is ``invalid_blocks`` with a pointer."""
    assert client.chat_postMessage(channel="C0KUDOS", text=limit, blocks=kept)["ok"]

    with pytest.raises(SlackApiError) as refusal:
        client.chat_postMessage(channel="C0KUDOS", text=limit, blocks=broken)

    assert refusal.value.response["error"] == "invalid_blocks"
    assert "json-pointer:/blocks" in refusal.value.response["response_metadata"]["messages"][0]


@pytest.mark.parametrize(("limit", "kept", "broken"), VIEWS, ids=[v[0] for v in VIEWS])
def test_a_view_over_a_limit_is_refused_with_the_reason(
    client: WebClient, limit: str, kept: Json, broken: Json
) -> None:
    """A view within the limits gets as far as its trigger; one over them does not."""
    with pytest.raises(SlackApiError) as refusal:
        client.views_open(trigger_id="none", view=kept)
    assert refusal.value.response["error"] == "invalid_trigger_id", limit

    with pytest.raises(SlackApiError) as refusal:
        client.views_open(trigger_id="none", view=broken)
    assert refusal.value.response["error"] == "invalid_arguments", limit
    assert "json-pointer:/view" in refusal.value.response["response_metadata"]["messages"][0]


def test_a_view_over_250_kilobytes_is_refused(client: WebClient) -> None:
    """Slack measures the whole view, not its parts."""
    large = modal(*[section("x" * 2900, block_id=str(n)) for n in range(90)])

    with pytest.raises(SlackApiError) as refusal:
        client.views_open(trigger_id="none", view=large)

    assert refusal.value.response["error"] == "view_too_large"


def test_a_long_text_is_cut_and_a_long_update_refused(
    slack: SandboxServer, client: WebClient
) -> None:
    """Slack cuts a post at 40,000 characters and refuses an update over 4,000."""
    posted = client.chat_postMessage(channel="C0KUDOS", text="x" * 40_001)

    assert len(slack.messages("kudos")[0]["text"]) == 40_000
    assert posted["response_metadata"]["warnings"] == ["message_truncated"]
    with pytest.raises(SlackApiError) as refusal:
        client.chat_update(channel="C0KUDOS", ts=posted["ts"], text="x" * 4001)
    assert refusal.value.response["error"] == "msg_too_long"
