"""Making a rota from wishes: every class its turns, no clash, the load spread over the days and both weeks alike.

The turns are set one after another, those with the least choice first, each where the day is emptiest. One that finds
no place makes others give way, chain after chain (augmenting paths, as in bipartite matching), so that a rota of
weekly turns that is possible is found. The same facts always make the same rota.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

from deskcirc.domain.rota import BOTH_WEEKS, Every, Slot, Turn, Week, Wish
from deskcirc.domain.rota_facts import ClassHere, RotaFacts

_Place: TypeAlias = tuple[Week, int, int]  # week A or B, weekday, id of the slot


@dataclass(frozen=True, slots=True)
class UnmetWish:
    """A wish that found no room for some turns: the classes that lack one or more, and how many turns in all."""

    wish: Wish
    classes: tuple[ClassHere, ...]
    missing: int


@dataclass(frozen=True, slots=True)
class RotaPlan:
    """A made rota: the turns that were kept, the new ones (their id is 0), and what found no room."""

    kept: tuple[Turn, ...]
    made: tuple[Turn, ...]
    unmet: tuple[UnmetWish, ...]

    @property
    def turns(self) -> tuple[Turn, ...]:
        """All of it."""
        return self.kept + self.made


@dataclass(frozen=True, slots=True)
class _Demand:
    """One turn that a wish wants for a class; `number` tells those of the same class apart."""

    wish: Wish
    who: ClassHere
    number: int
    weekdays: tuple[int, ...]

    @property
    def weeks(self) -> tuple[Week, ...]:
        return (Week.EVERY,) if self.wish.every is Every.WEEK else BOTH_WEEKS

    @property
    def keeps_to_own_days(self) -> bool:
        """Whether the turns of one wish can be on a day each, and then are."""
        return self.wish.times <= len(self.weekdays)


@dataclass(frozen=True, slots=True)
class _Option:
    """Where a demand may go."""

    week: Week
    weekday: int
    slot: Slot
    places: tuple[_Place, ...]


def _option(week: Week, weekday: int, slot: Slot) -> _Option:
    return _Option(week, weekday, slot, tuple((each, weekday, slot.id) for each in week.each))


@dataclass(eq=False, slots=True)
class _Set:
    """A turn on the board: classes that come, and the demand it serves; one that was kept cannot give way."""

    option: _Option
    classes: tuple[int, ...]
    demand: _Demand | None = None
    kept: Turn | None = None

    def serves(self, wish: Wish, grade: int) -> bool:
        """Whether it is one of the turns that the wish wants."""
        if self.demand is not None:
            return self.demand.wish == wish
        return self.kept is not None and serves(self.kept, wish, grade)


def plan_rota(facts: RotaFacts, kept: Iterable[Turn] = ()) -> RotaPlan:
    """A rota of the wishes around the turns that are kept; what is kept also serves wishes."""
    board, stay = _Board(facts), tuple(kept)
    maker = _Maker(facts, board)
    served = _served(facts, stay)
    for turn in stay:
        ids = tuple(each.id for each in facts.classes_of(turn)) or (-turn.id,)
        board.put(_Set(_option(turn.week, turn.weekday, turn.slot), ids, kept=turn))
    missing: dict[Wish, list[_Demand]] = defaultdict(list)
    for demand in _demands(facts, served):
        # Where a turn of a wish found no room by chains, no later one does: the board has only become fuller.
        if not maker.seat(demand, may_displace=demand.wish not in missing):
            missing[demand.wish].append(demand)
    made = sorted(maker.made(), key=_in_order)
    return RotaPlan(stay, tuple(made), tuple(_unmet(wish, missing[wish]) for wish in facts.wishes if wish in missing))


def _unmet(wish: Wish, demands: Sequence[_Demand]) -> UnmetWish:
    return UnmetWish(wish, tuple(dict.fromkeys(demand.who for demand in demands)), len(demands))


def _in_order(turn: Turn) -> tuple[int, int, str, int, str]:
    return turn.weekday, turn.slot.opens, turn.week, turn.class_id or 0, turn.activity


def _demands(facts: RotaFacts, served: dict[tuple[Wish, int], int]) -> list[_Demand]:
    """Every turn wanted and not yet there: the least choice first, then everybody's first turn, then the second."""
    found = []
    for wish in dict.fromkeys(facts.wishes):
        days = tuple(day for day in facts.weekdays if not wish.weekdays or day in wish.weekdays)
        for who in facts.classes:
            if wish.is_for(who.grade):
                still = wish.times - served.get((wish, who.id), 0)
                found += [_Demand(wish, who, number, days) for number in range(still)]
    return sorted(found, key=lambda each: (len(each.weekdays), each.wish.every is not Every.WEEK, each.number))


def _served(facts: RotaFacts, kept: Sequence[Turn]) -> dict[tuple[Wish, int], int]:
    """How many turns of each wish the kept ones give to each class; one turn serves one wish, the narrowest first."""
    count: dict[tuple[Wish, int], int] = defaultdict(int)
    narrow_first = sorted(dict.fromkeys(facts.wishes), key=lambda wish: len(wish.weekdays) or 8)
    for turn in kept:
        for who in facts.classes_of(turn):
            for wish in narrow_first:
                if count[wish, who.id] < wish.times and serves(turn, wish, who.grade):
                    count[wish, who.id] += 1
                    break
    return count


def serves(turn: Turn, wish: Wish, grade: int) -> bool:
    """Whether a turn is one that the wish wants for a class of this grade."""
    return (
        wish.is_for(grade)
        and turn.activity is wish.activity
        and (not wish.weekdays or turn.weekday in wish.weekdays)
        and (wish.every is Every.SECOND_WEEK or turn.week is Week.EVERY)
    )


class _Board:
    """The weeks A and B with what has been set so far; every step can be taken back."""

    def __init__(self, facts: RotaFacts) -> None:
        self.at: dict[_Place, list[_Set]] = defaultdict(list)
        self.load: dict[tuple[Week, int], int] = defaultdict(int)  # classes of a week's weekday
        self.of_class: dict[int, list[_Set]] = defaultdict(list)
        self.steps: list[tuple[_Set, bool]] = []  # what was put (True) or taken
        self._room = {slot.id: slot.room for slot in facts.slots}
        self._beside = {
            slot.id: tuple(other for other in facts.slots if other.id != slot.id and slot.overlaps(other))
            for slot in facts.slots
        }

    def put(self, turn: _Set) -> None:
        """Set a turn, whether it fits or not."""
        self.steps.append((turn, True))
        self._put(turn)

    def take(self, turn: _Set) -> None:
        """Take a turn off again."""
        self.steps.append((turn, False))
        self._take(turn)

    def go_back(self, mark: int) -> None:
        """Take back all steps after the first `mark`."""
        while len(self.steps) > mark:
            turn, was_put = self.steps.pop()
            if was_put:
                self._take(turn)
            else:
                self._put(turn)

    def has_room(self, place: _Place) -> bool:
        """Whether one more class fits in, also with those in a slot that overlaps."""
        week, weekday, slot_id = place
        here, room = self._count(place), self._room[slot_id]
        return here < room and all(
            here + self._count((week, weekday, other.id)) < max(room, other.room)
            for other in self._beside[slot_id]
            if self.at[week, weekday, other.id]
        )

    def _count(self, place: _Place) -> int:
        return sum(len(each.classes) for each in self.at[place])

    def _put(self, turn: _Set) -> None:
        for place in turn.option.places:
            self.at[place].append(turn)
            self.load[place[:2]] += len(turn.classes)
        for class_id in turn.classes:
            self.of_class[class_id].append(turn)

    def _take(self, turn: _Set) -> None:
        for place in turn.option.places:
            self.at[place].remove(turn)
            self.load[place[:2]] -= len(turn.classes)
        for class_id in turn.classes:
            self.of_class[class_id].remove(turn)


class _Maker:
    """Sets one demand after another on the board."""

    def __init__(self, facts: RotaFacts, board: _Board) -> None:
        self._facts = facts
        self._board = board
        self._known: dict[tuple[tuple[int, ...], tuple[Week, ...]], list[_Option]] = {}

    def made(self) -> Iterator[Turn]:
        """The new turns."""
        for sets in self._board.of_class.values():
            for each in sets:
                if each.demand is not None:
                    option, wish, who = each.option, each.demand.wish, each.demand.who
                    yield Turn(0, option.week, option.weekday, option.slot, who.id, activity=wish.activity)

    def seat(self, demand: _Demand, *, may_displace: bool, tried: set[_Option] | None = None) -> bool:
        """Find the demand a place, making others give way where they may; False leaves the board as it was."""
        options = self._options(demand)
        fitting = [option for option in options if self._fits(demand, option)]
        if fitting:
            lightest = min(fitting, key=lambda option: self._weight(demand, option))
            self._board.put(_Set(lightest, (demand.who.id,), demand))
            return True
        if not may_displace:
            return False
        passed = set() if tried is None else tried
        for option in options:
            if option not in passed and self._suits(demand, option):
                passed.add(option)
                if self._displace(demand, option, passed):
                    return True
        return False

    def _displace(self, demand: _Demand, option: _Option, tried: set[_Option]) -> bool:
        """Let the demand have the place of one turn of each full week, if these find another."""
        mark = len(self._board.steps)
        for ways in product(*(self._movable(place) for place in option.places)):
            leaving = list(dict.fromkeys(each for each in ways if each is not None))
            for each in leaving:
                self._board.take(each)
            if leaving and self._fits(demand, option):
                self._board.put(_Set(option, (demand.who.id,), demand))
                if all(each.demand and self.seat(each.demand, may_displace=True, tried=tried) for each in leaving):
                    return True
            self._board.go_back(mark)
        return False

    def _movable(self, place: _Place) -> Sequence[_Set | None]:
        """Who could leave a place; nobody (None) where it need not be."""
        return [*(each for each in self._board.at[place] if each.demand is not None), None]

    def _options(self, demand: _Demand) -> Sequence[_Option]:
        """Every place the demand might go; the same for all classes of a wish, so worked out once."""
        key = (demand.weekdays, demand.weeks)
        if key not in self._known:
            self._known[key] = [
                _option(week, weekday, slot)
                for weekday, slot, week in product(demand.weekdays, self._facts.slots, demand.weeks)
                if (weekday, slot.id) in self._facts.places
            ]
        return self._known[key]

    def _weight(self, demand: _Demand, option: _Option) -> tuple[int, ...]:
        """Light is good: a day on which the class has nothing else, an empty day, an empty slot, an early one."""
        own = sum(1 for each in self._board.of_class[demand.who.id] if _meet(each.option, option))
        load = max(self._board.load[place[:2]] for place in option.places)
        here = max(len(self._board.at[place]) for place in option.places)
        return own, load, here, option.weekday, option.slot.opens, option.week is Week.B

    def _fits(self, demand: _Demand, option: _Option) -> bool:
        return self._suits(demand, option) and all(self._board.has_room(place) for place in option.places)

    def _suits(self, demand: _Demand, option: _Option) -> bool:
        """Whether the class itself is free then, and has no turn of the same wish that day."""
        for each in self._board.of_class[demand.who.id]:
            if not _meet(each.option, option):
                continue
            if each.option.slot.overlaps(option.slot):
                return False
            if demand.keeps_to_own_days and each.serves(demand.wish, demand.who.grade):
                return False
        return True


def _meet(one: _Option, other: _Option) -> bool:
    """Whether both are on the same weekday in some week."""
    return one.weekday == other.weekday and bool(set(one.week.each) & set(other.week.each))
