"""What is done to a damaged copy, and whether a pupil may do it."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from deskcirc.domain.mending_tasks import mending_minutes, task_of
from deskcirc.domain.repair import DamageKind, Severity

_KINDS = st.sets(st.sampled_from(DamageKind), min_size=1)


def test_every_damage_has_steps_and_minutes_however_bad_it_is() -> None:
    for kind in DamageKind:
        for severity in Severity:
            task = task_of({kind}, severity)
            assert task.words, (kind, severity)
            assert task.minutes > 0, (kind, severity)


def test_mould_is_never_for_pupils() -> None:
    for severity in Severity:
        assert not task_of({DamageKind.MOULD}, severity).fit_for_pupils
        assert not task_of({DamageKind.MOULD, DamageKind.TORN}, severity).fit_for_pupils


def test_what_is_soaked_is_not_for_pupils_and_a_stain_is() -> None:
    assert not task_of([DamageKind.STAINED], Severity.HEAVY).fit_for_pupils
    assert task_of([DamageKind.STAINED], Severity.MEDIUM).fit_for_pupils


def test_a_spine_is_for_pupils_unless_it_is_heavily_broken() -> None:
    assert task_of({DamageKind.SPINE}, Severity.LIGHT).fit_for_pupils
    assert task_of({DamageKind.SPINE}, Severity.MEDIUM).fit_for_pupils
    assert not task_of({DamageKind.SPINE}, Severity.HEAVY).fit_for_pupils


def test_a_copy_with_something_missing_is_no_handiwork_for_pupils() -> None:
    assert not task_of({DamageKind.PAGES_MISSING}, Severity.LIGHT).fit_for_pupils
    assert not task_of({DamageKind.PIECE_MISSING}, Severity.LIGHT).fit_for_pupils


def test_torn_pages_want_tissue_and_paste() -> None:
    materials = " ".join(task_of({DamageKind.TORN}, Severity.MEDIUM).materials)
    assert "tissue" in materials
    assert "paste" in materials


def test_several_damages_add_their_minutes_and_name_each_material_once() -> None:
    for one, two in combinations(DamageKind, 2):
        both = task_of((two, one), Severity.LIGHT)
        alone = [task_of((kind,), Severity.LIGHT) for kind in (one, two)]
        assert both.minutes == mending_minutes((one, two), Severity.LIGHT) == sum(task.minutes for task in alone)
        assert set(both.materials) == {each for task in alone for each in task.materials}
        assert len(both.materials) == len(set(both.materials))


def test_the_book_is_cleaned_before_it_is_pasted_and_pressed_once_at_the_end() -> None:
    words = task_of({DamageKind.COVER, DamageKind.TORN, DamageKind.WRITTEN_IN}, Severity.LIGHT).words
    assert "rub the pencil" in words[0]
    assert [place for place, step in enumerate(words) if "put a weight on top" in step] == [len(words) - 1]


def test_a_label_is_stuck_on_when_all_else_is_done() -> None:
    words = task_of({DamageKind.LABEL_GONE, DamageKind.STAINED}, Severity.LIGHT).words
    assert "new label" in words[1]


def test_damage_of_no_known_kind_is_looked_at_first() -> None:
    assert task_of((), Severity.LIGHT) == task_of((DamageKind.OTHER,), Severity.LIGHT)


@given(_KINDS, _KINDS)
def test_more_damage_is_never_less_work_nor_better_fit_for_pupils(some: set[DamageKind], more: set[DamageKind]) -> None:
    for severity in Severity:
        little, much = task_of(some, severity), task_of(some | more, severity)
        assert much.minutes >= little.minutes
        assert little.fit_for_pupils or not much.fit_for_pupils


@given(_KINDS)
def test_worse_damage_never_takes_less_time(kinds: set[DamageKind]) -> None:
    minutes = [task_of(kinds, severity).minutes for severity in (Severity.LIGHT, Severity.MEDIUM, Severity.HEAVY)]
    assert minutes == sorted(minutes)
