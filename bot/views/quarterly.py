"""The two questions, and what their buttons mean."""

from typing import Any, Final

from bot.domain.quarterly import Quarter, Question, Reply, may_answer
from bot.views import blocks as b
from bot.wording import patterns as words

ACTION_ANSWER: Final = "quarterly_answer"
ACTION_STOP: Final = "quarterly_stop"
REPLIES: Final = {Reply.YES: words.YES, Reply.NO: words.NO, Reply.NOT_USED: words.NOT_USED}


def questions(quarter: Quarter) -> dict[str, Any]:
    """The message: the same for everybody."""
    blocks = [b.section(words.ASK_INTRO)]
    for question in Question:
        buttons = [
            b.button(
                text,
                f"{ACTION_ANSWER}:{question.value}:{reply.value}",
                value=f"{quarter.key}:{question.value}:{reply.value}",
            )
            for reply, text in REPLIES.items()
            if may_answer(question, reply)
        ]
        blocks += [b.section(words.ASKED[question]), b.actions(*buttons, block_id=question.value)]
    stop = b.button(words.STOP, ACTION_STOP)
    blocks.append(b.actions(stop, block_id=ACTION_STOP))
    return {"text": words.ASK_INTRO, "blocks": blocks}


def actions() -> tuple[str, ...]:
    """Ids of all answer buttons; each is unique in its message, as Slack wants it."""
    return tuple(
        f"{ACTION_ANSWER}:{question.value}:{reply.value}"
        for question in Question
        for reply in Reply
        if may_answer(question, reply)
    )


def parse(value: str) -> tuple[Quarter, Question, Reply] | None:
    """What a button's value says; None for anything else."""
    parts = value.split(":")
    quarter = Quarter.parse(parts[0])
    known = len(parts) == 3 and parts[1] in set(Question) and parts[2] in set(Reply)  # noqa: PLR2004 - quarter, question, reply
    if quarter is None or not known:
        return None
    return quarter, Question(parts[1]), Reply(parts[2])
