"""The page for everybody: axe-core finds nothing to mend, in any of its main sights."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sandbox.chromium import Tab
from tests.sandbox_client import SandboxServer

AXE = Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js"
RULES = "{ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] }"
FOUND = f"""
axe.run(document, {RULES}).then(found => found.violations.map(one =>
  one.id + ': ' + one.nodes.map(node => node.target.join(' ')).slice(0, 3).join(', ')))
"""
DESK, PHONE = (1280, 800), (390, 800)


def problems(page: Tab) -> list[str]:
    """What axe-core finds, a line for each rule."""
    page.run(f"{AXE.read_text(encoding='utf-8')}; null")
    found: list[str] = page.run(FOUND)
    return found


@pytest.mark.parametrize("size", [DESK, PHONE], ids=["desk", "phone"])
@pytest.mark.parametrize("place", ["?as=U0LENA#C0LEADS", "?as=U0LENA#home", ""])
def test_every_sight_is_accessible(
    page: Tab, demo: SandboxServer, size: tuple[int, int], place: str
) -> None:
    """A channel with a chart, a lead's Home, and the first sight with the tour."""
    page.size(*size)
    page.open(f"{demo.url}/{place}")
    page.wait("document.querySelectorAll('.block, .message').length > 2")

    assert problems(page) == []


def test_the_review_is_accessible(page: Tab, demo: SandboxServer) -> None:
    """The modal in which a person looks before others do."""
    page.open(f"{demo.url}/?as=U0KOFI#C0PRAISE")
    page.wait_for("[data-ready]")
    demo.command("Kofi", "/kudos Thank you, from all of us. Best, Anselm Quill")
    page.wait("document.querySelector('#modal').textContent.includes('What the team will see')")

    assert problems(page) == []
    demo.close("Kofi", everything=True)
