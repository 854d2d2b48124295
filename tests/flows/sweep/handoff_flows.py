"""The flows of handoffs, as tests/flows/sweep/flows.py has the others."""

from tests.flows.sweep.stage import Stage
from tests.flows.sweep.steps import at_home, direct, look_at_home, open_house, press

REFERENCE = "https://help.example.com/t/4711"


def request(stage: Stage, ground: str = "draining") -> None:
    """Two choices and a paste, to the receipt."""
    stage.until(
        lambda: stage.do("command", user="U0PRIYA", command="/handoff", channel="general"),
        lambda: "Reason" in stage.modal("U0PRIYA"),
        "the form",
    )
    choice = {"surface": "modal", "action": "handoff_ground", "value": ground}
    stage.until(
        lambda: stage.do("interact", user="U0PRIYA", **choice),
        lambda: "Reason" in stage.modal("U0PRIYA"),
        "the form that follows",
    )
    values = {"reference": {"value": REFERENCE}}
    stage.until(
        lambda: stage.do("submit", user="U0PRIYA", values=values),
        lambda: "You can stop replying." in stage.modal("U0PRIYA"),
        "the receipt",
    )
    stage.do("close", user="U0PRIYA", all=True)
    stage.pass_by(30)


def handoff(stage: Stage) -> None:
    """From the request to the outcome."""
    open_house(stage)
    stage.arm()
    request(stage)
    take(stage, "U0SAM")
    press(stage, "U0SAM", "D0SAM", "handoff_ended", lambda: "Outcome" in stage.modal("U0SAM"))
    choice = {"surface": "modal", "action": "handoff_ending", "value": "impasse"}
    stage.until(
        lambda: stage.do("interact", user="U0SAM", **choice),
        lambda: "Outcome" in stage.modal("U0SAM"),
        "the outcome chosen",
    )
    stage.until(
        lambda: stage.do("submit", user="U0SAM"),
        lambda: direct(stage, "U0SAM", "Closed: ended"),
        "the closed card",
    )
    stage.do("close", user="U0SAM", all=True)
    stage.wait_for(lambda: direct(stage, "U0PRIYA", "You did what could"), "the loop closed")


def urgent(stage: Stage) -> None:
    """Nobody of the pool, everybody at once; given back, and taken by another."""
    open_house(stage)
    stage.arm()
    request(stage, "threat")
    press(stage, "U0SAM", "D0SAM", "handoff_take", lambda: direct(stage, "U0SAM", REFERENCE))
    press(
        stage,
        "U0SAM",
        "D0SAM",
        "handoff_give_back",
        lambda: not direct(stage, "U0SAM", REFERENCE),
    )
    stage.pass_by(30)
    take(stage, "U0LENA")


def take(stage: Stage, user: str) -> None:
    """*Take it*, then *It's with me*."""
    room = f"D{user[1:]}"
    press(stage, user, room, "handoff_take", lambda: direct(stage, user, REFERENCE))
    press(stage, user, room, "handoff_confirm", lambda: direct(stage, user, "It ended"))


def escalation(stage: Stage) -> None:
    """Silence is broken step by step, by the timer alone."""
    open_house(stage)
    request(stage)
    stage.arm()
    stage.pass_by(300)
    stage.wait_for(lambda: direct(stage, "U0LENA", "Take it"), "the leads asked")
    stage.pass_by(270)
    stage.wait_for(lambda: direct(stage, "U0MARA", "Take it"), "the backup asked")
    stage.pass_by(570)
    stage.wait_for(lambda: direct(stage, "U0PRIYA", "Still nobody."), "everybody asked")
    stage.pass_by(60)
    take(stage, "U0MARA")


def not_confirmed(stage: Stage) -> None:
    """A claim that nobody confirms goes back to the others."""
    open_house(stage)
    request(stage)
    press(stage, "U0SAM", "D0SAM", "handoff_take", lambda: direct(stage, "U0SAM", REFERENCE))
    stage.arm()
    stage.pass_by(900)
    stage.wait_for(lambda: direct(stage, "U0SAM", "Has the ticket moved?"), "the reminder")
    stage.pass_by(870)
    stage.wait_for(lambda: direct(stage, "U0PRIYA", "open again"), "the requester told")
    stage.pass_by(30)
    take(stage, "U0TOMASZ")


def withdrawal(stage: Stage) -> None:
    """It's off, at any time, and whoever was asked sees it."""
    open_house(stage)
    request(stage)
    look_at_home(stage, "U0PRIYA", "handoff_withdraw")
    stage.arm()
    at_home(stage, "U0PRIYA", "handoff_withdraw", lambda: direct(stage, "U0SAM", "It's off."))
