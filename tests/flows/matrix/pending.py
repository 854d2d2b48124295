"""Handlers of features whose rows are still to be written; nothing may be added here."""

PENDING: frozenset[str] = frozenset()
