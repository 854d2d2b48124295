"""What a person has set for themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preferences:
    """ask_first: ask me before crediting me. mute_notices: don't tell me when I am credited."""

    ask_first: bool = False
    mute_notices: bool = False
