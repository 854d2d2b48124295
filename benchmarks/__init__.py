"""Figures: each module prints a table and says which bars are met."""
