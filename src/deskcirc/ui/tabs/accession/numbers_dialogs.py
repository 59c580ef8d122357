"""What is asked about numbers: a series, new or to be changed; and why numbers are missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from deskcirc.desk.giving_numbers import series_name
from deskcirc.store.lookups.number_gaps import SeriesFigures
from deskcirc.store.lookups.numbering import Named
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog
from deskcirc.ui.tabs.accession.numbers_state import GapLine


def series_dialog(
    title: str,
    line: SeriesFigures | None,
    number: str,
    offered: tuple[Sequence[Named], Sequence[Named]],
    parent: QWidget,
) -> QuestionDialog:
    """Asks for a series whose next number is `number`; `offered` are the item types and the places it may be for."""
    types, places = offered
    said = [_("Write the next number as on the label, T002267: it says how all numbers of the series look.")]
    fields = [
        Field("name", _("What it is called"), value=series_name(line.series) if line else ""),
        Field("next", _("Next number"), value=number),
        _chosen("item_type", _("For the item type"), types, line.series.item_type_id if line else None),
        _chosen("location", _("For the place"), places, line.series.location_id if line else None),
    ]
    if line is not None:
        fields.append(Field("reason", _("Why numbers are left out"), required=False))
    return QuestionDialog(title, said, fields, _("Save"), parent)


def series_values(answers: Mapping[str, str], types: Sequence[Named], places: Sequence[Named]) -> dict[str, str]:
    """The answers as the act takes them: types and places by their ids, "" for all."""
    ids = {
        name: next((str(each.id) for each in offered if each.name == answers.get(name)), "")
        for name, offered in (("item_type", types), ("location", places))
    }
    return {**answers, **ids}


def gap_dialog(line: GapLine, parent: QWidget) -> QuestionDialog:
    """Asks why these numbers are missing, or only some of them."""
    gap = line.gap
    told = [_("{numbers} of the series {name}").format(numbers=gap.run.label, name=line.series)]
    usual = (
        "",
        _("withdrawn before this program"),
        _("never given out"),
        _("misprinted labels"),
        _("skipped on purpose"),
    )
    fields = [
        Field("first", _("First number missing"), value=gap.run.first),
        Field("last", _("Last number missing"), value=gap.run.last),
        Field("reason", _("Why they are missing"), value=gap.reason, choices=usual),
    ]
    return QuestionDialog(_("Explain a gap"), told, fields, _("Save"), parent)


def _chosen(name: str, words: str, named: Sequence[Named], chosen: int | None) -> Field:
    every = _("all")
    value = next((each.name for each in named if each.id == chosen), every)
    return Field(name, words, "choice", value, (every, *(each.name for each in named)))
