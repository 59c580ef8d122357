"""What is asked about copies: which new label a copy gets, and what is to be put right of one or several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QWidget

from deskcirc.desk.copies import NEXT
from deskcirc.domain.prices import format_fen
from deskcirc.domain.title_names import quoted
from deskcirc.store.lookups.copy_lines import CopyLine
from deskcirc.store.lookups.numbering import Named
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.dialogs.question import Field, QuestionDialog


def _same() -> str:
    return _("the same code again")


def _next() -> str:
    return _("the next code")


def _unchanged() -> str:
    return _("as it is")


def label_dialog(line: CopyLine, parent: QWidget) -> QuestionDialog:
    """Asks for the new label of a copy: the same code again, the next one, or one that is scanned or typed."""
    told = (
        _("{number} {title} bears the label {code} now.").format(
            number=line.number, title=quoted(line.title, line.volume), code=line.barcode or line.number
        ),
        _("A code that is replaced stays the copy's: whoever scans the old label still finds it."),
    )
    fields = (
        Field("code", _("New label"), value=_same(), choices=(_same(), _next())),
        Field("reason", _("Why"), value=_("worn"), choices=(_("worn"), _("torn off"), _("unreadable")), required=False),
    )
    return QuestionDialog(_("A new label"), told, fields, _("Replace the label"), parent)


def label_values(answers: Mapping[str, str]) -> dict[str, str]:
    """The answers as the act takes them."""
    code = answers.get("code", "")
    return {**answers, "code": {_same(): "", _next(): NEXT}.get(code, code)}


def change_dialog(
    lines: Sequence[CopyLine], types: Sequence[Named], places: Sequence[Named], parent: QWidget
) -> QuestionDialog:
    """Asks what to put right of these copies; what is left as it is stays."""
    one = lines[0] if len(lines) == 1 else None
    told = [
        ngettext("{count} copy is changed at once.", "{count} copies are changed at once.", len(lines)).format(
            count=len(lines)
        ),
        _("What stays empty is not changed; “-” takes a note, a volume or the place away."),
    ]
    price = format_fen(one.price) if one is not None and one.price is not None else ""
    fields = (
        Field("item_type", _("Item type"), "choice", _unchanged(), (_unchanged(), *(each.name for each in types))),
        Field("location", _("Place"), "choice", _unchanged(), (_unchanged(), "-", *(each.name for each in places))),
        Field("price", _("Price in yuan"), value=price, required=False),
        Field("volume", _("Volume"), value=one.volume if one else "", required=False),
        Field("note", _("Note"), value=one.note if one else "", required=False),
    )
    return QuestionDialog(_("Change copies"), told, fields, _("Save"), parent)


def change_values(answers: Mapping[str, str], types: Sequence[Named], places: Sequence[Named]) -> dict[str, str]:
    """The answers as the act takes them: types and places by their ids."""
    return {
        **answers,
        "item_type": _id_of(answers.get("item_type", ""), types),
        "location": "-" if answers.get("location") == "-" else _id_of(answers.get("location", ""), places),
    }


def _id_of(name: str, named: Sequence[Named]) -> str:
    return next((str(each.id) for each in named if each.name == name), "")
