"""The form: two required fields, what the reason brings with it, and the rest behind a button."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.handoff import ALARMS, SENTENCE_MAX, Ground, Medium, Route
from bot.domain.pledge import Pledge
from bot.domain.repeats import CUSTOMER_MAX
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.wording import handoff as words
from bot.wording import pledge as pledge_words

CALLBACK: Final = "handoff_request"
ACTION_GROUND: Final = "handoff_ground"
ACTION_MORE: Final = "handoff_more"
ACTION_ROUTE: Final = "handoff_route"
BLOCK_GROUND: Final = "ground"
BLOCK_REFERENCE: Final = "reference"
BLOCK_LIVE: Final = "live"
BLOCK_SENTENCE: Final = "sentence"
BLOCK_ROUTE: Final = "route"
BLOCK_NAMED: Final = "named"
BLOCK_MEDIUM: Final = "medium"
BLOCK_LANGUAGE: Final = "language"
BLOCK_CUSTOMER: Final = "customer"
BLOCK_AFTERWARDS: Final = "afterwards"
FIELD: Final = "value"
LIVE: Final = "live"
TELL: Final = "tell"
NEVER: Final = "never"
TYPED_MAX: Final = 3_000
"""What the reference field takes, so that a long paste gets our sentence and not Slack's."""


@dataclass(frozen=True, slots=True)
class FormState:
    """What the modal carries: whether the optional fields are shown, whether it is a practice."""

    more: bool = False
    practice: bool = False

    def dump(self) -> str:
        """As private_metadata."""
        return json.dumps({"m": self.more, "p": self.practice}, separators=(",", ":"))

    @staticmethod
    def load(raw: str) -> "FormState":
        """From private_metadata; a forged or broken one counts as the plain form."""
        try:
            data = json.loads(raw or "{}")
            return FormState(bool(data.get("m")), bool(data.get("p")))
        except (ValueError, AttributeError):
            return FormState()


@dataclass(frozen=True, slots=True)
class Form:
    """What a person has chosen and typed so far."""

    ground: Ground | None = None
    reference: str = ""
    live: bool = False
    sentence: str = ""
    route: Route = Route.FIRST_AVAILABLE
    named: str | None = None
    medium: Medium | None = None
    language: str | None = None
    customer: str = ""
    tell_ending: bool = True
    never_route: bool = False


def form(form: Form, state: FormState, pledge: Pledge, safety_contact: str) -> b.Block:
    """The modal. Block and action ids never change, so that what is typed survives."""
    content = [
        *([b.section(words.PRACTICE_BANNER)] if state.practice else []),
        _ground(form.ground),
        *_for_ground(form.ground, safety_contact),
        _reference(form),
        _live(form),
        *(_more(form) if state.more else [b.actions(b.button(words.MORE, ACTION_MORE))]),
        b.divider(),
        b.section(pledge_words.heading(pledge.version)),
        b.context(escape(pledge.text)),
    ]
    return b.modal(
        words.PRACTICE_TITLE if state.practice else words.MODAL_TITLE,
        content,
        callback=CALLBACK,
        close=words.CLOSE,
        submit=words.SUBMIT,
        metadata=state.dump(),
    )


def saying(title: str, *sentences: str) -> b.Block:
    """A modal that only says something."""
    content = [b.section(sentence) for sentence in sentences]
    return b.modal(title, content, callback="handoff_said", close=words.DONE)


def _ground(chosen: Ground | None) -> b.Block:
    options = {
        ground: b.option(text, ground.value, description)
        for ground, (text, description) in words.GROUND_OPTIONS.items()
    }
    initial = options[chosen] if chosen else None
    element = b.radio(ACTION_GROUND, list(options.values()), initial)
    return b.field(words.GROUND_LABEL, element, BLOCK_GROUND, dispatch=True)


def _for_ground(ground: Ground | None, safety_contact: str) -> list[b.Block]:
    if ground not in ALARMS:
        return []
    return [
        b.section(f"*{words.safety(safety_contact)}*", block_id="safety"),
        b.context(words.SHOW_ALARM),
    ]


def _reference(form: Form) -> b.Block:
    element = b.text_input(FIELD, initial=form.reference, max_length=TYPED_MAX)
    return b.field(words.REFERENCE_LABEL, element, BLOCK_REFERENCE, hint=words.REFERENCE_HINT)


def _live(form: Form) -> b.Block:
    option = b.option(words.LIVE_OPTION, LIVE)
    ticks = b.checkboxes(FIELD, [option], [option] if form.live else [])
    return b.field(words.LIVE_LABEL, ticks, BLOCK_LIVE, optional=True)


def _more(form: Form) -> list[b.Block]:
    sentence = b.text_input(FIELD, initial=form.sentence, max_length=SENTENCE_MAX, multiline=True)
    customer = b.text_input(FIELD, initial=form.customer, max_length=CUSTOMER_MAX)
    medium = form.medium.value if form.medium else None
    media = {medium.value: name for medium, name in words.MEDIA.items()}
    return [
        *who(form.route, form.named),
        b.field(
            words.SENTENCE_LABEL,
            sentence,
            BLOCK_SENTENCE,
            optional=True,
            hint=words.SENTENCE_HINT,
        ),
        choice(words.MEDIUM_LABEL, BLOCK_MEDIUM, media, medium),
        choice(words.LANGUAGE_LABEL, BLOCK_LANGUAGE, words.LANGUAGES, form.language),
        b.field(
            words.CUSTOMER_LABEL,
            customer,
            BLOCK_CUSTOMER,
            optional=True,
            hint=words.CUSTOMER_HINT,
        ),
        _afterwards(form),
    ]


def who(route: Route, named: str | None) -> list[b.Block]:
    """Whom to ask; the person's name only when one is wanted."""
    options = {route: b.option(text, route.value) for route, text in words.ROUTES.items()}
    element = b.radio(ACTION_ROUTE, list(options.values()), options[route])
    content = [b.field(words.ROUTE_LABEL, element, BLOCK_ROUTE, dispatch=True)]
    if route is Route.NAMED:
        person = b.user_select(FIELD, placeholder=words.CHOOSE, initial=named)
        hint = words.NAMED_HINT
        content.append(b.field(words.NAMED_LABEL, person, BLOCK_NAMED, optional=True, hint=hint))
    return content


def choice(
    label: str,
    block: str,
    options: Mapping[str, str],
    chosen: str | None,
) -> b.Block:
    """An optional choice out of a list."""
    made = {value: b.option(text, value) for value, text in options.items()}
    element = b.select(
        FIELD,
        list(made.values()),
        placeholder=words.CHOOSE,
        initial=made.get(chosen or ""),
    )
    return b.field(label, element, block, optional=True)


def _afterwards(form: Form) -> b.Block:
    options: Sequence[b.Element] = (
        b.option(words.TELL_OPTION, TELL),
        b.option(words.NEVER_OPTION, NEVER),
    )
    wanted = (form.tell_ending, form.never_route)
    ticked = [option for option, on in zip(options, wanted, strict=True) if on]
    ticks = b.checkboxes(FIELD, options, ticked)
    return b.field(words.AFTERWARDS_LABEL, ticks, BLOCK_AFTERWARDS, optional=True)
