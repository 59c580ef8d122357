"""What people type in free words: how long it may be before it is a slip of the clipboard."""

from __future__ import annotations

from typing import Final

from deskcirc.text import gettext as _

LONGEST: Final = 500
"""Characters of a dealer, a note, a receiver: a line of a ledger and of the history must still be a line."""
_SHOWN: Final = 20


def too_long(*texts: str) -> tuple[str, ...]:
    """A sentence for each of these texts that is longer than anybody would type."""
    sentence = _("“{start}…” is longer than {count} characters.")
    return tuple(
        sentence.format(start=text.strip()[:_SHOWN], count=LONGEST) for text in texts if len(text.strip()) > LONGEST
    )
