"""The scope of a count as people say it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from deskcirc.domain.stocktake import Scope
from deskcirc.text import gettext as _


def scope_words(
    scope: Scope, locations: Mapping[int, str], item_types: Mapping[int, str], shelves: Sequence[str]
) -> str:
    """The scope in one line; `shelves` are the names of those it asks for, in walking order."""
    if scope.is_everything:
        return _("the whole stock")
    parts = []
    if scope.locations:
        named = [locations.get(each, _("without a location")) for each in scope.locations]
        parts.append(_("location {names}").format(names=_(", ").join(named)))
    if scope.item_types:
        named = [item_types.get(each, str(each)) for each in scope.item_types]
        parts.append(_("type {names}").format(names=_(", ").join(named)))
    if scope.class_from or scope.class_to:
        parts.append(_class_words(scope))
    if scope.shelves:
        parts.append(_("shelf {names}").format(names=_(", ").join(shelves)))
    return _("; ").join(parts)


def _class_words(scope: Scope) -> str:
    first, last = scope.class_from, scope.class_to
    if first == last:
        return _("class {number}").format(number=first)
    if not last:
        return _("class {first} and after").format(first=first)
    if not first:
        return _("up to class {last}").format(last=last)
    return _("class {first} to {last}").format(first=first, last=last)
