"""The page, in a real browser: what people do there reaches the app, safely."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import Ack, App
from slack_sdk import WebClient

from tests.sandbox import chromium
from tests.sandbox.views import actions, button, entry, modal, options, plain, section, text_entry
from tests.sandbox_client import SandboxServer

Json = dict[str, Any]

pytestmark = pytest.mark.skipif(chromium.program() is None, reason="no Chromium on this machine")


@pytest.fixture(scope="module")
def browser() -> Iterator[chromium.Tab]:
    """One page for every test here."""
    with chromium.chromium() as started, started.page() as tab:
        yield tab


@pytest.fixture
def page(browser: chromium.Tab, slack: SandboxServer) -> Iterator[chromium.Tab]:
    """The page as Priya sees it; no test may leave an exception behind."""
    browser.size(1200, 800)
    browser.open("about:blank")
    browser.troubles.clear()
    browser.open(f"{slack.url}/?as=U0PRIYA#C0KUDOS")
    browser.wait("document.querySelector('#place').textContent === '#kudos'")
    yield browser
    assert browser.troubles == []


def everything() -> Json:
    """A modal with every element that takes a value."""
    kinds: dict[str, Json] = {
        "checkboxes": {"options": options(2)},
        "radio_buttons": {"options": options(2)},
        "static_select": {"options": options(2)},
        "multi_static_select": {"options": options(2)},
        "users_select": {},
        "multi_users_select": {},
        "conversations_select": {},
        "channels_select": {},
        "datepicker": {},
        "timepicker": {},
        "number_input": {"is_decimal_allowed": False},
        "email_text_input": {},
        "url_text_input": {},
        "external_select": {"min_query_length": 0},
    }
    blocks = [entry(k, k, {"type": k, "action_id": "v", **more}) for k, more in kinds.items()]
    return modal(text_entry("words", multiline=True), *blocks)


def choose(page: chromium.Tab, block: str, value: str) -> None:
    """Set a native control and say so, as a person's choice would."""
    page.run(
        f"(() => {{ const node = document.querySelector('#modal [data-action-id]"
        f"[data-block-id={block}]'); node.value = '{value}';"
        "for (const kind of ['input', 'change']) node.dispatchEvent(new Event(kind)); })()"
    )


def test_the_page_says_what_it_is_and_asks_nobody_else(page: chromium.Tab) -> None:
    """No address but its own is ever asked, and the banner says so."""
    page.wait_for_text("Simulated Slack: nothing leaves this machine")

    asked = page.run("performance.getEntriesByType('resource').map(one => new URL(one.name).host)")

    assert set(asked) == {page.run("location.host")}


def test_what_people_write_is_never_markup(page: chromium.Tab, slack: SandboxServer) -> None:
    """A script in a message is text, in the channel and in a modal."""
    nasty = "<img src=x onerror=alert(1)> <script>document.title='owned'</script>"
    slack.message("kudos", nasty, user="Sam")

    page.wait_for_text("onerror=alert(1)")

    assert page.run("document.querySelectorAll('#messages img, #messages script').length") == 0
    assert "owned" not in page.run("document.title")


def test_a_message_typed_on_the_page_reaches_the_channel_escaped(
    page: chromium.Tab, slack: SandboxServer
) -> None:
    """Slack's client escapes and resolves names, so the bot must see it that way."""
    page.type("#composer", "Tom & @Lena: 2 < 3")
    page.press("Enter")

    page.wait_for_text("Tom & @Lena: 2 < 3")
    assert slack.messages("kudos")[-1]["text"] == "Tom &amp; <@U0LENA>: 2 &lt; 3"


def test_a_shortcut_on_the_page_opens_a_modal_that_is_corrected_and_submitted(
    app: App, page: chromium.Tab, slack: SandboxServer
) -> None:
    """Hover menu, modal, inline error, second submit, post: all by hand."""

    @app.shortcut("share_kudos")
    def share(ack: Ack, shortcut: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=shortcut["trigger_id"], view=modal(text_entry()))

    @app.view("share")
    def submitted(ack: Ack, view: Json, client: WebClient) -> None:
        text = view["state"]["values"]["words"]["text"]["value"]
        if len(text) < 10:
            ack(response_action="errors", errors={"words": "A little more."})
        else:
            ack()
            client.chat_postMessage(channel="C0KUDOS", text=f"Posted: {text}")

    slack.message("kudos", "such kind words", user="Sam")
    page.click("[data-shortcut=share_kudos]")
    page.type("#modal textarea, #modal input", "so kind")
    page.click("#modal-submit")
    page.wait_for("[data-error-for=words]")
    page.type("#modal [data-action-id=text]", ", really so kind")
    page.click("#modal-submit")

    page.wait_for_text("Posted:")
    page.wait("!document.querySelector('#modal').open")
    assert slack.violations() == []


def test_every_element_can_be_filled_in(app: App, page: chromium.Tab, slack: SandboxServer) -> None:
    """Each native control arrives in Slack's shape."""
    submitted: list[Json] = []

    @app.command("/kudos")
    def opened(ack: Ack, command: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=command["trigger_id"], view=everything())

    app.options("v")(lambda ack: ack(options=options(2)))

    @app.view("share")
    def share(ack: Ack, view: Json) -> None:
        ack()
        submitted.append({k: v.get("v") for k, v in view["state"]["values"].items()})

    page.type("#composer", "/kudos")
    page.press("Enter")
    page.type("#modal textarea", "words")
    for group in ("checkboxes", "radio_buttons", "multi_static_select"):
        page.click(f"#modal [data-action-id][data-block-id={group}] input")
    page.click("#modal [data-block-id=multi_users_select] input[value=U0SAM]")
    for block, value in {
        "static_select": "o1",
        "users_select": "U0SAM",
        "conversations_select": "C0KUDOS",
        "channels_select": "C0KUDOS",
        "datepicker": "2026-11-22",
        "timepicker": "15:00",
        "number_input": "3",
        "email_text_input": "a@example.com",
        "url_text_input": "https://example.com",
    }.items():
        choose(page, block, value)
    page.run("document.querySelector('#modal [data-block-id=external_select] input').focus()")
    page.wait("document.querySelector('#modal datalist option')")
    page.type("#modal [data-block-id=external_select] input", "Option 1")
    page.click("#modal-submit")

    slack.wait_for(lambda: submitted, "the submission")
    values = submitted[0]
    assert values["external_select"]["selected_option"]["value"] == "o1"
    assert values["checkboxes"]["selected_options"][0]["value"] == "o0"
    assert values["radio_buttons"]["selected_option"]["value"] == "o0"
    assert values["static_select"]["selected_option"]["value"] == "o1"
    assert values["multi_users_select"]["selected_users"] == ["U0SAM"]
    assert values["users_select"]["selected_user"] == "U0SAM"
    assert values["conversations_select"]["selected_conversation"] == "C0KUDOS"
    assert values["channels_select"]["selected_channel"] == "C0KUDOS"
    assert values["datepicker"]["selected_date"] == "2026-11-22"
    assert values["timepicker"]["selected_time"] == "15:00"
    assert values["number_input"]["value"] == "3"


def test_typing_survives_an_update_of_the_modal(
    app: App, page: chromium.Tab, slack: SandboxServer
) -> None:
    """A preview that refreshes while one types must not eat letters or the cursor."""

    @app.command("/kudos")
    def opened(ack: Ack, command: Json, client: WebClient) -> None:
        ack()
        view = modal(text_entry(multiline=True), actions(button("Preview", "preview")))
        client.views_open(trigger_id=command["trigger_id"], view=view)

    @app.action("preview")
    def refresh(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        view = modal(text_entry(multiline=True), section("refreshed"))
        client.views_update(view_id=body["view"]["id"], view=view)

    slack.command("Priya", "/kudos")
    page.type("#modal textarea", "half a")
    page.run("document.querySelector('[data-action-id=preview]').click()")
    page.command("Input.insertText", text=" sentence")

    page.wait_for_text("refreshed")
    page.wait("document.querySelector('#modal textarea').value === 'half a sentence'")
    assert page.run("document.activeElement.tagName") == "TEXTAREA"


def test_a_whisper_is_marked_and_seen_by_one_person(
    page: chromium.Tab, slack: SandboxServer, client: WebClient
) -> None:
    """Acting as somebody else shows what they see."""
    client.chat_postEphemeral(channel="C0KUDOS", user="U0PRIYA", text="Review this?")
    page.wait_for_text("Only visible to you")

    page.run(
        "(() => { const who = document.querySelector('#act-as'); who.value = 'U0SAM';"
        "who.dispatchEvent(new Event('change')); })()"
    )

    page.wait("!document.body.innerText.includes('Review this?')")
    assert slack.messages("kudos", viewer="Sam") == []


def test_a_modal_closes_with_the_escape_key_and_the_app_hears_of_it(
    app: App, page: chromium.Tab, slack: SandboxServer
) -> None:
    """Everything works from the keyboard, closing included."""
    closed: list[Json] = []

    @app.command("/kudos")
    def opened(ack: Ack, command: Json, client: WebClient) -> None:
        ack()
        view = modal(text_entry(), notify_on_close=True, close=plain("Leave"))
        client.views_open(trigger_id=command["trigger_id"], view=view)

    @app.view_closed("share")
    def gone(ack: Ack, body: Json) -> None:
        ack()
        closed.append(body)

    slack.command("Priya", "/kudos")
    page.wait("document.querySelector('#modal').open")
    page.press("Escape")

    page.wait("!document.querySelector('#modal').open")
    slack.wait_for(lambda: closed, "view_closed")


def test_the_home_shows_and_its_buttons_work(
    app: App, page: chromium.Tab, slack: SandboxServer
) -> None:
    """Opening it tells the app; pressing changes it before one's eyes."""

    def home(text: str) -> Json:
        return {"type": "home", "blocks": [section(text), actions(button("Next", "next"))]}

    @app.event("app_home_opened")
    def opened(event: Json, client: WebClient) -> None:
        client.views_publish(user_id=event["user"], view=home("first"))

    @app.action("next")
    def following(ack: Ack, body: Json, client: WebClient) -> None:
        ack()
        client.views_publish(user_id=body["user"]["id"], view=home("second"))

    page.click("[data-channel=home]")
    page.wait_for_text("first")
    page.click("#home [data-action-id=next]")

    page.wait_for_text("second")
    assert slack.violations() == []


def test_the_page_fits_a_phone(page: chromium.Tab, slack: SandboxServer) -> None:
    """No sideways scrolling, and the channels are one press away."""
    page.size(390, 800)
    slack.message("kudos", "a rather long message " * 10, user="Sam")
    page.wait_for_text("a rather long message")

    assert page.run("document.documentElement.scrollWidth <= innerWidth")
    page.click("#menu")
    page.click("[data-channel=C0GENERAL]")
    page.wait("document.querySelector('#place').textContent === '#general'")
