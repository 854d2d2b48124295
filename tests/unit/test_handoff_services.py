"""From request to outcome through the services: what each person is told, and what nobody is."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.domain.handoff import Check, Ending, Ground, Handoff, PartedWays, Route, State, Step
from bot.domain.handoff_settings import HandoffSettings, OnCall
from bot.domain.refusals import Reason, RefusedError
from bot.services.handoffs import NotRequested, OpenForm, Requested, Submitted
from bot.services.receiving import Preferences
from bot.views.handoff import Form, FormState
from bot.wording import handoff as words
from tests.fakes_handoff import TEAM, World, new_world

AGREED = HandoffSettings(
    enabled=True,
    leads=("LENA", "MARA"),
    backup="BO",
    deputies=(("LENA", "DEP1"), ("MARA", "DEP2")),
    safety_contact="112, then Security on 555",
    aftercare_person="MARA",
    on_call=OnCall("https://oncall.example/hook", "a-secret-of-sixteen"),
)
PEERS = ("P1", "P2", "P3", "P4")


@pytest.fixture
def world() -> World:
    return new_world(AGREED, *PEERS)


def ask(world: World, number: int = 1, who: str = "PRIYA", **form: object) -> Handoff:
    filled = Form(**{"ground": Ground.HARASSMENT, "reference": "4711", **form})  # type: ignore[arg-type]
    outcome = world.handoffs.request(Submitted(TEAM, who, f"V{number}", filled))
    assert isinstance(outcome, Requested), outcome
    return next(reversed(world.store.handoffs.values()))


def now(world: World, handoff: Handoff) -> Handoff:
    return world.store.handoffs[handoff.id]


def minutes(world: World, count: float) -> None:
    world.store.clock.pass_by(count * 60)
    world.timers.tick()


@pytest.mark.parametrize("ground", list(Ground))
@pytest.mark.parametrize("ending", [Ending.TAKEN_OVER, Ending.ANOTHER_TIER, Ending.IMPASSE])
def test_each_reason_goes_from_request_to_outcome(
    world: World, ground: Ground, ending: Ending
) -> None:
    """The requester hears who has it and how it ended; the others that nothing is needed."""
    handoff = ask(world, ground=ground)
    world.taking.take(TEAM, "P2", handoff.id)
    world.taking.confirm(TEAM, "P2", handoff.id)
    world.taking.resolve(TEAM, "P2", handoff.id, ending, None)
    told = world.store.to("PRIYA")
    assert told[0].startswith("You can stop replying.")
    assert told[1] == "<@P2> has it and is moving the ticket. Nothing more is needed from you."
    assert told[2] == "It's with <@P2>. The next reply will not reach you."
    assert "<@P2>" in told[-1]
    assert world.store.card_of("P1") == "Somebody has it. Nothing is needed from you."
    assert world.store.card_of("P2").startswith("Closed: ")
    assert "PRIYA" not in "".join(world.store.to("P1"))


def test_the_card_tells_reference_and_requester_only_after_claiming(world: World) -> None:
    """The ticket system would name the assignee, so the reference waits as well."""
    handoff = ask(world, sentence="Refund was refused twice")
    asked = [one.outgoing for one in world.store.sent.values()]
    before = repr([one.body for one in asked if one.channel in PEERS])
    assert "4711" not in before
    assert "PRIYA" not in before
    assert "Refund was refused twice" in before
    world.taking.take(TEAM, "P1", handoff.id)
    full = next(s for s in reversed(world.store.sent.values()) if s.outgoing.channel == "P1")
    assert "4711" in repr(full.outgoing.body)
    assert "<@PRIYA>" in repr(full.outgoing.body)


def test_leads_see_the_requester_of_a_threat_and_peers_do_not(world: World) -> None:
    """They must be able to reach the person; the form says so."""
    ask(world, ground=Ground.THREAT)
    assert "<@PRIYA>" in world.store.card_of("LENA")
    assert "<@PRIYA>" in world.store.card_of("DEP1")
    assert "PRIYA" not in world.store.card_of("P1")
    assert "4711" not in repr([s.outgoing.body for s in world.store.sent.values()])


def test_a_threat_at_18_40_reaches_every_deputy_and_the_tool_at_once(world: World) -> None:
    """One lead on leave, one muted, everybody out of hours: nobody waits for anybody."""
    world.store.clock.pass_by(8 * 3600 + 40 * 60)
    world.receiving.pause(TEAM, "LENA", "week")
    world.receiving.noticed(TEAM, "MARA", here=False)
    ask(world, ground=Ground.THREAT)
    for person in ("LENA", "DEP1", "DEP2"):
        assert world.store.to(person), person
    (call,) = world.store.calls.values()
    assert call.body["reason"] == "threat"
    assert "PRIYA" not in repr(call.body)
    last = [s for s in world.store.sent.values() if s.outgoing.channel == "PRIYA"][-1]
    assert "112, then Security on 555" in repr(last.outgoing.body)


def test_a_tired_pool_tells_the_truth_within_a_minute(world: World) -> None:
    """All say *Not today*: the next line comes at once and names nobody."""
    handoff = ask(world)
    while asked := [o.user for o in now(world, handoff).asked if o.user in PEERS]:
        world.taking.not_today(TEAM, asked[0], handoff.id)
    told = world.store.to("PRIYA")[-1]
    assert told.startswith("Nobody has taken it yet. The leads were asked")
    for lead in ("LENA", "MARA", "BO"):
        world.taking.not_today(TEAM, lead, handoff.id)
    last = world.store.to("PRIYA")[-1]
    assert last.startswith("Still nobody. At ")
    everything = "".join(world.store.to("PRIYA"))
    assert not any(f"<@{peer}>" in everything for peer in (*PEERS, "LENA", "MARA", "BO"))


def test_a_three_day_email_case_is_not_opened_again(world: World) -> None:
    """Only an unconfirmed claim is."""
    handoff = ask(world)
    world.taking.take(TEAM, "P1", handoff.id)
    minutes(world, 10)
    world.taking.confirm(TEAM, "P1", handoff.id)
    minutes(world, 3 * 24 * 60)
    assert now(world, handoff).state is State.WITH_TAKER


def test_an_unconfirmed_claim_is_reminded_then_opened_without_naming_anybody(world: World) -> None:
    """The taker hears first; the requester hears that others are asked."""
    handoff = ask(world)
    world.taking.take(TEAM, "P1", handoff.id)
    minutes(world, 15)
    assert world.store.card_of("P1").startswith("Has the ticket moved?")
    minutes(world, 15)
    told = world.store.to("PRIYA")[-1]
    assert told.startswith("It's open again.")
    assert "P1" not in told
    with pytest.raises(RefusedError):
        world.taking.confirm(TEAM, "P1", handoff.id)


def test_outside_hours_the_receipt_says_when_and_who_is_on_call(world: World) -> None:
    """Nobody is left guessing over the night."""
    world.store.clock.pass_by(12 * 3600)
    ask(world)
    receipt = world.store.to("PRIYA")[0]
    assert "Nobody is available now" in receipt
    assert "09:00" in receipt
    assert "<@BO> is on call" in receipt


def test_rather_not_means_silence_about_the_ending(world: World) -> None:
    """The loop is closed as the requester chose."""
    handoff = ask(world, tell_ending=False)
    world.taking.take(TEAM, "P1", handoff.id)
    count = len(world.store.to("PRIYA"))
    world.taking.resolve(TEAM, "P1", handoff.id, Ending.IMPASSE, None)
    assert len(world.store.to("PRIYA")) == count


def test_parted_ways_tells_requester_and_second_person(world: World) -> None:
    """It was not done alone, and everybody concerned knows until when."""
    handoff = ask(world)
    world.taking.take(TEAM, "P1", handoff.id)
    parted = PartedWays("MARA", date(2027, 3, 3), frozenset(Check))
    world.taking.resolve(TEAM, "P1", handoff.id, Ending.PARTED_WAYS, parted)
    assert world.store.to("PRIYA")[-1] == (
        "This customer has been asked to leave. "
        "<@P1> wrote it, and <@MARA> was asked to agree, review on 3 March."
    )
    assert "review on 3 March" in world.store.to("MARA")[0]


def parted_ways(world: World, **form: object) -> Handoff:
    """P1 took it and asked the customer to leave; MARA is the second person."""
    handoff = ask(world, **form)
    world.taking.take(TEAM, "P1", handoff.id)
    parted = PartedWays("MARA", date(2027, 3, 3), frozenset(Check))
    world.taking.resolve(TEAM, "P1", handoff.id, Ending.PARTED_WAYS, parted)
    return handoff


def test_the_second_person_agrees_once_and_everybody_hears_what_is_true(world: World) -> None:
    """First *Not yet*, of which only the writer hears, then *Agreed*, which stays."""
    handoff = parted_ways(world)
    told = len(world.store.to("PRIYA"))
    world.taking.not_yet(TEAM, "MARA", handoff.id)
    assert world.store.to("P1")[-1].startswith("<@MARA> does not agree yet")
    assert len(world.store.to("PRIYA")) == told
    world.taking.agree(TEAM, "MARA", handoff.id)
    world.taking.agree(TEAM, "MARA", handoff.id)
    world.taking.not_yet(TEAM, "MARA", handoff.id)
    agreed = "<@MARA> agreed to part ways with this customer."
    assert world.store.to("PRIYA")[told:] == [agreed]
    assert [line for line in world.store.to("P1") if "MARA" in line][1:] == [agreed]
    assert world.store.to("MARA")[-1].startswith("You agreed to part ways")


def test_who_would_rather_not_hear_hears_nothing_of_the_second_person(world: World) -> None:
    """The loop is closed as the requester chose."""
    handoff = parted_ways(world, tell_ending=False)
    told = len(world.store.to("PRIYA"))
    world.taking.agree(TEAM, "MARA", handoff.id)
    assert len(world.store.to("PRIYA")) == told


def test_the_second_person_is_reminded_once_after_a_working_day(world: World) -> None:
    """One reminder waits with the question, and an answer takes it away."""
    handoff = parted_ways(world)
    waits = [one.outgoing for one in world.store.sent.values() if one.outgoing.not_before]
    assert [one.channel for one in waits] == ["MARA"]
    assert waits[0].not_before == world.store.clock.now() + timedelta(hours=8)
    world.taking.agree(TEAM, "MARA", handoff.id)
    assert not any(one.outgoing.not_before for one in world.store.sent.values())


def test_nobody_but_the_second_person_agrees(world: World) -> None:
    """Neither the writer for them, nor a lead, nor once nobody parted ways."""
    handoff = parted_ways(world)
    other = ask(world, 2, "PRIYA2")
    for user, made in (("P1", handoff), ("LENA", handoff), ("PRIYA", handoff), ("MARA", other)):
        with pytest.raises(RefusedError) as refused:
            world.taking.agree(TEAM, user, made.id)
        assert refused.value.reason is Reason.NOT_THE_SECOND_PERSON
    assert now(world, handoff).parted == PartedWays(
        "MARA", date(2027, 3, 3), frozenset(Check), written_by="P1"
    )


@pytest.mark.parametrize("second", ["GUEST", "P1", ""])
def test_the_second_person_is_another_member(world: World, second: str) -> None:
    """Neither a guest nor oneself can agree."""
    handoff = ask(world)
    world.taking.take(TEAM, "P1", handoff.id)
    parted = PartedWays(second, date(2027, 3, 3), frozenset(Check))
    with pytest.raises(RefusedError) as error:
        world.taking.resolve(TEAM, "P1", handoff.id, Ending.PARTED_WAYS, parted)
    assert error.value.reason is Reason.SECOND_PERSON


def test_aftercare_is_offered_once_and_never_to_a_practice(world: World) -> None:
    """What the team agreed; giving it back and taking it again offers it no second time."""
    handoff = ask(world)
    for taker in ("P1", "P2"):
        world.taking.take(TEAM, taker, handoff.id)
        world.taking.confirm(TEAM, taker, handoff.id)
        world.taking.give_back(TEAM, taker, handoff.id)
    offered = [line for line in world.store.to("PRIYA") if "15 minutes off the queue" in line]
    assert len(offered) == 1
    assert world.taking.aftercare(TEAM, "PRIYA", handoff.id).startswith("Off the queue until")
    assert "<@MARA>" in world.taking.talk(TEAM, "PRIYA", handoff.id)
    with pytest.raises(RefusedError):
        world.taking.aftercare(TEAM, "SAM", handoff.id)


def test_a_sentence_is_redacted_and_a_missing_redactor_holds_nothing_up(world: World) -> None:
    """A handoff never waits for a machine; the sentence is left out, and the receipt says so."""
    named = ask(world, sentence="Ngozi wants a refund")
    assert "[name] wants a refund" in repr([s.outgoing.body for s in world.store.sent.values()])
    assert named.wish.sentence is not None
    world.redactor.away = True
    filled = Form(Ground.DRAINING, "4712", sentence="Ngozi again")
    outcome = world.handoffs.request(Submitted(TEAM, "PRIYA", "V2", filled))
    assert isinstance(outcome, Requested)
    assert "left out" in repr(outcome.view)
    assert "Ngozi" not in repr([s.outgoing.body for s in world.store.sent.values()])


def test_only_the_taker_sees_that_a_customer_was_handed_off_before(world: World) -> None:
    """No register: the taker decides whether a lead should know."""
    ask(world, customer="jane@example.com")
    again = ask(world, 2, who="TOM", customer=" JANE@example.com", never_route=True)
    said = repr([s.outgoing.body for s in world.store.sent.values()])
    assert "handed off before" not in said
    assert "jane" not in said.lower()
    world.taking.take(TEAM, now(world, again).asked[0].user, again.id)
    taker = now(world, again).taker or ""
    full = repr([s.outgoing.body for s in world.store.sent.values()][-2:])
    assert "handed off before" in full
    assert "asks never to get this customer again" in full
    world.taking.bring_to_lead(TEAM, taker, again.id)
    assert "would like to talk with a lead" in world.store.to("LENA")[-1]
    with pytest.raises(RefusedError):
        world.taking.bring_to_lead(TEAM, "TOM", again.id)


def test_a_practice_is_marked_everywhere_and_counts_for_nobody(world: World) -> None:
    """Started by a lead; no tool is called and no turn is used."""
    form = Form(Ground.THREAT, "4711")
    state = FormState(practice=True)
    assert isinstance(
        world.handoffs.request(Submitted(TEAM, "P1", "V1", form, state)), NotRequested
    )
    assert isinstance(world.handoffs.request(Submitted(TEAM, "LENA", "V1", form, state)), Requested)
    handoff = next(iter(world.store.handoffs.values()))
    world.taking.take(TEAM, "P1", handoff.id)
    world.taking.confirm(TEAM, "P1", handoff.id)
    assert all("*Practice*" in one.text for one in world.store.sent.values())
    assert world.store.calls == {}
    assert world.store.receivers["P1"].last_asked_at is None
    assert "PRACTICE-1" in repr([s.outgoing.body for s in world.store.sent.values()])


def test_the_cap_and_a_pause_hold_and_the_next_in_turn_is_asked(world: World) -> None:
    """Nobody is asked more often than they agreed to."""
    limit = Preferences(frozenset({Ground.DRAINING}), 1, None)
    world.receiving.prefer(TEAM, "P1", limit)
    first = ask(world)
    world.taking.take(TEAM, "P1", first.id)
    world.receiving.pause(TEAM, "P2", "day")
    second = ask(world, 2, who="TOM")
    assert {offer.user for offer in now(world, second).asked} == {"P3", "P4"}


def test_a_lead_mutes_only_with_a_deputy(world: World) -> None:
    """A mute without one would leave the step empty."""
    world.receiving.pause(TEAM, "LENA", "day")
    with pytest.raises(RefusedError) as error:
        world.receiving.pause(TEAM, "BO", "day")
    assert error.value.reason is Reason.NO_DEPUTY
    handoff = ask(world, route=Route.ANY_LEAD)
    assert {offer.user for offer in now(world, handoff).asked} == {"DEP1", "MARA"}


def test_somebody_who_left_is_no_longer_asked_and_the_admin_hears_of_a_gap(world: World) -> None:
    """A lead who left would be waited for in vain."""
    world.receiving.noticed(TEAM, "P1", here=False)
    assert world.store.to("ADA") == []
    world.receiving.noticed(TEAM, "MARA", here=False)
    assert "<@MARA> has left" in world.store.to("ADA")[0]
    handoff = ask(world)
    assert "P1" not in {offer.user for offer in now(world, handoff).asked}


@pytest.mark.parametrize("person", ["GUEST", "BOT", "GONE"])
def test_guests_bots_and_those_who_left_neither_ask_nor_take(world: World, person: str) -> None:
    """Nor can they be named, given it, or agree as the second person."""
    form = Form(Ground.DRAINING, "4711")
    outcome = world.handoffs.request(Submitted(TEAM, person, "V1", form))
    assert isinstance(outcome, NotRequested)
    handoff = ask(world)
    with pytest.raises(RefusedError):
        world.taking.take(TEAM, person, handoff.id)
    with pytest.raises(RefusedError):
        world.receiving.opt(TEAM, person, into=True)
    with pytest.raises(RefusedError):
        world.leading.reassign(TEAM, "LENA", handoff.id, person)
    named = Form(Ground.DRAINING, "4711", route=Route.NAMED, named=person)
    outcome = world.handoffs.request(Submitted(TEAM, "TOM", "V3", named))
    assert isinstance(outcome, NotRequested)
    with pytest.raises(RefusedError):
        world.handoffs.open_form(OpenForm(TEAM, person, "trigger"))


def test_forged_ids_change_nothing(world: World) -> None:
    """Every id is checked against what is stored and who pressed."""
    handoff = ask(world)
    before = now(world, handoff)
    attempts = [
        lambda: world.taking.take(TEAM, "TOM", handoff.id),
        lambda: world.taking.take("T2", "P1", handoff.id),
        lambda: world.taking.take(TEAM, "P1", "0" * 32),
        lambda: world.taking.confirm(TEAM, "P1", handoff.id),
        lambda: world.taking.give_back(TEAM, "P1", handoff.id),
        lambda: world.taking.resolve(TEAM, "P1", handoff.id, Ending.IMPASSE, None),
        lambda: world.handoffs.withdraw(TEAM, "TOM", handoff.id),
        lambda: world.handoffs.reroute(TEAM, "TOM", handoff.id, Route.ANY_LEAD, None),
        lambda: world.handoffs.own(TEAM, "TOM", handoff.id),
        lambda: world.leading.reassign(TEAM, "TOM", handoff.id, "P2"),
        lambda: world.taking.held(TEAM, "TOM", handoff.id),
        lambda: world.taking.take(TEAM, "PRIYA", handoff.id),
    ]
    for attempt in attempts:
        with pytest.raises(RefusedError):
            attempt()
    world.taking.not_today(TEAM, "TOM", handoff.id)
    assert now(world, handoff) == before


def test_handoffs_are_off_until_a_lead_and_a_backup_are_there(world: World) -> None:
    """A request would end with nobody."""
    for broken in (replace(AGREED, enabled=False), replace(AGREED, backup=None)):
        world.store.settings = broken
        outcome = world.handoffs.request(Submitted(TEAM, "PRIYA", "V1", Form(Ground.THREAT, "1")))
        assert isinstance(outcome, NotRequested)
        assert "Handoffs are off" in outcome.sentence


@pytest.mark.parametrize("reference", ["", "x" * 3000, "jane@example.com", "Jane Doe"])
def test_a_bad_reference_is_answered_under_its_field(world: World, reference: str) -> None:
    """One plain sentence, nothing kept."""
    form = Form(Ground.DRAINING, reference)
    outcome = world.handoffs.request(Submitted(TEAM, "PRIYA", "V1", form))
    assert isinstance(outcome, NotRequested)
    assert outcome.block == "reference"
    assert world.store.handoffs == {}


def test_a_restart_exactly_at_a_deadline_takes_the_step_once(world: World) -> None:
    """Whoever comes back in that second finds the step due, and nobody finds it twice."""
    handoff = ask(world)
    world.store.clock.pass_by((now(world, handoff).due_at - world.core.clock.now()).total_seconds())
    world.restarted()
    world.timers.tick()
    world.restarted()
    world.timers.tick()
    assert now(world, handoff).step is Step.LEADS
    assert now(world, handoff).due_at > world.core.clock.now()
    assert len([told for told in world.store.to("PRIYA") if "The leads were asked" in told]) == 1


def test_never_route_again_is_a_reminder_to_the_taker_alone(world: World) -> None:
    """It stands on the taker's card; the requester's name is in no list of customers."""
    handoff = ask(world, customer="rude@example.com", never_route=True)
    reminder = words.never_route("<@PRIYA>")
    cards = [one.outgoing for one in world.store.sent.values()]
    assert reminder not in repr([one.body for one in cards])
    world.taking.take(TEAM, "P1", handoff.id)
    full = [
        one.outgoing for one in world.store.sent.values() if reminder in repr(one.outgoing.body)
    ]
    assert {one.channel for one in full} == {"P1"}
    assert "PRIYA" not in repr(world.store.customers)


def test_a_downtime_over_a_deadline_loses_nothing(world: World) -> None:
    """After two hours away the next step comes at the first tick."""
    handoff = ask(world)
    world.store.clock.pass_by(timedelta(hours=2).total_seconds())
    world.restarted()
    world.timers.tick()
    assert world.store.to("PRIYA")[-1].startswith("Nobody has taken it yet.")
    assert {"LENA", "MARA"} <= {offer.user for offer in now(world, handoff).asked}


def test_minutes_off_the_queue_are_minutes_off_our_queue_too(world: World) -> None:
    """Whoever was just relieved is not asked to take the next one."""
    handoff = ask(world, who="P1")
    world.taking.take(TEAM, "P2", handoff.id)
    world.taking.aftercare(TEAM, "P1", handoff.id)
    second = ask(world, 2)
    assert "P1" not in {offer.user for offer in now(world, second).asked}
