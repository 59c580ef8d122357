"""How a title is named in a sentence: in 书名号, and what stands in such brackets within it in the single ones."""

from __future__ import annotations

from typing import Final

_SINGLE: Final = str.maketrans("《》", "〈〉")
_LONGEST: Final = 120
"""Characters of a name in a sentence: a title into which a whole list was pasted would fill the screen with it."""


def quoted(title: str, volume: str = "") -> str:
    """《十万个为什么 植物》; within, 《 》 become 〈 〉 (GB/T 15834-2011, 4.15): 《〈三国〉与〈水浒〉》.

    A name longer than any title is cut by an ellipsis.
    """
    name = f"{title} {volume}".strip().translate(_SINGLE)
    return f"《{name}》" if len(name) <= _LONGEST else f"《{name[: _LONGEST - 1]}…》"
