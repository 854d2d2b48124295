"""Two people at once, each in a window of their own, both live."""

from __future__ import annotations

import json

from tests.sandbox.chromium import Tab
from tests.sandbox_client import SandboxServer

TAKE = "#messages article:last-child [data-action-id=handoff_take]"
CARDS = "document.querySelectorAll('#messages article').length"
HAS_IT = "You have it"
TOO_LATE = "Somebody has it"
SHOWN = "window.card.innerText"
MARK = "window.stamp = document.querySelector('#messages article:last-child').dataset.ts"
CARD = "(window.card = document.querySelector(`[data-ts='${window.stamp}']`))"
"""The card is drawn anew when it changes, and an answer may follow it: it is found by its time."""
REQUESTER, ONE, OTHER = "Rafa", "Sam", "Noor"


def hand_over(demo: SandboxServer, reference: str) -> None:
    """Ask in Rafa's name for somebody else on a live conversation, so that all are asked."""
    demo.command(REQUESTER, f"/handoff {reference}")
    demo.wait_for_modal(REQUESTER, "Reason")
    demo.submit(
        REQUESTER,
        {"ground": {"handoff_ground": "harassment"}, "live": {"value": ["live"]}},
    )
    demo.wait_for_modal(REQUESTER, "You can stop replying")
    demo.close(REQUESTER, everything=True)


def test_two_people_race_for_one_handoff_and_one_has_it(page: Tab, demo: SandboxServer) -> None:
    """Both press at the same moment: one gets the ticket, the other learns that it is taken."""
    other = page.another()
    page.open(f"{demo.url}/?as=U0SAM#dm")
    other.open(f"{demo.url}/?as=U0NOOR#dm")
    before = []
    for window in (page, other):
        window.wait_for("[data-ready]")
        before.append(window.run(CARDS))
    hand_over(demo, "77001")
    for window, count in zip((page, other), before, strict=True):
        window.wait(f"{CARDS} > {count} && document.querySelector({json.dumps(TAKE)})")

    for window in (page, other):
        window.run(MARK)
    for window in (page, other):
        window.run(f"void document.querySelector({json.dumps(TAKE)}).click()")
    decided = (
        f"[{json.dumps(HAS_IT)}, {json.dumps(TOO_LATE)}].some(w => {CARD}.innerText.includes(w))"
    )
    for window in (page, other):
        window.wait(decided)

    assert demo.violations() == []
    winners = [window for window in (page, other) if HAS_IT in window.run(SHOWN)]
    assert len(winners) == 1, [window.run(SHOWN) for window in (page, other)]
    assert "77001" in winners[0].run(SHOWN)
    loser = other if winners[0] is page else page
    assert "77001" not in loser.run("document.body.innerText")


def test_what_one_writes_the_other_sees_and_finds_marked_as_unread(
    page: Tab, demo: SandboxServer
) -> None:
    """A second window is a second person: messages arrive there, marked where one does not look."""
    other = page.another()
    page.open(f"{demo.url}/?as=U0PRIYA#C0GENERAL")
    other.open(f"{demo.url}/?as=U0BEA#C0PRAISE")
    page.wait_for("[data-ready]")
    other.wait_for("[data-channel=C0GENERAL]")

    page.type("#composer", "The kettle is on")
    page.press("Enter")

    other.wait("document.querySelector('[data-channel=C0GENERAL]').classList.contains('unread')")
    other.click("[data-channel=C0GENERAL]")
    other.wait_for_text("The kettle is on")
    other.wait("!document.querySelector('[data-channel=C0GENERAL]').classList.contains('unread')")
