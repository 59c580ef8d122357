"""What befell a copy, or what somebody did to copies: damage, repairs and losses as lines of words, newest first."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from deskcirc.desk.desk import Desk
from deskcirc.domain.losses import LOSS_STATE_WORDS, LOSS_WAY_WORDS, Loss, LossWay
from deskcirc.domain.operators import Right
from deskcirc.domain.prices import format_fen
from deskcirc.domain.repair import DUTY_WORDS, REPAIR_STATE_WORDS, Duty, Repair
from deskcirc.store.lookups.losses import losses_of_copy, losses_of_patron
from deskcirc.store.lookups.repairs import repairs_of_copy, repairs_of_helper, repairs_of_patron
from deskcirc.text import gettext as _
from deskcirc.text import ngettext


@dataclass(frozen=True, slots=True)
class StoryLine:
    """One case: its day, the copy, what happened, and what came of it; `is_open` while something may still come."""

    day: date
    copy: str
    what: str
    came_of_it: str
    is_open: bool = False

    @property
    def words(self) -> str:
        """What happened and what came of it, as one line."""
        return " · ".join(part for part in (self.what, self.came_of_it) if part)


def copy_story(desk: Desk, copy_id: int) -> tuple[StoryLine, ...]:
    """Every damage and loss of a copy; who had it is told to those alone who may know what others read."""
    named = desk.operator.may(Right.PATRONS)
    with desk.library.reading() as connection:
        repairs = repairs_of_copy(connection, copy_id, desk.policy, desk.today)
        losses = losses_of_copy(connection, copy_id, desk.policy, desk.today)
    lines = [_damage(repair, repair.patron if named else "") for repair in repairs]
    lines += [_loss(loss, loss.patron if named else "") for loss in losses]
    return _newest_first(lines)


def patron_story(desk: Desk, patron_id: int) -> tuple[StoryLine, ...]:
    """What came back damaged from a patron, what they lost, and what they mended."""
    asked = (patron_id, desk.policy, desk.today)
    with desk.library.reading() as connection:
        damaged = repairs_of_patron(connection, *asked)
        mended = repairs_of_helper(connection, *asked)
        lost = losses_of_patron(connection, *asked)
    lines = [_damage(repair, "") for repair in damaged]
    lines += [_mended(repair) for repair in mended if repair.mended_on is not None]
    lines += [_loss(loss, "") for loss in lost]
    return _newest_first(lines)


def _newest_first(lines: list[StoryLine]) -> tuple[StoryLine, ...]:
    return tuple(sorted(lines, key=lambda line: line.day, reverse=True))


def _damage(repair: Repair, who: str) -> StoryLine:
    what = _("damaged: {damage}").format(damage=repair.damage_words) if repair.damage_words else _("damaged")
    came = [_(REPAIR_STATE_WORDS[repair.state])]
    if repair.duty is not Duty.UNDECIDED:
        came.append(_(DUTY_WORDS[repair.duty]))
    if who:
        came.append(_("with {patron} before").format(patron=who))
    return StoryLine(repair.reported_on, repair.copy.name, what, " · ".join(came), repair.state.is_open)


def _mended(repair: Repair) -> StoryLine:
    minutes = repair.minutes or 0
    took = ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes) if minutes else ""
    came = " · ".join(part for part in (took, repair.materials) if part)
    return StoryLine(repair.mended_on or repair.reported_on, repair.copy.name, _("mended by them"), came)


def _loss(loss: Loss, who: str) -> StoryLine:
    came = " · ".join(_came_of(loss, who))
    return StoryLine(loss.reported_on, loss.copy.name, _(LOSS_STATE_WORDS[loss.state]), came, loss.ended_on is None)


def _came_of(loss: Loss, who: str) -> Iterator[str]:
    if loss.way is not LossWay.UNDECIDED:
        yield _(LOSS_WAY_WORDS[loss.way])
    if loss.replaced_by:
        yield loss.replaced_by
    if loss.owed:
        yield _("{yuan} yuan owed").format(yuan=format_fen(loss.owed))
    if loss.paid:
        yield _("{yuan} yuan paid").format(yuan=format_fen(loss.paid))
    if who:
        yield _("with {patron} before").format(patron=who)
