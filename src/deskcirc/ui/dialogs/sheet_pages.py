"""The pages of an order on a chosen sheet, or the sentences why not."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from deskcirc.errors import DeskcircError
from deskcirc.labels.cards import CardOrder, Order
from deskcirc.labels.copy_labels import Problem
from deskcirc.labels.paper import Paper, shifted
from deskcirc.labels.sheets import Sheet
from deskcirc.text import in_a_row, ngettext

_MOST_NAMED: Final = 3  # copies whose labels can't be printed; the others are counted


@dataclass(frozen=True, slots=True)
class SheetPages:
    """`paper` is None where nothing can be printed; `left_out` are the copies that the sheet or the bars are not for.

    `order` is what the paper is of, without them; where there are none but them it is the whole order.
    """

    order: Order
    paper: Paper | None
    told: str
    left_out: int = 0

    @property
    def tone(self) -> str:
        """The part of the style sheet in which `told` is shown."""
        return "stop" if self.paper is None else "look" if self.left_out else "quiet"


def sheet_pages(
    order: Order, sheet: Sheet, used: Collection[int], offset: tuple[float, float], *, leave_out: bool
) -> SheetPages:
    """The pages, moved by the sheet's offset; with `leave_out` without the copies whose labels can't be printed."""
    try:
        problems = () if isinstance(order, CardOrder) else order.problems(sheet)
        rest = order
        if problems and not isinstance(order, CardOrder):
            rest = order.without({problem.copy_id for problem in problems})
            if not rest.faces:
                return SheetPages(order, None, _sentences(problems))
            if not leave_out:
                return SheetPages(order, None, _sentences(problems), len(problems))
        paper = shifted(rest.paper(sheet, used), *offset)
    except DeskcircError as trouble:
        return SheetPages(order, None, in_a_row(trouble.sentence, trouble.remedy))
    count = len(paper.pages)
    pages = ngettext("{count} page", "{count} pages", count).format(count=count)
    return SheetPages(rest, paper, f"{_sentences(problems)}\n{pages}".strip(), len(problems))


def _sentences(problems: tuple[Problem, ...]) -> str:
    told = [problem.sentence for problem in problems[:_MOST_NAMED]]
    more = len(problems) - _MOST_NAMED
    if more > 0:
        told.append(ngettext("{count} more like this.", "{count} more like these.", more).format(count=more))
    return "\n".join(told)


def leave_out_words(count: int) -> str:
    """What the box says that must be ticked for the others to be printed."""
    words = ngettext("Print the others without this one", "Print the others without these {count}", count)
    return words.format(count=count)
