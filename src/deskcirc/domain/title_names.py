"""How a title is named in a sentence: in 书名号, and what stands in such brackets within it in the single ones."""

from __future__ import annotations

from typing import Final

_SINGLE: Final = str.maketrans("《》", "〈〉")


def quoted(title: str, volume: str = "") -> str:
    """《十万个为什么 植物》; within, 《 》 become 〈 〉 (GB/T 15834-2011, 4.15): 《〈三国〉与〈水浒〉》."""
    return f"《{f'{title} {volume}'.strip().translate(_SINGLE)}》"
