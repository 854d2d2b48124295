"""The doors of patterns: leads decide and look, admins set, every member answers."""

import itertools
from dataclasses import replace

from bot.domain.lead_views import Decision, PatternSettings
from bot.domain.quarterly import Quarter
from bot.domain.unasked import Unasked
from bot.views import patterns as view
from bot.views import quarterly as question_view
from tests.flows.matrix.handoff_rows import agree, at_home, opens
from tests.flows.matrix.stage import EVERYBODY, MEMBERS, Role, Row, Stage
from tests.sandbox_client import TEAM

NUMBERS = itertools.count(1)


def decided(stage: Stage, role: Role) -> bool:
    agree(stage)
    waiting = Decision(f"{next(NUMBERS):032x}", "U0SAM", stage.town.units.clock.now())
    with stage.town.units() as uow:
        uow.decisions.bring(TEAM, waiting)
        uow.commit()
    at_home(stage, role, view.decisions([waiting]), view.ACTION_DECIDED)()
    with stage.town.units() as uow:
        return waiting.handoff not in {one.handoff for one in uow.decisions.waiting(TEAM, 99)}


def open_log(stage: Stage, role: Role) -> bool:
    agree(stage)
    return opens(stage, role, at_home(stage, role, [view.log_button()], view.ACTION_LOG))


def open_settings(stage: Stage, role: Role) -> bool:
    act = at_home(stage, role, view.admin(), view.ACTION_SETTINGS)
    return opens(stage, role, act, "Sibling teams")


def save_settings(stage: Stage, role: Role) -> bool:
    """Open as an admin who then no longer is one, unless the role is."""
    with stage.town.units() as uow:
        uow.patterns.keep_settings(TEAM, PatternSettings())
        uow.commit()
    stage.town.configure(admins=frozenset({"U0ADA", role.value}))
    with stage.as_member(role):
        assert open_settings(stage, role)
    stage.town.configure()
    stage.slack.submit(role, {view.SIBLINGS: {view.FIELD: "S0LEADS"}})
    with stage.town.units() as uow:
        return uow.patterns.settings(TEAM).sibling_groups == ("S0LEADS",)


def answer(stage: Stage, role: Role) -> bool:
    """In the days in which a quarter's questions are open."""
    now = stage.town.units.clock.now()
    quarter = Quarter.of(now)
    if not quarter.is_open(now):
        year, number = divmod(quarter.year * 4 + quarter.number - (now < quarter.opens_at), 4)
        quarter = replace(quarter, year=year, number=number + 1)
        stage.town.bot.clock.advance((quarter.opens_at - now).total_seconds() + 60)
    with stage.town.units() as uow:
        uow.quarterly.open(TEAM, quarter, now)
        uow.commit()
    before = stage.town.count("quarterly_marks")
    ts = stage.show(question_view.questions(quarter))
    stage.slack.click(role, question_view.actions()[0], channel="kudos", ts=ts)
    return stage.town.count("quarterly_marks") > before


def stop(stage: Stage, role: Role) -> bool:
    """It says no for the person who pressed, and for nobody else."""
    ts = stage.show(question_view.questions(Quarter.of(stage.town.units.clock.now())))
    stage.slack.click(role, question_view.ACTION_STOP, channel="kudos", ts=ts)
    with stage.town.units() as uow:
        return Unasked.QUARTERLY in uow.silences.of(TEAM, role.value)


LEADS = frozenset({Role.LEAD})
ADMINS = frozenset({Role.ADMIN})
ROWS = (
    Row("PatternDoors.decided", LEADS, decided),
    Row("PatternDoors.open_log", LEADS, open_log),
    Row("PatternDoors.open_settings", ADMINS, open_settings),
    Row("PatternDoors.save_settings", ADMINS, save_settings),
    Row("PatternDoors.answer", MEMBERS, answer),
    Row("PatternDoors.stop", EVERYBODY, stop),
)
