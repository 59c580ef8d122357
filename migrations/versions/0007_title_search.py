"""The index by which titles are found; the program fills it when it finds it empty beside titles."""

from __future__ import annotations

from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.execute(
        "CREATE VIRTUAL TABLE title_search USING fts5("
        "title, more, author, syllables, initials, author_syllables, author_initials, prefix='1 2')"
    )
