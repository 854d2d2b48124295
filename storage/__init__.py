"""The memory: SQLAlchemy models, repositories and the unit of work."""
