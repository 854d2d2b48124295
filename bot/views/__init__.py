"""Pure functions from domain values to Slack blocks."""
