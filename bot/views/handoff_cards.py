"""What people get in their direct messages about a handoff. No card ever quotes anybody."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from bot.domain.handoff import Answer, Handoff, Offer, Role, State
from bot.domain.handoff_settings import HandoffSettings
from bot.domain.reference import Reference
from bot.domain.slack_text import escape
from bot.views import blocks as b
from bot.wording import handoff as words

ACTION_TAKE: Final = "handoff_take"
ACTION_NOT_TODAY: Final = "handoff_not_today"
ACTION_CONFIRM: Final = "handoff_confirm"
ACTION_GIVE_BACK: Final = "handoff_give_back"
ACTION_ENDED: Final = "handoff_ended"
ACTION_TO_A_LEAD: Final = "handoff_to_a_lead"
ACTION_AFTERCARE: Final = "handoff_aftercare"
ACTION_TALK: Final = "handoff_talk"
ACTION_LATER: Final = "handoff_aftercare_later"

Body = Mapping[str, Any]


def mention(user: str) -> str:
    """A person, as Slack shows them."""
    return f"<@{user}>"


def link(reference: Reference) -> str:
    """A reference that can be pressed when it is a link."""
    text = escape(reference.text)
    return f"<{text.replace('|', '%7C')}>" if text.startswith(("http://", "https://")) else text


def message(handoff: Handoff | None, text: str, *blocks: b.Block) -> dict[str, Any]:
    """A message whose first block and fallback say the same; a practice is marked in both."""
    said = words.practice(text) if handoff is not None and handoff.drill else text
    return {
        "text": said,
        "blocks": [b.section(said), *blocks],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def offer(handoff: Handoff, asked: Offer, settings: HandoffSettings) -> dict[str, Any]:
    """*Take it · Not today*. The reference and the requester come only with claiming.

    For threat and danger leads, their deputies and the backup see the requester at once.
    """
    sees = handoff.alarm and asked.role is not Role.PEER and handoff.requester is not None
    requester = mention(handoff.requester or "") if sees else None
    return message(
        handoff,
        words.offer(handoff, settings.hours.zone, requester),
        *_sentence(handoff),
        b.actions(
            b.button(words.TAKE, ACTION_TAKE, value=handoff.id, style="primary"),
            b.button(words.NOT_TODAY, ACTION_NOT_TODAY, value=handoff.id),
        ),
    )


def blank(handoff: Handoff, was: Offer) -> dict[str, Any]:
    """What is left of a card somebody need no longer answer: nothing to learn from it."""
    return message(handoff, _why_over(handoff, was))


def full(
    handoff: Handoff, settings: HandoffSettings, now: datetime | None = None
) -> dict[str, Any]:
    """The taker's card: who, where, and what to press; now: where it stands in App Home."""
    if handoff.is_closed:
        return message(handoff, words.closed_card(handoff))
    wish = handoff.wish
    requester = mention(handoff.requester or "")
    lines = [
        words.from_whom(requester),
        words.where(link(wish.reference)) if wish.reference else None,
        words.REPEAT if handoff.repeat else None,
        words.never_route(requester) if wish.never_route else None,
        words.WITH_YOU if handoff.state is State.WITH_TAKER else words.MOVE_TICKET,
    ]
    return message(
        handoff,
        words.having(handoff, settings.hours.zone, now),
        *(b.section(line) for line in lines if line),
        *_sentence(handoff),
        b.actions(*_buttons(handoff)),
    )


def reminder(handoff: Handoff, now: datetime, settings: HandoffSettings) -> dict[str, Any]:
    """To a taker who has not said yet that it is with them."""
    confirm = b.button(words.CONFIRM, ACTION_CONFIRM, value=handoff.id, style="primary")
    give_back = b.button(words.GIVE_BACK, ACTION_GIVE_BACK, value=handoff.id)
    text = words.reminder(handoff, now, settings.hours.zone)
    return message(handoff, text, b.actions(confirm, give_back))


def aftercare(handoff: Handoff, settings: HandoffSettings) -> dict[str, Any] | None:
    """What the team has agreed, offered once; None when nothing is agreed."""
    minutes, person = settings.aftercare_minutes, settings.aftercare_person
    buttons = []
    if minutes:
        buttons.append(b.button(words.AFTERCARE_TAKE, ACTION_AFTERCARE, value=handoff.id))
    if person and person != handoff.requester:
        buttons.append(b.button(words.AFTERCARE_TALK, ACTION_TALK, value=handoff.id))
    if not buttons:
        return None
    buttons.append(b.button(words.AFTERCARE_NOT_NOW, ACTION_LATER, value=handoff.id))
    text = words.aftercare(minutes) if minutes else words.AFTERCARE_TALK_OFFER
    return message(handoff, text, b.actions(*buttons))


def _buttons(handoff: Handoff) -> list[b.Element]:
    with_taker = handoff.state is State.WITH_TAKER
    onward = (words.IT_ENDED, ACTION_ENDED) if with_taker else (words.CONFIRM, ACTION_CONFIRM)
    buttons = [
        b.button(*onward, value=handoff.id, style="primary"),
        b.button(words.GIVE_BACK, ACTION_GIVE_BACK, value=handoff.id),
    ]
    if handoff.repeat:
        buttons.append(b.button(words.TO_A_LEAD, ACTION_TO_A_LEAD, value=handoff.id))
    return buttons


def _sentence(handoff: Handoff) -> list[b.Block]:
    sentence = handoff.wish.sentence
    return [b.context(words.noted(escape(sentence.text)))] if sentence else []


def _why_over(handoff: Handoff, was: Offer) -> str:
    if was.answer is Answer.NOT_TODAY:
        return words.BLANK_NOT_TODAY
    if was.answer is Answer.GIVEN_BACK:
        return words.BLANK_GIVEN_BACK
    if was.answer is Answer.OVER and handoff.offer_to(was.user) != was:
        return words.BLANK_AGAIN
    if handoff.has_owner:
        return words.BLANK_TAKEN
    return words.BLANK_OFF
