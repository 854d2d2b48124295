"""Whoever types while the app changes what is in front of them loses neither text nor place."""

from __future__ import annotations

import json

from tests.sandbox.chromium import Tab
from tests.sandbox_client import SandboxServer

PHRASE = "the mill by the old bridge"
WORDS = f"You saved our week, says {PHRASE}. Thank you, Ida Brandt"
ALSO = "#modal input[data-block-id=also]"
TYPED = f"document.querySelector('{ALSO}').value"
PREVIEW = "[...document.querySelectorAll('#modal blockquote')].map(one => one.textContent).join()"
SLOW_ANSWERS = """
(() => {
  const fetched = window.fetch;
  window.held = 0;
  window.fetch = async (...asked) => {
    const answer = await fetched(...asked);
    if (String(asked[0]).includes("/view/")) {
      window.held += 1;
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    return answer;
  };
})()
"""
"""What a view looks like arrives later than it was asked for, as on a busy machine."""


def test_typing_goes_on_while_the_modal_is_updated(page: Tab, demo: SandboxServer) -> None:
    """Previews arrive between the letters; the field, its text and the cursor stay."""
    page.open(f"{demo.url}/?as=U0KOFI#C0PRAISE")
    page.wait_for("[data-ready]")
    demo.command("Kofi", f"/kudos {WORDS}")
    page.wait(f"document.querySelector('{ALSO}')")
    page.run(SLOW_ANSWERS)
    page.run(f"document.querySelector('{ALSO}').focus(); null")

    for at, letter in enumerate(PHRASE):
        if at % 4 == 0:
            demo.click("Kofi", "share_preview")
        page.command("Input.insertText", text=letter)

    assert page.run("window.held") > 0
    assert page.run(TYPED) == PHRASE
    assert page.run("document.activeElement.dataset.blockId") == "also"
    page.press("Enter")
    page.wait(f"document.querySelector('#modal blockquote') && !/old bridge/.test({PREVIEW})")
    assert page.run(TYPED) == PHRASE
    page.click("#modal-submit")
    page.wait_for_text("going to")
    posted = demo.wait_for_message("kudos", "You saved our week")
    assert "old bridge" not in json.dumps(posted)
    demo.close("Kofi", everything=True)


def test_an_error_under_a_field_leaves_what_is_typed_meanwhile(
    page: Tab, demo: SandboxServer
) -> None:
    """The field is drawn anew with its error; what was typed and the cursor come along."""
    text = "#modal textarea[data-block-id=text]"
    page.open(f"{demo.url}/?as=U0KOFI#C0PRAISE")
    page.wait_for("[data-ready]")
    demo.command("Kofi", "/kudos")
    page.wait_for(text)
    page.run(SLOW_ANSWERS)

    demo.submit("Kofi")
    page.type(text, "Thank ")
    page.wait_for("[data-error-for=text]")
    page.command("Input.insertText", text="you")

    assert page.run(f"document.querySelector('{text}').value") == "Thank you"
    demo.close("Kofi", everything=True)


def test_a_reply_half_written_stays_when_another_arrives(page: Tab, demo: SandboxServer) -> None:
    """In a thread as in a channel: somebody else's message takes nobody's keyboard away."""
    first = demo.message("general", "Who has the kettle?", user="Bea")["ts"]
    demo.message("general", "Not I", user="Sam", thread_ts=first)
    page.open(f"{demo.url}/?as=U0KOFI#C0GENERAL")
    page.wait_for("[data-ready]")
    page.click(f"[data-ts='{first}'] button.link")
    page.wait("document.activeElement.id === 'thread-composer'")
    page.command("Input.insertText", text="I think ")

    demo.message("general", "Nor I", user="Noor", thread_ts=first)
    page.wait("document.querySelector('#thread').innerText.includes('Nor I')")
    page.command("Input.insertText", text="Rafa")

    assert page.run("document.querySelector('#thread-composer').value") == "I think Rafa"
