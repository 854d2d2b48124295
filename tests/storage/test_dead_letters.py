from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session, sessionmaker

from bot.domain.dead_letters import NOTICE_KEY, DeadLetter
from bot.domain.delivery import Absent, Action, Purpose, Rejected, Unclear, Unreadable
from bot.ports_operations import Renewed
from storage.dead_letters import waiting_query
from storage.session import is_sqlite
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import START, FakeChannel, ManualClock
from tests.storage.test_outbox import carry, outgoing, put, state

Sessions = sessionmaker[Session]


def die(
    units: SqlUnitsOfWork, clock: ManualClock, key: str, why: str = "is_archived", **more: object
) -> DeadLetter:
    """A delivery that Slack refuses for good."""
    put(units, outgoing(key, **more))  # type: ignore[arg-type]
    carry(units, FakeChannel(answers=[Rejected(why)]), clock, rounds=2)
    return next(one for one in waiting(units) if one.key == key)


def waiting(units: SqlUnitsOfWork, team: str = "T1") -> list[DeadLetter]:
    with units() as uow:
        return list(uow.dead_letters.waiting(team, 99))


def again(
    units: SqlUnitsOfWork, clock: ManualClock, letter: DeadLetter, renewed: Renewed | None = None
) -> bool:
    with units() as uow:
        done = uow.dead_letters.again(letter, clock.now(), renewed)
        uow.commit()
    return done


def test_what_died_is_listed_with_when_and_why(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    """The admin needs the moment and the reason, and only of the own workspace."""
    letter = die(units, clock, "k1")
    assert (letter.why, letter.at, letter.channel) == ("is_archived", START, "C1")
    assert waiting(units, "T2") == []


def test_a_letter_about_the_list_is_no_entry_in_it(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """With the token gone the notice dies as well: it would only be listed beside its reason."""
    die(units, clock, "k1")
    put(units, outgoing(f"{NOTICE_KEY}1:U1", channel="U1", purpose=Purpose.NOTICE))
    carry(units, FakeChannel(answers=[Rejected("token_revoked")]), clock)
    assert [one.key for one in waiting(units)] == ["k1"]
    with units() as uow:
        assert uow.dead_letters.count("T1") == 1


def test_sent_again_it_is_posted_once_however_often_it_is_pressed(
    units: SqlUnitsOfWork, clock: ManualClock, sessions: Sessions
) -> None:
    """Two admins press; the second press changes nothing."""
    letter = die(units, clock, "k1")
    assert again(units, clock, letter)
    assert not again(units, clock, letter)
    channel = FakeChannel()
    carry(units, channel, clock, rounds=3)
    assert not again(units, clock, letter)
    carry(units, channel, clock, rounds=3)
    assert channel.calls == ["k1"]
    assert state(sessions, "k1") == ("sent", None)


def test_what_may_stand_already_is_looked_for_before_it_is_sent_again(
    units: SqlUnitsOfWork, clock: ManualClock, sessions: Sessions
) -> None:
    """The answer was lost and the channel could not be read: it was there all along."""
    put(units, outgoing("k1"))
    channel = FakeChannel(answers=[Unclear("connection")], searches=[Unreadable("is_archived")])
    carry(units, channel, clock)
    clock.advance(61)
    carry(units, channel, clock)
    [letter] = waiting(units)
    assert letter.may_stand
    with sessions() as session:
        mark = session.execute(text("SELECT mark FROM outbox")).scalar_one()
    channel.shown["9.0"] = mark
    again(units, clock, letter)
    carry(units, channel, clock, rounds=3)
    assert channel.calls == ["k1"]
    assert state(sessions, "k1") == ("sent", None)


@pytest.mark.parametrize("found", [Absent(), Unreadable("missing_scope")])
def test_a_human_overrules_a_doubt_that_cannot_be_cleared(
    units: SqlUnitsOfWork, clock: ManualClock, found: Absent | Unreadable
) -> None:
    """Who has looked in the channel knows more than we do."""
    letter = die(units, clock, "k1", why="unsure:missing_scope")
    again(units, clock, letter)
    channel = FakeChannel(searches=[found])
    carry(units, channel, clock, rounds=2)
    assert channel.calls == ["k1"]


def test_a_dropped_letter_leaves_no_body(
    units: SqlUnitsOfWork, clock: ManualClock, sessions: Sessions
) -> None:
    """What is not sent any more is not kept."""
    letter = die(units, clock, "k1")
    with units() as uow:
        assert uow.dead_letters.drop(letter)
        assert not uow.dead_letters.drop(letter)
        uow.commit()
    with sessions() as session:
        assert session.execute(text("SELECT body FROM outbox")).scalar_one() is None
    assert waiting(units) == []


def test_it_goes_where_and_says_what_is_right_now(
    units: SqlUnitsOfWork, clock: ManualClock, sessions: Sessions
) -> None:
    """The kudos channel was archived and another one chosen."""
    letter = die(units, clock, "k1")
    again(units, clock, letter, Renewed("C2", {"text": "better words"}))
    with units() as uow:
        [claimed] = uow.outbox.claim(clock.now() + timedelta(seconds=5), 9)
    assert (claimed.outgoing.channel, claimed.outgoing.body) == ("C2", {"text": "better words"})


HANDOFF = {"channel": "U1", "purpose": Purpose.HANDOFF}


def test_an_old_line_to_a_requester_is_outdated_by_a_newer_one(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """*Next step 18:50* must not arrive at 19:30."""
    old = die(units, clock, "handoff:a:told:1", **HANDOFF)
    put(units, outgoing("handoff:b:told:2", **HANDOFF), outgoing("handoff:a:remind:3", **HANDOFF))
    assert not outdated(units, old)
    put(units, outgoing("handoff:a:told:2", **HANDOFF))
    assert outdated(units, old)


def test_a_card_whose_offer_is_over_is_outdated(units: SqlUnitsOfWork, clock: ManualClock) -> None:
    """A card with *Take it* for a conversation that somebody else has."""
    card = die(units, clock, "handoff:a:offer:1:U1", **HANDOFF)
    assert not outdated(units, card)
    change = {**HANDOFF, "action": Action.UPDATE, "target": card.key}
    put(units, outgoing("handoff:a:offer:1:U1:v4", **change))
    assert outdated(units, card)


def outdated(units: SqlUnitsOfWork, letter: DeadLetter) -> bool:
    with units() as uow:
        return uow.dead_letters.is_outdated(letter)


def test_admins_are_told_once_until_nothing_waits(
    units: SqlUnitsOfWork, clock: ManualClock
) -> None:
    """Two processes tick at once; and the next trouble is told again."""
    die(units, clock, "k1")
    with units() as uow:
        assert uow.dead_letters.teams() == {"T1"}
        assert uow.dead_letters.begin_telling("T1", clock.now())
        assert not uow.dead_letters.begin_telling("T1", clock.now())
        uow.dead_letters.end_telling("T1")
        assert uow.dead_letters.begin_telling("T1", clock.now())


def test_an_index_over_dead_rows_alone_carries_the_list(
    sessions: Sessions, database_url: str
) -> None:
    """Among millions of delivered rows App Home must not walk them all."""
    with sessions() as session:
        if is_sqlite(database_url):
            explain = "EXPLAIN QUERY PLAN"
        else:
            session.execute(text("SET enable_seqscan = off"))
            explain = "EXPLAIN"
        bind = session.get_bind()
        query = str(
            waiting_query("T1").compile(bind, compile_kwargs={"literal_binds": True})
        ).replace("%%", "%")
        rows = session.execute(text(f"{explain} {query}".replace(":", r"\:"))).all()
    assert "ix_outbox_dead" in " ".join(str(row[-1]) for row in rows)
