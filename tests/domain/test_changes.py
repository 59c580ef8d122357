"""The history tells acts in sentences."""

from __future__ import annotations

from deskcirc.domain.changes import ActName, act_sentence

LENT = {"title": "《草房子》", "patron": "陈子墨", "due": "2026-12-07"}


def test_a_loan_that_was_overridden_says_why() -> None:
    plain = act_sentence(ActName.CHECK_OUT, LENT)
    assert act_sentence(ActName.CHECK_OUT, {**LENT, "override": "老师同意"}) == f"{plain} (override: 老师同意)"


def test_taking_it_back_says_the_reason_once() -> None:
    undone = act_sentence(ActName.UNDO, {**LENT, "override": "老师同意", "act": "check_out"})
    assert undone.count("老师同意") == 1


def test_an_act_of_a_later_version_is_shown_by_its_name() -> None:
    assert act_sentence("levitate", {}) == "levitate"
