"""Which of several presses in one modal is drawn last."""

from bot.ports import PressedView
from bot.slack_desk import VIEWS_KNOWN, Presses


def pressed(at: float, view: str = "V1") -> PressedView:
    return PressedView(view, None, at)


def test_a_later_press_is_the_latest_and_stays_it() -> None:
    """An earlier press that took longer must not draw over a later one."""
    presses = Presses()
    assert presses.is_latest(pressed(2.0))
    assert not presses.is_latest(pressed(1.0))
    assert presses.is_latest(pressed(2.0))


def test_modals_do_not_hinder_each_other() -> None:
    """What is pressed in one says nothing about another."""
    presses = Presses()
    assert presses.is_latest(pressed(2.0, "V1"))
    assert presses.is_latest(pressed(1.0, "V2"))


def test_modals_of_long_ago_are_forgotten_first() -> None:
    """The memory does not grow with the years."""
    presses = Presses()
    for number in range(VIEWS_KNOWN + 1):
        presses.is_latest(pressed(2.0, f"V{number}"))
    assert presses.is_latest(pressed(1.0, "V0"))
    assert not presses.is_latest(pressed(1.0, f"V{VIEWS_KNOWN}"))
