"""What a person has set for themselves."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Preferences:
    """ask_first: ask me before crediting me."""

    ask_first: bool = False
