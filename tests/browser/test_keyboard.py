"""Everything without a mouse: commands, message actions, forms."""

from __future__ import annotations

import json

from tests.sandbox.chromium import Tab
from tests.sandbox_client import SandboxServer

FOCUSED = "document.activeElement"
BOX = "document.querySelector('#home input[type=checkbox]')"
HOLD_HOMES = """
const fetched = window.fetch;
window.fetch = async (where, ...how) => {
  const answer = await fetched(where, ...how);
  if (String(where).includes("/_control/home/")) {
    window.held = true;
    await new Promise((done) => setTimeout(done, 500));
    window.held = false;
  }
  return answer;
};
"""
"""From now on the page draws half a second later what it has read of a Home."""
OPACITY = f"getComputedStyle({FOCUSED}.closest('.toolbar')).opacity"


def test_a_command_is_completed_filled_in_and_put_away_by_keys(
    page: Tab, demo: SandboxServer
) -> None:
    """Tab completes, Enter sends, the form has the keyboard, Escape closes it."""
    page.open(f"{demo.url}/?as=U0TOMASZ#C0PRAISE")
    page.wait_for("[data-ready]")
    page.type("#composer", "/")
    page.wait("!document.querySelector('#suggestions').hidden")
    page.press("ArrowDown")
    page.press("ArrowDown")
    assert page.run(f"{FOCUSED}.dataset.command") == "/handoff"

    page.press("Escape")
    page.type("#composer", "ha")
    page.press("Tab")
    assert page.run("document.querySelector('#composer').value") == "/handoff "
    page.type("#composer", "31007")
    page.press("Enter")

    page.wait_for_text("Ticket link or number")
    page.wait(f"document.querySelector('#modal').contains({FOCUSED})")
    page.press("Escape")
    page.wait("!document.querySelector('#modal').open")


def test_message_actions_appear_when_the_keyboard_reaches_them(
    page: Tab, demo: SandboxServer
) -> None:
    """What hovering shows, Tab shows; pressing it opens the review."""
    page.open(f"{demo.url}/?as=U0TOMASZ#C0PRAISE")
    page.wait_for("[data-ready]")
    page.run("document.querySelector('#messages').focus()")
    for _ in range(12):
        page.press("Tab")
        if page.run(f"{FOCUSED}.dataset.shortcut") == "share_kudos":
            break

    page.wait(f"{OPACITY} === '1'")
    page.press("Enter")

    page.wait_for_text("What the customer wrote")
    demo.close("Tomasz", everything=True)


def test_the_home_keeps_the_keyboard_where_it_was(page: Tab, demo: SandboxServer) -> None:
    """A Home that is published again does not send whoever tabs through it back to the top."""
    _stand_on_a_box(page, demo)
    page.run(f"{BOX}.dataset.before = 'yes'")

    demo.open_home("U0TOMASZ")

    page.wait(f"!{BOX}.dataset.before")
    assert page.run(f"{FOCUSED} === {BOX}")


def test_what_was_just_chosen_is_not_drawn_undone(page: Tab, demo: SandboxServer) -> None:
    """A box is ticked while an older answer is on its way to be drawn."""
    _stand_on_a_box(page, demo)
    was = page.run(f"{BOX}.checked")
    page.run(HOLD_HOMES)

    demo.open_home("U0TOMASZ")
    page.wait("window.held")
    page.press(" ")
    page.run(f"{BOX}.dataset.before = 'yes'")

    page.wait(f"!{BOX}.dataset.before")
    assert page.run(f"{BOX}.checked") is not was
    # The demo is everybody's.
    page.press(" ")
    page.wait(f"{BOX}.checked === {json.dumps(was)}")


def _stand_on_a_box(page: Tab, demo: SandboxServer) -> None:
    page.open(f"{demo.url}/?as=U0TOMASZ#home")
    page.wait_for_text("Ask me before crediting me")
    page.run(f"{BOX}.focus()")
