"""Handing over in plain Python: copies are ticked or scanned, handed over in one act, announced in a bulletin."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.hand_over import hand_over
from deskcirc.desk.identify import Identified
from deskcirc.domain.bulletin import Grouping
from deskcirc.domain.copies import CopyState
from deskcirc.domain.dates import read_date
from deskcirc.domain.hand_over import WaitingCopy
from deskcirc.domain.scanning import Scan
from deskcirc.labels.bulletin_pages import bulletin_paper
from deskcirc.labels.hand_over_sheet import hand_over_sheet
from deskcirc.store.lookups.announcements import NewsOf
from deskcirc.store.lookups.hand_overs import copies_handed_over, hand_over_by_id
from deskcirc.text import gettext as _
from deskcirc.text import marked, ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, number_in
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.accession.hand_over_part import HandOverPart, News, View, read_news, read_part

_NAMED: Final = 6
_LONGEST: Final = 600  # characters of a greeting

CALM: Final = marked("Hand-over: scan or tick what goes to the shelves")
"""What the banner says while nothing else is to be said."""


def first() -> HandOverPart:
    """The section before anything is read."""
    return HandOverPart()


def refresh(desk: Desk, part: HandOverPart) -> HandOverPart:
    """Read everything again."""
    return read_part(desk, part)


def on_scan(desk: Desk, part: HandOverPart, scan: Scan, found: Identified) -> Answer:
    """A copy that waits is ticked; of any other it is said why it is not handed over."""
    copy = found.copy
    if copy is None:
        headline = _("{code} is not a copy of this library").format(code=scan.code)
        return Answer(part, Message(Tone.LOOK, headline), Told("unknown", scan.code))
    told = (copy.code, copy.title)
    if copy.state is not CopyState.IN_PROCESS:
        headline = _("{title} is not to be handed over").format(title=copy.name)
        said = _("It is registered as {state}.").format(state=copy.state_words)
        return Answer(part, Message(Tone.LOOK, headline, (said,)), Told("not-in-process", *told))
    read = replace(read_part(desk, part), view=View.WAITING)
    if copy.id in read.ticked:
        return Answer(
            read, Message(Tone.REPEAT, _("{title} is ticked already").format(title=copy.name)), Told("ticked")
        )
    shown = replace(read, ticked=read.ticked | {copy.id}, batch="")
    waiting = next(each for each in read.all_waiting if each.copy.id == copy.id)
    count = len(shown.ticked)
    words = ngettext("{count} copy ticked", "{count} copies ticked", count).format(count=count)
    tone = Tone.LOOK if waiting.misses else Tone.DONE
    return Answer(shown, Message(tone, copy.name, (*waiting.misses, words)), Told("ticked", *told))


def on_act(desk: Desk, part: HandOverPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts of the page: ticking, "hand_over" with its receiver, printing again, and everything of the bulletin."""
    verb, _colon, subject = act.partition(":")
    if verb == "view" and subject in set(View):
        return Answer(replace(part, view=View(subject)))
    if verb == "batch":
        return Answer(replace(part, batch=subject))
    if verb == "tick":
        return Answer(replace(part, ticked=part.ticked ^ {number_in(act)}))
    if act == "tick_all":
        listed = {each.copy.id for each in read_part(desk, part).waiting}
        return Answer(replace(part, ticked=part.ticked | listed))
    if act == "tick_none":
        return Answer(replace(part, ticked=frozenset()))
    if act == "hand_over":
        return _hand_over(desk, read_part(desk, part), values)
    if verb == "print":
        return _print(desk, part, number_in(act))
    return _of_news(desk, part, act, values)


def _hand_over(desk: Desk, part: HandOverPart, values: Mapping[str, str]) -> Answer:
    chosen = part.chosen
    if not chosen:
        sentence = _("Tick the copies that are handed over, or scan them.")
        return Answer(part, Message(Tone.LOOK, sentence), Told("nothing"))
    outcome = hand_over(desk, [each.copy.id for each in chosen], values.get("receiver", ""), values.get("note", ""))
    made = outcome.hand_over
    if made is None:
        return Answer(part, Message(Tone.STOP, outcome.why_not), Told("refused"))
    words = ngettext("{count} copy handed over: {number}", "{count} copies handed over: {number}", made.copies)
    details = [_("They stand on the trolley now: put them on their shelves by the shelving list.")]
    details += unready_words(chosen)
    offers = (
        Offer(f"hand_over.print:{made.id}", _("Print the hand-over sheet")),
        Offer(f"hand_over.view:{View.BULLETIN.value}", _("New-book bulletin")),
    )
    message = Message(Tone.DONE, words.format(count=made.copies, number=made.number), tuple(details))
    return Answer(replace(part, ticked=frozenset()), message, Told("handed-over"), offers)


def unready_words(chosen: tuple[WaitingCopy, ...]) -> list[str]:
    """Which of the copies miss something, the first few by name."""
    unready = [each for each in chosen if each.misses]
    said = [
        _("{title} ({number}): {what}").format(
            title=each.copy.name, number=each.copy.accession_number, what=_(", ").join(each.misses)
        )
        for each in unready[:_NAMED]
    ]
    if len(unready) > _NAMED:
        said.append(_("… and {count} more").format(count=len(unready) - _NAMED))
    return said


def _print(desk: Desk, part: HandOverPart, hand_over_id: int) -> Answer:
    with desk.library.reading() as connection:
        made = hand_over_by_id(connection, hand_over_id, desk.policy)
        copies = copies_handed_over(connection, hand_over_id)
    if made is None:
        return Answer(part, Message(Tone.LOOK, _("This hand-over was undone.")), Told("gone"))
    paper = hand_over_sheet(made, copies, desk.policy.library_name)
    return Answer(part, told=Told("printed"), paper=paper)


def _of_news(desk: Desk, part: HandOverPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts "news" with what it tells of and how, "announce:HAND-OVER", "leave:TITLE", "leave_none", "print_news"."""
    verb = act.partition(":")[0]
    news = part.news
    if verb == "announce":
        fresh = News(of=NewsOf(desk.today, desk.today, hand_over_id=number_in(act)), by=news.by)
        return Answer(replace(part, view=View.BULLETIN, news=read_news(desk, fresh)))
    if verb == "leave":
        return Answer(replace(part, news=replace(news, left_out=news.left_out ^ {number_in(act)})))
    if act == "leave_none":
        return Answer(replace(part, news=replace(news, left_out=frozenset())))
    if act == "leave_all":
        everything = frozenset(title.title_id for title in news.titles)
        return Answer(replace(part, news=replace(news, left_out=everything)))
    if act == "print_news":
        bulletin = read_news(desk, news).bulletin
        return Answer(part, told=Told("printed"), paper=bulletin_paper(bulletin) if bulletin else None)
    if act == "news":
        return _told_of(desk, part, values)
    raise UnknownActError(act)


def _told_of(desk: Desk, part: HandOverPart, values: Mapping[str, str]) -> Answer:
    days = [read_date(values.get(name, "")) if values.get(name, "") else desk.today for name in ("first", "last")]
    begin, end = days
    if begin is None or end is None or begin > end:
        sentence = _("Write two days, the earlier one first: 2026-03-02.")
        return Answer(part, Message(Tone.STOP, sentence), Told("refused"))
    handed = values.get("hand_over", "")
    known = next((made.id for made in part.made if str(made.id) == handed), None)
    of = NewsOf(begin, end, values.get("batch", ""), known)
    by = values.get("by", "")
    news = replace(
        part.news,
        of=of,
        by=Grouping(by) if by in set(Grouping) else part.news.by,
        headline=values.get("headline", part.news.headline or "")[:60] or None,
        greeting=values["greeting"][:_LONGEST] if "greeting" in values else part.news.greeting,
        left_out=part.news.left_out if of == part.news.of else frozenset(),
    )
    return Answer(replace(part, view=View.BULLETIN, news=read_news(desk, news)))
