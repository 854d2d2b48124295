"""The doors of looking back: every member looks, admins set, the editor signs."""

import itertools
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.domain.digest_settings import DigestSettings
from bot.domain.kudos import Credits, Kudos
from bot.domain.redacted import Redacted
from bot.domain.report import Report, ReportState
from bot.views import archive as view
from bot.views import digest as digest_view
from bot.views import digest_settings as settings_view
from bot.views import report as report_view
from bot.views.digest import Entry
from tests.flows.matrix.handoff_rows import at_home, opens
from tests.flows.matrix.stage import EVERYBODY, MEMBERS, Role, Row, Stage
from tests.sandbox_client import TEAM

YEARS = itertools.count(2030)
HOME = view.home(None, copy=False, admin=True)


def one(stage: Stage, role: Role) -> bool:
    stage.kudos()
    before = whispers(stage, role)
    stage.slack.command(role, "/kudos one")
    stage.slack.wait_for(lambda: whispers(stage, role) != before, "an answer")
    return "Only you see this" in whispers(stage, role)[-1]


def whispers(stage: Stage, role: Role) -> list[str]:
    """What this person alone sees in #general."""
    seen = stage.slack.messages("general", role)
    return [json.dumps(message) for message in seen if message["ephemeral"]]


def another(stage: Stage, role: Role) -> bool:
    """The message with the button gives way to another kudos, or stays as it is."""
    first = stage.kudos()
    stage.kudos(text=Redacted("Something else altogether."))
    with stage.town.units() as uow:
        uow.archive.remember_shown(TEAM, role.value, first.id)
        uow.commit()
    ts = stage.show(view.one(Entry(first)))

    def shown() -> str:
        return json.dumps([m for m in stage.slack.messages("kudos") if m["ts"] == ts])

    before = shown()
    press = lambda: stage.slack.click(  # noqa: E731 - an act
        role, view.ACTION_ANOTHER, channel="kudos", ts=ts
    )
    return stage.happened(role, press, lambda: shown() != before)


def one_from_home(stage: Stage, role: Role) -> bool:
    stage.kudos()
    return opens(stage, role, at_home(stage, role, HOME, view.ACTION_HOME_ONE), "Only you see")


def mine(stage: Stage, role: Role) -> bool:
    return opens(stage, role, at_home(stage, role, HOME, view.ACTION_HOME_MINE), "My kudos")


def search(stage: Stage, role: Role) -> bool:
    act = at_home(stage, role, HOME, view.ACTION_HOME_SEARCH)
    return opens(stage, role, act, "Search kudos")


def about(stage: Stage, role: Role, count: int = 1) -> list[Kudos]:
    """Kudos that credit this person, with *My kudos* open in front of them."""
    made = [
        stage.kudos(text=Redacted(f"Number {n}."), credits=Credits((role.value,)))
        for n in range(count)
    ]
    with stage.as_member(role):
        stage.slack.command(role, "/kudos mine")
        stage.slack.wait_for_modal(role, "My kudos")
    return made


def changes(stage: Stage, role: Role, act: Callable[[], object], containing: str) -> bool:
    """Act in the open modal, wait until it shows something else, then look for some words."""
    # What is typed stands in the modal at once; the bot's answer draws its blocks anew.
    drawn = lambda: [modal["blocks"] for modal in stage.slack.modals(role)]  # noqa: E731 - a look
    before = drawn()
    act()
    stage.slack.wait_for(lambda: drawn() != before, "the modal to change")
    return stage.has_modal(role, containing)


def searched(stage: Stage, role: Role) -> bool:
    about(stage, role)
    press = lambda: stage.slack.click(  # noqa: E731 - an act
        role, view.ACTION_SEARCH, value="nowhere", block_id="search"
    )
    return changes(stage, role, press, "Nothing found")


def submitted(stage: Stage, role: Role) -> bool:
    about(stage, role)
    stage.slack.submit(role, {view.BLOCK_SEARCH: {view.ACTION_SEARCH: "nowhere"}})
    return stage.has_modal(role, "Nothing found")


def older(stage: Stage, role: Role) -> bool:
    about(stage, role, 6)
    return changes(stage, role, lambda: stage.slack.click(role, view.ACTION_OLDER), "Page 2")


def newer(stage: Stage, role: Role) -> bool:
    about(stage, role, 6)
    with stage.as_member(role):
        assert changes(stage, role, lambda: stage.slack.click(role, view.ACTION_OLDER), "Page 2")
    return changes(stage, role, lambda: stage.slack.click(role, view.ACTION_NEWER), "Page 1")


def hide(stage: Stage, role: Role) -> bool:
    about(stage, role)
    return changes(stage, role, lambda: stage.slack.click(role, view.ACTION_HIDE), "Hidden from")


def unhide(stage: Stage, role: Role) -> bool:
    about(stage, role)
    with stage.as_member(role):
        press = lambda: stage.slack.click(role, view.ACTION_HIDE)  # noqa: E731 - an act
        assert changes(stage, role, press, "Allow in")
    return changes(
        stage, role, lambda: stage.slack.click(role, view.ACTION_UNHIDE), "Hide from digests"
    )


def markdown(stage: Stage, role: Role) -> bool:
    about(stage, role)
    return changes(
        stage, role, lambda: stage.slack.click(role, view.ACTION_MARKDOWN), "> Number 0."
    )


def csv(stage: Stage, role: Role) -> bool:
    about(stage, role)
    return changes(stage, role, lambda: stage.slack.click(role, view.ACTION_CSV), "date,text")


def copy(stage: Stage, role: Role) -> bool:
    want(stage, role, wanted=False)
    act = at_home(stage, role, HOME, view.ACTION_HOME_COPY)
    return stage.happened(role, act, lambda: wants(stage, role))


def stop_copy(stage: Stage, role: Role) -> bool:
    """Whoever gets something may stop it, whatever has become of them."""
    want(stage, role, wanted=True)
    ts = stage.show(digest_view.post([Entry(stage.kudos())], 0, copy=True))
    press = lambda: stage.slack.click(  # noqa: E731 - an act
        role, digest_view.ACTION_STOP_COPY, channel="kudos", ts=ts
    )
    return stage.happened(role, press, lambda: not wants(stage, role))


def want(stage: Stage, role: Role, *, wanted: bool) -> None:
    with stage.town.units() as uow:
        uow.archive.set_copy(TEAM, role.value, wanted=wanted)
        uow.commit()


def wants(stage: Stage, role: Role) -> bool:
    with stage.town.units() as uow:
        return uow.archive.wants_copy(TEAM, role.value)


def open_settings(stage: Stage, role: Role) -> bool:
    act = at_home(stage, role, HOME, view.ACTION_SETTINGS)
    return opens(stage, role, act, "Editor of the monthly report")


def save_settings(stage: Stage, role: Role) -> bool:
    """Open as an admin who then no longer is one, unless the role is."""
    wish(stage, DigestSettings())
    stage.town.configure(admins=frozenset({"U0ADA", role.value}))
    with stage.as_member(role):
        assert open_settings(stage, role)
    stage.town.configure()
    stage.slack.submit(role, {settings_view.LENGTH: {settings_view.FIELD: "7"}})
    with stage.town.units() as uow:
        return uow.digests.settings(TEAM).length == 7


def wish(stage: Stage, settings: DigestSettings) -> None:
    with stage.town.units() as uow:
        uow.digests.save_settings(TEAM, settings, stage.town.units.clock.now())
        uow.commit()


def draft(stage: Stage, editor: str = "U0LENA") -> Report:
    """A draft in a lead's hands."""
    now = stage.town.units.clock.now()
    report = Report(
        team=TEAM,
        period=f"{next(YEARS)}-01",
        editor=editor,
        state=ReportState.DRAFTED,
        drafted_at=now,
        starts=now - timedelta(days=31),
        stops=now,
        ends=now + timedelta(days=20),
    )
    wish(stage, DigestSettings(editor="U0LENA", deputy="U0MARA"))
    with stage.town.units() as uow:
        assert uow.reports.add(report)
        uow.commit()
    return report


def now_of(stage: Stage, report: Report) -> Report:
    with stage.town.units() as uow:
        return uow.reports.get(TEAM, report.period) or report


def press_letter(stage: Stage, role: Role, report: Report, action: str) -> Callable[[], object]:
    ts = stage.show(report_view.letter(report.period, 1, "Because."))
    return lambda: stage.slack.click(role, action, channel="kudos", ts=ts)


def edit(stage: Stage, role: Role) -> bool:
    act = press_letter(stage, role, draft(stage), report_view.ACTION_EDIT)
    return opens(stage, role, act, "Sign and post")


def pass_on(stage: Stage, role: Role) -> bool:
    report = draft(stage)
    act = press_letter(stage, role, report, report_view.ACTION_PASS_ON)
    return stage.happened(role, act, lambda: now_of(stage, report).editor == "U0MARA")


def set_aside(stage: Stage, role: Role) -> bool:
    report = draft(stage)
    act = press_letter(stage, role, report, report_view.ACTION_SET_ASIDE)
    return stage.happened(role, act, lambda: now_of(stage, report).state is ReportState.SET_ASIDE)


def sign(stage: Stage, role: Role) -> bool:
    """Open while it is theirs; by the time they sign, a lead has it."""
    report = draft(stage, role.value)
    act = press_letter(stage, role, report, report_view.ACTION_EDIT)
    assert opens(stage, role, act, "Sign and post")
    with stage.town.units() as uow:
        current = uow.reports.get(TEAM, report.period)
        assert current
        uow.reports.save(replace(current, editor="U0LENA"))
        uow.commit()
    stage.slack.submit(role, {report_view.BLOCK_INTRO: {report_view.FIELD: "A good month."}})
    return now_of(stage, report).state is ReportState.SIGNED


LEADS = frozenset({Role.LEAD})
"""The lead of the cast has the draft; nobody else may touch it."""
ADMINS = frozenset({Role.ADMIN})
ROWS = (
    Row("ArchiveDoors.one", MEMBERS, one),
    Row("ArchiveDoors.another", MEMBERS, another),
    Row("ArchiveDoors.one_from_home", MEMBERS, one_from_home),
    Row("ArchiveDoors.mine", MEMBERS, mine),
    Row("ArchiveDoors.search", MEMBERS, search),
    Row("ArchiveDoors.searched", MEMBERS, searched),
    Row("ArchiveDoors.submitted", MEMBERS, submitted),
    Row("ArchiveDoors.older", MEMBERS, older),
    Row("ArchiveDoors.newer", MEMBERS, newer),
    Row("ArchiveDoors.hide", MEMBERS, hide),
    Row("ArchiveDoors.unhide", MEMBERS, unhide),
    Row("ArchiveDoors.markdown", MEMBERS, markdown),
    Row("ArchiveDoors.csv", MEMBERS, csv),
    Row("ArchiveDoors.copy", MEMBERS, copy),
    Row("ArchiveDoors.stop_copy", EVERYBODY, stop_copy),
    Row("DigestDoors.open_settings", ADMINS, open_settings),
    Row("DigestDoors.save_settings", ADMINS, save_settings),
    Row("DigestDoors.edit", LEADS, edit),
    Row("DigestDoors.pass_on", LEADS, pass_on),
    Row("DigestDoors.set_aside", LEADS, set_aside),
    Row("DigestDoors.sign", LEADS, sign),
)
