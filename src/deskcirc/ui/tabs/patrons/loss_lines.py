"""Losses on the patron's page, a line each: what is looked for, what was lost and how it was made good."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.losses import LOSS_STATE_WORDS, LOSS_WAY_WORDS, Loss, LossState
from deskcirc.domain.prices import format_fen
from deskcirc.text import day_words
from deskcirc.text import gettext as _
from deskcirc.ui.tabs.patrons.info_line import InfoLine

_OPEN: Final = (LossState.CLAIMED, LossState.LOST)


def loss_lines(desk: Desk, losses: Sequence[Loss], *, sees_all: bool) -> tuple[InfoLine, ...]:
    """A line for each; whoever may not see what somebody lost sees what is looked for."""
    shown = (loss for loss in losses if sees_all or loss.state is LossState.CLAIMED)
    return tuple(loss_line(desk, loss) for loss in shown)


def loss_line(desk: Desk, loss: Loss) -> InfoLine:
    """A loss on the patron's page: the copy, how far it has come and since when, what is owed, how it is made good."""
    day = loss.ended_on or loss.lost_on or loss.claimed_on or loss.reported_on
    state = _("{state} since {day}") if loss.state in _OPEN else _("{state}, {day}")
    words = state.format(state=_(LOSS_STATE_WORDS[loss.state]), day=day_words(day, desk.today))
    way = "" if loss.state is LossState.CLAIMED else _(LOSS_WAY_WORDS[loss.way])
    money = format_fen(loss.owed) if loss.owed else ""
    open_still = loss.state in _OPEN
    return InfoLine(
        loss.copy.id, (loss.copy.name, loss.copy.code, words, way, money), 2 if open_still else -1, open_still
    )
