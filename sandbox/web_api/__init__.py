"""Slack's Web API, as far as the app uses it; anything else is a violation."""
