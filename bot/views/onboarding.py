"""The letter after an installation, and what a look at the set-up found."""

from collections.abc import Sequence
from typing import Final

from bot.domain.findings import Finding
from bot.views import blocks as b
from bot.views import home
from bot.wording import doctor as doctor_words
from bot.wording import onboarding as words
from bot.wording import sharing as sharing_words

Body = dict[str, object]
ACTION_CHECK: Final = "check_setup"
CALLBACK: Final = "check_setup"


def letter() -> Body:
    """Three steps, and the two buttons they need."""
    settings = b.button(sharing_words.HOME_SETTINGS, home.ACTION_SETTINGS, style="primary")
    check = b.button(words.CHECK, ACTION_CHECK)
    return {
        "text": words.WELCOME,
        "blocks": [
            b.section(words.WELCOME),
            *(b.section(step) for step in words.STEPS),
            b.actions(settings, check),
        ],
    }


def section() -> list[b.Block]:
    """The way to it in App Home."""
    return [b.section(words.CHECK_HINT, accessory=b.button(words.CHECK, ACTION_CHECK))]


def looking() -> b.Block:
    """While Slack and the database are asked."""
    return _modal([b.section(words.LOOKING)])


def found(findings: Sequence[Finding]) -> b.Block:
    """What is missing with its next step, first; what is well below."""
    missing = [one for one in findings if one.level != doctor_words.OK]
    well = [one.part for one in findings if one.level == doctor_words.OK]
    broken = sum(one.level == doctor_words.FIX for one in findings)
    blocks = [b.section(words.summary(broken))]
    blocks += [b.section(words.finding(one.part, one.says)) for one in missing]
    if well:
        blocks.append(b.context(words.well(well)))
    return _modal(blocks)


def away() -> Finding:
    """The database did not answer."""
    return Finding(doctor_words.FIX, doctor_words.DATABASE, words.AWAY)


def _modal(content: list[b.Block]) -> b.Block:
    return b.modal(words.CHECK, content, callback=CALLBACK, close=words.CLOSE)
