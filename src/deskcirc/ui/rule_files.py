"""Rules files and presets, for the screen and for the command line: read, shown as a plan, taken over, written."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from deskcirc import paths
from deskcirc.desk.desk import Desk
from deskcirc.desk.rule_books import BookChange, BookPlan, Change, library_book, plan_book, take_over_book
from deskcirc.domain.rule_book import RuleBook, in_words_of_the_screen
from deskcirc.errors import PlainFileError
from deskcirc.exchange.plain_writing import save_plain_text
from deskcirc.exchange.rules_file import read_rules_file, rules_text
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.file_commands import FileCommand
from deskcirc.ui.rule_names import PRESETS

SUFFIX: Final = ".toml"
_CHANGE_WORDS: Final = {
    Change.ADDED: marked("added"),
    Change.CHANGED: marked("changed"),
    Change.ENDED: marked("ended"),
}


def preset_book(name: str) -> RuleBook:
    """One of the sets that come with the program, in the words of the screen. Raises KeyError for another name."""
    if name not in PRESETS:
        raise KeyError(name)
    return in_words_of_the_screen(read_rules_file(paths.resources() / "rules" / f"{name}{SUFFIX}"))


def change_words(change: Change) -> str:
    """What becomes of something, in a word."""
    return _(_CHANGE_WORDS[change])


def plan_words(plan: BookPlan) -> str:
    """How much a plan would change, in a sentence."""
    if not plan.changes:
        return _("The library has these very rules already; nothing would change.")
    return _("{added} added, {changed} changed, {ended} ended").format(
        added=plan.count(Change.ADDED), changed=plan.count(Change.CHANGED), ended=plan.count(Change.ENDED)
    )


def line_words(change: BookChange) -> str:
    """One change as a line: “changed: Pupil – any item type (loan days 14 → 21)”."""
    words = _("{change}: {what} ({how})") if change.how else _("{change}: {what}")
    return words.format(change=change_words(change.change), what=change.what, how=change.how)


def export_rules(desk: Desk, file: Path) -> int:
    """Write the library's rules to a file; returns how many. Raises DeskcircError where it can't be written."""
    book = library_book(desk)
    save_plain_text(file, rules_text(book))
    return len(book.rules)


def _text(desk: Desk) -> str:
    return rules_text(library_book(desk))


def _take_over(desk: Desk, file: Path, dry_run: bool) -> Iterator[str]:
    book = read_rules_file(file)
    plan = plan_book(desk, book) if dry_run else take_over_book(desk, book, file.name)
    if plan.why_not:
        raise PlainFileError([(sentence, "") for sentence in plan.why_not])
    yield from map(line_words, plan.changes)
    yield plan_words(plan)


COMMAND: Final = FileCommand("rules", _text, _take_over)
