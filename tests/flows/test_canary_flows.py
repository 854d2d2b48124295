"""Planted identities go through every feature; each handler belongs to a flow that looks for them.

A handler is known by its class: one that no flow names fails, so a new feature brings its canary.
"""

from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from structlog.testing import capture_logs

from bot import logs
from bot.app_import import Wish, import_comments
from bot.app_start import open_database
from bot.domain.workspace import WorkspaceSettings
from bot.settings import Settings
from handlers.refusals import on_error
from storage.copies import copy_sqlite
from storage.crypto import Keyring
from storage.session import hang_up
from storage.unit_of_work import SqlUnitsOfWork
from tests.fakes import START
from tests.flows.conftest import IDENTITIES, SAMPLE, Bot, MovableClock
from tests.flows.matrix.test_matrix import ROWS
from tests.flows.test_canary import exported, running
from tests.flows.test_handoffs import AGREED, agree, hand_over
from tests.sandbox_client import ROOT, TEAM, SandboxServer

SHARING = "test_canary.py::test_no_identity_reaches_database_journal_log_backup_or_export"
FLOWS = "test_canary_flows.py::test_no_identity_and_no_requester_is_left_behind_by_any_flow"
REPORT = "test_looking_back.py::test_the_report_is_drafted_edited_signed_and_posted"
IMPORT = "doors/test_import.py::test_a_comment_is_offered_redacted_reviewed_and_shared"
ADMIN, LEAD = "U0ADA", "U0LENA"
NO_WORDS = "takes ids and choices only, no words"
FLOW_OF = {
    "ShareDoors": SHARING,
    "KudosDoors": SHARING,
    "Offers": SHARING,
    "Posted": SHARING,
    "ArchiveDoors": FLOWS,
    "CandidateDoors": IMPORT,
    "VoiceDoors": FLOWS,
    "HandoffDoors": FLOWS,
    "TakingDoors": FLOWS,
    "SetupDoors": FLOWS,
    "PatternDoors": FLOWS,
    "DigestDoors": REPORT,
    "PrivacyDoors": FLOWS,
    "OnboardingDoors": NO_WORDS,
    "DeadLetterDoors": NO_WORDS,
    "UnaskedDoors": NO_WORDS,
    "HomeDoors": FLOWS,
    "Home": NO_WORDS,
    "WorkspaceAdmin": NO_WORDS,
    "Receiving": NO_WORDS,
    "Gate": NO_WORDS,
    "Tenancy": NO_WORDS,
    "Erasing": NO_WORDS,
}
"""Each handler's class → the test in tests/flows that plants identities there, or why none does."""


def test_every_handler_belongs_to_a_flow_that_is_looked_through() -> None:
    """The matrix holds every handler there is; this table holds every class of the matrix."""
    classes = {row.handler.partition(".")[0] for row in ROWS}
    assert sorted(classes - set(FLOW_OF)) == [], "without a canary"
    assert sorted(set(FLOW_OF) - classes) == [], "no longer there"
    for named in set(FLOW_OF.values()) - {NO_WORDS}:
        path, _, name = named.partition("::")
        text = (ROOT / "tests" / "flows" / path).read_text(encoding="utf-8")
        assert f"def {name}(" in text, named


def _left(tmp_path: Path) -> bytes:
    written = [path for path in tmp_path.rglob("*") if path.is_file() and path.suffix != ".csv"]
    return b"".join(path.read_bytes() for path in written).lower()


def _write_a_note(slack: SandboxServer) -> None:
    slack.command("U0PRIYA", "/kudos note")
    slack.wait_for_modal("U0PRIYA", "with your name on it")
    for _ in range(2):
        slack.submit("U0PRIYA", {"who": "U0MARA", "note": f"I dread it. {SAMPLE}"})
    slack.wait_for_message("dm", "I dread it", "U0MARA")


def _hand_over(slack: SandboxServer) -> None:
    customer = {"value": "Ngozi Okafor, Lumo Bakery"}
    hand_over(slack, "harassment", "T-901", "U0TOMASZ", customer=customer)
    slack.wait_for(lambda: "harassment" in str(slack.messages("dm", "U0SAM")), "the offer")


def _search(slack: SandboxServer) -> None:
    slack.command("U0PRIYA", "/kudos search Ngozi Okafor")
    slack.wait_for_modal("U0PRIYA", "")
    slack.close("U0PRIYA", everything=True)


def _form(slack: SandboxServer, button: str, containing: str, user: str = ADMIN) -> None:
    slack.open_home(user)
    slack.wait_for_home(user, button)
    slack.click(user, button, surface="home")
    slack.wait_for_modal(user, containing)


def _set_up(slack: SandboxServer) -> None:
    """A customer typed into the settings: hidden for good, or where it makes no sense."""
    _form(slack, "home_settings", "Kudos channel")
    hidden = {"hide_terms": "Ngozi Okafor, Lumo Bakery"}
    wrong = {"reaction": "Ngozi Okafor", "time_zone": "Lumo/Bakery"}
    assert set(slack.submit(ADMIN, {**hidden, **wrong})["errors"]) == set(wrong)
    right = {"reaction": "tada", "time_zone": "UTC"}
    assert slack.submit(ADMIN, {**hidden, **right})["errors"] == {}
    _form(slack, "handoff_settings", "Backup person")
    safety = {"safety": "Ngozi Okafor, order #48213"}
    assert slack.submit(ADMIN, {**safety, "zone": "Lumo/Bakery"})["errors"]
    assert slack.submit(ADMIN, {**safety, "zone": "UTC"})["errors"] == {}
    _form(slack, "handoff_times", "on-call")
    tool = {"url": "http://ngozi.lumobakery.example/48213", "waits": "Ngozi"}
    assert slack.submit(ADMIN, tool)["errors"]
    slack.close(ADMIN)
    _form(slack, "handoff_forget", "e-mail or id", LEAD)
    assert slack.submit(LEAD, {"customer": "ngozi@lumobakery.example"})["errors"] == {}
    _form(slack, "pattern_settings", "Sibling")
    assert slack.submit(ADMIN, {"siblings": "Ngozi Okafor"})["errors"]
    slack.close(ADMIN)


@pytest.fixture
def agreed(settings: Settings, keyring: Keyring, clock: MovableClock) -> Settings:
    """Handoffs are on, before the bot starts."""
    sessions = open_database(settings, keyring)
    with SqlUnitsOfWork(sessions, keyring, clock)() as uow:
        chosen = WorkspaceSettings(kudos_channel="C0KUDOS", intake_channels=("C0PRAISE",))
        uow.settings.save(TEAM, chosen, clock.now())
        uow.commit()
    hang_up(sessions)
    agree(
        cast("Bot", SimpleNamespace(settings=settings, keyring=keyring, clock=clock)),
        AGREED,
        "U0SAM",
    )
    return settings


def test_no_identity_and_no_requester_is_left_behind_by_any_flow(
    agreed: Settings, master_key: str, slack: SandboxServer, tmp_path: Path, clock: MovableClock
) -> None:
    """Note, handoff, search, settings, import, export: file, log, copy and export stay clean."""
    comments = tmp_path / "comments.csv"
    comments.write_text(f'id,text\n48213,"{SAMPLE}"\n', encoding="utf-8")
    with running(agreed, master_key, tmp_path / "bot.log"):
        _write_a_note(slack)
        _hand_over(slack)
        _search(slack)
        _set_up(slack)
    wish = Wish(comments, "text", "utf-8-sig", 10, "id")
    settings = agreed.model_copy(update={"goodword_redaction_workers": 1})
    assert import_comments(settings, clock, wish, print).offered == 1
    copy_sqlite(agreed.database_url, tmp_path / "backup.sqlite3", START)
    (tmp_path / "export.json").write_text(exported(agreed, master_key, "U0PRIYA"), encoding="utf-8")
    everything = _left(tmp_path)
    assert [name for name in IDENTITIES if name.encode() in everything] == []
    assert b"t-901" not in everything
    log = (tmp_path / "bot.log").read_bytes().lower()
    assert b"handoff" in log
    assert b"settings_saved" in log
    assert [name for name in ("u0tomasz", "tomasz") if name.encode() in log] == []


def test_an_error_report_holds_neither_the_words_nor_the_person() -> None:
    """An exception's own text may carry what a customer wrote; only its kind and place are told."""
    body: dict[str, Any] = {"type": "view_submission", "user": {"id": "U0TOMASZ"}, "text": SAMPLE}
    # As a command does; a logger that has written before would else not be heard.
    logs.configure()
    with capture_logs() as said:
        answer = on_error(ValueError(SAMPLE), body)
    told = f"{said} {answer.body if answer else ''}".lower()
    assert "unexpected_error" in told
    assert [name for name in (*IDENTITIES, "u0tomasz") if name in told] == []
