"""What a dialect tells about writing: for each value of a description the way into the fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.titles import TitleKind
from deskcirc.exchange.marc_open import OpenFields
from deskcirc.exchange.marc_values import BOUND_YEAR


@dataclass(frozen=True, slots=True, eq=False)
class Part:
    """Values of a description that stand together: `names` are those of TitleDraft.

    `write` changes as little as it can; `force` is for what does not read back the same then, and makes sure of it at
    the price of what stood around it. In an `unordered` one the order of the fields counts more than that of the words.
    """

    names: tuple[str, ...]
    write: Callable[[OpenFields, TitleDraft, TitleDraft], None]
    force: Callable[[OpenFields, TitleDraft], None]
    unordered: bool = False

    def differs(self, one: TitleDraft, other: TitleDraft) -> bool:
        """Whether the two descriptions say something else here."""
        return any(self._said(one, name) != self._said(other, name) for name in self.names)

    def _said(self, description: TitleDraft, name: str) -> Any:
        value = getattr(description, name)
        if not self.unordered:
            return value
        return sorted(value.split("\n")) if isinstance(value, str) else sorted(value)


def write_bound_year(opened: OpenFields, after: TitleDraft) -> None:
    """The local field that tells bound years from the magazine: there for them, and for nothing else."""
    code, says = BOUND_YEAR.subfields[0]
    marks = [one for one in opened.all(BOUND_YEAR.tag) if one.value(code) == says]
    wanted = after.kind == TitleKind.BOUND_YEAR
    for one in marks if not wanted else ():
        opened.drop(one)
    if wanted and not marks:
        opened.add_field(BOUND_YEAR)
