"""Small modals and blocks that the tests here vary."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str, **more: Any) -> Json:  # noqa: ANN401 (any block field)
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def button(text: str, action_id: str, **more: Any) -> Json:  # noqa: ANN401 (any button field)
    return {"type": "button", "text": plain(text), "action_id": action_id, **more}


def actions(*elements: Json, **more: Any) -> Json:  # noqa: ANN401 (any block field)
    return {"type": "actions", "elements": list(elements), **more}


def options(count: int) -> list[Json]:
    return [{"text": plain(f"Option {n}"), "value": f"o{n}"} for n in range(count)]


def entry(block_id: str, label: str, element: Json, **more: Any) -> Json:  # noqa: ANN401 (fields)
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": element,
        **more,
    }


def text_entry(block_id: str = "words", **more: Any) -> Json:  # noqa: ANN401 (any field)
    return entry(block_id, "The words", {"type": "plain_text_input", "action_id": "text", **more})


def modal(*blocks: Json, **more: Any) -> Json:  # noqa: ANN401 (any view field)
    return {
        "type": "modal",
        "callback_id": "share",
        "title": plain("Share"),
        "submit": plain("Share"),
        "blocks": list(blocks),
        **more,
    }
