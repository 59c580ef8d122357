"""The promises of bound years: an issue that was bound is withdrawn by the binding, and its bound copy is one."""

from __future__ import annotations

from typing import Final

from deskcirc.store.breach import Question, Rule
from deskcirc.text import marked

BINDING_QUESTIONS: Final = (
    Question(
        Rule.BINDING,
        "copies",
        marked("{code} was bound into {number} and is registered as {state}."),
        """SELECT copies.id, copies.accession_number AS code, bound.accession_number AS number, copies.state AS state
           FROM copies JOIN copies AS bound ON bound.id = copies.bound_into WHERE copies.state <> 'withdrawn'""",
    ),
    Question(
        Rule.BINDING,
        "copies",
        marked("{code} was bound into {number}, which is no bound year of that magazine."),
        """SELECT copies.id, copies.accession_number AS code, bound.accession_number AS number
           FROM copies JOIN copies AS bound ON bound.id = copies.bound_into
           JOIN titles ON titles.id = bound.title_id
           WHERE titles.kind <> 'bound_year' OR bound.id = copies.id OR bound.title_id = copies.title_id""",
    ),
    Question(
        Rule.BINDING,
        "copies",
        marked("{code} is a bound year and was itself bound into {number}."),
        """SELECT copies.id, copies.accession_number AS code, bound.accession_number AS number
           FROM copies JOIN copies AS bound ON bound.id = copies.bound_into
           WHERE EXISTS (SELECT 1 FROM copies AS issues WHERE issues.bound_into = copies.id)""",
    ),
    Question(
        Rule.BINDING,
        "copies",
        marked("{code} was bound into {number}, but left the books on another day than that one came into them."),
        """SELECT copies.id, copies.accession_number AS code, bound.accession_number AS number
           FROM copies JOIN copies AS bound ON bound.id = copies.bound_into
           JOIN withdrawal_copies ON withdrawal_copies.copy_id = copies.id AND NOT withdrawal_copies.ended
           JOIN withdrawals ON withdrawals.id = withdrawal_id AND withdrawals.state = 'approved'
           WHERE withdrawals.approved_on <> bound.registered OR withdrawals.reason <> 'other'""",
    ),
)
