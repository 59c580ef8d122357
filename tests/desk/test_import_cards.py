"""A roster whose card numbers stand on books already."""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.desk.imports import ImportSource, run_import
from deskcirc.domain.drafts import CopyDraft, Draft, PatronDraft, ReadRow, TitleDraft


def test_a_roster_row_whose_card_is_a_copys_barcode_is_refused_each_time(desk: Desk) -> None:
    drafts: tuple[Draft, ...] = (
        TitleDraft(title="论语", copies=(CopyDraft(barcode="2"),)),
        PatronDraft(name="李一", number="1", card="2"),
        PatronDraft(name="李一", card="1"),
    )
    refused = [
        run_import(
            desk, [ReadRow(number, "", "", draft) for number, draft in enumerate(drafts, 1)], ImportSource("名单.csv")
        ).refused
        for _time in range(2)
    ]
    assert refused == [1, 1]
