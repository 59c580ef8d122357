"""New numbers for pupils who were known by others: schools number anew each year, by class and seat.

A number is only given where a scan of it would mean nobody else: a card stays its owner's for ever.
"""

from __future__ import annotations

from collections.abc import Mapping

from deskcirc.domain.roster import SchoolNow
from deskcirc.store.journal import Writing
from deskcirc.store.tables import patrons


def new_numbers(wanted: Mapping[int, str], school: SchoolNow) -> dict[int, str]:
    """Of the numbers wanted, by the patron's id, those that can be given; numbers may go round among the pupils."""
    on_card = {code: pupil.id for pupil in school.patrons for code in pupil.cards}
    bearers = {pupil.number: pupil.id for pupil in school.patrons if pupil.number}
    given: dict[int, str] = {}
    promised: set[str] = set()
    for patron_id, number in wanted.items():
        free = number not in school.other_codes and on_card.get(number, patron_id) == patron_id
        if free and number not in promised:
            given[patron_id] = number
            promised.add(number)
    while stuck := [id_ for id_, number in given.items() if bearers.get(number, id_) not in given]:
        for patron_id in stuck:
            del given[patron_id]
    return given


def renumber(writing: Writing, given: Mapping[int, str]) -> None:
    """Give the numbers; all are taken away first, for two pupils may change theirs with each other."""
    for patron_id in given:
        writing.update(patrons, patron_id, number=None)
    for patron_id, number in given.items():
        writing.update(patrons, patron_id, number=number)
