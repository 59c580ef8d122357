"""Bound years of a magazine come out of an export as bound years, and a magazine as the magazine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskcirc.domain.drafts import TitleDraft
from deskcirc.domain.titles import TitleKind
from deskcirc.exchange.marc_form import described, form_fields

CNMARC, MARC21 = "cnmarc", "marc21"
YEARS = TitleDraft("少年文艺", issn="1000-1234", kind="bound_year")


@pytest.mark.parametrize("syntax", [CNMARC, MARC21])
@pytest.mark.parametrize("kind", list(TitleKind))
def test_every_kind_of_title_is_read_back(syntax: str, kind: TitleKind) -> None:
    read = described(form_fields(replace(YEARS, kind=kind.value), syntax=syntax))
    assert read is not None
    assert read.kind == kind


@pytest.mark.parametrize("syntax", [CNMARC, MARC21])
def test_a_dealers_field_of_that_number_makes_no_bound_year(syntax: str) -> None:
    fields = form_fields(replace(YEARS, kind="magazine"), syntax=syntax)
    other = replace(
        fields, fields=(*fields.fields, fields.fields[0]._replace(tag="990", text="", subfields=(("a", "A1"),)))
    )
    read = described(other)
    assert read is not None
    assert read.kind == TitleKind.MAGAZINE
