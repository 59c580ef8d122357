"""The note for the parents of a child whose library copy is lost: kind words, how it is made good, two to a page.

Nobody is blamed in it: it says what was lent, what the ways are, and that a copy that turns up is welcome.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from deskcirc.domain.losses import Loss, LossWay
from deskcirc.domain.prices import format_fen
from deskcirc.labels.paper import A4, Align, Box, Paper, Shape, Words
from deskcirc.labels.paragraph import broken_lines
from deskcirc.text import full_date, ngettext
from deskcirc.text import gettext as _

_EDGE: Final = 20.0
_WIDTH: Final = A4[0] - 2 * _EDGE
_HALF: Final = A4[1] / 2
_SIZE, _LEADING = 4.6, 7.4  # millimetres: letters, from line to line
_INDENT: Final = 8.0


def loss_letter(losses: Sequence[Loss], library_name: str, on: date, refund_days: int) -> Paper:
    """A note for each of these losses; `refund_days` after a payment its money is given back if the copy turns up."""
    notes = [losses[start : start + 2] for start in range(0, len(losses), 2)] or [()]
    pages = []
    for pair in notes:
        shapes: list[Shape] = []
        for place, loss in enumerate(pair):
            shapes += _note(loss, library_name, on, refund_days, place * _HALF)
        shapes.append(Box(8, _HALF, A4[0] - 16, 0, 0.1))
        pages.append(tuple(shapes))
    return Paper(_("Notes for the parents"), tuple(pages))


def sentences_of(loss: Loss, refund_days: int) -> tuple[str, ...]:
    """What the note says, paragraph by paragraph."""
    copy = loss.copy
    lent = _("{title} (No. {number}), which your child borrowed from us, could not be found so far.")
    if loss.lent_on is not None:
        lent = _("{title} (No. {number}), which your child borrowed on {day}, could not be found so far.")
    day = "" if loss.lent_on is None else full_date(loss.lent_on)
    said = [
        lent.format(title=copy.name, number=copy.accession_number, day=day),
        _("Things get lost, and it is not the end of the world. Perhaps you look for it together once more."),
    ]
    said.append(_ways(loss))
    back = ngettext(
        "If it turns up, please bring it back at any time. Money paid is given back within {days} day.",
        "If it turns up, please bring it back at any time. Money paid is given back within {days} days.",
        refund_days,
    )
    plain = _("If it turns up, please bring it back at any time.")
    said.append(back.format(days=refund_days) if loss.owed or loss.paid else plain)
    return tuple(said)


def _ways(loss: Loss) -> str:
    if loss.way is LossWay.SAME_COPY:
        return _("If it stays lost, please bring us the same book; another edition is welcome too.")
    if loss.owed:
        words = _("If it stays lost, please pay {amount} yuan at the library, or bring us the same book instead.")
        return words.format(amount=format_fen(loss.owed))
    if loss.paid:
        return _("{amount} yuan were paid for it. Thank you.").format(amount=format_fen(loss.paid))
    if loss.way is LossWay.NOTHING:
        return _("If it stays lost, nothing has to be paid.")
    return _("If it stays lost, please come and see us: we will find a way together.")


def _note(loss: Loss, library_name: str, on: date, refund_days: int, top: float) -> Iterator[Shape]:
    y = top + 16
    yield Words(_EDGE, y, _WIDTH, 9, _("A note about a library book"), 6.4, bold=True, align=Align.CENTRE)
    y += 15
    greeting = _("Dear parents of {patron},").format(patron=loss.patron) if loss.patron else _("Dear parents,")
    yield Words(_EDGE, y, _WIDTH, _LEADING, greeting, _SIZE)
    y += _LEADING + 1
    for sentence in sentences_of(loss, refund_days):
        for number, line in enumerate(broken_lines(sentence, _WIDTH * 0.97, _SIZE, _INDENT)):
            moved = 0.0 if number else _INDENT
            yield Words(_EDGE + moved, y, _WIDTH - moved, _LEADING, line, _SIZE)
            y += _LEADING
    yield Words(_EDGE + _INDENT, y, _WIDTH - _INDENT, _LEADING, _("Thank you for your help!"), _SIZE)
    y += _LEADING + 4
    for line in (library_name, full_date(on)):
        yield Words(_EDGE, y, _WIDTH, _LEADING, line, _SIZE, align=Align.RIGHT)
        y += _LEADING
