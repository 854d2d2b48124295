"""The modal in which an admin sets digest and report."""

from typing import Final

from bot.domain.digest_settings import LENGTH_MAX, DigestSettings
from bot.views import blocks as b
from bot.wording import digest as words

CALLBACK: Final = "digest_settings"
FIELD: Final = "value"
WEEKLY: Final = "weekly"
DAY: Final = "day"
TIME: Final = "time"
CHANNEL: Final = "channel"
LENGTH: Final = "length"
EDITOR: Final = "editor"
DEPUTY: Final = "deputy"


def modal(settings: DigestSettings, zone: str) -> b.Block:
    """All of it on one page."""
    on = b.option(words.WEEKLY_OPTION, WEEKLY)
    days = [b.option(name, str(number)) for number, name in enumerate(words.WEEKDAYS)]
    lengths = [b.option(str(number), str(number)) for number in range(1, LENGTH_MAX + 1)]
    day = b.select(FIELD, days, placeholder=words.CHOOSE_DAY, initial=days[settings.weekday])
    length = b.select(
        FIELD, lengths, placeholder=words.LENGTH_LABEL, initial=lengths[settings.length - 1]
    )
    channel = b.channel_select(
        FIELD, placeholder=words.CHANNEL_PLACEHOLDER, initial=settings.channel
    )
    weekly = b.checkboxes(FIELD, [on], [on] if settings.weekly else [])
    time = b.time_picker(FIELD, initial=f"{settings.at:%H:%M}")
    return b.modal(
        words.SETTINGS_TITLE,
        [
            b.field(words.WEEKLY_LABEL, weekly, WEEKLY, optional=True),
            b.field(words.DAY_LABEL, day, DAY),
            b.field(words.TIME_LABEL, time, TIME, hint=words.time_hint(zone)),
            b.field(words.CHANNEL_LABEL, channel, CHANNEL, optional=True, hint=words.CHANNEL_HINT),
            b.context(words.SETTINGS_INTRO),
            b.field(words.LENGTH_LABEL, length, LENGTH),
            _person(words.EDITOR_LABEL, EDITOR, settings.editor, words.EDITOR_HINT),
            _person(words.DEPUTY_LABEL, DEPUTY, settings.deputy, words.DEPUTY_HINT),
        ],
        callback=CALLBACK,
        close=words.CLOSE,
        submit=words.SAVE,
    )


def _person(label: str, block: str, initial: str | None, hint: str) -> b.Block:
    element = b.user_select(FIELD, placeholder=words.PERSON_PLACEHOLDER, initial=initial)
    return b.field(label, element, block, optional=True, hint=hint)
