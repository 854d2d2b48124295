"""Whoever follows a link in the documentation arrives."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sandbox_client import ROOT

LINK = re.compile(r"\]\(([^)\s#]*)(?:#([^)\s]+))?\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
OUTSIDE = ("http:", "https:", "mailto:")
DOCUMENTS = sorted([*ROOT.glob("*.md"), ROOT / "sandbox/README.md", *(ROOT / "docs").rglob("*.md")])


def anchors(path: Path) -> set[str]:
    """What a heading is called in a link, as code hosts make it."""
    headings = HEADING.findall(path.read_text(encoding="utf-8"))
    return {re.sub(r"[^\w\- ]", "", one.lower()).strip().replace(" ", "-") for one in headings}


def dead(path: Path) -> Iterator[str]:
    """Links of a page that lead nowhere."""
    for target, anchor in LINK.findall(path.read_text(encoding="utf-8")):
        if target.startswith(OUTSIDE):
            continue
        place = path.parent / target if target else path
        if not place.exists() or (anchor and anchor not in anchors(place)):
            yield f"{target}#{anchor}" if anchor else target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(path: Path) -> None:
    """Pages and headings are renamed; pictures are moved."""
    assert list(dead(path)) == []
