"""What nobody asked for is looked at again right before it is sent; answers always arrive."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta

import pytest

from bot.domain.delivery import Accepted, Action, Claimed, Outcome, Outgoing, Purpose, Search
from bot.domain.kudos import Credits, Kudos, KudosState
from bot.domain.receivers import UNTIL_RESUMED, Receiver
from bot.domain.redacted import Redacted
from bot.domain.unasked import PASSES, Peace, Unasked, until
from bot.outbox import Courier
from bot.services.unasked import UnaskedRecheck
from bot.wording import unasked as words
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import FakeChannel, ManualClock

TEAM = "T1"
LETTERS = frozenset({Unasked.CREDITED, Unasked.ASKED_FIRST})


def person(kind: Unasked | None) -> str:
    """Nobody is credited and asked first at once."""
    return "U2" if kind is Unasked.ASKED_FIRST else "U1"


@dataclass
class Post:
    """Carries everything to a Slack that keeps what it was given."""

    units: SqlUnitsOfWork
    clock: ManualClock
    sent: list[Outgoing] = field(default_factory=list)
    passed_on: list[tuple[str, str, str]] = field(default_factory=list)

    def deliver(self, claimed: Claimed) -> Outcome:
        self.sent.append(claimed.outgoing)
        return Accepted("D1", f"{len(self.sent)}.0")

    def search(self, claimed: Claimed) -> Search:
        return FakeChannel().search(claimed)

    def carry(self) -> list[Outgoing]:
        """Serve a minute of the outbox; what was sent in it."""
        before = len(self.sent)
        recheck = UnaskedRecheck(self.units, lambda *who: self.passed_on.append(who), self.clock)
        courier = Courier(self.units, self, self.clock, recheck)
        with ThreadPoolExecutor(1) as pool:
            for _ in range(30):
                courier.carry(pool)
                self.clock.advance(2)
        return self.sent[before:]

    def put(self, kind: Unasked | None, number: int = 1) -> str:
        name = f"k{number}" if kind in LETTERS else f"x{number}"
        key = f"kudos:{name}:{kind}:U1"
        user = person(kind)
        body = {} if kind in LETTERS else {"text": "Hello", "blocks": []}
        with self.units() as uow:
            uow.outbox.put(
                Outgoing(TEAM, key, Action.POST, Purpose.NOTICE, user, body, unasked=kind)
            )
            uow.commit()
        return key

    def silence(self, kind: Unasked, peace: Peace) -> None:
        end = until(peace, self.clock.now(), "Europe/Lisbon")
        with self.units() as uow:
            if kind is Unasked.HANDOFF_OFFERS:
                uow.receivers.save(Receiver(TEAM, "U1", muted_until=end))
            uow.silences.keep(TEAM, person(kind), kind, end)
            uow.commit()

    def kudos(self) -> None:
        one = Kudos(
            id="k1",
            team=TEAM,
            request="r1",
            sharer="U9",
            sharer_named=True,
            text=Redacted("You saved our launch."),
            note=None,
            credits=Credits(("U1",), asked=("U2",)),
            source=None,
            channel="C1",
            state=KudosState.SHARED,
            created_at=self.clock.now(),
        )
        with self.units() as uow:
            uow.kudos.add(one)
            uow.commit()


@pytest.fixture
def post(units: SqlUnitsOfWork, clock: ManualClock) -> Post:
    made = Post(units, clock)
    made.kudos()
    return made


def test_every_kind_comes_with_its_reason_and_the_way_to_stop_it(post: Post) -> None:
    """Whoever is interrupted learns why, and how it ends."""
    for kind in Unasked:
        post.put(kind)
    sent = {one.unasked: one for one in post.carry()}
    assert set(sent) == set(Unasked)
    for kind, one in sent.items():
        assert kind is not None
        assert one.body["blocks"][-1]["elements"][0]["text"] == words.WHY[kind]
        assert words.HEADING in words.WHY[kind]


def test_what_is_muted_after_it_was_written_is_not_sent_for_any_kind(post: Post) -> None:
    """The mute holds from the moment it is chosen; nothing is kept for later either."""
    for kind in Unasked:
        post.put(kind)
        post.silence(kind, Peace.ALWAYS)
    assert post.carry() == []
    post.clock.advance(timedelta(days=400).total_seconds())
    assert post.carry() == []
    assert [who[1] for who in post.passed_on] == ["U1"]


def test_a_snooze_keeps_back_what_is_still_true_afterwards(post: Post) -> None:
    """An hour of peace does not lose the monthly draft; a reminder would come too late."""
    kinds = [kind for kind in Unasked if kind is not Unasked.HANDOFF_OFFERS]
    for kind in kinds:
        post.put(kind)
        post.silence(kind, Peace.HOUR)
    assert post.carry() == []
    post.clock.advance(3_600)
    assert {one.unasked for one in post.carry()} == set(kinds) - PASSES


def test_an_answer_arrives_whatever_is_muted(post: Post) -> None:
    """Never silence for somebody who did something themselves."""
    for kind in Unasked:
        post.silence(kind, Peace.ALWAYS)
    post.put(None)
    assert [one.body for one in post.carry()] == [{"text": "Hello", "blocks": []}]


def test_one_kind_held_back_does_not_hold_the_answers_behind_it(post: Post) -> None:
    """A snoozed message lies in the same channel as the answers."""
    post.silence(Unasked.WORKSPACE, Peace.WEEK)
    post.put(Unasked.WORKSPACE)
    post.put(None, 2)
    assert [one.unasked for one in post.carry()] == [None]


def test_a_letter_held_back_shows_nothing_that_was_hidden_or_taken_back_since(post: Post) -> None:
    """A snooze must not bring back words that everybody else no longer sees."""
    post.silence(Unasked.CREDITED, Peace.HOUR)
    post.put(Unasked.CREDITED)
    post.carry()
    with post.units() as uow:
        kudos = uow.kudos.get(TEAM, "k1")
        assert kudos is not None
        uow.kudos.save(kudos.hide(Redacted("You saved [name]."), None, "U9", frozenset()))
        uow.commit()
    post.clock.advance(3_600)
    assert "You saved [name]." in repr(post.carry()[0].body)
    post.silence(Unasked.ASKED_FIRST, Peace.HOUR)
    post.put(Unasked.ASKED_FIRST)
    with post.units() as uow:
        taken = uow.kudos.get(TEAM, "k1")
        assert taken is not None
        uow.kudos.save(taken.take_back("U9", frozenset()))
        uow.commit()
    post.clock.advance(3_600)
    assert post.carry() == []


def test_a_choice_can_be_taken_back(post: Post) -> None:
    """On again is on again, and nobody else's choice is touched."""
    post.silence(Unasked.QUARTERLY, Peace.ALWAYS)
    with post.units() as uow:
        assert uow.silences.of(TEAM, "U1") == {Unasked.QUARTERLY: UNTIL_RESUMED}
        assert uow.silences.of(TEAM, "U2") == {}
        assert uow.silences.of("T2", "U1") == {}
    post.silence(Unasked.QUARTERLY, Peace.NONE)
    with post.units() as uow:
        assert uow.silences.of(TEAM, "U1") == {}
