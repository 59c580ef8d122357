"""What was measured, in figures: percentiles, one line an operation, the table and the JSON made of them."""

from __future__ import annotations

import json
import platform
import sqlite3
import unicodedata
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from itertools import zip_longest
from typing import Final

_WARMING: Final = 10
_HEADS: Final = ("Operation", "Ours", "Limit, same run", "Ratio", "Goals", "Best peer (another run)")


@dataclass(frozen=True, slots=True)
class Goal:
    """A figure of ours beside what was set; it must be at most `bound`, or at least where `upwards`."""

    name: str
    ours: float
    bound: float
    upwards: bool = False

    @property
    def met(self) -> bool:
        """Whether the goal is reached in this run."""
        return self.ours >= self.bound if self.upwards else self.ours <= self.bound

    def __str__(self) -> str:
        sign = "≥" if self.upwards else "≤"
        return f"{self.name} {short(self.ours)} {sign} {short(self.bound)} {'yes' if self.met else 'NO'}"


@dataclass(frozen=True, slots=True)
class Figure:
    """One operation: our percentiles, the limit that nobody can pass, the goals, and the best peer of limits.md."""

    operation: str
    unit: str
    ours: dict[str, float]
    limit: dict[str, float]  # the same percentiles of `limit_is`, measured in the same run; empty where there is none
    limit_is: str
    goals: tuple[Goal, ...]
    peer: str = "–"

    @property
    def ratio(self) -> float | None:
        """Our first figure over the limit's."""
        if not self.limit:
            return None
        return next(iter(self.ours.values())) / next(iter(self.limit.values()))


def warm(milliseconds: Sequence[float]) -> Sequence[float]:
    """The times without the first ones, in which caches fill; those are looked at by themselves."""
    return milliseconds[_WARMING:] if len(milliseconds) > 3 * _WARMING else milliseconds


def percentiles(milliseconds: Sequence[float]) -> dict[str, float]:
    """p50, p95 and p99 of a list of times (nearest rank)."""
    ordered = sorted(milliseconds)
    return {f"p{share}": ordered[min(len(ordered) - 1, len(ordered) * share // 100)] for share in (50, 95, 99)}


def short(value: float) -> str:
    """A number with as many digits as it deserves."""
    if abs(value) >= 100:
        return f"{value:,.0f}".replace(",", " ")
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def table(figures: Sequence[Figure]) -> str:
    """Every figure as one row of a Markdown table, columns aligned; several goals take several lines."""
    lines: list[tuple[str, ...]] = [_HEADS, tuple("-" * _width(head) for head in _HEADS)]
    for figure in figures:
        lines += _lines_of(figure)
    widths = [max(_width(line[column]) for line in lines) for column in range(len(_HEADS))]
    return "\n".join("| " + " | ".join(map(_padded, line, widths)) + " |" for line in lines)


def _lines_of(figure: Figure) -> list[tuple[str, ...]]:
    ratio = "–" if figure.ratio is None else f"{figure.ratio:.2f} ×"
    ours = f"{_written(figure.ours)} {figure.unit}"
    limit = [f"{_written(figure.limit)} {figure.unit}", figure.limit_is] if figure.limit else [figure.limit_is]
    columns = [[figure.operation], [ours], limit, [ratio], [str(goal) for goal in figure.goals] or ["–"], [figure.peer]]
    return [tuple(line) for line in zip_longest(*columns, fillvalue="")]


def _written(figures: dict[str, float]) -> str:
    named = len(figures) > 1
    return " / ".join(f"{name} {short(value)}" if named else short(value) for name, value in figures.items())


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(mark) in "WF" else 1 for mark in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def as_json(figures: Sequence[Figure], conditions: dict[str, str]) -> str:
    """Everything measured, with the conditions, for another program."""
    rows = [
        {
            **asdict(figure),
            "ratio": figure.ratio,
            "goals": [{**asdict(goal), "met": goal.met} for goal in figure.goals],
        }
        for figure in figures
    ]
    return json.dumps({"conditions": conditions, "figures": rows}, ensure_ascii=False, indent=2)


def conditions_of_this_run() -> dict[str, str]:
    """What the figures depend on, beside the program."""
    import os

    import sqlalchemy

    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    return {
        "system": platform.platform(),
        "processors": str(os.cpu_count()),
        "load": f"{load:.2f}",
        "Python": platform.python_version(),
        "SQLite": sqlite3.sqlite_version,
        "SQLAlchemy": sqlalchemy.__version__,
    }
