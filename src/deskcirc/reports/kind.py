"""What one file of this room offers: its name, its question, and how its report is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Report

Make = Callable[[Connection, Policy, date], Report]
MakeBetween = Callable[[Connection, Policy, date, str, str], Report]


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One report; `title` and `question` are marked for translation, `name` never changes.

    One of the shelves has `make_between` too, with the first and the last call number of what is wanted.
    """

    name: str
    title: str
    question: str
    make: Make
    make_between: MakeBetween | None = None
