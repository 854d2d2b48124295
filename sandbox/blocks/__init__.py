"""Block Kit as Slack polices it: shapes, limits, and the values people enter."""
