"""Sentences on the pages around an installation, read in a browser."""

from typing import Final

TITLE: Final = "Goodword"
DONE: Final = "Goodword is installed. Open it in Slack: its Home shows the first steps."
OPEN: Final = "Open Goodword in Slack"
AGAIN: Final = "Start again"
CANCELLED: Final = "Nothing was installed: it was cancelled in Slack."
OTHER_BROWSER: Final = (
    "Nothing was installed: this installation was not begun in this browser. Start it here."
)
TOO_LATE: Final = "Nothing was installed: it took longer than ten minutes, or was finished before."
REFUSED: Final = "Nothing was installed: Slack did not accept it. Start once more."
WHOLE_ORGANISATION: Final = (
    "Nothing was installed: Goodword is for single workspaces, not for a whole organisation. "
    "Start again and choose one workspace."
)
AWAY: Final = "Nothing was installed: something did not answer. Try again in a minute."
NOT_INSTALLED: Final = (
    "Goodword is not installed here any more. Your admin can install it again; "
    "within 13 days nothing is lost."
)
