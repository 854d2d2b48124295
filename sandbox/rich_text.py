"""The ``rich_text`` block Slack derives from what a person types."""

from __future__ import annotations

import re

from sandbox.json_types import Json

_REFERENCE = re.compile(
    r"<(@[UW][A-Z0-9]+|#C[A-Z0-9]+|!subteam\^[A-Z0-9]+|https?://[^>|]+|mailto:[^>|]+)(\|[^>]*)?>"
)
_STYLED = re.compile(
    r"(?<![\w*])\*(?P<bold>[^*\n]+)\*(?![\w*])"
    r"|(?<!\w)_(?P<italic>[^_\n]+)_(?!\w)"
    r"|(?<![\w~])~(?P<strike>[^~\n]+)~(?![\w~])"
    r"|`(?P<code>[^`\n]+)`"
)
_QUOTED = re.compile(r"(?:&gt;|>) ?")


def typed_blocks(text: str) -> list[Json]:
    """Return the blocks of a message somebody typed; ``text`` is in Slack's wire form."""
    if not text:
        return []
    parts: list[Json] = []
    for quoted, lines in _runs(text):
        kind = "rich_text_quote" if quoted else "rich_text_section"
        parts.append({"type": kind, "elements": _elements("\n".join(lines))})
    return [{"type": "rich_text", "block_id": "typed", "elements": parts}]


def _runs(text: str) -> list[tuple[bool, list[str]]]:
    """Return neighbouring lines together, quoted ones apart from the rest."""
    runs: list[tuple[bool, list[str]]] = []
    for line in text.split("\n"):
        mark = _QUOTED.match(line)
        words = line[mark.end() :] if mark else line
        if not runs or runs[-1][0] != bool(mark):
            runs.append((bool(mark), []))
        runs[-1][1].append(words)
    return runs


def _elements(text: str) -> list[Json]:
    elements: list[Json] = []
    end = 0
    for match in _REFERENCE.finditer(text):
        elements += _styled(text[end : match.start()])
        elements.append(_reference(match.group(1), match.group(2)))
        end = match.end()
    return elements + _styled(text[end:])


def _styled(text: str) -> list[Json]:
    elements: list[Json] = []
    end = 0
    for match in _STYLED.finditer(text):
        elements += _words(text[end : match.start()])
        style = match.lastgroup or "bold"
        elements += [{**word, "style": {style: True}} for word in _words(match.group(style))]
        end = match.end()
    return elements + _words(text[end:])


def _words(text: str) -> list[Json]:
    plain = text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    return [{"type": "text", "text": plain}] if text else []


def _reference(target: str, label: str | None) -> Json:
    if target.startswith("@"):
        return {"type": "user", "user_id": target[1:]}
    if target.startswith("#"):
        return {"type": "channel", "channel_id": target[1:]}
    if target.startswith("!subteam^"):
        return {"type": "usergroup", "usergroup_id": target.removeprefix("!subteam^")}
    shape: Json = {"type": "link", "url": target}
    return {**shape, "text": label[1:]} if label else shape
