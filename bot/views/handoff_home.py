"""Sections of App Home: my open requests, receiving, the lead's list, what admins set."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.handoff import Handoff, State
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.receivers import Receiver
from bot.views import blocks as b
from bot.views import handoff_cards as cards
from bot.wording import handoff as card_words
from bot.wording import handoff_home as words

ACTION_HAND_OVER: Final = "handoff_open"
ACTION_WITHDRAW: Final = "handoff_withdraw"
ACTION_REROUTE: Final = "handoff_change_route"
ACTION_OPT_IN: Final = "handoff_opt_in"
ACTION_OPT_OUT: Final = "handoff_opt_out"
ACTION_PAUSE: Final = "handoff_pause"
ACTION_RESUME: Final = "handoff_resume"
ACTION_PREFERENCES: Final = "handoff_preferences"
ACTION_LEAD_TAKE: Final = "handoff_lead_take"
ACTION_REASSIGN: Final = "handoff_open_reassign"
ACTION_CLOSE: Final = "handoff_open_close"
ACTION_PRACTISE: Final = "handoff_practise"
ACTION_SETTINGS: Final = "handoff_settings"
ACTION_TIMES: Final = "handoff_times"
ACTION_PLEDGE: Final = "handoff_pledge"
ACTION_FORGET: Final = "handoff_forget"
SHOWN_MAX: Final = 5
"""How many of one person's handoffs are listed; more than that nobody holds at once."""


def my_requests(open_ones: Sequence[Handoff], now: datetime, zone: str) -> list[b.Block]:
    """What happens next with each, and how to change it."""
    content = [
        b.header(words.MY_REQUESTS),
        b.actions(b.button(words.HAND_OVER, ACTION_HAND_OVER)),
    ]
    if not open_ones:
        return [*content, b.context(words.NONE_OPEN)]
    for handoff in open_ones[:SHOWN_MAX]:
        content.append(b.section(_line(handoff, _standing(handoff, now, zone), now, zone)))
        content.append(b.actions(*_request_buttons(handoff)))
    return content


def waiting(
    asked: Sequence[Handoff], held: Sequence[Handoff], settings: HandoffSettings, now: datetime
) -> list[b.Block]:
    """What this person is asked to take, and what is with them; nothing where nothing is."""
    content = []
    if asked:
        content += [b.section(words.ASKED), *_asked(asked, now, settings.hours.zone)]
    if held:
        content.append(b.section(words.YOURS))
        content.extend(block for one in held[:SHOWN_MAX] for block in _held(one, settings, now))
    return content


def receiving(receiver: Receiver, settings: HandoffSettings, now: datetime) -> list[b.Block]:
    """Opting in, and being left in peace."""
    may_mute = receiver.opted_in or receiver.user in settings.everyone
    unasked = words.RECEIVING_AS_LEAD if may_mute else words.RECEIVING_OFF
    status = words.RECEIVING_ON if receiver.opted_in else unasked
    muted = receiver.is_muted(now) and may_mute
    lines = [words.muted(receiver.muted_until, now, settings.hours.zone) if muted else status]
    if muted and settings.leads_something(receiver.user):
        lines.append(words.LEAD_MUTE)
    return [
        b.header(words.RECEIVING),
        b.section(" ".join(lines)),
        b.actions(*_receiver_buttons(receiver, muted=muted, may_mute=may_mute)),
    ]


def leads_list(
    open_ones: Sequence[Handoff],
    user: str,
    settings: HandoffSettings,
    now: datetime,
) -> list[b.Block]:
    """What is open in the workspace; the requester only for threat and danger."""
    zone = settings.hours.zone
    content = [
        b.header(words.LEADS_LIST),
        b.actions(
            b.button(words.PRACTISE, ACTION_PRACTISE),
            b.button(words.FORGET, ACTION_FORGET),
        ),
    ]
    if not open_ones:
        content.append(b.context(words.LEADS_NONE))
    for handoff in open_ones:
        standing = _standing(handoff, now, zone)
        if handoff.alarm and handoff.requester:
            standing = f"{card_words.from_whom(cards.mention(handoff.requester))} {standing}"
        content.append(b.section(_line(handoff, standing, now, zone)))
        content.append(b.actions(*_lead_buttons(handoff, user)))
    return content


def admin(settings: HandoffSettings) -> list[b.Block]:
    """What an admin sets."""
    return [
        b.header(words.SETTINGS),
        *([] if settings.enabled else [b.section(words.HANDOFFS_OFF)]),
        b.actions(
            b.button(words.SETTINGS, ACTION_SETTINGS),
            b.button(words.TIMES, ACTION_TIMES),
            b.button(words.PLEDGE, ACTION_PLEDGE),
        ),
    ]


def _line(handoff: Handoff, standing: str, now: datetime, zone: str) -> str:
    text = f"{_sentence(card_words.traits(handoff, zone, now))}. {standing}"
    return card_words.practice(text) if handoff.drill else text


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _standing(handoff: Handoff, now: datetime, zone: str) -> str:
    if handoff.state is State.OPEN:
        return card_words.waiting(handoff, now, zone)
    return words.with_whom(cards.mention(handoff.taker or ""))


def _request_buttons(handoff: Handoff) -> list[b.Element]:
    buttons = [b.button(card_words.WITHDRAW, ACTION_WITHDRAW, value=handoff.id)]
    if handoff.state is State.OPEN:
        buttons.append(b.button(card_words.REROUTE, ACTION_REROUTE, value=handoff.id))
    return buttons


def _receiver_buttons(receiver: Receiver, *, muted: bool, may_mute: bool) -> list[b.Element]:
    buttons = [
        b.button(words.OPT_OUT, ACTION_OPT_OUT)
        if receiver.opted_in
        else b.button(words.OPT_IN, ACTION_OPT_IN),
    ]
    if muted:
        buttons.append(b.button(words.RESUME, ACTION_RESUME))
    elif may_mute:
        pauses = (("day", words.PAUSE_DAY), ("week", words.PAUSE_WEEK), ("open", words.PAUSE_OPEN))
        buttons.extend(
            b.button(text, f"{ACTION_PAUSE}:{length}", value=length) for length, text in pauses
        )
    if receiver.opted_in:
        buttons.append(b.button(words.PREFERENCES, ACTION_PREFERENCES))
    return buttons


def _asked(asked: Sequence[Handoff], now: datetime, zone: str) -> list[b.Block]:
    content = []
    for handoff in asked[:SHOWN_MAX]:
        content.append(b.section(_line(handoff, "", now, zone).strip()))
        take = b.button(card_words.TAKE, cards.ACTION_TAKE, value=handoff.id)
        not_today = b.button(card_words.NOT_TODAY, cards.ACTION_NOT_TODAY, value=handoff.id)
        content.append(b.actions(take, not_today))
    return content


def _held(handoff: Handoff, settings: HandoffSettings, now: datetime) -> list[b.Block]:
    blocks = cards.full(handoff, settings, now)["blocks"]
    return list(blocks)


def _lead_buttons(handoff: Handoff, user: str) -> list[b.Element]:
    take = b.button(card_words.TAKE, ACTION_LEAD_TAKE, value=handoff.id)
    reassign = b.button(card_words.REASSIGN, ACTION_REASSIGN, value=handoff.id)
    close = b.button(card_words.CLOSE_IT, ACTION_CLOSE, value=handoff.id)
    if handoff.state is State.OPEN and handoff.requester != user:
        return [take, reassign, close]
    return [reassign, close]
