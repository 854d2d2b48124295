"""The words of a Slack message, wherever its sender put them.

People's words stand in `text`. Integrations write blocks (which Slack shows instead of `text`)
and attachments (which it shows below). Source: Slack's references *Blocks* and *Legacy: secondary
message attachments*.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bot.domain.slack_text import well_formed

Payload = Mapping[str, Any]


def words_of(message: Payload) -> str:
    """What a reader sees, as Slack-escaped text."""
    text = str(message.get("text") or "")
    if not message.get("bot_id"):
        return well_formed(text or _joined(_attachments(message)))
    blocks = _joined(_blocks(message.get("blocks") or ()))
    return well_formed(_joined([blocks or text, *_attachments(message)]))


def _joined(parts: Iterable[str]) -> str:
    return "\n".join(part for part in (part.strip() for part in parts) if part)


def _attachments(message: Payload) -> Iterator[str]:
    for attachment in message.get("attachments") or ():
        own = [str(attachment.get(name) or "") for name in ("pretext", "title", "text")]
        own += [
            _joined([str(field.get("title") or ""), str(field.get("value") or "")])
            for field in attachment.get("fields") or ()
        ]
        own += _blocks(attachment.get("blocks") or ())
        yield _joined(own) or str(attachment.get("fallback") or "")


def _blocks(blocks: Iterable[Payload]) -> Iterator[str]:
    for block in blocks:
        match block.get("type"):
            case "section":
                yield _text(block.get("text"))
                yield from (_text(field) for field in block.get("fields") or ())
            case "header":
                yield _text(block.get("text"))
            case "context":
                yield " ".join(_text(element) for element in block.get("elements") or ())
            case "rich_text":
                yield from (_rich(element) for element in block.get("elements") or ())
            case "markdown":
                yield str(block.get("text") or "")
            case _:
                pass  # pictures, dividers and buttons hold no words of a customer


def _text(given: object) -> str:
    """The words of a text object."""
    return str(given.get("text") or "") if isinstance(given, Mapping) else ""


def _rich(element: Payload) -> str:
    """One part of a rich text: a paragraph, a list, a quote."""
    kind = element.get("type")
    parts = element.get("elements") or ()
    if kind == "rich_text_list":
        return "\n".join(_rich(part) for part in parts)
    if parts:
        return "".join(_rich(part) for part in parts)
    leaves = {
        "link": f"<{element.get('url')}|{element.get('text') or element.get('url')}>",
        "user": f"<@{element.get('user_id')}>",
        "channel": f"<#{element.get('channel_id')}>",
        "emoji": f":{element.get('name')}:",
    }
    return leaves.get(str(kind), str(element.get("text") or ""))
