"""The buttons that move the clock: timers end before one's eyes."""

from __future__ import annotations

from tests.browser.test_two_windows import hand_over
from tests.sandbox.chromium import Tab
from tests.sandbox_client import SandboxServer

STEP, DIGEST, MONTH = "[data-leap=step]", "[data-leap=digest]", "[data-leap=month]"


def test_the_next_step_comes_at_once_and_the_requester_hears_of_it(
    page: Tab, demo: SandboxServer
) -> None:
    """Five minutes of silence are over in a moment: the leads are asked."""
    page.open(f"{demo.url}/?as=U0RAFA#dm")
    page.wait_for("[data-ready]")
    hand_over(demo, "88002")
    page.wait(f"!document.querySelector('{STEP}').disabled")

    page.click(STEP)

    page.wait_for_text("The backup was asked just now")


def share(demo: SandboxServer) -> None:
    """Share a good word in Kofi's name: a month without any has no report."""
    demo.command("Kofi", "/kudos You stayed on the line until it worked.")
    demo.wait_for_modal("Kofi", "What the team will see")
    demo.submit("Kofi")
    demo.wait_for_message("kudos", "stayed on the line")
    demo.close("Kofi", everything=True)


def test_the_next_digest_comes_with_one_button(page: Tab, demo: SandboxServer) -> None:
    """What was shared this week stands in it, in the channel that one looks at."""
    share(demo)
    page.open(f"{demo.url}/?as=U0LENA#C0KUDOS")
    page.wait_for_text("stayed on the line")
    told = "document.querySelector('#messages').innerText.split('stayed on the line').length"
    before = page.run(told)

    page.click(DIGEST)

    page.wait(f"{told} > {before}")
    digest = demo.messages("kudos")[-1]
    assert digest["blocks"][0]["text"]["text"] == f"*{digest['text']}*"


def test_a_month_later_the_editor_has_a_draft(page: Tab, demo: SandboxServer) -> None:
    """The first working day of the next month is the day of the monthly report."""
    share(demo)
    page.open(f"{demo.url}/?as=U0LENA#dm")
    page.wait_for_text("draft is ready")
    drafts = "(document.querySelector('#messages').innerText.match(/draft is ready/g) ?? []).length"
    before = page.run(drafts)

    page.click(MONTH)

    page.wait(f"{drafts} > {before}")
