"""Nothing that a process imports is garbage; looking for some was a third of a start."""

import gc


def begin() -> None:
    """Look for no garbage until `end`."""
    gc.disable()


def end() -> None:
    """What is here stays: it is never looked at again, and forks go on sharing its memory."""
    gc.freeze()
    gc.enable()
