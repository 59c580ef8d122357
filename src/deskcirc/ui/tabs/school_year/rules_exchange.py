"""Rules files and presets in plain Python: written, read into a plan that is seen first, taken over as one act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from deskcirc.desk.desk import Desk
from deskcirc.desk.rule_books import BookPlan, plan_book, take_over_book
from deskcirc.domain.rule_book import RuleBook
from deskcirc.errors import PlainFileError
from deskcirc.exchange.rules_file import read_rules_file
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.file_commands import flaw_lines
from deskcirc.ui.outcome import Message, Told, Tone, UnknownActError, file_in, take_back
from deskcirc.ui.rule_files import export_rules, plan_words, preset_book
from deskcirc.ui.rule_names import PRESETS
from deskcirc.ui.sections import Answer

_MOST_FLAWS: Final = 12  # on the screen; the command line names them all


@dataclass(frozen=True, slots=True)
class PlanShown:
    """What a file or a preset would change, before it does; `name` is what it is called."""

    name: str
    book: RuleBook
    plan: BookPlan
    rename: bool = True


def on_act(desk: Desk, shown: PlanShown | None, act: str, values: Mapping[str, str]) -> Answer:
    """ "export" and "import" with a `file`, "preset:NAME", then "take_over" or "drop_plan"; the part is the plan."""
    verb, _colon, subject = act.partition(":")
    if verb == "drop_plan":
        return Answer(None)
    if verb == "export":
        return _export(desk, shown, file_in(act, values))
    if verb == "import":
        return _import(desk, file_in(act, values))
    if verb == "preset" and subject in PRESETS:
        name = _(PRESETS[subject][0])
        return _shown(desk, PlanShown(name, preset_book(subject), BookPlan(), rename=False))
    if verb == "take_over" and shown is not None:
        return _take_over(desk, shown)
    raise UnknownActError(act)


def _export(desk: Desk, shown: PlanShown | None, file: Path) -> Answer:
    count = export_rules(desk, file)
    words = ngettext(
        "{count} circulation rule written to {file}.", "{count} circulation rules written to {file}.", count
    )
    return Answer(shown, Message(Tone.DONE, words.format(count=count, file=file.name)), Told("exported"))


def _import(desk: Desk, file: Path) -> Answer:
    try:
        book = read_rules_file(file)
    except PlainFileError as error:
        lines = tuple(islice(flaw_lines(error), _MOST_FLAWS))
        headline = _("{name} cannot be taken over; nothing was changed.").format(name=file.name)
        return Answer(None, Message(Tone.STOP, headline, lines), Told("refused"))
    return _shown(desk, PlanShown(file.name, book, BookPlan()))


def _shown(desk: Desk, shown: PlanShown) -> Answer:
    plan = plan_book(desk, shown.book, rename=shown.rename)
    if plan.why_not:
        return Answer(None, Message(Tone.STOP, plan.why_not[0], plan.why_not[1:]), Told("refused"))
    if not plan.changes:
        return Answer(None, Message(Tone.LOOK, plan_words(plan)), Told("nothing"))
    return Answer(PlanShown(shown.name, shown.book, plan, shown.rename), told=Told("plan"))


def _take_over(desk: Desk, shown: PlanShown) -> Answer:
    done = take_over_book(desk, shown.book, shown.name, rename=shown.rename)
    if done.why_not:
        return Answer(None, Message(Tone.STOP, done.why_not[0], done.why_not[1:]), Told("refused"))
    headline = _("Rules taken over from {name}").format(name=shown.name)
    return Answer(
        None, Message(Tone.DONE, headline, (plan_words(done),)), Told("imported"), take_back(desk.library.last_entry)
    )
