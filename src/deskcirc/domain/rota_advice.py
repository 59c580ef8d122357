"""What would help where a wish found no room: the changes are tried out, and those that make room are named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, TypeAlias

from deskcirc.domain.rota import Every, Turn, Wish
from deskcirc.domain.rota_facts import RotaFacts, classes_words, wish_words
from deskcirc.domain.rota_plan import RotaPlan, UnmetWish, plan_rota
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

_MOST_ADVISED: Final = 4
"""Wishes without room for which changes are tried; a rota with more of them wants slots, not advice on each."""


@dataclass(frozen=True, slots=True)
class Advice:
    """A wish that found no room, in words, and what would give it room."""

    unmet: UnmetWish
    sentence: str
    remedies: tuple[str, ...]


def advice_on(facts: RotaFacts, plan: RotaPlan, kept: Iterable[Turn] = ()) -> tuple[Advice, ...]:
    """Each unmet wish with the changes that would meet it; a first wish for a school without slots says just that."""
    stay = tuple(kept)
    found = []
    for place, unmet in enumerate(plan.unmet):
        remedies = tuple(_remedies(facts, unmet, stay)) if place < _MOST_ADVISED else ()
        found.append(Advice(unmet, _sentence(facts, unmet), remedies or (_("Add slots to the day."),)))
    return tuple(found)


def _sentence(facts: RotaFacts, unmet: UnmetWish) -> str:
    return _("No room for the wish “{wish}”: {count} turns are missing, for {classes}.").format(
        wish=wish_words(unmet.wish, facts.schooling), count=unmet.missing, classes=classes_words(unmet.classes)
    )


def _remedies(facts: RotaFacts, unmet: UnmetWish, kept: tuple[Turn, ...]) -> Iterator[str]:
    if not facts.slots:
        yield _("There are no slots yet: add one first.")
        return
    for series in _changes(facts, unmet.wish):
        helping = (sentence for sentence, changed in series if _is_met(changed, unmet.wish, kept))
        yield from islice(helping, 1)


def _is_met(changed: RotaFacts, wish: Wish, kept: tuple[Turn, ...]) -> bool:
    return all(other.wish.id != wish.id for other in plan_rota(changed, kept).unmet)


_Change: TypeAlias = tuple[str, RotaFacts]


def _changes(facts: RotaFacts, wish: Wish) -> Iterator[Iterable[_Change]]:
    """What a librarian could change, mildest first; of each kind only as much as is needed."""
    if wish.weekdays:
        yield [(_("Allow this wish every open weekday."), _with(facts, replace(wish, weekdays=frozenset())))]
    if wish.every is Every.WEEK:
        yield [(_("Let it come every second week."), _with(facts, replace(wish, every=Every.SECOND_WEEK)))]
    if wish.times > 1:
        fewer = wish.times - 1
        sentence = ngettext("Let it come {count} time.", "Let it come {count} times.", fewer).format(count=fewer)
        yield [(sentence, _with(facts, replace(wish, times=wish.times - 1)))]
    yield (_roomier(facts, more) for more in (1, 2, 3))
    yield (_longer(facts, more) for more in (1, 2, 3, 4))


def _roomier(facts: RotaFacts, more: int) -> _Change:
    sentence = _("Let {count} more into each slot at once.").format(count=more)
    return sentence, replace(facts, slots=tuple(replace(slot, room=slot.room + more) for slot in facts.slots))


def _longer(facts: RotaFacts, more: int) -> _Change:
    return _("Add slots to the day: {count} more.").format(count=more), _with_slots(facts, more)


def _with(facts: RotaFacts, wish: Wish) -> RotaFacts:
    return replace(facts, wishes=tuple(wish if each.id == wish.id else each for each in facts.wishes))


def _with_slots(facts: RotaFacts, more: int) -> RotaFacts:
    """More slots after the last one, on the same weekdays."""
    last = max(facts.slots, key=lambda slot: slot.closes)
    top = max(slot.id for slot in facts.slots)
    added = [
        replace(last, id=top + each, opens=last.closes + each, closes=last.closes + each + 1)
        for each in range(1, 2 * more, 2)
    ]
    places = {(weekday, slot.id) for weekday in facts.weekdays for slot in added}
    return replace(facts, slots=(*facts.slots, *added), places=facts.places | places)
