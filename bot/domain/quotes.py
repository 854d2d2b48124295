"""What somebody else said stays out of a neutral sentence: no card repeats what hurt."""

import re
from typing import Final

LEFT_OUT: Final = "[quote left out]"
_PAIRS: Final = ("“”", "„“", "„”", "””", '""', "«»", "»«", "‹›", "「」", "『』", "``")
_MARKED: Final = "|".join(
    # A mark that nobody closed reaches to the end; after a digit it may be inches.
    rf"(?<!\d){re.escape(pair[0])}[^{re.escape(pair[1])}]*(?:{re.escape(pair[1])}|$)"
    for pair in _PAIRS
)
_SINGLE: Final = r"(?<!\w)[‘'‚](?=\S)[^\n]*?\S[’'‘](?!\w)"
"""Single marks are apostrophes too, so both ends have to stand free."""
_LINES: Final = r"(?m:^[ \t]*(?:>|&gt;).*$)"
_SAID: Final = (
    r"\b(?:said|says|saying|wrote|writes|writing|told|tells|called|calls|calling|shouted|yelled"
    r"|screamed|replied|quote|verbatim)(?:[ ]+(?:me|us|him|her|them|that))?"
    r"[ ]*:[ \t]*(?P<said>\S[^\n]*)"
)
"""Speech after a colon, without marks: to the end of its line."""
_QUOTED: Final = re.compile(f"{_MARKED}|{_SINGLE}|{_LINES}")
_REPORTED: Final = re.compile(_SAID, re.IGNORECASE)


def without_quotes(text: str) -> str | None:
    """The sentence with each quote replaced by LEFT_OUT; None when nothing else is in it."""
    before, left = "", text
    # What stood between two marks may have kept a third from being seen as one.
    while left != before:
        before, left = left, _REPORTED.sub(_unsaid, _QUOTED.sub(LEFT_OUT, left))
    own = left.replace(LEFT_OUT, "")
    return left if re.search(r"\w", own) else None


def _unsaid(found: re.Match[str]) -> str:
    start = found.start("said") - found.start()
    return found[0][:start] + LEFT_OUT
