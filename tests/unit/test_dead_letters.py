from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.dead_letters import Cause, DeadLetter
from bot.domain.delivery import Action, Purpose
from bot.wording import dead_letters as words

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def letter(why: str, purpose: Purpose = Purpose.KUDOS, **more: object) -> DeadLetter:
    values: dict[str, object] = {
        "id": 1,
        "team": "T1",
        "key": "k",
        "action": Action.POST,
        "purpose": purpose,
        "channel": "C1",
        "why": why,
        "at": NOON,
    }
    return DeadLetter(**(values | more))  # type: ignore[arg-type]


@given(
    why=st.sampled_from(["user_disabled", "cannot_dm_bot", "unsure:user_not_found", "no_such"]),
    person=st.from_regex(r"U[A-Z0-9]{8}", fullmatch=True),
    action=st.sampled_from(Action),
    key=st.sampled_from(["handoff:a:told:1", "handoff:a:offer:1:U1", "handoff:a:aftercare"]),
)
def test_of_a_handoffs_step_nobody_can_tell_whose_it_was(
    why: str, person: str, action: Action, key: str
) -> None:
    """A disabled account, a time of day or the kind of step would name the requester."""
    one = letter(why, Purpose.HANDOFF, channel=person, key=key, action=action)
    another = letter("refused_somehow", Purpose.HANDOFF, channel="U0ELSE", key="handoff:b:told:9")
    assert words.letter(one) == words.letter(another)


def test_of_a_handoffs_step_only_the_day_is_shown() -> None:
    """Slack would turn a date with {time} in it into an hour."""
    assert "{time}" not in words.letter(letter("token_revoked", Purpose.HANDOFF))
    assert "{time}" in words.letter(letter("token_revoked"))


def test_what_everybody_can_mend_is_said_of_a_handoff_too() -> None:
    """A revoked token is no secret about anybody."""
    for why in ("token_revoked", "unsure:token_revoked"):
        assert letter(why, Purpose.HANDOFF).cause is Cause.TOKEN


def test_every_cause_has_a_sentence_and_a_next_step() -> None:
    """Why in plain words."""
    assert set(words.CAUSES) == set(Cause)


def test_a_letter_names_kind_place_and_moment() -> None:
    """What an admin sees of a kudos."""
    said = words.letter(letter("is_archived"))
    assert said.startswith("A kudos for <#C1>, <!date^")
    assert said.endswith("The channel is archived. Unarchive it, or choose another in Settings.")
    assert "<@" not in words.letter(letter("user_disabled", Purpose.NOTICE, channel="U1"))
    assert letter("is_archived", at=NOON + timedelta(hours=1)).at.hour == 13
