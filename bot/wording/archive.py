"""Show me one, My kudos, and the search."""

from typing import Final

ONE_ALONE: Final = "Only you see this."
ANOTHER: Final = "Show me another"
ONLY_ONE: Final = "There is only this one so far."
FOUND_NONE: Final = "Nothing found. Fewer or other words may help."
MINE_NONE: Final = "No shared good word credits you yet."
MINE_TITLE: Final = "My kudos"
SEARCH_TITLE: Final = "Search kudos"
SEARCH_LABEL: Final = "Words to look for"
SEARCH_HINT: Final = "Press Enter to search."
OLDER: Final = "Older"
NEWER: Final = "Newer"
HIDE: Final = "Hide from digests"
UNHIDE: Final = "Allow in digests"
HIDDEN: Final = "Hidden from digests and reports."
EXPORT_MARKDOWN: Final = "Export as Markdown"
EXPORT_CSV: Final = "Export as CSV"
EXPORT_TITLE: Final = "Export"
CLOSE: Final = "Close"

HOME_HEADING: Final = "*Looking back*"
HOME_ONE: Final = "Show me one"
HOME_MINE: Final = "My kudos"
HOME_SEARCH: Final = "Search"
HOME_COPY_ON: Final = "Send me a copy of the digest"
HOME_COPY_OFF: Final = "Stop my copy of the digest"
HOME_SETTINGS: Final = "Digest and report"


def next_digest(moment: str, channel: str) -> str:
    """When the next digest comes; nothing to show, nothing posted."""
    return f"The next digest is due {moment} in <#{channel}>, if there is something to show."


def page(number: int) -> str:
    """Where in the pages somebody is; `number` counts from 0."""
    return f"Page {number + 1}"
