"""A copy as the list of labels to print shows it."""

from __future__ import annotations

from dataclasses import dataclass

from deskcirc.domain.copies import CopyState


@dataclass(frozen=True, slots=True)
class LabelCopy:
    """A copy with what its labels say and by what it is looked for; `batch` and `location` are "" for none."""

    id: int
    title: str
    volume: str
    accession_number: str
    code: str
    call_number: str
    shelf_key: str
    batch_id: int | None
    batch: str
    location_id: int | None
    location: str
    state: CopyState
    wants_label: bool
    copy_number: int = 1  # which copy of its title and volume it is, withdrawn ones counted too
