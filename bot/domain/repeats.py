"""Repeat customers without a register: what is hashed, and how long a key lives."""

import unicodedata
from datetime import datetime, timedelta
from typing import Final

CUSTOMER_MAX: Final = 255
KEY_LIFE: Final = timedelta(days=90)
"""Then a new key is made; the previous one is searched for as long again, then destroyed."""


def normalised(customer: str) -> str:
    """An e-mail or id in the one form in which it is hashed; empty when nothing is left of it."""
    folded = unicodedata.normalize("NFKC", customer).casefold().strip().removeprefix("mailto:")
    return "".join(folded.split()).strip("<>#.,;:")


def has_aged(created_at: datetime, now: datetime) -> bool:
    """Whether a key is due to be followed by a new one."""
    return now - created_at >= KEY_LIFE
