"""Labels look as they did when somebody looked at them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from PIL import Image
from tests.domain.facts import A_COPY
from tests.ui.papers import painted
from tests.ui.reference_papers import DOTS, FOLDER, LARGEST, compare_with_reference, differing_share
from tests.ui.test_printed_labels import SHEETS, faces

from deskcirc.domain.losses import Loss, LossOrigin, LossState, LossWay
from deskcirc.domain.search_places import WantedCopy
from deskcirc.labels.calibration import calibration_paper
from deskcirc.labels.copy_labels import LabelKind, LabelOrder
from deskcirc.labels.label_faces import LabelLook, TextFace
from deskcirc.labels.loss_letter import loss_letter
from deskcirc.labels.paper import Paper, shifted
from deskcirc.labels.search_list import search_list

LABELS = LabelOrder(faces(20), LabelKind.BOTH, LabelLook(title_by_bars=True))
SPINES = LabelOrder(faces(40), LabelKind.SPINE, LabelLook(library_on_spine=True))
WITHDRAWN = LabelOrder(tuple(TextFace(("注销", f"ZX{number:04}")) for number in range(1, 12)))
PLACES = (
    "原架位：I287.45/12，在《城南旧事》 I287.45/11与《一个很长的书名，长得一行放不下，还要再长一些》 I287.45/13之间",
    "还书车：车上有 3 册",
    "三年级（1）班 陈子墨：书包、课桌、家里",
)
CLAIM = Loss(
    1,
    replace(A_COPY, call_number="I287.45/12"),
    LossState.CLAIMED,
    LossOrigin.PATRON,
    LossWay.PRICE,
    date(2026, 3, 2),
    patron="三年级（1）班 陈子墨",
    claimed_on=date(2026, 3, 2),
    lent_on=date(2026, 2, 2),
    searches=1,
    owed=3750,
)
PAPERS = {
    "search_list": search_list([WantedCopy(CLAIM, PLACES)] * 3, "第三小学图书馆", date(2026, 3, 9)),
    "loss_letter": loss_letter([CLAIM], "第三小学图书馆", date(2026, 3, 9), 30),
    "labels_5x13": LABELS.paper(SHEETS["labels_5x13"], {1, 2, 3, 8}),
    "spines_8x9": SPINES.paper(SHEETS["spine_8x9_cut"]),
    "withdrawn_5x16": WITHDRAWN.paper(SHEETS["labels_5x16"]),
    "calibration_5x13": calibration_paper(SHEETS["labels_5x13"]),
}


@pytest.mark.parametrize("name", sorted(PAPERS))
def test_a_page_looks_as_it_did_when_it_was_looked_at(name: str) -> None:
    compare_with_reference(PAPERS[name], name)


def test_pictures_are_small_enough_to_be_kept() -> None:
    assert all(file.stat().st_size <= LARGEST for file in FOLDER.glob("*.png"))


@pytest.mark.parametrize(
    "changed",
    [
        shifted(PAPERS["labels_5x13"], 1.0, 0.0),
        LabelOrder(faces(20), LabelKind.BOTH, LabelLook(title_by_bars=False)).paper(
            SHEETS["labels_5x13"], {1, 2, 3, 8}
        ),
        LABELS.paper(SHEETS["labels_5x13"], {1, 2, 3}),
    ],
)
def test_a_page_on_which_something_stands_elsewhere_is_another_picture(changed: Paper) -> None:
    image = painted(PAPERS["labels_5x13"], DOTS)
    assert differing_share(image, Image.new("L", image.size, 255)) > 0.002
    assert differing_share(image, painted(changed, DOTS)) > 0.002
    assert differing_share(image, image) == 0
