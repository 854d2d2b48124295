from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.delivery import (
    MAX_ATTEMPTS,
    Accepted,
    Action,
    NotAccepted,
    Outgoing,
    Purpose,
    Rejected,
    Unclear,
    Unreadable,
)
from bot.outbox import Courier
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import FakeChannel, ManualClock


def outgoing(key: str, channel: str = "C1", **more: object) -> Outgoing:
    values: dict[str, object] = {
        "team": "T1",
        "key": key,
        "action": Action.POST,
        "purpose": Purpose.KUDOS,
        "channel": channel,
        "body": {"text": "a good word"},
    }
    return Outgoing(**(values | more))  # type: ignore[arg-type]


def put(units: SqlUnitsOfWork, *items: Outgoing) -> None:
    with units() as uow:
        for item in items:
            uow.outbox.put(item)
        uow.commit()


def carry(units: SqlUnitsOfWork, channel: FakeChannel, clock: ManualClock, rounds: int = 1) -> None:
    courier = Courier(units, channel, clock)
    with ThreadPoolExecutor(1) as pool:
        for _ in range(rounds):
            courier.carry(pool)
            clock.advance(1)


def state(sessions: sessionmaker[Session], key: str) -> tuple[str, str | None]:
    with sessions() as session:
        row = session.execute(
            text("SELECT state, problem FROM outbox WHERE key = :key"),
            {"key": key},
        ).one()
    return row[0], row[1]


def test_asking_twice_under_one_key_posts_once(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    """A submit that Slack repeats must not become two kudos."""
    put(units, outgoing("k"), outgoing("k"))
    put(units, outgoing("k"))
    channel = FakeChannel()
    carry(units, channel, clock, rounds=3)
    assert channel.calls == ["k"]


def test_a_channel_gets_one_message_a_second_and_in_order(
    units: SqlUnitsOfWork,
    clock: ManualClock,
) -> None:
    """Slack asks for about one a second; order is what readers expect."""
    put(units, *(outgoing(f"k{n}") for n in range(4)))
    channel = FakeChannel()
    carry(units, channel, clock)
    assert channel.calls == ["k0"]
    carry(units, channel, clock, rounds=4)
    assert channel.calls == ["k0", "k1", "k2", "k3"]


def test_channels_do_not_wait_for_each_other(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    """A busy channel must not hold up a handoff elsewhere."""
    put(units, outgoing("a1", "C1"), outgoing("a2", "C1"), outgoing("b1", "C2"))
    channel = FakeChannel()
    carry(units, channel, clock)
    assert sorted(channel.calls) == ["a1", "b1"]


def test_the_body_is_sealed_while_waiting_and_erased_once_delivered(
    units: SqlUnitsOfWork,
    sessions: sessionmaker[Session],
    clock: ManualClock,
) -> None:
    """What was posted stands in Slack; the outbox keeps no copy, and never a readable one."""
    put(units, outgoing("k"))
    with sessions() as session:
        waiting = session.execute(text("SELECT body FROM outbox")).scalar_one()
    assert b"good word" not in waiting
    carry(units, FakeChannel(), clock)
    with sessions() as session:
        assert session.execute(text("SELECT body FROM outbox")).scalar_one() is None


def test_rate_limiting_is_obeyed_to_the_second(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    """Slack's Retry-After holds the whole channel, not only the one message."""
    channel = FakeChannel(answers=[NotAccepted("ratelimited", timedelta(seconds=30))])
    put(units, outgoing("k1"), outgoing("k2"))
    carry(units, channel, clock, rounds=29)
    assert channel.calls == ["k1"]
    carry(units, channel, clock, rounds=4)
    assert sorted(channel.calls[1:]) == ["k1", "k2"]


def test_an_unclear_answer_is_looked_up_before_it_is_sent_again(
    units: SqlUnitsOfWork,
    clock: ManualClock,
) -> None:
    """Posted, but the answer was lost: the message must not appear twice."""
    channel = FakeChannel(answers=[Unclear("timeout")])
    put(units, outgoing("k"))
    carry(units, channel, clock)
    with units() as uow:
        claimed = uow.outbox.claim(clock.now() + timedelta(minutes=2), 1)[0]
    channel.shown["9.0"] = claimed.mark
    carry(units, channel, clock, rounds=59)
    assert channel.calls == ["k"]
    carry(units, channel, clock, rounds=5)
    assert channel.calls == ["k"]
    with units() as uow:
        assert uow.outbox.place_of("T1", "k") == ("C1", "9.0")


def test_an_unclear_answer_that_was_not_posted_is_sent_again(
    units: SqlUnitsOfWork,
    clock: ManualClock,
) -> None:
    """Not there after a minute: it was never posted, so it is posted now."""
    channel = FakeChannel(answers=[Unclear("timeout")])
    put(units, outgoing("k"))
    carry(units, channel, clock, rounds=62)
    assert channel.calls == ["k", "k"]
    assert len(channel.shown) == 1


def test_a_kudos_waits_for_a_human_where_the_channel_cannot_be_read(
    units: SqlUnitsOfWork,
    sessions: sessionmaker[Session],
    clock: ManualClock,
) -> None:
    """Better late than twice."""
    channel = FakeChannel(answers=[Unclear("timeout")], searches=[Unreadable("missing_scope")])
    put(units, outgoing("k"))
    carry(units, channel, clock, rounds=62)
    assert channel.calls == ["k"]
    assert state(sessions, "k") == ("dead", "unsure:missing_scope")


def test_a_handoff_is_sent_again_where_the_channel_cannot_be_read(
    units: SqlUnitsOfWork,
    clock: ManualClock,
) -> None:
    """Losing a handoff is worse than doubling one."""
    channel = FakeChannel(answers=[Unclear("timeout")], searches=[Unreadable("missing_scope")])
    put(units, outgoing("k", purpose=Purpose.HANDOFF))
    carry(units, channel, clock, rounds=62)
    assert channel.calls == ["k", "k"]


def test_a_courier_that_lost_its_lease_cannot_settle(
    units: SqlUnitsOfWork,
    clock: ManualClock,
) -> None:
    """A process that was frozen for a minute must not overwrite what another found out."""
    put(units, outgoing("k"))
    with units() as uow:
        stale = uow.outbox.claim(clock.now(), 1)[0]
        uow.commit()
    clock.advance(61)
    with units() as uow:
        fresh = uow.outbox.claim(clock.now(), 1)[0]
        uow.commit()
    assert fresh.doubtful
    with units() as uow:
        assert not uow.outbox.settle(stale, Accepted("C1", "1.0"), clock.now())
        assert uow.outbox.settle(fresh, Accepted("C1", "2.0"), clock.now())
        uow.commit()


def test_a_rejected_message_is_kept_for_a_human(
    units: SqlUnitsOfWork,
    sessions: sessionmaker[Session],
    clock: ManualClock,
) -> None:
    """A channel that was archived will not open by asking again."""
    put(units, outgoing("k"))
    carry(units, FakeChannel(answers=[Rejected("is_archived")]), clock, rounds=100)
    assert state(sessions, "k") == ("dead", "is_archived")


def test_refusals_to_connect_are_retried_until_a_human_is_asked(
    units: SqlUnitsOfWork,
    sessions: sessionmaker[Session],
    clock: ManualClock,
) -> None:
    """Nothing is dropped silently, and nothing is hammered for ever."""
    channel = FakeChannel(answers=[NotAccepted("refused")] * MAX_ATTEMPTS)
    put(units, outgoing("k"))
    for _ in range(MAX_ATTEMPTS):
        carry(units, channel, clock)
        clock.advance(3_600)
    assert len(channel.calls) == MAX_ATTEMPTS
    assert state(sessions, "k") == ("dead", "refused")


def test_a_retraction_waits_for_its_post_and_then_deletes_it(
    units: SqlUnitsOfWork,
    clock: ManualClock,
) -> None:
    """Taking back what is just being posted must not lose the race."""
    channel = FakeChannel(answers=[NotAccepted("refused")])
    put(units, outgoing("k"), outgoing("k:delete", action=Action.DELETE, target="k"))
    carry(units, channel, clock, rounds=2)
    assert channel.calls == ["k"]
    carry(units, channel, clock, rounds=5)
    assert channel.calls == ["k", "k", "k:delete"]


def test_a_retraction_of_what_was_never_posted_is_done_at_once(
    units: SqlUnitsOfWork,
    sessions: sessionmaker[Session],
    clock: ManualClock,
) -> None:
    """Slack is not asked to delete what is not there."""
    channel = FakeChannel(answers=[Rejected("is_archived")])
    put(units, outgoing("k"), outgoing("k:delete", action=Action.DELETE, target="k"))
    carry(units, channel, clock, rounds=3)
    assert channel.calls == ["k"]
    assert state(sessions, "k:delete")[0] == "dropped"


def test_what_is_withdrawn_before_it_was_sent_is_never_sent(
    units: SqlUnitsOfWork,
    clock: ManualClock,
) -> None:
    """And what may have been sent cannot be withdrawn, only deleted."""
    put(units, outgoing("k"))
    with units() as uow:
        assert uow.outbox.withdraw("T1", "k")
        uow.commit()
    channel = FakeChannel()
    carry(units, channel, clock, rounds=3)
    assert channel.calls == []
    with units() as uow:
        assert not uow.outbox.withdraw("T1", "k")


def test_an_update_that_was_overtaken_is_never_sent_again(
    units: SqlUnitsOfWork, sessions: sessionmaker[Session], clock: ManualClock
) -> None:
    """Else a repeated update would show again what somebody has hidden since."""
    channel = FakeChannel()
    put(units, outgoing("post"))
    carry(units, channel, clock)
    channel.answers = [Unclear("timeout")]
    put(units, outgoing("post:update:1", action=Action.UPDATE, target="post"))
    carry(units, channel, clock)
    put(units, outgoing("post:update:2", action=Action.UPDATE, target="post"))
    for _ in range(3):
        clock.advance(120)
        carry(units, channel, clock)
    assert channel.calls.count("post:update:1") == 1
    assert channel.calls[-1] == "post:update:2"
    assert state(sessions, "post:update:1")[0] == "dropped"


def test_a_courier_that_is_asked_to_stop_hands_back_what_it_has_not_begun(
    units: SqlUnitsOfWork,
    clock: ManualClock,
) -> None:
    """A restart must not hold up a message for the minute that a crash does."""
    put(units, outgoing("k"))
    channel = FakeChannel()
    stopping = Courier(units, channel, clock)
    stopping.stop()
    with ThreadPoolExecutor(1) as pool:
        assert stopping.carry(pool) == 1
    assert channel.calls == []
    clock.advance(1)
    carry(units, channel, clock)
    assert channel.calls == ["k"]
