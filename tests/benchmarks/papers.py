"""From a class of fifty to the PDF of its class sheet, and from a thousand copies to the PDF of their labels.

Beside an empty page, and the labels' bare bars, written the same way.
"""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks.figures import Figure, Goal, percentiles
from tests.benchmarks.processes import told_by


def measure(folder: Path, times: int) -> list[Figure]:
    """The first sheet, which reads the font, and the ones after it."""
    seen = told_by("paper_process", str(folder), str(times))
    sheets, empty = seen["sheets"], seen["empty"]
    ours = {"first": sheets[0], **percentiles(sheets[1:])}
    limit = {"first": empty[0], **percentiles(empty[1:])}
    goals = (Goal("first", ours["first"], 1000), Goal("p95", ours["p95"], 1000))
    classes = Figure("class sheet of 50 cards to PDF", "ms", ours, limit, "an empty page to PDF", goals)
    return [classes, *_labels(seen["labels"], seen["bare"], seen["octets"])]


def _labels(times: list[float], bare: list[float], octets: int) -> list[Figure]:
    """A thousand barcode labels: how long, and how large the file is."""
    ours = {"first": times[0], **percentiles(times[1:])}
    limit = {"first": bare[0], **percentiles(bare[1:])}
    goals = (Goal("first", ours["first"], 1000), Goal("p95", ours["p95"], 1000))
    megabytes = octets / 1_000_000
    return [
        Figure("1 000 barcode labels to PDF", "ms", ours, limit, "their bars alone", goals),
        Figure("their PDF", "MB", {"size": megabytes}, {}, "–", (Goal("size", megabytes, 1.0),)),
    ]
