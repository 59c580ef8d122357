"""Where to look for a copy that is said to be returned (待查): its place, its neighbours, and where copies go astray.

A copy that came back without a scan stands in its place; else it lies where hands put it: beside a neighbour, where
its number reads alike, on the trolley, on the hold shelf, in a class corner, or still with whoever had it last.
"""

from __future__ import annotations

from dataclasses import dataclass

from deskcirc.domain.copies import Copy
from deskcirc.domain.losses import Loss
from deskcirc.text import gettext as _
from deskcirc.text import ngettext

_MOST_NUMBERS = 3  # call numbers that read alike


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A copy on the same shelf."""

    name: str
    call_number: str

    @property
    def label(self) -> str:
        """What tells it from the others on the shelf: the title with its call number."""
        return f"{self.name} {self.call_number}".strip()


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """What the library knows about where a copy may be."""

    before: Neighbour | None = None
    after: Neighbour | None = None
    alike: tuple[str, ...] = ()  # call numbers of other copies that are its own misread
    trolley: int = 0  # copies on the trolley now
    kept: tuple[int, ...] = ()  # numbers of the hold shelf on which a copy of the same title lies
    shelf_in_use: bool = False  # whether anything lies on the hold shelf
    corners: tuple[str, ...] = ()  # classes in whose corner a copy of the same title stands, or the patron's own


@dataclass(frozen=True, slots=True)
class WantedCopy:
    """A copy that is looked for, with where to look, in words and in the order of the walk."""

    loss: Loss
    places: tuple[str, ...]

    @property
    def copy(self) -> Copy:
        """The copy itself."""
        return self.loss.copy


def read_alike(call_number: str) -> tuple[str, ...]:
    """Call numbers that hands and eyes take for this one: two neighbouring digits changed about ("I287.54/12").

    At most one for each place; the number itself is none of them.
    """
    made = []
    for place in range(len(call_number) - 1):
        one, other = call_number[place], call_number[place + 1]
        if one != other and one.isdecimal() and other.isdecimal():
            made.append(call_number[:place] + other + one + call_number[place + 2 :])
    return tuple(dict.fromkeys(made))


def places_to_look(loss: Loss, known: Whereabouts) -> tuple[str, ...]:
    """Where to look, the shelf first and the home of whoever had it last."""
    holder = loss.pupil if loss.in_corner else loss.patron  # a class has no home; its corner is named above
    return places_of_copy(loss.copy, known, holder)


def places_of_copy(copy: Copy, known: Whereabouts, holder: str) -> tuple[str, ...]:
    """The same for a copy that nobody has declared anything about; `holder` is who had it last, "" for nobody."""
    said = [_own_place(copy, known)]
    if known.alike:
        numbers = _(", ").join(known.alike[:_MOST_NUMBERS])
        said.append(_("Where the number reads alike: {numbers}").format(numbers=numbers))
    if known.trolley:
        words = ngettext(
            "The trolley: {count} copy stands there", "The trolley: {count} copies stand there", known.trolley
        )
        said.append(words.format(count=known.trolley))
    if known.kept:
        numbers = _(", ").join(str(number) for number in known.kept)
        said.append(_("The hold shelf, at number {numbers}: the same title").format(numbers=numbers))
    elif known.shelf_in_use:
        said.append(_("The hold shelf"))
    if known.corners:
        said.append(_("The class corner of {classes}").format(classes=_(", ").join(known.corners)))
    if holder:
        said.append(_("{patron}: school bag, desk, home").format(patron=holder))
    return tuple(said)


def _own_place(copy: Copy, known: Whereabouts) -> str:
    place = " ".join(part for part in (copy.location, copy.call_number) if part) or _("no call number")
    return its_place(place, known.before, known.after)


def its_place(place: str, before: Neighbour | None, after: Neighbour | None) -> str:
    """Where a copy should stand, in words, with what stands beside it as far as that is known."""
    if before is not None and after is not None:
        words = _("Its place: {place}, between {before} and {after}")
        return words.format(place=place, before=before.label, after=after.label)
    if before is not None:
        return _("Its place: {place}, after {before}").format(place=place, before=before.label)
    if after is not None:
        return _("Its place: {place}, before {after}").format(place=place, after=after.label)
    return _("Its place: {place}").format(place=place)
