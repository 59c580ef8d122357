"""Labels of copies ordered from any screen: one from the counter, those just registered, those on the list.

A section prints labels with `Answer(part, paper=label_order(desk, copy_ids))`; a button or an offer of any tab with the
act "print_label:COPY" or "print_labels:COPY,COPY" (`ui.outcome` has both offers). These acts are every tab's, as
"labels_printed" is, which the window asks for when somebody says that labels came out right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import identify
from deskcirc.desk.labels import labels_printed, labels_wanted_of, want_labels
from deskcirc.domain.scanning import Scan, ScanKind
from deskcirc.domain.title_names import quoted
from deskcirc.labels.cards import Printable
from deskcirc.labels.copy_labels import LabelKind, LabelOrder
from deskcirc.labels.label_faces import CopyFace
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, number_in

_LONGEST_NUMBER = 18  # digits; SQLite's integers have no more for certain


@dataclass(frozen=True, slots=True)
class LabelAnswer:
    """What an act about labels comes to."""

    message: Message
    told: Told
    paper: Printable | None = None


def label_order(
    desk: Desk, copy_ids: Sequence[int], kind: LabelKind = LabelKind.BOTH, *, straight: bool = False
) -> LabelOrder | None:
    """Labels of these copies in the order given; None where none of them is there any more."""
    faces = tuple(
        CopyFace(
            copy.id,
            copy.code,
            copy.title,
            copy.call_number,
            copy.volume,
            desk.policy.library_name,
            copy.copy_number,
        )
        for copy in labels_wanted_of(desk, copy_ids)
    )
    return LabelOrder(faces, kind, done="labels_printed", straight=straight) if faces else None


def label_act(desk: Desk, act: str, values: Mapping[str, str], last_code: str) -> LabelAnswer:
    """An act of every tab: "print_label:COPY" (of the last copy scanned without a number), "print_labels", …

    Raises UnknownActError where ids are none.
    """
    verb, _colon, subject = act.partition(":")
    if verb == "print_label":
        return _one(desk, number_in(act) if subject else _last_copy(desk, last_code))
    ids = copies_in(act, values)
    if verb == "print_labels":
        order = label_order(desk, ids)
        return _gone() if order is None else LabelAnswer(ordered(order), Told("label"), order)
    if verb == "want_labels":
        return _answered(want_labels(desk, ids), "label-wanted")
    if not ids:
        return LabelAnswer(Message(Tone.LOOK, _("None of these is on the list.")), Told("nothing"))
    count = labels_printed(desk, ids)
    words = ngettext("The label of {count} copy is printed", "The labels of {count} copies are printed", len(ids))
    left = _("They are off the list of labels to print.") if count else ""
    details = (left,) if left else ()
    return LabelAnswer(Message(Tone.DONE, words.format(count=len(ids)), details), Told("labels-printed"))


def ordered(order: LabelOrder) -> Message:
    """What the banner says while the window asks for the sheet."""
    words = ngettext("Labels of {count} copy", "Labels of {count} copies", len(order.faces))
    return Message(Tone.READY, words.format(count=len(order.faces)))


def copies_in(act: str, values: Mapping[str, str]) -> tuple[int, ...]:
    """The ids behind the act's colon, else in `values["copies"]`; raises UnknownActError for what is no id."""
    words = (act.partition(":")[2] or values.get("copies", "")).replace(",", " ").split()
    if not all(word.isascii() and word.isdecimal() and len(word) <= _LONGEST_NUMBER for word in words):
        raise UnknownActError(act)
    return tuple(dict.fromkeys(int(word) for word in words))


def _one(desk: Desk, copy_id: int | None) -> LabelAnswer:
    if copy_id is None:
        words = _("Scan the copy whose label shall be printed first")
        return LabelAnswer(Message(Tone.LOOK, words), Told("nothing"))
    order = label_order(desk, [copy_id], straight=True)
    if order is None:
        return _gone()
    face = order.faces[0]
    words = _("The label of {title}").format(
        title=quoted(face.title, face.volume) if isinstance(face, CopyFace) else ""
    )
    code = face.code if isinstance(face, CopyFace) else ""
    return LabelAnswer(Message(Tone.DONE, words, (code,)), Told("label", copy=code), order)


def _last_copy(desk: Desk, code: str) -> int | None:
    found = identify(desk, Scan(code, ScanKind.CODE, code)).copy if code else None
    return None if found is None else found.id


def _answered(count: int, outcome: str) -> LabelAnswer:
    words = ngettext(
        "{count} copy is on the list of labels to print", "{count} copies are on the list of labels to print", count
    )
    if not count:
        return LabelAnswer(Message(Tone.LOOK, _("Nothing new for the list of labels to print")), Told("nothing"))
    return LabelAnswer(Message(Tone.DONE, words.format(count=count)), Told(outcome))


def _gone() -> LabelAnswer:
    return LabelAnswer(Message(Tone.STOP, _("These copies are lost or withdrawn, and get no labels.")), Told("refused"))
