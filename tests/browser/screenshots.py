"""`python -m tests.browser.screenshots`: makes the pictures in docs/images again.

A kudos in review and a lead's window, taken from the demo in a real browser, so that they
show what there is. The dates in them follow the day on which they are made.
"""

from __future__ import annotations

from pathlib import Path

from tests.browser.demo import running_demo
from tests.sandbox.chromium import Tab, chromium
from tests.sandbox_client import ROOT, SandboxServer

IMAGES = ROOT / "docs" / "images"
SIZE = (1120, 760)
TOUR_MESSAGE = "bakery"
PREVIEW = "document.querySelector('#modal')?.textContent.includes('What the team will see')"
ALSO = "#modal [data-block-id=also][data-action-id]"
HIDDEN = "document.querySelector('#modal blockquote') && !/blue door/.test("
HIDDEN += "[...document.querySelectorAll('#modal blockquote')].map(q => q.textContent).join())"


def review(page: Tab, demo: SandboxServer, path: Path) -> None:
    """Priya looks at what the team will see; the words that give somebody away are hidden."""
    page.open(f"{demo.url}/?as=U0PRIYA#C0PRAISE")
    found = demo.wait_for_message("praise-inbox", TOUR_MESSAGE)
    demo.shortcut("Priya", "praise-inbox", found["ts"], "share_kudos")
    page.wait(PREVIEW)
    page.type(ALSO, "the bakery with the blue door")
    page.press("Enter")
    page.wait(HIDDEN)
    page.run("document.activeElement.blur(); document.querySelector('.modal-body').scrollTop = 0")
    page.screenshot(path)
    demo.close("Priya", everything=True)


def window(page: Tab, demo: SandboxServer, path: Path) -> None:
    """Lena looks at the twelve weeks that are over."""
    page.open("about:blank")
    page.open(f"{demo.url}/?as=U0LENA#C0LEADS")
    page.wait("document.querySelectorAll('.bars').length > 1")
    page.screenshot(path)


def main() -> None:
    """Make both."""
    IMAGES.mkdir(exist_ok=True)
    with running_demo() as demo, chromium() as browser, browser.page() as page:
        page.size(*SIZE)
        review(page, demo, IMAGES / "review.png")
        window(page, demo, IMAGES / "window.png")


if __name__ == "__main__":
    main()
