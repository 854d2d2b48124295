"""The tour, end to end against the real bot, by what it says on the screen."""

from __future__ import annotations

import json

import pytest

from tests.browser.reader import Reader
from tests.sandbox.chromium import Tab
from tests.sandbox_client import SandboxServer

DESK, PHONE = (1280, 800), (390, 800)
KEPT = "the lost shipment"
LAST_WORDS = "Now your own words"
MOST_ACTIONS = 20
INSTRUCTIONS = 8
"""Five steps, one of them in two halves, and some patience."""


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
def test_a_newcomer_finishes_the_tour_by_its_own_words(
    page: Tab, demo: SandboxServer, size: tuple[int, int]
) -> None:
    """Share, fix, hand off, take, look back: twenty actions at most, nothing said elsewhere.

    Whoever comes second, on the same demo, finds a message that nobody has shared yet.
    """
    page.size(*size)
    page.open(f"{demo.url}/")
    page.wait_for_text("Step 1 of 5")
    reader = Reader(page)

    for _ in range(INSTRUCTIONS):
        reader.go_on()
        if LAST_WORDS in page.run("document.querySelector('#tour').textContent"):
            break

    page.wait_for_text(LAST_WORDS)
    assert reader.actions <= MOST_ACTIONS
    posted = json.dumps(demo.messages("kudos"))
    assert "blue door" not in posted
    assert "Abernathy" not in posted
    assert KEPT in posted
    assert demo.violations() == []


def test_the_tour_can_be_left_and_taken_up_again(page: Tab, demo: SandboxServer) -> None:
    """Whoever knows their way is not held by the hand."""
    page.open(f"{demo.url}/")
    page.wait_for_text("Step 1 of 5")

    page.run("[...document.querySelectorAll('#tour button')].at(-1).click()")

    page.wait("document.querySelector('#tour').hidden")
    page.run("location.hash = '#home'; null")
    page.wait_for_text("Waiting for review")
    page.click("#tour-again")
    page.wait_for_text("Step 1 of 5")
    page.wait("document.querySelector('#place').textContent === '#praise-inbox'")


def test_a_review_closed_during_the_tour_is_asked_for_again(page: Tab, demo: SandboxServer) -> None:
    """An instruction never speaks of a form that is not there."""
    page.open(f"{demo.url}/")
    page.wait_for_text("Step 1 of 5")
    page.run("[...document.querySelectorAll('[data-shortcut=share_kudos]')].at(-1).click()")
    page.wait_for_text("Step 2 of 5")

    page.click("#modal-x")

    page.wait_for_text("Step 1 of 5")
