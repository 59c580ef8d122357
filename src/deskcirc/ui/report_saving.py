"""Saving a report where a person said, as an act of a screen: the file comes in the act's values."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from deskcirc.domain.report import Report
from deskcirc.text import gettext as _
from deskcirc.ui.outcome import Message, Told, Tone, file_in
from deskcirc.ui.sections import Answer


def saved_report(part: Any, report: Report, act: str, values: Mapping[str, str]) -> Answer:
    """Save it under `values["file"]`, by its ending; raises UnknownActError where that is no name of a file.

    Raises ReportFileError where the file can't be written.
    """
    from deskcirc.exchange.report_files import save_report

    path = file_in(act, values)
    save_report(report, path)
    return Answer(part, Message(Tone.DONE, _("Saved as {name}.").format(name=path.name), (str(path),)), Told("saved"))
