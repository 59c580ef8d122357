"""Which loans are called in at the end of a term: all but those that may stay out over the vacation."""

from __future__ import annotations

from datetime import date

from deskcirc.domain.recall import Recall, recall_on
from deskcirc.domain.terms import Term

SPRING = Term(1, "spring", date(2026, 2, 23), date(2026, 7, 3), date(2026, 6, 26), date(2026, 6, 29))
AUTUMN = Term(2, "autumn", date(2026, 9, 1), date(2027, 1, 22))
TERMS = (SPRING, AUTUMN)


def test_the_recall_is_of_the_term_that_goes_on_and_in_the_vacation_of_the_one_that_ended() -> None:
    assert recall_on(TERMS, date(2026, 6, 15)) == Recall(SPRING)
    assert recall_on(TERMS, date(2026, 8, 1)) == Recall(SPRING)
    assert recall_on(TERMS, date(2026, 9, 1)) == Recall(AUTUMN)


def test_no_day_is_guessed_where_no_term_is_set() -> None:
    assert recall_on((), date(2026, 6, 15)).return_by is None
    assert recall_on(TERMS, date(2026, 1, 5)).return_by is None
    assert recall_on(TERMS, date(2026, 10, 5)).return_by is None


def test_every_loan_is_called_in_but_a_vacation_loan() -> None:
    recall = Recall(SPRING)
    assert recall.wants_back(date(2026, 6, 1), date(2026, 6, 26), TERMS)
    assert recall.wants_back(date(2026, 6, 1), date(2026, 9, 4), TERMS)  # lent before vacation loans began
    assert recall.wants_back(date(2026, 6, 30), date(2026, 7, 2), TERMS)  # due within the term
    assert not recall.wants_back(date(2026, 6, 30), date(2026, 9, 4), TERMS)


def test_in_the_next_term_the_vacation_loans_of_the_last_are_called_in_like_all_others() -> None:
    assert Recall(AUTUMN).wants_back(date(2026, 6, 30), date(2026, 9, 4), TERMS)
    assert Recall().wants_back(date(2026, 6, 30), date(2026, 9, 4), ())
