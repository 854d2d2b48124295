"""*Something's in my way*: a private note arrives once, with a name, and no copy stays."""

import json

from tests.flows.doors.conftest import Town
from tests.sandbox_client import SandboxServer

NOTE = "Mondays are more than I can carry. Mara knows why."


def write(slack: SandboxServer) -> None:
    slack.open_home("U0PRIYA")
    slack.wait_for_home("U0PRIYA", "Write a private note")
    slack.click("U0PRIYA", "voice_open", surface="home")
    slack.wait_for_modal("U0PRIYA", "with your name on it")


def test_a_private_note_arrives_with_its_writers_name_and_leaves_no_copy(
    town: Town, slack: SandboxServer
) -> None:
    """One person gets it, knows from whom and whom to answer; nothing of it stays with us."""
    write(slack)
    slack.submit("U0PRIYA", {"who": "U0MARA", "note": NOTE})
    letter = slack.wait_for_message("dm", "more than I can carry", "U0MARA")
    shown = json.dumps(letter)
    assert "Answer them directly: <@U0PRIYA>" in shown
    assert "carry" not in letter["text"]
    slack.wait_for(
        lambda: town.count("outbox WHERE key LIKE 'voice:%' AND body IS NULL") == 1, "no copy"
    )
    for other in ("U0SAM", "U0LENA", "U0ADA"):
        assert "carry" not in json.dumps(slack.messages("dm", other))


def test_a_customers_name_in_a_note_is_hidden_and_shown_before_it_goes(
    town: Town, slack: SandboxServer
) -> None:
    """Raw customer words touch our disk nowhere, and nobody's own words change unseen."""
    write(slack)
    text = "Mr Ngozi Okafor (ngozi@lumobakery.example) calls every day and I dread it."
    slack.submit("U0PRIYA", {"who": "U0MARA", "note": text})
    assert town.count("outbox WHERE key LIKE 'voice:%'") == 0
    slack.wait_for_modal("U0PRIYA", "Read it once more")
    slack.submit("U0PRIYA", {"who": "U0MARA", "note": text})
    letter = json.dumps(slack.wait_for_message("dm", "I dread it", "U0MARA"))
    assert "Okafor" not in letter
    assert "lumobakery" not in letter


def test_the_note_opens_from_a_command(slack: SandboxServer) -> None:
    slack.command("U0PRIYA", "/kudos note")
    slack.wait_for_modal("U0PRIYA", "with your name on it")


def test_a_note_that_cannot_be_sent_stays_in_the_form(town: Town, slack: SandboxServer) -> None:
    """A guest, a bot and oneself are refused under the field; nothing typed is lost."""
    write(slack)
    for nobody in ("U0GUEST", "U0GOODWORD", "U0PRIYA"):
        answer = slack.submit("U0PRIYA", {"who": nobody, "note": NOTE})
        assert "Choose a member" in answer["errors"]["who"]
    with town.bot.redaction_away():
        answer = slack.submit("U0PRIYA", {"who": "U0MARA", "note": NOTE})
    assert "couldn't check it" in answer["errors"]["note"]
    with town.bot.database_away():
        answer = slack.submit("U0PRIYA", {"who": "U0MARA", "note": NOTE})
    assert answer["errors"]["note"]
    assert town.count("outbox WHERE key LIKE 'voice:%'") == 0
