"""*Not delivered*: for admins, in App Home; and the two letters about it."""

from collections.abc import Sequence
from typing import Final

from bot.domain.dead_letters import DeadCall, DeadLetter
from bot.views import blocks as b
from bot.wording import dead_letters as words

Body = dict[str, object]

ACTION_AGAIN: Final = "dead_letter_again"
ACTION_DROP: Final = "dead_letter_drop"
ACTION_CALL_AGAIN: Final = "dead_call_again"
ACTION_CALL_DROP: Final = "dead_call_drop"
ACTION_MUTE: Final = "dead_letters_mute"
ACTION_UNMUTE: Final = "dead_letters_unmute"


def section(
    letters: Sequence[DeadLetter],
    more: int,
    calls: Sequence[DeadCall] = (),
    *,
    muted: bool,
) -> list[b.Block]:
    """What waits for a decision; one line where nothing does."""
    lines: list[b.Block] = [b.section(words.HEADING)]
    for call in calls:
        lines += [b.section(words.call(call)), _call_buttons(call)]
    for letter in letters:
        lines += [b.section(words.letter(letter)), _buttons(letter)]
    if more > 0:
        lines.append(b.context(words.more(more)))
    if not letters and not calls:
        lines.append(b.context(words.NOTHING))
    return [*lines, b.actions(_tell_button(muted=muted), block_id="dead_letters")]


def notice() -> Body:
    """To an admin, when the first one appears."""
    return {
        "text": words.NOTICE,
        "blocks": [
            b.section(words.NOTICE),
            b.actions(b.button(words.MUTE, ACTION_MUTE)),
        ],
    }


def given_up() -> Body:
    """To the person whose kudos an admin dropped."""
    return {"text": words.GIVEN_UP, "blocks": [b.section(words.GIVEN_UP)]}


def _buttons(letter: DeadLetter) -> b.Block:
    value = str(letter.id)
    drop = b.button(
        words.DROP,
        ACTION_DROP,
        value=value,
        confirm=b.confirm(words.DROP_TITLE, words.DROP_TEXT, words.DROP_YES, words.DROP_NO),
    )
    again = b.button(words.AGAIN, ACTION_AGAIN, value=value)
    return b.actions(again, drop, block_id=f"dead_letter:{value}")


def _call_buttons(call: DeadCall) -> b.Block:
    value = str(call.id)
    drop = b.button(
        words.DROP,
        ACTION_CALL_DROP,
        value=value,
        confirm=b.confirm(words.DROP_TITLE, words.DROP_CALL_TEXT, words.DROP_YES, words.DROP_NO),
    )
    again = b.button(words.AGAIN, ACTION_CALL_AGAIN, value=value)
    return b.actions(again, drop, block_id=f"dead_call:{value}")


def _tell_button(*, muted: bool) -> b.Element:
    if muted:
        return b.button(words.UNMUTE, ACTION_UNMUTE)
    return b.button(words.MUTE, ACTION_MUTE)
