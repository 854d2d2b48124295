"""Block elements and where each may stand.

Every figure is from Slack's Block Kit reference (docs.slack.dev/reference/block-kit).
"""

from __future__ import annotations

from sandbox.blocks.composition import (
    OPTION_GROUPS,
    OPTIONS,
    PLACEHOLDER,
    confirm,
    initial_among_options,
    option_group,
    plain_option,
    plain_text,
    rich_option,
)
from sandbox.blocks.schema import (
    Check,
    Report,
    array,
    boolean,
    identifier,
    number,
    one_of,
    record,
    string,
)

BUTTON_TEXT = 75
BUTTON_VALUE = 2000
BUTTON_URL = 3000
CHECKBOXES = 10
OVERFLOW_OPTIONS = 5
PLAIN_INPUT = 3000
DATE = r"\d{4}-\d{2}-\d{2}"
TIME = r"\d{2}:\d{2}"

_COMMON = {"action_id": identifier(), "confirm": confirm, "focus_on_load": boolean()}
_PLACEHOLDER = {"placeholder": plain_text(PLACEHOLDER)}
_DISPATCH = record(
    {"trigger_actions_on": array(one_of("on_enter_pressed", "on_character_entered"), most=2)}
)


def _both(first: Check, second: Check) -> Check:
    def check(value: object, pointer: str, report: Report) -> None:
        first(value, pointer, report)
        second(value, pointer, report)

    return check


def _exactly_one_source(value: object, pointer: str, report: Report) -> None:
    if isinstance(value, dict) and ("options" in value) == ("option_groups" in value):
        report.add("must have exactly one of: options, option_groups", pointer)


def _element(kind: str, required: dict[str, Check], optional: dict[str, Check]) -> Check:
    return record({"type": one_of(kind), **required}, {**_COMMON, **optional})


def _static(kind: str, optional: dict[str, Check]) -> Check:
    sources = {
        "options": array(plain_option, OPTIONS),
        "option_groups": array(option_group(plain_option), OPTION_GROUPS),
    }
    shape = _element(kind, {}, {**_PLACEHOLDER, **sources, **optional})
    return _both(shape, _both(_exactly_one_source, initial_among_options))


def _pick(kind: str, optional: dict[str, Check]) -> Check:
    return _element(kind, {}, {**_PLACEHOLDER, **optional})


def _group(kind: str, initial: dict[str, Check]) -> Check:
    shape = _element(kind, {"options": array(rich_option, CHECKBOXES)}, initial)
    return _both(shape, initial_among_options)


def _typed(
    kind: str, optional: dict[str, Check], required: dict[str, Check] | None = None
) -> Check:
    """Describe a text-like input; these take no ``confirm``."""
    return record(
        {"type": one_of(kind), **(required or {})},
        {
            "action_id": identifier(),
            "focus_on_load": boolean(),
            "dispatch_action_config": _DISPATCH,
            **_PLACEHOLDER,
            **optional,
        },
    )


_MOST = {"max_selected_items": number(least=1)}
_IDS = array(string(), most=100, least=0)
_CONVERSATION = {
    "default_to_current_conversation": boolean(),
    "response_url_enabled": boolean(),
    "filter": record(
        {},
        {
            "include": array(one_of("im", "mpim", "private", "public"), most=4),
            "exclude_external_shared_channels": boolean(),
            "exclude_bot_users": boolean(),
        },
    ),
}

BUTTON = record(
    {"type": one_of("button"), "text": plain_text(BUTTON_TEXT)},
    {
        "action_id": identifier(),
        "url": string(BUTTON_URL),
        "value": string(BUTTON_VALUE),
        "style": one_of("primary", "danger"),
        "confirm": confirm,
        "accessibility_label": string(BUTTON_TEXT),
    },
)

SINGLE_CHOICE: dict[str, Check] = {
    "static_select": _static("static_select", {"initial_option": plain_option}),
    "external_select": _pick(
        "external_select", {"initial_option": plain_option, "min_query_length": number(least=0)}
    ),
    "users_select": _pick("users_select", {"initial_user": string()}),
    "conversations_select": _pick(
        "conversations_select", {"initial_conversation": string(), **_CONVERSATION}
    ),
    "channels_select": _pick(
        "channels_select", {"initial_channel": string(), "response_url_enabled": boolean()}
    ),
    "datepicker": _pick("datepicker", {"initial_date": string(pattern=DATE)}),
    "timepicker": _pick("timepicker", {"initial_time": string(pattern=TIME), "timezone": string()}),
    "checkboxes": _group("checkboxes", {"initial_options": array(rich_option, CHECKBOXES)}),
    "radio_buttons": _group("radio_buttons", {"initial_option": rich_option}),
}
MULTIPLE_CHOICE: dict[str, Check] = {
    "multi_static_select": _static(
        "multi_static_select", {"initial_options": array(plain_option, OPTIONS), **_MOST}
    ),
    "multi_users_select": _pick("multi_users_select", {"initial_users": _IDS, **_MOST}),
    "multi_conversations_select": _pick(
        "multi_conversations_select", {"initial_conversations": _IDS, **_CONVERSATION, **_MOST}
    ),
    "multi_channels_select": _pick("multi_channels_select", {"initial_channels": _IDS, **_MOST}),
}
TYPED: dict[str, Check] = {
    "plain_text_input": _typed(
        "plain_text_input",
        {
            "initial_value": string(PLAIN_INPUT),
            "multiline": boolean(),
            "min_length": number(0, PLAIN_INPUT),
            "max_length": number(1, PLAIN_INPUT),
        },
    ),
    "number_input": _typed(
        "number_input",
        {"initial_value": string(), "min_value": string(), "max_value": string()},
        {"is_decimal_allowed": boolean()},
    ),
    "email_text_input": _typed("email_text_input", {"initial_value": string()}),
    "url_text_input": _typed("url_text_input", {"initial_value": string()}),
}
OVERFLOW = _element("overflow", {"options": array(plain_option, OVERFLOW_OPTIONS)}, {})

IN_ACTIONS: dict[str, Check] = {"button": BUTTON, "overflow": OVERFLOW, **SINGLE_CHOICE}
IN_SECTION: dict[str, Check] = {**IN_ACTIONS, **MULTIPLE_CHOICE}
IN_INPUT: dict[str, Check] = {**TYPED, **SINGLE_CHOICE, **MULTIPLE_CHOICE}
