"""What the hand-over section shows: copies waiting, hand-overs made, and the bulletin that announces them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.domain.bulletin import Announced, Bulletin, Grouping, about_words, grouped
from deskcirc.domain.hand_over import HandOver, WaitingCopy
from deskcirc.domain.operators import Right
from deskcirc.domain.policy import Policy
from deskcirc.store.database import Connection
from deskcirc.store.lookups.announcements import NewsOf, titles_to_announce
from deskcirc.store.lookups.batches import batch_numbers
from deskcirc.store.lookups.hand_overs import all_hand_overs, copies_to_hand_over, hand_over_by_id
from deskcirc.text import full_date
from deskcirc.text import gettext as _

_USUAL_DAYS: Final = 30


class View(StrEnum):
    """Which side of the section is on top."""

    WAITING = "waiting"
    MADE = "made"
    BULLETIN = "bulletin"


@dataclass(frozen=True, slots=True)
class News:
    """The bulletin as it is being put together; `left_out` are the titles that are not ticked.

    `headline` and `greeting` are None while nobody has written their own.
    """

    of: NewsOf | None = None
    by: Grouping = Grouping.CLASS
    headline: str | None = None
    greeting: str | None = None
    titles: tuple[Announced, ...] = ()
    left_out: frozenset[int] = frozenset()
    bulletin: Bulletin | None = None


@dataclass(frozen=True, slots=True)
class HandOverPart:
    """Everything the section shows; of the copies waiting, those of `batch` where one is chosen."""

    view: View = View.WAITING
    all_waiting: tuple[WaitingCopy, ...] = ()
    batch: str = ""
    ticked: frozenset[int] = frozenset()
    made: tuple[HandOver, ...] = ()
    batches: tuple[str, ...] = ()  # numbers of all there are, the newest first
    news: News = field(default_factory=News)
    may_change: bool = False
    today: date = date.min

    @property
    def waiting(self) -> tuple[WaitingCopy, ...]:
        """The copies that are listed."""
        return tuple(each for each in self.all_waiting if not self.batch or each.batch == self.batch)

    @property
    def chosen(self) -> tuple[WaitingCopy, ...]:
        """The copies that are ticked, listed or not."""
        return tuple(each for each in self.all_waiting if each.copy.id in self.ticked)

    @property
    def waiting_batches(self) -> tuple[str, ...]:
        """Numbers of the batches that have copies waiting."""
        return tuple(dict.fromkeys(each.batch for each in self.all_waiting if each.batch))


def read_part(desk: Desk, part: HandOverPart) -> HandOverPart:
    """Read everything again; ticks of copies that wait no more are gone."""
    with desk.library.reading() as connection:
        waiting = copies_to_hand_over(connection)
        numbers = tuple(batch_numbers(connection))[::-1]
        made = all_hand_overs(connection, desk.policy)
    here = {each.copy.id for each in waiting}
    batch = part.batch if any(each.batch == part.batch for each in waiting) else ""
    read = replace(
        part,
        all_waiting=waiting,
        batch=batch,
        ticked=part.ticked & here,
        made=made,
        batches=numbers,
        may_change=desk.operator.may(Right.ACCESSION),
        today=desk.today,
    )
    return replace(read, news=read_news(desk, read.news)) if part.view is View.BULLETIN else read


def read_news(desk: Desk, news: News) -> News:
    """The bulletin with the titles as the library describes them now."""
    of = news.of or NewsOf(desk.today - timedelta(days=_USUAL_DAYS), desk.today)
    with desk.library.reading() as connection:
        titles = titles_to_announce(connection, of, desk.policy)
        number = _number_of(connection, of, desk.policy)
    ticked = [title for title in titles if title.title_id not in news.left_out]
    when = number or _("{first} – {last}").format(first=full_date(of.first), last=full_date(of.last))
    greeting = _("New books have come in. Come and borrow them!") if news.greeting is None else news.greeting
    bulletin = Bulletin(
        headline=(news.headline or "").strip() or _("New books"),
        greeting=greeting,
        library=desk.policy.library_name,
        about=about_words(ticked, when),
        groups=grouped(ticked, news.by),
    )
    return replace(news, of=of, titles=titles, bulletin=bulletin)


def _number_of(connection: Connection, of: NewsOf, policy: Policy) -> str:
    if of.batch:
        return _("batch {number}").format(number=of.batch)
    made = hand_over_by_id(connection, of.hand_over_id, policy) if of.hand_over_id is not None else None
    return made.number if made else ""
