"""What all tables share: the metadata with its names by convention, and the column forms that come again and again."""

from __future__ import annotations

from sqlalchemy import Boolean, CheckConstraint, Column, Integer, MetaData, String, text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def key() -> Column[int]:
    """The row's number."""
    return Column("id", Integer, primary_key=True)


def words(name: str, default: str = "") -> Column[str]:
    """Text, "" where nothing is known."""
    return Column(name, String, nullable=False, default=default)


def flag(name: str) -> Column[bool]:
    """Yes or no, no where nothing is said."""
    return Column(name, Boolean(create_constraint=False), nullable=False, default=False)


def minutes(name: str) -> Column[int]:
    """A time of day, in minutes after midnight by the school's clock."""
    return Column(name, Integer, nullable=False)


def one_of(column: str, *values: str) -> CheckConstraint:
    """The column holds one of these words."""
    listed = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({listed})", name=column)


def added_words(name: str, default: str = "") -> Column[str]:
    """Text in a column younger than its table: the file itself knows the default, so rows need not be written anew."""
    return Column(name, String, nullable=False, default=default, server_default=text(f"'{default}'"))


def added_flag(name: str) -> Column[bool]:
    """Yes or no in a column younger than its table, see `added_words`."""
    return Column(name, Boolean(create_constraint=False), nullable=False, default=False, server_default=text("0"))


def added_number(name: str) -> Column[int]:
    """A whole number in a column younger than its table, 0 where nothing is said, see `added_words`."""
    return Column(name, Integer, nullable=False, default=0, server_default=text("0"))
