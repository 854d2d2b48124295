"""The rules of a handoff: who is asked, who has it, and that nobody waits in silence."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.domain import handoff_moves as moves
from bot.domain.escalation import Situation
from bot.domain.handoff import (
    Answer,
    Check,
    Ending,
    Ground,
    Handoff,
    PartedWays,
    Route,
    State,
    Step,
    Wish,
)
from bot.domain.handoff_moves import Happened
from bot.domain.handoff_settings import HandoffSettings, OnCall, problems
from bot.domain.receivers import Pool, Receiver, available
from bot.domain.reference import Reference, read_reference
from bot.domain.refusals import Reason, RefusedError
from bot.domain.windows import EPOCH, window_start
from bot.domain.working_time import WorkingHours, week_start

MONDAY_TEN = datetime(2026, 11, 23, 10, tzinfo=UTC)
SETTINGS = HandoffSettings(enabled=True, leads=("LENA", "MARA"), backup="BO")
PEERS = ("P1", "P2", "P3", "P4")


def situation(
    now: datetime = MONDAY_TEN,
    peers: tuple[str, ...] = PEERS,
    settings: HandoffSettings = SETTINGS,
    **pool: frozenset[str],
) -> Situation:
    return Situation(settings, Pool(peers, **pool), now)


def wish(ground: Ground = Ground.HARASSMENT, **more: object) -> Wish:
    return Wish(ground, Reference("4711"), **more)


def asked_for(wish_: Wish | None = None, at: Situation | None = None, who: str = "REQ") -> Handoff:
    at = at or situation()
    fresh = Handoff(
        id="h1",
        team="T",
        request="view:1",
        requester=who,
        wish=wish_ or wish(),
        pledge_version=1,
        created_at=at.now,
        state=State.OPEN,
        step=Step.PEERS,
        armed_at=at.now,
        told_at=at.now,
        due_at=at.now,
    )
    return moves.request(fresh, at).handoff


def later(minutes: float, **more: object) -> Situation:
    return situation(MONDAY_TEN + timedelta(minutes=minutes), **more)


def asked(handoff: Handoff) -> set[str]:
    return {offer.user for offer in handoff.asked}


def test_three_peers_are_asked_then_leads_then_the_backup_then_all_leads_again_and_again() -> None:
    """Peers 5 min, leads 5, backup 10, everyone each 15: the chain of the pledge."""
    handoff = asked_for()
    assert asked(handoff) == {"P1", "P2", "P3"}
    times = [(5, Step.LEADS), (10, Step.BACKUP), (20, Step.EVERYONE), (35, Step.EVERYONE)]
    for minutes, step in times:
        assert moves.due(handoff, later(minutes - 0.1)).handoff == handoff
        handoff = moves.due(handoff, later(minutes)).handoff
        assert handoff.step is step
    assert asked(handoff) == {"P1", "P2", "P3", "LENA", "MARA", "BO"}
    newest = {offer.user for offer in handoff.asked if offer.round == handoff.round}
    assert newest == {"LENA", "MARA", "BO"}


@pytest.mark.parametrize("ground", [Ground.THREAT, Ground.DANGER])
def test_threat_and_danger_reach_peers_leads_and_every_deputy_at_once(ground: Ground) -> None:
    """A mute and the working hours stand back when somebody may be hurt."""
    settings = replace(SETTINGS, deputies=(("LENA", "DEP1"), ("MARA", "DEP2")))
    night = MONDAY_TEN.replace(hour=3)
    at = situation(night, settings=settings, muted=frozenset({"LENA", "MARA"}))
    handoff = asked_for(wish(ground), at)
    assert asked(handoff) == {*PEERS, "LENA", "MARA", "DEP1", "DEP2"}
    assert handoff.due_at == night + timedelta(minutes=5)


def test_live_now_asks_peers_and_leads_at_once_but_respects_a_mute() -> None:
    """A chat cannot wait; a muted lead's deputy is asked instead."""
    settings = replace(SETTINGS, deputies=(("LENA", "DEP1"),))
    at = situation(settings=settings, muted=frozenset({"LENA"}))
    assert asked(asked_for(wish(live=True), at)) == {*PEERS, "DEP1", "MARA"}


def test_not_today_passes_on_at_once_and_the_requester_hears_nothing_of_it() -> None:
    """Nobody learns who said it, so nothing they see changes."""
    handoff = asked_for()
    after = moves.decline(handoff, "P1", situation())
    assert asked(after.handoff) == {"P2", "P3", "P4"}
    assert not after.told
    assert after.handoff.told_at == handoff.told_at


def test_when_all_say_not_today_the_leads_are_asked_at_once() -> None:
    """A tired pool: the truth comes within a minute, not after the wait."""
    handoff = asked_for()
    for peer in PEERS:
        move = moves.decline(handoff, peer, situation(peers=tuple(set(PEERS) - {peer})))
        handoff = move.handoff
        if handoff.step is Step.LEADS:
            break
    for peer in sorted(asked(handoff) & set(PEERS)):
        move = moves.decline(handoff, peer, situation(peers=()))
        handoff = move.handoff
    assert handoff.step is Step.LEADS
    assert asked(handoff) == {"LENA", "MARA"}
    assert move.told


def test_after_everybody_said_not_today_they_are_asked_again_only_a_turn_later() -> None:
    """A lead's *Not today* is not answered with the same question at once."""
    handoff = asked_for(at=situation(peers=()))
    for person in ("LENA", "MARA", "BO"):
        handoff = moves.decline(handoff, person, situation(peers=())).handoff
    assert (handoff.step, asked(handoff)) == (Step.EVERYONE, set())
    handoff = moves.due(handoff, later(15, peers=())).handoff
    assert asked(handoff) == {"LENA", "MARA", "BO"}


def test_one_wins_and_the_others_cards_are_over() -> None:
    """Two people never have the same conversation."""
    handoff = moves.claim(asked_for(), "P2", situation()).handoff
    assert (handoff.state, handoff.taker, asked(handoff)) == (State.CLAIMED, "P2", set())
    with pytest.raises(RefusedError) as refused:
        moves.claim(handoff, "P1", situation())
    assert refused.value.reason is Reason.ALREADY_TAKEN
    assert moves.claim(handoff, "P2", later(1)).handoff == handoff


def test_only_an_unconfirmed_claim_is_reminded_and_opened_again() -> None:
    """An e-mail case may last days once the taker said it's with them."""
    claimed = moves.claim(asked_for(), "P2", situation()).handoff
    reminded = moves.due(claimed, later(15))
    assert (reminded.happened, reminded.told) == (Happened.REMINDED, False)
    reopened = moves.due(reminded.handoff, later(30))
    assert reopened.happened is Happened.REOPENED
    assert (reopened.handoff.state, reopened.handoff.taker) == (State.OPEN, None)
    assert "P2" not in asked(reopened.handoff)
    confirmed = moves.confirm(claimed, "P2", later(3)).handoff
    assert moves.due(confirmed, later(60 * 24 * 3)).handoff == confirmed


def test_a_live_claim_is_reminded_after_two_minutes_and_opened_after_four() -> None:
    """In a chat the customer is waiting now."""
    claimed = moves.claim(asked_for(wish(live=True)), "P2", situation()).handoff
    reminded = moves.due(claimed, later(2)).handoff
    assert moves.due(reminded, later(4)).happened is Happened.REOPENED


def test_outside_working_hours_the_next_step_waits_for_the_opening() -> None:
    """Nobody is rung out of bed for a draining ticket, and the requester knows until when."""
    night = situation(MONDAY_TEN.replace(hour=22), peers=())
    handoff = asked_for(at=night)
    assert (handoff.step, asked(handoff)) == (Step.PEERS, set())
    opening = datetime(2026, 11, 24, 9, tzinfo=UTC)
    assert handoff.due_at == opening
    assert asked(moves.due(handoff, situation(opening)).handoff) == {"LENA", "MARA"}


def test_the_lead_who_would_be_asked_is_the_requester() -> None:
    """Their deputy is asked, or the other leads, or the backup; never they themselves."""
    settings = replace(SETTINGS, leads=("LENA",), deputies=(("LENA", "DEP"),))
    at = situation(settings=settings)
    assert asked(asked_for(wish(route=Route.ANY_LEAD), at, who="LENA")) == {"DEP"}
    alone = situation(settings=replace(SETTINGS, leads=("LENA",)))
    assert asked(asked_for(wish(route=Route.ANY_LEAD), alone, who="LENA")) == {"BO"}


def test_nobody_left_to_ask_still_has_a_timer() -> None:
    """The requester is the only lead and the backup: each turn they hear the truth."""
    settings = HandoffSettings(enabled=True, leads=("LENA",), backup="LENA")
    handoff = asked_for(at=situation(peers=(), settings=settings), who="LENA")
    assert (handoff.step, asked(handoff)) == (Step.EVERYONE, set())
    assert handoff.due_at == MONDAY_TEN + timedelta(minutes=15)


def test_a_named_colleague_is_asked_first_and_others_only_when_they_cannot() -> None:
    """The requester chooses whom they trust with it."""
    handoff = asked_for(wish(route=Route.NAMED, named="P4"))
    assert asked(handoff) == {"P4"}
    after = moves.decline(handoff, "P4", situation(peers=("P1", "P2", "P3")))
    assert asked(after.handoff) == {"P1", "P2", "P3"}


def test_changing_the_recipient_blanks_the_cards_of_the_others() -> None:
    """Those who were asked before see only that it's off."""
    handoff = asked_for()
    moved = moves.reroute(handoff, "REQ", Route.NAMED, "P1", later(1)).handoff
    assert asked(moved) == {"P1"}
    over = {offer.user for offer in moved.offers if offer.answer is Answer.OVER}
    assert over == {"P1", "P2", "P3"}


def test_a_clock_that_went_back_an_hour_does_not_make_anybody_wait_an_hour() -> None:
    """A timer from the future is not trusted: the next step comes early rather than late."""
    handoff = asked_for()
    assert moves.due(handoff, later(-60)).handoff.step is Step.LEADS
    claimed = moves.claim(handoff, "P1", situation()).handoff
    again = moves.due(claimed, later(-60)).handoff
    assert (again.taker, again.due_at) == ("P1", MONDAY_TEN - timedelta(minutes=45))


def test_claim_after_withdraw_and_give_back_after_resolve_change_nothing() -> None:
    """Whoever pressed too late hears one clear sentence."""
    withdrawn = moves.withdraw(asked_for(), "REQ", situation()).handoff
    with pytest.raises(RefusedError) as late:
        moves.claim(withdrawn, "P1", situation())
    assert late.value.reason is Reason.HANDOFF_WITHDRAWN
    claimed = moves.claim(asked_for(), "P1", situation()).handoff
    resolved = moves.resolve(claimed, "P1", Ending.IMPASSE, None, situation()).handoff
    with pytest.raises(RefusedError) as closed:
        moves.give_back(resolved, "P1", situation())
    assert closed.value.reason is Reason.HANDOFF_CLOSED


def test_parted_ways_needs_the_list_a_second_person_and_a_date() -> None:
    """Nobody asks a customer to leave alone."""
    claimed = moves.claim(asked_for(), "P1", situation()).handoff
    good = PartedWays("P2", date(2027, 3, 3), frozenset(Check))
    bad = {
        Reason.CHECKLIST: replace(good, checks=frozenset({Check.RECORDED})),
        Reason.SECOND_PERSON: replace(good, second_person="P1"),
        Reason.REVIEW_DATE: replace(good, review_on=date(2026, 11, 23)),
    }
    for reason, parted in bad.items():
        with pytest.raises(RefusedError) as refused:
            moves.resolve(claimed, "P1", Ending.PARTED_WAYS, parted, situation())
        assert refused.value.reason is reason
    done = moves.resolve(claimed, "P1", Ending.PARTED_WAYS, good, situation()).handoff
    assert done.parted == replace(good, written_by="P1")


def test_a_lead_reassigns_and_closes_but_never_to_the_requester() -> None:
    """They would be back in the conversation they left."""
    claimed = moves.claim(asked_for(), "P1", situation()).handoff
    given = moves.reassign(claimed, "LENA", "P3", situation()).handoff
    assert (given.taker, given.state) == ("P3", State.CLAIMED)
    with pytest.raises(RefusedError):
        moves.reassign(claimed, "LENA", "REQ", situation())
    with pytest.raises(RefusedError):
        moves.reassign(claimed, "P2", "P3", situation())
    closed = moves.resolve(asked_for(), "LENA", Ending.TAKEN_OVER, None, situation()).handoff
    assert closed.state is State.RESOLVED


def test_who_was_asked_longest_ago_comes_first_and_caps_pauses_and_hours_hold() -> None:
    """Fair by turn, and nobody is asked against their own settings."""
    handoff = asked_for(at=situation(peers=()))
    ago = [MONDAY_TEN - timedelta(hours=hours) for hours in (1, 9, 5)]
    people = [
        *(Receiver("T", f"R{n}", opted_in=True, last_asked_at=at) for n, at in enumerate(ago)),
        Receiver("T", "OUT"),
        Receiver("T", "FULL", opted_in=True, taken_this_week=3),
        Receiver("T", "PAUSED", opted_in=True, muted_until=MONDAY_TEN + timedelta(hours=1)),
        Receiver("T", "NIGHT", opted_in=True, hours=WorkingHours(start=time(20), end=time(4))),
        Receiver("T", "GONE", opted_in=True, is_active=False),
        Receiver("T", "NOT_THIS", opted_in=True, opted_out=frozenset({Ground.HARASSMENT})),
        Receiver("T", "REQ", opted_in=True),
    ]
    assert available(people, handoff, SETTINGS, MONDAY_TEN) == ("R1", "R2", "R0")


def test_working_time_stands_still_over_the_weekend_and_a_clock_change() -> None:
    """Friday 17:58 plus five minutes is Monday 9:03, in the team's own zone."""
    lisbon = WorkingHours("Europe/Lisbon")
    friday = datetime(2026, 10, 23, 16, 58, tzinfo=UTC)
    assert lisbon.deadline(friday, timedelta(minutes=5)) == datetime(2026, 10, 26, 9, 3, tzinfo=UTC)
    assert lisbon.elapsed(friday, datetime(2026, 10, 26, 9, 3, tzinfo=UTC)) == timedelta(minutes=5)
    night = WorkingHours(start=time(22), end=time(6))
    assert night.is_open(datetime(2026, 11, 24, 3, tzinfo=UTC))
    assert not night.is_open(datetime(2026, 11, 24, 12, tzinfo=UTC))
    around = WorkingHours(days=frozenset(range(7)), start=time(0), end=time(0))
    assert around.deadline(friday, timedelta(days=3)) == friday + timedelta(days=3)
    assert week_start(friday, "Europe/Lisbon") == datetime(2026, 10, 18, 23, tzinfo=UTC)


def test_windows_start_on_mondays_twelve_weeks_apart() -> None:
    """Fixed and non-overlapping, whoever asks and whenever."""
    assert EPOCH.weekday() == 0
    assert window_start(datetime(2024, 3, 24, 23, 59, tzinfo=UTC)) == EPOCH
    assert window_start(datetime(2024, 3, 25, tzinfo=UTC)) == date(2024, 3, 25)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("4711", "4711"),
        (" Ticket  #4711 ", "Ticket #4711"),
        ("<https://help.example.com/t/99|#99>", "https://help.example.com/t/99"),
        ("https://x.example/agent/#/tickets/5", "https://x.example/agent/#/tickets/5"),
        ("https://x.example/t?id=12&user=jane.doe", "https://x.example/t?id=12"),
    ],
)
def test_a_reference_is_a_tickets_link_or_number(typed: str, kept: str) -> None:
    """What a helpdesk's address bar gives is taken as it is, less what may name somebody."""
    assert read_reference(typed).text == kept


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("  ", Reason.REFERENCE_EMPTY),
        ("9" * 3000, Reason.REFERENCE_TOO_LONG),
        ("jane@example.com", Reason.REFERENCE_IDENTITY),
        ("Jane Doe 4711", Reason.REFERENCE_IDENTITY),
        ("+44 7700 900123", Reason.REFERENCE_IDENTITY),
        ("https://x.example/u/jane%40example.com", Reason.REFERENCE_IDENTITY),
        ("https://jane:pw@x.example/1", Reason.REFERENCE_IDENTITY),
    ],
)
def test_a_reference_that_may_name_a_customer_is_refused(typed: str, reason: Reason) -> None:
    """The taker needs the ticket, and the database needs nobody's name."""
    with pytest.raises(RefusedError) as refused:
        read_reference(typed)
    assert refused.value.reason is reason


def test_handoffs_cannot_be_switched_on_without_a_lead_and_a_backup() -> None:
    """Else a request would end with nobody."""
    assert problems(SETTINGS) == ()
    wheres = {problem.where for problem in problems(HandoffSettings(enabled=True))}
    assert wheres == {"leads", "backup"}
    odd = replace(
        SETTINGS,
        hours=WorkingHours("Nowhere/Land", frozenset()),
        on_call=OnCall("http://intranet/x", "short"),
        weekly_cap=0,
        deputies=(("LENA", "LENA"),),
    )
    wheres = {problem.where for problem in problems(odd)}
    assert wheres == {"zone", "days", "url", "secret", "cap", "deputies"}
