"""A helper who is kept to one class corner: the station leads them there, and refuses everything else in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.operators import Operator
from deskcirc.errors import DeskcircError
from deskcirc.text import gettext as _

if TYPE_CHECKING:
    from deskcirc.ui.open_tabs import OpenTabs

TAB: Final = "classes"
_SECTION: Final = "corners"
_OF_EVERY_TAB: Final = frozenset({"next", "dismiss"})


class KeptToCornerError(DeskcircError):
    """The helper of a class corner asked for something else."""

    def __init__(self, operator: Operator) -> None:
        super().__init__(
            _("{name} works at a class corner and nowhere else.").format(name=operator.name),
            _("Somebody else must take over the counter first: scan their card, or click the name at the top right."),
        )


def at_own_corner(desk: Desk, tabs: OpenTabs) -> str:
    """Bring the operator's corner to the top of its tab; returns the tab's name."""
    from deskcirc.ui.sections import SectionedState
    from deskcirc.ui.tabs.classes.corners_part import CornersPart, View  # a counter that lends need not wait for it

    tab = tabs.open(TAB)
    state = tabs[TAB]
    part = state.parts.get(_SECTION) if isinstance(state, SectionedState) else None
    corner = part.corner if isinstance(part, CornersPart) and part.view in (View.INSIDE, View.HISTORY) else None
    if corner is None or corner.class_id != desk.operator.class_id or state.section != _SECTION:
        tabs[TAB] = tab.on_act(desk, state, f"{_SECTION}.look_class:{desk.operator.class_id}", {})
    return TAB


def refuse_elsewhere(operator: Operator, tab: str, act: str = "") -> None:
    """Raise KeptToCornerError where the operator is kept to a corner, and this tab or act is none of the corner's."""
    if operator.class_id is None:
        return
    if tab != TAB or (act and act not in _OF_EVERY_TAB and not act.startswith(f"{_SECTION}.")):
        raise KeptToCornerError(operator)
