"""The store of documents: SQLAlchemy tables, Alembic migrations and the library on top."""
