"""The dialog in which a batch is stated: how it came, from whom, on which invoice, at what discount."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtWidgets import QWidget

from deskcirc.domain.batches import BATCH_SOURCE_WORDS
from deskcirc.text import gettext as _
from deskcirc.ui.dialogs.question import Field, QuestionDialog


def batch_form(
    title: str, yes: str, values: Mapping[str, str], typed: Mapping[str, tuple[str, ...]], parent: QWidget
) -> QuestionDialog:
    """The form filled in with `values`; `typed` is what stood in its fields before, offered again."""
    sources = [_(words) for words in BATCH_SOURCE_WORDS.values()]
    fields = (
        Field("source", _("How it came"), "choice", values.get("source", sources[0]), sources),
        _offered("dealer", _("Dealer"), values, typed),
        _offered("donor", _("Donor, for a gift"), values, typed),
        Field("invoice", _("Invoice"), value=values.get("invoice", ""), required=False),
        Field("received", _("Received on"), "date", values.get("received", "")),
        _offered("fund", _("Paid from the fund"), values, typed),
        Field("discount", _("Discount, as 78 %"), value=values.get("discount", ""), required=False),
        Field("paid", _("Amount paid, in yuan"), value=values.get("paid", ""), required=False),
        Field("note", _("Note"), value=values.get("note", ""), required=False),
    )
    said = _("A batch is one row of the general ledger. Its number is given now, and never to another batch.")
    return QuestionDialog(title, [said], fields, yes, parent)


def _offered(name: str, words: str, values: Mapping[str, str], typed: Mapping[str, tuple[str, ...]]) -> Field:
    """A field that offers what was typed before; its list is headed by nothing, for it may stay empty."""
    before = typed.get(name, ())
    return Field(name, words, value=values.get(name, ""), choices=("", *before) if before else (), required=False)
