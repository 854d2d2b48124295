"""Goodword: keep the good words, and carry the bad ones together."""
