"""How the company's memory is kept: SQLite or PostgreSQL by the same SQLAlchemy Core code."""
