"""Composition objects: texts, options, confirmation dialogs.

Every figure is from Slack's Block Kit reference (docs.slack.dev/reference/block-kit).
"""

from __future__ import annotations

from sandbox.blocks.schema import Check, Report, array, boolean, by_type, one_of, record, string

OPTION_TEXT = 75
OPTION_VALUE = 150
OPTION_URL = 3000
CONFIRM_TITLE = 100
CONFIRM_TEXT = 300
CONFIRM_BUTTON = 30
LABEL = 2000
PLACEHOLDER = 150


def plain_text(most: int) -> Check:
    """A ``plain_text`` object of 1 to ``most`` characters."""
    return record(
        {"type": one_of("plain_text"), "text": string(most, least=1)}, {"emoji": boolean()}
    )


def markdown(most: int) -> Check:
    """A ``mrkdwn`` object of 1 to ``most`` characters."""
    return record(
        {"type": one_of("mrkdwn"), "text": string(most, least=1)}, {"verbatim": boolean()}
    )


def any_text(most: int) -> Check:
    """A text object of either type."""
    return by_type({"plain_text": plain_text(most), "mrkdwn": markdown(most)})


def option(text: Check) -> Check:
    """One choice of a select menu, checkbox group or radio group."""
    return record(
        {"text": text, "value": string(OPTION_VALUE)},
        {"description": any_text(OPTION_TEXT), "url": string(OPTION_URL)},
    )


plain_option = option(plain_text(OPTION_TEXT))
rich_option = option(any_text(OPTION_TEXT))

confirm = record(
    {
        "title": plain_text(CONFIRM_TITLE),
        "text": any_text(CONFIRM_TEXT),
        "confirm": plain_text(CONFIRM_BUTTON),
        "deny": plain_text(CONFIRM_BUTTON),
    },
    {"style": one_of("primary", "danger")},
)

OPTION_GROUPS = 100
OPTIONS = 100


def option_group(item: Check) -> Check:
    """A labelled group of choices in a select menu."""
    return record({"label": plain_text(OPTION_TEXT), "options": array(item, OPTIONS)})


def initial_among_options(value: object, pointer: str, report: Report) -> None:
    """Refuse an initial choice that is not offered, as Slack does."""
    if not isinstance(value, dict):
        return
    offered = offered_options(value)
    chosen = value.get("initial_options") or [value.get("initial_option")]
    for choice in chosen:
        if choice is not None and choice not in offered:
            report.add("initial option must be one of the options", pointer)


def offered_options(element: dict[str, object]) -> list[object]:
    """Return the choices an element offers, groups flattened."""
    options = element.get("options")
    offered: list[object] = list(options) if isinstance(options, list) else []
    groups = element.get("option_groups")
    for group in groups if isinstance(groups, list) else []:
        inner = group.get("options") if isinstance(group, dict) else None
        offered += inner if isinstance(inner, list) else []
    return offered
