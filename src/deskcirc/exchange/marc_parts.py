"""What a dialect tells about writing: for each value of a description the way into the fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from deskcirc.domain.drafts import TitleDraft
from deskcirc.exchange.marc_open import OpenFields


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
