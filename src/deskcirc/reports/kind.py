"""What one file of this room offers: its name, its question, and how its report is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Connection

from deskcirc.domain.policy import Policy
from deskcirc.domain.report import Report

Make = Callable[[Connection, Policy, date], Report]


@dataclass(frozen=True, slots=True)
class ReportKind:
    """One report; `title` and `question` are marked for translation, `name` never changes."""

    name: str
    title: str
    question: str
    make: Make
