"""The settings modal."""

from collections.abc import Sequence
from typing import Final

from bot.domain.workspace import Mode, WorkspaceSettings
from bot.ports_sharing import UserGroup
from bot.views import blocks as b
from bot.wording import share as share_words
from bot.wording import workspace as words

CALLBACK: Final = "settings"
FIELD: Final = "value"
KUDOS_CHANNEL: Final = "kudos_channel"
INTAKE: Final = "intake_channels"
MODE: Final = "mode"
REACTION: Final = "reaction"
GROUP: Final = "support_group"
LEADS: Final = "leads"
LEADS_GROUP: Final = "leads_group"
ADMINS: Final = "admins"
ADMINS_GROUP: Final = "admins_group"
ZONE: Final = "time_zone"
KEPT: Final = "kept_terms"
HIDE: Final = "hide_terms"
UNHIDE: Final = "unhide_terms"
NO_GROUP: Final = "none"
ACTION_GROUP: Final = "settings_group"


def modal(settings: WorkspaceSettings, groups: Sequence[UserGroup]) -> b.Block:
    """All settings of sharing on one page; groups as Slack lists them."""
    return b.modal(
        words.TITLE,
        [
            *_channels(settings),
            *_doors(settings),
            *_people(settings, groups),
            *_words(settings),
        ],
        callback=CALLBACK,
        close=share_words.CLOSE,
        submit=words.SAVE,
    )


def _channels(settings: WorkspaceSettings) -> list[b.Block]:
    kudos = b.channel_select(
        FIELD, placeholder=words.CHOOSE_CHANNEL, initial=settings.kudos_channel
    )
    intake = b.channels_select(
        FIELD, placeholder=words.CHOOSE_CHANNELS, initial=settings.intake_channels
    )
    return [
        b.field(words.KUDOS_CHANNEL, kudos, KUDOS_CHANNEL, hint=words.KUDOS_CHANNEL_HINT),
        b.field(words.INTAKE, intake, INTAKE, optional=True, hint=words.INTAKE_HINT),
    ]


def _doors(settings: WorkspaceSettings) -> list[b.Block]:
    modes = {
        Mode.REVIEW: b.option(words.REVIEW, Mode.REVIEW.value, words.REVIEW_MORE),
        Mode.AUTOMATIC: b.option(words.AUTOMATIC, Mode.AUTOMATIC.value, words.AUTOMATIC_MORE),
    }
    mode = b.radio(FIELD, list(modes.values()), modes[settings.mode])
    reaction = b.text_input(FIELD, initial=settings.reaction, max_length=128)
    return [
        b.field(words.MODE, mode, MODE),
        b.field(words.REACTION, reaction, REACTION, optional=True, hint=words.REACTION_HINT),
    ]


def _people(settings: WorkspaceSettings, groups: Sequence[UserGroup]) -> list[b.Block]:
    leads = _persons(sorted(settings.leads))
    admins = _persons(sorted(settings.admins))
    roster = _group(groups, settings.support_group)
    zone = b.text_input(FIELD, initial=settings.time_zone, max_length=64)
    return [
        b.field(words.GROUP, roster, GROUP, hint=words.GROUP_HINT),
        b.field(words.LEADS, leads, LEADS, optional=True),
        b.field(words.LEADS_GROUP, _group(groups, settings.leads_group), LEADS_GROUP),
        b.field(words.ADMINS, admins, ADMINS, optional=True, hint=words.ADMINS_HINT),
        b.field(words.ADMINS_GROUP, _group(groups, settings.admins_group), ADMINS_GROUP),
        b.field(words.ZONE, zone, ZONE, hint=words.ZONE_HINT),
    ]


def _words(settings: WorkspaceSettings) -> list[b.Block]:
    kept = b.text_input(FIELD, initial=", ".join(settings.kept_terms), multiline=True)
    count = len(settings.hidden_terms)
    fields = [
        b.field(words.KEPT, kept, KEPT, optional=True, hint=words.KEPT_HINT),
        b.context(words.hidden_count(count)),
        b.field(
            words.HIDE_TERMS,
            b.text_input(FIELD),
            HIDE,
            optional=True,
            hint=words.HIDE_TERMS_HINT,
        ),
    ]
    if count:
        unhide = b.text_input(FIELD)
        fields.append(
            b.field(
                words.UNHIDE_TERMS, unhide, UNHIDE, optional=True, hint=words.UNHIDE_TERMS_HINT
            ),
        )
    return fields


def _persons(initial: Sequence[str]) -> b.Element:
    return b.users_select(FIELD, placeholder=words.CHOOSE_PEOPLE, initial=initial)


def _group(groups: Sequence[UserGroup], chosen: str | None) -> b.Element:
    """None, or one of the groups; where they are too many for a menu, one types to find it."""
    options = [b.option(words.NONE, NO_GROUP), *map(_option, groups)]
    initial = next((option for option in options if option["value"] == chosen), options[0])
    if len(options) > b.OPTIONS_MAX:
        return b.external_select(ACTION_GROUP, placeholder=words.FIND_GROUP, initial=initial)
    return b.select(ACTION_GROUP, options, placeholder=words.CHOOSE_GROUP, initial=initial)


def suggestions(groups: Sequence[UserGroup], typed: str) -> list[b.Element]:
    """What is offered to what was typed: None, then handles that begin so, then whatever has it."""
    wanted = typed.strip().removeprefix("@").casefold()
    fitting = [one for one in groups if wanted in f"{one.handle} {one.name}".casefold()]
    fitting.sort(key=lambda one: not one.handle.casefold().startswith(wanted))
    found = [b.option(words.NONE, NO_GROUP), *map(_option, fitting)]
    return found[: b.OPTIONS_MAX]


def _option(group: UserGroup) -> b.Element:
    return b.option(f"@{group.handle}", group.id)
