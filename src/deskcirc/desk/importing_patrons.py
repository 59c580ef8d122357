"""Patrons of an import: which the library knows already, and which are new.

**The same patron**: the same number, else the same card, and in both cases the same name; a row with neither is known
by its name in its class. A number or card that somebody else, or a copy, bears refuses the row: a scan must mean one
thing only, and only a person can say who is who. A patron found is never changed: a roster a year old would undo this
year's classes, so what differs is noted for the librarian, and moving up is an act of its own.
"""

from __future__ import annotations

from deskcirc.desk.desk import Desk
from deskcirc.desk.importing_codes import CodesInUse
from deskcirc.desk.importing_notes import NoteTaker
from deskcirc.desk.importing_words import category_code
from deskcirc.desk.rules import kind_to_use
from deskcirc.domain.classes import read_class
from deskcirc.domain.drafts import Mark, Note, PatronDraft, ReadRow, Refusal, RefusalReason
from deskcirc.domain.patrons import CardState, PatronState
from deskcirc.domain.pinyin import search_words
from deskcirc.domain.rule_book import PUPIL, KindOf
from deskcirc.domain.scanning import normal_code
from deskcirc.domain.title_match import plain
from deskcirc.store.bulk import Piles
from deskcirc.store.journal import Writing
from deskcirc.store.lookups.imports import KnownPatron, category_ids, known_classes, known_patrons
from deskcirc.store.tables import cards, classes, patrons

ClassKey = tuple[int, int]  # year of entry and number, 0 for none


class PatronTaker:
    """Takes in one patron after the other; the desk's day dates the grades that a roster gives in place of years."""

    def __init__(self, writing: Writing, piles: Piles, codes: CodesInUse, noting: NoteTaker, desk: Desk) -> None:
        self._writing = writing
        self._piles = piles
        self._codes = codes
        self._noting = noting
        self._at = desk.now
        self._today = desk.today
        self._schooling = desk.policy.schooling
        self._begun: set[int] = set()
        self._known: dict[int, KnownPatron] = {}
        self._by_name: dict[tuple[str, int | None], int] = {}
        for patron in known_patrons(writing.connection):
            self._remember(patron)
        self._classes = known_classes(writing.connection)
        self._categories = category_ids(writing.connection)

    def take(self, row: ReadRow, draft: PatronDraft) -> bool | Refusal:
        """Whether the patron was added (True) or known (False), or why the row is refused."""
        if not draft.name.strip():
            return Refusal(RefusalReason.NO_NAME)
        number, card = normal_code(draft.number), normal_code(draft.card)
        known = self._find(draft, number, card)
        if isinstance(known, Refusal):
            return known
        if known is not None:
            differences = self._differences(known, draft, number, card)
            self._noting.take((*row.notes, *differences), patron_id=known.id)
            return False
        self._add(row, draft, number, card)
        return True

    def _find(self, draft: PatronDraft, number: str, card: str) -> KnownPatron | Refusal | None:
        if not number and not card:
            return self._by_class_list(draft)
        holders = {code: self._codes.of_patrons[code] for code in (number, card) if code in self._codes.of_patrons}
        used = next(
            (code for code in (number, card) if code not in ("", *holders) and not self._codes.is_free(code)), None
        )
        if used is not None:  # by a copy: refused whoever has the other code, so that a second import says the same
            return _in_use(used, number)
        if not holders:
            return None
        found = self._known[next(iter(holders.values()))]
        for code, holder in holders.items():
            if holder != found.id or plain(found.name) != plain(draft.name):
                return _in_use(code, number)
        return found

    def _by_class_list(self, draft: PatronDraft) -> KnownPatron | Refusal:
        key = self._class_key(draft)
        class_id = self._classes.get(key) if key else None
        known = self._by_name.get((plain(draft.name), class_id)) if class_id or not key else None
        return Refusal(RefusalReason.NO_PATRON_NUMBER) if known is None else self._known[known]

    def _differences(self, known: KnownPatron, draft: PatronDraft, number: str, card: str) -> list[Note]:
        """What the file says otherwise: another class, a further number or card."""
        said = []
        key = self._class_key(draft)
        if key and self._classes.get(key) != known.class_id:
            said.append(draft.class_label or "-".join(map(str, key)))
        said += [code for code in dict.fromkeys((number, card)) if code and code not in self._codes.of_patrons]
        return [Note(Mark.PATRON_DIFFERS, value) for value in said]

    def _add(self, row: ReadRow, draft: PatronDraft, number: str, card: str) -> None:
        key = self._class_key(draft)
        class_id = self._class_id(key) if key else None
        category_id, notes = self._category(draft, row)
        if key is None and draft.class_label and all(note.mark is not Mark.CLASS_UNREADABLE for note in row.notes):
            notes.append(Note(Mark.CLASS_UNREADABLE, draft.class_label))
        patron_id = self._piles.add(
            patrons,
            number=number or card,
            name=draft.name,
            search_words=search_words(draft.name),
            gender=draft.gender,
            category_id=category_id,
            class_id=class_id,
            expires=draft.expires,
            loan_limit=draft.loan_limit,
            note=draft.note,
            state=(PatronState.STOPPED if draft.stopped else PatronState.ACTIVE).value,
            enrolled_at=self._at,
        )
        card_state = CardState.LOST if draft.card_lost else CardState.VALID
        self._piles.add(cards, code=card or number, patron_id=patron_id, issued_at=self._at, state=card_state.value)
        self._codes.of_patrons.update({code: patron_id for code in (number, card) if code})
        self._remember(KnownPatron(patron_id, number or card, draft.name, class_id))
        self._noting.take((*row.notes, *notes), patron_id=patron_id)

    def _remember(self, patron: KnownPatron) -> None:
        self._known[patron.id] = patron
        self._by_name.setdefault((plain(patron.name), patron.class_id), patron.id)

    def _class_key(self, draft: PatronDraft) -> ClassKey | None:
        if draft.entry_year is not None:
            return draft.entry_year, draft.class_number or 0
        label = read_class(draft.class_label, self._schooling) if draft.class_label else None
        year = label.entry_year_on(self._today, self._schooling) if label else None
        return None if year is None or label is None else (year, label.number or 0)

    def _class_id(self, key: ClassKey) -> int:
        if key not in self._classes:
            self._classes[key] = self._writing.insert(classes, entry_year=key[0], number=key[1])
        elif self._classes[key] not in self._begun:  # a class that had ended has pupils again
            self._writing.update(classes, self._classes[key], ended=False)
        self._begun.add(self._classes[key])
        return self._classes[key]

    def _category(self, draft: PatronDraft, row: ReadRow) -> tuple[int, list[Note]]:
        """The category's id; a pupil where the file does not say, noted unless a class says it."""
        words = draft.category.strip()
        known = self._categories.get(words)
        if known is not None:
            return known, []
        code = category_code(words)
        said = code is not None or (not words and bool(draft.class_label))
        told = any(note.mark is Mark.NO_CATEGORY for note in row.notes)
        notes = [] if said or told else [Note(Mark.NO_CATEGORY, words)]
        code = code or PUPIL
        if code not in self._categories:
            self._categories[code] = kind_to_use(self._writing, KindOf.CATEGORY, code, words or code)
        return self._categories[code], notes


def _in_use(code: str, number: str) -> Refusal:
    return Refusal(RefusalReason.PATRON_NUMBER_TAKEN if code == number else RefusalReason.CARD_TAKEN, code)
