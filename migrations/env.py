"""Alembic's entry: runs the steps on the connection it is handed. Imports nothing of the program.

`store.migrate` hands in the connection; for writing a new step by hand, `-x library=FILE` names a library file.
"""

from __future__ import annotations

import sqlalchemy
from alembic import context


def run(connection: sqlalchemy.Connection) -> None:
    """Run the steps in one transaction, with batch mode for what SQLite cannot alter."""
    context.configure(connection=connection, render_as_batch=True, transactional_ddl=True)
    with context.begin_transaction():
        context.run_migrations()


handed_in = context.config.attributes.get("connection")
if handed_in is not None:
    run(handed_in)
else:
    engine = sqlalchemy.create_engine(f"sqlite:///{context.get_x_argument(as_dictionary=True)['library']}")
    with engine.begin() as opened:
        run(opened)
