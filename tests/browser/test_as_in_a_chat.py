"""As in a chat: reactions, questions before a deed, charts, times, and a look inside."""

from __future__ import annotations

import json
from urllib.request import urlopen

from slack_sdk import WebClient

from tests.sandbox.chromium import Tab
from tests.sandbox_client import BOT_TOKEN, SandboxServer

POINTS = [{"label": "20 April", "value": 12}, {"label": "13 July", "value": 24}]
DRAWN = [
    {
        "type": "data_visualization",
        "title": "Handoffs",
        "chart": {
            "type": "bar",
            "series": [{"name": "Handoffs", "data": POINTS}],
            "axis_config": {"categories": [point["label"] for point in POINTS]},
        },
    },
    {
        "type": "table",
        "rows": [
            [{"type": "raw_text", "text": "Step"}, {"type": "raw_text", "text": "Share"}],
            [{"type": "raw_text", "text": "first"}, {"type": "raw_text", "text": "half"}],
        ],
    },
]
WIDTHS = "[...document.querySelectorAll('.bars .bar')].map(bar => bar.style.width)"
CELLS = "[...document.querySelectorAll('.block-table :is(th, td)')].map(one => one.innerText)"
OTHERS_CHANNEL = "[data-channel=C0LEADS]"


def test_charts_and_tables_are_drawn_to_scale_and_times_are_told_as_people_tell_them(
    page: Tab, empty: SandboxServer
) -> None:
    """A bar is as long as its share of the longest; a time says how long ago, and when exactly."""
    client = WebClient(token=BOT_TOKEN, base_url=empty.api_url, retry_handlers=[])
    page.open(f"{empty.url}/?as=U0PRIYA#C0KUDOS")
    page.wait_for("[data-ready]")

    client.chat_postMessage(channel="C0KUDOS", text="A chart", blocks=DRAWN)

    page.wait_for(".bars")
    assert page.run(WIDTHS) == ["50%", "100%"]
    assert page.run(CELLS) == ["Step", "Share", "first", "half"]
    told = "document.querySelector('#messages article:last-child time')"
    assert page.run(f"{told}.innerText") == "just now"
    empty.advance(3 * 60)
    page.wait(f"{told}.innerText === '3 min ago'")
    assert page.run(f"Boolean({told}.title)")


def test_a_reaction_is_given_and_taken_back_by_a_press(page: Tab, empty: SandboxServer) -> None:
    """From the row of actions, and on the reaction itself; whose it is can be read."""
    ts = empty.message("kudos", "We did it", user="Sam")["ts"]
    page.open(f"{empty.url}/?as=U0PRIYA#C0KUDOS")
    page.wait_for("[data-ready]")
    given = f"[data-ts='{ts}'] [data-reaction=love_letter]"

    page.click(f"[data-ts='{ts}'] [data-react=love_letter]")

    page.wait(f"document.querySelector(\"{given}\")?.getAttribute('aria-pressed') === 'true'")
    assert "Priya" in page.run(f'document.querySelector("{given}").title')
    page.click(given)
    page.wait(f'!document.querySelector("{given}")')


def test_a_button_with_a_question_asks_before_it_acts(page: Tab, demo: SandboxServer) -> None:
    """*Take it back* says what it does; whoever says no has changed nothing."""
    demo.command("Kofi", "/kudos You found the missing crate in an hour.")
    demo.wait_for_modal("Kofi", "What the team will see")
    demo.submit("Kofi")
    ts = demo.wait_for_message("kudos", "missing crate")["ts"]
    demo.close("Kofi", everything=True)
    page.open(f"{demo.url}/?as=U0KOFI#C0KUDOS")
    page.wait_for("[data-ready]")
    button = f"[data-ts='{ts}'] [data-action-id=kudos_take_back]"

    page.click(button)
    page.wait("document.querySelector('#confirm').open")
    page.press("Escape")
    page.wait("!document.querySelector('#confirm').open")
    assert "missing crate" in json.dumps(demo.messages("kudos"))

    page.click(button)
    page.click("#confirm-yes")
    page.wait("!document.querySelector('#messages').innerText.includes('missing crate')")


def test_under_the_hood_stands_what_was_delivered_and_called(
    page: Tab, demo: SandboxServer
) -> None:
    """Collapsed at first; open, it shows deliveries, their answers and calls, each with its all."""
    page.open(f"{demo.url}/?as=U0KOFI#C0GENERAL")
    page.wait_for("[data-ready]")
    assert not page.run("document.querySelector('#inspector').open")
    demo.command("Kofi", "/kudos help")

    page.click("#inspector summary")

    page.wait("/\\/kudos.*acknowledged in/s.test(document.querySelector('#inspected').innerText)")
    page.wait("/Goodword called/.test(document.querySelector('#inspected').innerText)")
    page.click("#inspected details summary")
    page.wait("document.querySelector('#inspected pre').innerText.includes('{')")


def test_a_guest_sees_a_guests_channels_and_no_lead_is_shown_to_an_agent(
    page: Tab, demo: SandboxServer
) -> None:
    """Acting as somebody else shows what they can open, no more."""
    guests = [one["id"] for one in demo.people()["people"] if one.get("is_restricted")]
    page.open(f"{demo.url}/?as={guests[0]}")
    page.wait_for("[data-ready]")
    assert page.run(f"!document.querySelector('{OTHERS_CHANNEL}')")
    assert "guest" in page.run("document.querySelector('#act-as').selectedOptions[0].text")
    page.run(
        "(() => { const box = document.querySelector('#act-as');"
        "box.value = 'U0LENA'; box.dispatchEvent(new Event('change')); })()"
    )

    page.wait_for(OTHERS_CHANNEL)


def test_ones_own_words_are_invited_and_reviewed(page: Tab, demo: SandboxServer) -> None:
    """At the tour's end the message box waits behind `/kudos`; what is pasted there is reviewed."""
    page.open(f"{demo.url}/?as=U0KOFI#C0GENERAL")
    page.wait_for("[data-ready]")
    page.run("sessionStorage.setItem('tour', JSON.stringify({ step: 5, start: 0, left: false }))")
    page.command("Page.reload")

    page.click("#paste-own")
    page.command("Input.insertText", text="Thank you for the spare key! Best, Ottoline Marsh")
    page.press("Enter")

    page.wait("/spare key/.test(document.querySelector('#modal blockquote')?.innerText ?? '')")
    assert "Ottoline" not in page.run("document.querySelector('#modal blockquote').innerText")
    demo.close("Kofi", everything=True)


def test_the_page_may_load_and_run_only_its_own(empty: SandboxServer) -> None:
    """The browser itself refuses anything else, whatever might slip into the page."""
    with urlopen(f"{empty.url}/") as answer:
        policy = answer.headers["Content-Security-Policy"]

    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
