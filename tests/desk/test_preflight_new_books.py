"""The preflight finds what was left lying between the parcel and the shelf, each with the way to mend it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from tests.builders import NOON, TODAY, a_copy, a_desk, a_patron, days_later, set_up_act, the_copy

from deskcirc.desk.hand_over import hand_over
from deskcirc.desk.mending import put_into_stock
from deskcirc.desk.preflight import LONG_DAYS, preflight
from deskcirc.domain.checkout_facts import BlockCode
from deskcirc.domain.copies import Copy
from deskcirc.domain.preflight import Finding, PreflightCode, Subject
from deskcirc.store.database import Library
from deskcirc.store.tables import circulation_rules, copies, item_types, titles
from deskcirc.ui.outcome import Input
from deskcirc.ui.station import Station
from deskcirc.ui.tabs.school_year.preflight_words import KINDS

NEW = (PreflightCode.LONG_IN_PROCESS, PreflightCode.NOT_DESCRIBED, PreflightCode.NO_LABEL)


def found(library: Library, code: str, on: int = 0) -> tuple[Finding, ...]:
    return preflight(days_later(a_desk(library), on)).of(code)


def a_new_copy(library: Library, **columns: Any) -> Copy:
    return a_copy(library, "昆虫记", state="in_process", price=900, **{"registered": TODAY, **columns})


def test_a_copy_is_named_when_it_has_been_in_process_for_more_than_a_month(library: Library) -> None:
    copy = a_new_copy(library)
    assert found(library, PreflightCode.LONG_IN_PROCESS, LONG_DAYS) == ()
    (finding,) = found(library, PreflightCode.LONG_IN_PROCESS, LONG_DAYS + 1)
    assert (finding.subject, finding.subject_id) == (Subject.COPY, copy.id)
    assert "31 days" in finding.sentence
    put_into_stock(a_desk(library), [copy.id])
    assert found(library, PreflightCode.LONG_IN_PROCESS, LONG_DAYS + 1) == ()


@pytest.mark.parametrize("known", [{"acquired": TODAY - timedelta(days=40)}, {"added_at": NOON - timedelta(days=40)}])
def test_where_the_day_of_registering_is_not_known_the_day_it_came_counts(
    library: Library, known: dict[str, object]
) -> None:
    a_new_copy(library, **{"registered": None, **known})
    (finding,) = found(library, PreflightCode.LONG_IN_PROCESS)
    assert "40 days" in finding.sentence


def test_a_title_that_awaits_cataloguing_is_named_once_a_copy_of_it_is_on_the_shelf(library: Library) -> None:
    copy = a_new_copy(library)
    with library.writing(set_up_act(library)) as writing:
        writing.update(titles, copy.title_id, awaits_cataloguing=True)
    assert found(library, PreflightCode.NOT_DESCRIBED) == ()
    put_into_stock(a_desk(library), [copy.id])
    (finding,) = found(library, PreflightCode.NOT_DESCRIBED)
    assert (finding.subject, finding.subject_id, finding.label) == (Subject.TITLE, copy.title_id, "《昆虫记》")


def test_a_copy_handed_over_without_its_label_is_named_and_a_worn_label_is_not(library: Library) -> None:
    new, worn = a_new_copy(library, wants_label=True), a_copy(library, wants_label=True)
    hand_over(a_desk(library), [new.id], "书库")
    assert the_copy(library, new.id).state.value == "in_stock"
    assert [each.subject_id for each in found(library, PreflightCode.NO_LABEL)] == [new.id]
    assert worn.id not in [each.subject_id for each in found(library, PreflightCode.NO_LABEL)]
    with library.writing(set_up_act(library)) as writing:
        writing.update(copies, new.id, wants_label=False)
    assert found(library, PreflightCode.NO_LABEL) == ()


def test_an_item_type_that_only_copies_in_process_have_and_no_rule_lends_is_named(library: Library) -> None:
    a_patron(library)
    with library.writing(set_up_act(library)) as writing:
        kit = writing.insert(item_types, code="kit", name="教具")
        for rule in writing.connection.execute(
            select(circulation_rules).where(circulation_rules.c.item_type_id.is_(None))
        ):
            writing.update(circulation_rules, rule.id, ended=True)
    copy = a_new_copy(library)
    with library.writing(set_up_act(library)) as writing:
        writing.update(copies, copy.id, item_type_id=kit)
    assert kit in [each.other_id for each in found(library, BlockCode.NO_RULE)]


@pytest.mark.parametrize("code", NEW)
def test_each_way_to_mend_it_leads_somewhere(library: Library, code: PreflightCode) -> None:
    copy = a_new_copy(library, registered=TODAY - timedelta(days=40))
    for fix in KINDS[code].fixes:
        station = Station(library, "counter")
        station.take(Input(NOON, act="section:preflight", tab="school_year"))
        act = fix.act.format(subject=copy.title_id if code is PreflightCode.NOT_DESCRIBED else copy.id, other=None)
        act = act if act.startswith("in:") else f"preflight.{act}"
        shown = station.take(Input(NOON, act=act))
        assert shown.message.tone.value != "stop", shown.message
        assert shown.tab == ("accession" if act.startswith("in:") else "school_year")


def test_a_scanned_copy_is_not_told_what_is_found_of_the_title_or_category_of_its_number(library: Library) -> None:
    copy = a_copy(library, price=900)
    with library.writing(set_up_act(library)) as writing:
        writing.update(titles, copy.title_id, awaits_cataloguing=True)
    assert copy.id == copy.title_id
    station = Station(library, "counter")
    station.take(Input(NOON, act="section:preflight", tab="school_year"))
    assert station.take(Input(NOON, scan=copy.barcode)).message.tone.value == "done"
