"""What the school has set: settings, and its year: terms, days that differ from the week, opening hours, the rota."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Integer, String, Table

from deskcirc.store.tables.base import added_flag, flag, key, metadata, minutes, one_of, words

settings = Table("settings", metadata, key(), Column("name", String, nullable=False, unique=True), words("value"))

terms = Table(
    "terms",
    metadata,
    key(),
    Column("name", String, nullable=False),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    Column("return_by", Date),
    Column("vacation_loans_from", Date),
    Column("finals", Date),
    flag("ended"),
    CheckConstraint("starts <= ends", name="days"),
)

closed_days = Table(
    "closed_days",
    metadata,
    key(),
    Column("day", Date, nullable=False, unique=True),
    flag("open"),
    words("name"),
    Column("as_weekday", Integer),  # the weekday (1 Monday to 7) whose hours a make-up working day follows
    added_flag("ended"),
)

opening_periods = Table(
    "opening_periods",
    metadata,
    key(),
    Column("weekday", Integer, nullable=False),
    Column("month_from", Integer),
    Column("month_to", Integer),
    minutes("opens"),
    minutes("closes"),
    flag("ended"),
    CheckConstraint("weekday BETWEEN 1 AND 7 AND 0 <= opens AND opens < closes AND closes <= 1440", name="times"),
    CheckConstraint("(month_from IS NULL) = (month_to IS NULL)", name="months"),
)

amnesties = Table(
    "amnesties",
    metadata,
    key(),
    Column("starts", Date, nullable=False),
    Column("ends", Date, nullable=False),
    words("reason"),
    flag("ended"),
    CheckConstraint("starts <= ends", name="days"),
)

rota_slots = Table(
    "rota_slots",
    metadata,
    key(),
    minutes("opens"),
    minutes("closes"),
    Column("room", Integer, nullable=False, default=1),  # how many classes fit in at once
    flag("ended"),
    CheckConstraint("0 <= opens AND opens < closes AND closes <= 1440 AND room > 0", name="times"),
)

rota_turns = Table(
    "rota_turns",
    metadata,
    key(),
    words("week"),
    Column("weekday", Integer, nullable=False),
    Column("slot_id", ForeignKey("rota_slots.id"), nullable=False),
    Column("class_id", ForeignKey("classes.id")),
    Column("grade", Integer),
    words("activity", "borrow"),
    flag("pinned"),  # put there by a person
    flag("ended"),
    one_of("week", "", "A", "B"),
    one_of("activity", "borrow", "read"),
    CheckConstraint("weekday BETWEEN 1 AND 7", name="weekday"),
    CheckConstraint("(class_id IS NULL) <> (grade IS NULL)", name="who"),
)

rota_wishes = Table(
    "rota_wishes",
    metadata,
    key(),
    Column("grade_from", Integer),
    Column("grade_to", Integer),
    words("activity", "borrow"),
    words("weekdays"),  # digits 1 to 7, "" for any
    words("every", "week"),
    Column("times", Integer, nullable=False, default=1),
    flag("ended"),
    one_of("activity", "borrow", "read"),
    one_of("every", "week", "second_week"),
    CheckConstraint("times > 0", name="times"),
)
