"""Mending tasks (修补任务): for each damage and how bad it is, what is done step by step, with what, and how long.

The steps are written for a pupil of eleven who does it for the first time. What only grown-ups should do has steps
too, but is not `fit_for_pupils`: mould (it is breathed in), a broken spine (knife and sewing), what is soaked, and
copies of which something is missing, for that is a decision and no handiwork.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from deskcirc.domain.repair import DamageKind, Severity
from deskcirc.text import gettext as _
from deskcirc.text import marked


@dataclass(frozen=True, slots=True)
class MendingTask:
    """What is done to a copy: `words` are the steps in their order, `materials` what lies ready, `minutes` by a pupil.

    Drying under a weight is no minute of the pupil's and not counted.
    """

    words: tuple[str, ...]
    materials: tuple[str, ...]
    minutes: int
    fit_for_pupils: bool


@dataclass(frozen=True, slots=True)
class _Recipe:
    minutes: int
    steps: tuple[str, ...]
    materials: tuple[str, ...]
    pupils: bool = True


_TISSUE = marked("mending tissue")
_PASTE = marked("paste and a fine brush")
_BAKING = marked("baking paper")
_WEIGHT = marked("a heavy book as a weight")
_CLOTH = marked("a soft dry cloth")
_DAMP = marked("a damp cloth")
_BLOTTING = marked("blotting paper")
_RUBBER = marked("a soft white rubber")
_TAPE = marked("cloth tape")
_SCISSORS = marked("scissors and a ruler")
_FILM = marked("clear film")
_NEEDLE = marked("a knitting needle")
_CARD = marked("strong card")
_LABEL = marked("the new label")
_GLOVES = marked("gloves and a mask")
_BAG = marked("a paper bag")
_THREAD = marked("needle and thread")
_KNIFE = marked("a knife and a cutting mat")

_CLOSE_TEAR = marked("Lay the torn page flat and push the tear together so that the picture or the words fit again.")
_PASTE_TEAR = marked(
    "Brush a thin line of paste along the tear, lay a strip of mending tissue on it and stroke it flat."
)
_PRESS = marked("Lay baking paper on both sides of it, close the book and put a weight on top.")
_ALL_TEARS = marked("Look through the book for more tears and mend them the same way, the longest first.")
_TIP_IN = marked("Brush a line of paste, as wide as a straw, along the inner edge of the loose page.")
_SET_PAGE = marked("Set the page in between its neighbours, check the page numbers, and push it right into the fold.")
_ALL_PAGES = marked("Put all loose pages in order by their numbers before you begin. Paste one after the other.")
_NO_STICKY = marked("Never use sticky tape: it goes yellow and tears the paper.")
_DRY_WIPE = marked(
    "Wipe the cover with the soft dry cloth, then rub away dirt with the rubber, from the middle outwards."
)
_DAMP_WIPE = marked("Wring the damp cloth out well and wipe the cover only, never the pages. Dry it at once.")
_BLOT = marked("Put blotting paper between the stained pages and close the book.")
_ERASE = marked("Hold the page down with one hand and rub the pencil away in one direction, gently.")
_BRUSH_OFF = marked("Brush the crumbs out of the fold. Leave ink and felt pen alone: rubbing makes holes.")
_EVERY_PAGE = marked("Turn every page from the first to the last so that no mark is left behind.")

_TASKS: Final[dict[DamageKind, tuple[_Recipe, _Recipe, _Recipe]]] = {
    # Light, medium, heavy. The order is that of the work: what is dry and dirty comes before what is pasted, the
    # inside before the outside, the label last of all.
    DamageKind.MOULD: (
        _Recipe(
            20,
            (
                marked("Put on gloves and a mask. Carry the book outside in a paper bag, away from the other books."),
                marked("Let it dry in the shade, brush it off outdoors, and keep it apart for two weeks."),
            ),
            (_GLOVES, _BAG),
            pupils=False,
        ),
    )
    * 3,
    DamageKind.WRITTEN_IN: (
        _Recipe(6, (_ERASE, _BRUSH_OFF), (_RUBBER,)),
        _Recipe(15, (_EVERY_PAGE, _ERASE, _BRUSH_OFF), (_RUBBER,)),
        _Recipe(25, (_EVERY_PAGE, _ERASE, _BRUSH_OFF), (_RUBBER,)),
    ),
    DamageKind.STAINED: (
        _Recipe(5, (_DRY_WIPE,), (_CLOTH, _RUBBER)),
        _Recipe(10, (_DRY_WIPE, _DAMP_WIPE, _BLOT), (_CLOTH, _RUBBER, _DAMP, _BLOTTING)),
        _Recipe(
            30,
            (
                marked("Stand the soaked book on end, opened like a fan, with blotting paper between the pages."),
                marked("Change the paper until the book is dry, then press it for a day. Watch it for mould."),
            ),
            (_BLOTTING, _WEIGHT),
            pupils=False,
        ),
    ),
    DamageKind.TORN: (
        _Recipe(6, (_CLOSE_TEAR, _PASTE_TEAR, _PRESS), (_TISSUE, _PASTE, _BAKING, _WEIGHT)),
        _Recipe(12, (_ALL_TEARS, _CLOSE_TEAR, _PASTE_TEAR, _PRESS), (_TISSUE, _PASTE, _BAKING, _WEIGHT)),
        _Recipe(25, (_ALL_TEARS, _CLOSE_TEAR, _PASTE_TEAR, _PRESS), (_TISSUE, _PASTE, _BAKING, _WEIGHT)),
    ),
    DamageKind.LOOSE_PAGES: (
        _Recipe(8, (_TIP_IN, _SET_PAGE, _PRESS, _NO_STICKY), (_PASTE, _BAKING, _WEIGHT)),
        _Recipe(15, (_ALL_PAGES, _TIP_IN, _SET_PAGE, _PRESS, _NO_STICKY), (_PASTE, _BAKING, _WEIGHT)),
        _Recipe(
            40,
            (
                marked("Gather the loose sections in order and sew them to the next ones through the old holes."),
                marked("Paste the back of the sewn book, line it with mending tissue and let it dry under a weight."),
            ),
            (_THREAD, _TISSUE, _PASTE, _WEIGHT),
            pupils=False,
        ),
    ),
    DamageKind.PAGES_MISSING: (
        _Recipe(
            15,
            (
                marked("Compare it with another copy and write down which pages are missing."),
                marked("Copy them and tip them in, or give the book up: a story without its end is none."),
            ),
            (_PASTE,),
            pupils=False,
        ),
    )
    * 3,
    DamageKind.PIECE_MISSING: (
        _Recipe(
            10,
            (
                marked("Look for the piece at the counter and ask who had the book last."),
                marked("If it does not turn up, order it or note on the cover what is no longer there."),
            ),
            (),
            pupils=False,
        ),
    )
    * 3,
    DamageKind.SPINE: (
        _Recipe(
            10,
            (
                marked("Roll a knitting needle in paste and run it along the loose hinge between book and cover."),
                _PRESS,
            ),
            (_NEEDLE, _PASTE, _BAKING, _WEIGHT),
        ),
        _Recipe(
            20,
            (
                marked("Cut cloth tape as long as the spine and 4 cm wide. Mark its middle with a fold."),
                marked("Set the fold on the middle of the spine and stroke the tape flat to both sides."),
                marked("Open the book ten times, gently, so that the new spine learns to bend."),
            ),
            (_TAPE, _SCISSORS),
        ),
        _Recipe(
            45,
            (
                marked("Cut the broken spine free, line the back of the book with tissue and let it dry."),
                marked("Make a new spine of card and cloth tape, paste it on and press the book for a day."),
            ),
            (_KNIFE, _CARD, _TAPE, _TISSUE, _PASTE, _WEIGHT),
            pupils=False,
        ),
    ),
    DamageKind.COVER: (
        _Recipe(
            8,
            (
                marked("Brush paste into the split corner or edge, press it together and wipe off what comes out."),
                _PRESS,
            ),
            (_PASTE, _BAKING, _WEIGHT),
        ),
        _Recipe(
            15,
            (
                marked("Paste down what stands off. Cut clear film 2 cm larger than the cover on every side."),
                marked("Lay the film on from the spine and smooth it with the ruler, so that no bubble stays."),
                marked("Cut the corners at a slant and fold the edges over to the inside."),
            ),
            (_FILM, _PASTE, _SCISSORS),
        ),
        _Recipe(
            40,
            (
                marked("Cut new boards, cover them with cloth tape along the joint and paste the book in."),
                marked("Paste the old front picture on, cover it with film and press the book for a day."),
            ),
            (_KNIFE, _CARD, _TAPE, _FILM, _PASTE, _WEIGHT),
            pupils=False,
        ),
    ),
    DamageKind.OTHER: (
        _Recipe(10, (marked("Read what is noted, and look at the book together with the teacher first."),), ()),
        _Recipe(20, (marked("Look at what is noted; what can be pasted or taped is not lost yet."),), (), pupils=False),
        _Recipe(30, (marked("Look at what is noted; what can be pasted or taped is not lost yet."),), (), pupils=False),
    ),
    DamageKind.LABEL_GONE: (
        _Recipe(
            4,
            (
                marked("Rub the place clean and stick the new label where the old one was, quite straight."),
                marked("Lay a piece of clear film over it and stroke it flat."),
            ),
            (_LABEL, _FILM, _SCISSORS),
        ),
    )
    * 3,
}
_PLACES: Final = {Severity.LIGHT: 0, Severity.MEDIUM: 1, Severity.HEAVY: 2}


def task_of(kinds: Collection[DamageKind], severity: Severity) -> MendingTask:
    """The task for a copy with these damages: several add up, each step and material once; none known is other."""
    recipes = _recipes(kinds, severity)
    steps = dict.fromkeys(step for recipe in recipes for step in recipe.steps)
    # Every book is pressed once, after the last pasting.
    if _PRESS in steps:
        del steps[_PRESS]
        steps[_PRESS] = None
    materials = dict.fromkeys(material for recipe in recipes for material in recipe.materials)
    return MendingTask(
        words=tuple(_(step) for step in steps),
        materials=tuple(_(material) for material in materials),
        minutes=sum(recipe.minutes for recipe in recipes),
        fit_for_pupils=all(recipe.pupils for recipe in recipes),
    )


def mending_minutes(kinds: Collection[DamageKind], severity: Severity) -> int:
    """The minutes of the task alone: a queue of thousands is sorted by them."""
    return sum(recipe.minutes for recipe in _recipes(kinds, severity))


def _recipes(kinds: Collection[DamageKind], severity: Severity) -> list[_Recipe]:
    wanted = set(kinds) or {DamageKind.OTHER}
    return [levels[_PLACES[severity]] for kind, levels in _TASKS.items() if kind in wanted]
