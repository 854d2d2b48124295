"""Show me one, My kudos, search, export: the archive as one person looks into it."""

import json
from collections.abc import Sequence
from typing import Any, Final

from bot.domain.archive import QUERY_MAX, Ask, Page
from bot.views import blocks as b
from bot.views import digest as digest_view
from bot.views import export as export_view
from bot.views.digest import Entry
from bot.wording import archive as words

CALLBACK: Final = "archive"
ACTION_ANOTHER: Final = "archive_another"
ACTION_SEARCH: Final = "archive_search"
ACTION_OLDER: Final = "archive_older"
ACTION_NEWER: Final = "archive_newer"
ACTION_HIDE: Final = "archive_hide"
ACTION_UNHIDE: Final = "archive_unhide"
ACTION_MARKDOWN: Final = "archive_markdown"
ACTION_CSV: Final = "archive_csv"
ACTION_HOME_ONE: Final = "home_one"
ACTION_HOME_MINE: Final = "home_mine"
ACTION_HOME_SEARCH: Final = "home_search"
ACTION_HOME_COPY: Final = "home_copy"
ACTION_SETTINGS: Final = "home_digest_settings"
BLOCK_SEARCH: Final = "search"
EXCERPT_MAX: Final = 600


def dump(ask: Ask) -> str:
    """A look as private_metadata. The person comes from the payload, never from here."""
    return json.dumps({"q": ask.query, "m": ask.about is not None, "p": ask.page})


def load(raw: str, user: str) -> Ask:
    """From private_metadata; a forged or broken one counts as a look at everything."""
    try:
        data = json.loads(raw or "{}")
        page = max(0, min(int(data.get("p", 0)), 10_000))
        about = user if data.get("m") else None
        return Ask(str(data.get("q", ""))[:QUERY_MAX], about, page)
    except (ValueError, TypeError, AttributeError):
        return Ask()


def one(entry: Entry) -> dict[str, Any]:
    """*Show me one*, as an ephemeral message."""
    blocks = [
        *digest_view.shown(entry, EXCERPT_MAX),
        b.actions(b.button(words.ANOTHER, ACTION_ANOTHER)),
        b.context(words.ONE_ALONE),
    ]
    return {"text": words.ONE_ALONE, "blocks": blocks}


def one_modal(entry: Entry) -> b.Block:
    """*Show me one*, from App Home."""
    return b.modal(words.HOME_ONE, one(entry)["blocks"], callback="archive_one", close=words.CLOSE)


def modal(page: Page, entries: Sequence[Entry]) -> b.Block:
    """A page of kudos with the search above it."""
    mine = page.ask.about is not None
    search = b.text_input(
        ACTION_SEARCH, initial=page.ask.query, max_length=QUERY_MAX, on_enter=True
    )
    nothing = words.MINE_NONE if mine and not page.ask.query else words.FOUND_NONE
    return b.modal(
        words.MINE_TITLE if mine else words.SEARCH_TITLE,
        [
            b.field(
                words.SEARCH_LABEL,
                search,
                BLOCK_SEARCH,
                optional=True,
                hint=words.SEARCH_HINT,
                dispatch=True,
            ),
            *([] if entries else [b.section(nothing)]),
            *(block for entry in entries for block in _item(entry, page)),
            *_turn(page),
            *(_exports() if mine and entries else []),
        ],
        callback=CALLBACK,
        close=words.CLOSE,
        submit=words.HOME_SEARCH,
        metadata=dump(page.ask),
    )


def export(text: str, ask: Ask, *, as_table: bool, part: int) -> b.Block:
    """An export to copy, part by part."""
    action = ACTION_CSV if as_table else ACTION_MARKDOWN
    return export_view.modal(
        words.EXPORT_TITLE, text, part, (), next_action=action, metadata=dump(ask)
    )


def home(next_digest: str | None, *, copy: bool, admin: bool) -> list[b.Block]:
    """The section of App Home."""
    buttons = [
        b.button(words.HOME_ONE, ACTION_HOME_ONE),
        b.button(words.HOME_MINE, ACTION_HOME_MINE),
        b.button(words.HOME_SEARCH, ACTION_HOME_SEARCH),
        b.button(
            words.HOME_COPY_OFF if copy else words.HOME_COPY_ON,
            ACTION_HOME_COPY,
            value="off" if copy else "on",
        ),
    ]
    if admin:
        buttons.append(b.button(words.HOME_SETTINGS, ACTION_SETTINGS))
    return [
        b.section(words.HOME_HEADING),
        b.actions(*buttons, block_id="looking_back"),
        *([b.context(next_digest)] if next_digest else []),
    ]


def _item(entry: Entry, page: Page) -> list[b.Block]:
    shown = digest_view.shown(entry, EXCERPT_MAX)
    if page.ask.about is None:
        return shown
    hidden = entry.kudos.id in page.hidden
    button = b.button(
        words.UNHIDE if hidden else words.HIDE,
        ACTION_UNHIDE if hidden else ACTION_HIDE,
        value=entry.kudos.id,
    )
    return [
        *shown,
        *([b.context(words.HIDDEN)] if hidden else []),
        b.actions(button, block_id=f"item:{entry.kudos.id}"),
    ]


def _turn(page: Page) -> list[b.Block]:
    newer = [b.button(words.NEWER, ACTION_NEWER)] if page.ask.page else []
    older = [b.button(words.OLDER, ACTION_OLDER)] if page.has_more else []
    if not newer and not older:
        return []
    return [b.context(words.page(page.ask.page)), b.actions(*newer, *older, block_id="turn")]


def _exports() -> list[b.Block]:
    markdown = b.button(words.EXPORT_MARKDOWN, ACTION_MARKDOWN)
    csv = b.button(words.EXPORT_CSV, ACTION_CSV)
    return [b.actions(markdown, csv, block_id="export")]
