"""The command line: the same desk without a window, and the way to the window."""

from __future__ import annotations

import argparse
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Final, NoReturn, TypeAlias

from deskcirc import __version__, paths, settings, text
from deskcirc.errors import DeskcircError, reason_of
from deskcirc.log import start_logging
from deskcirc.text import gettext as _
from deskcirc.text import marked
from deskcirc.ui.garbage import collect_rarely

_YEARS: Final = range(1950, 2200)
COMMANDS: Final = ("open", "new", "practice", "import", "export", "rules", "calendar", "rota", "replay", "check")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; returns the exit status: 0 done, 1 "no" as an answer, 2 wrong words or trouble outside."""
    sys.stdout, sys.stderr = (stream or _nowhere() for stream in (sys.stdout, sys.stderr))
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")
    collect_rarely()
    text.use_language(settings.LANGUAGE.read(settings.load_station_settings(paths.settings_folder())))
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or (words[0] not in COMMANDS and not words[0].startswith("-")):
        words.insert(0, "open")
    chosen = _parser().parse_args(words)
    start_logging(paths.log_folder())
    try:
        status = int(chosen.run(chosen))
        if sys.stdout is not None:
            sys.stdout.flush()
    except KeyboardInterrupt:
        print(_("Stopped."), file=sys.stderr)
        return 130
    except BrokenPipeError:  # whoever read the lines has seen enough of them
        _hush()
        return 0
    except (DeskcircError, OSError) as error:
        print(*_said(error), sep="\n", file=sys.stderr)
        _hush()
        return 2
    return status


def _said(error: DeskcircError | OSError) -> tuple[str, ...]:
    """What happened, and what to do about it where that is known; no trouble of a disk or a pipe is a bug."""
    if isinstance(error, DeskcircError):
        return tuple(filter(None, (error.sentence, error.remedy)))
    reason = reason_of(error)
    if error.filename is None:
        return (_("The lines cannot be written ({reason}).").format(reason=reason),)
    return (_("{file} cannot be used ({reason}).").format(file=error.filename, reason=reason),)


def _nowhere() -> io.TextIOWrapper:
    """A stream for a program started with none, as from a desktop icon or with its output closed."""
    return io.TextIOWrapper(io.FileIO(os.devnull, "w"), encoding="utf-8", write_through=True)


def _hush() -> None:
    """Nothing more goes to standard output: Python would try to write what is left when it ends, and complain."""
    if sys.stdout is not None:
        with suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def window() -> int:
    """Open the window; the entry of the desktop icon."""
    return main([])


_COMPLAINTS = {
    "the following arguments are required: ": marked("This is missing: {words}"),
    "unrecognized arguments: ": marked("This is too much or not known: {words}"),
}


class _Usage(argparse.HelpFormatter):
    """Help whose first word is in the language of the screen."""

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        super().add_usage(usage, actions, groups, _("usage: ") if prefix is None else prefix)


class _Parser(argparse.ArgumentParser):
    """argparse with its own words in the language of the screen."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options, add_help=False, formatter_class=_Usage)
        self._positionals.title = _("arguments")
        self._optionals.title = _("options")
        self.add_argument("-h", "--help", action="help", help=_("show this help and exit"))

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        for beginning, sentence in _COMPLAINTS.items():
            if message.startswith(beginning):
                self.exit(2, _(sentence).format(words=message.removeprefix(beginning)) + "\n")
        self.exit(2, _("This command is not complete or not known: {message}").format(message=message) + "\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="deskcirc",
        description=_("The circulation desk of a school library. Without a command the window opens."),
        epilog=_("“deskcirc COMMAND --help” explains a command. Example: deskcirc my-school.deskcirc"),
    )
    parser.add_argument(
        "--version", action="version", version=f"deskcirc {__version__}", help=_("show the version and exit")
    )
    commands = parser.add_subparsers(metavar=_("COMMAND"), required=True)

    def command(name: str, run: Run, explain: str) -> argparse.ArgumentParser:
        added = commands.add_parser(name, help=explain, description=explain)
        added.set_defaults(run=run)
        return added

    opening = command("open", _open, _("Open the window on a library (the command may be left out)."))
    opening.add_argument("library", type=Path, nargs="?", metavar=_("LIBRARY"), help=_("the library file"))
    _add_making(command)
    _add_using(command)
    _add_rules(command)
    _add_calendar(command)
    _add_rota(command)
    return parser


Run: TypeAlias = Callable[[argparse.Namespace], int]
AddCommand: TypeAlias = Callable[[str, Run, str], argparse.ArgumentParser]


def _add_making(command: AddCommand) -> None:
    new = command("new", _new, _("Make an empty library with the usual patron categories, item types and rules."))
    _takes_library(new)
    new.add_argument(
        "--preset", choices=("primary", "middle", "nine_year"), default="primary", help=_("rules to begin with")
    )
    new.add_argument("--name", type=text.storable, default="", help=_("name of the library"))
    practice = command(
        "practice",
        _practice,
        _("Make a practice library: a real village school's stock, invented pupils, a term of loans."),
    )
    _takes_library(practice)
    practice.add_argument("--seed", type=int, default=1, help=_("another number makes another term"))
    practice.add_argument("--today", type=_day, help=_("the last day of the term, as 2026-11-20"))


def _add_using(command: AddCommand) -> None:
    taking_in = command("import", _import, _("Import a workbook, CSV or MARC file: titles and copies, or a roster."))
    _takes_library(taking_in)
    taking_in.add_argument("file", type=Path, metavar=_("FILE"), help=_("the file to import"))
    taking_in.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))
    taking_in.add_argument("--encoding", help=_("the file's encoding, where it is guessed wrong"))
    taking_in.add_argument("--refused", type=Path, help=_("where to write the rows that are refused"))
    _add_export(command)
    replay = command(
        "replay",
        _replay,
        _("Play a scan log (JSON Lines: at, tab, scan or act, operator); prints a line of JSON for each input."),
    )
    _takes_library(replay)
    replay.add_argument("file", type=Path, metavar=_("FILE"), help=_("the log, or - for standard input"))
    replay.add_argument("--station", type=text.storable, default="replay", help=_("name of the counter that did it"))
    _takes_library(
        command("check", _check, _("Prove that the library keeps its promises; prints a line for each breach."))
    )


def _add_export(command: AddCommand) -> None:
    export = command("export", _export, _("Write the stock, or a part of it, to a file for another system."))
    _takes_library(export)
    export.add_argument("file", type=Path, metavar=_("FILE"), help=_("the file to write"))
    export.add_argument(
        "--format",
        required=True,
        choices=("cnmarc", "cnmarc-gb18030", "marc21", "xlsx", "csv"),
        help=_("what kind of file it becomes"),
    )
    for option, name, words in (
        ("--class", "class_number", _("only titles whose class number begins so, as I287")),
        ("--location", "location", _("only copies at this place (its code)")),
        ("--batch", "batch", _("only copies of this batch (its number)")),
    ):
        export.add_argument(option, dest=name, type=text.storable, default="", help=words)
    export.add_argument(
        "--changed-since", type=_day, metavar=_("DATE"), help=_("only what changed since a day, as 2026-09-01")
    )


def _add_rules(command: AddCommand) -> None:
    rules = command("rules", _rules, _("Write the circulation rules to a file, or take them over from one."))
    export = _("Write all rules to a file that another school can take over.")
    taking_over = _("Take over the rules of such a file: all of it as one act, or nothing.")
    _takes_plain_file(rules, export, taking_over, _("the rules file"))


def _add_calendar(command: AddCommand) -> None:
    calendar = command("calendar", _calendar, _("Write the calendar to a file, or take it over from one."))
    export = _("Write terms, holidays, make-up days and opening hours to a file that can be edited and mailed.")
    taking_over = _("Take over the calendar of such a file, or a list of holidays: all of it as one act, or nothing.")
    _takes_plain_file(calendar, export, taking_over, _("the calendar file (.toml), or holidays as .csv or .ics"))


def _add_rota(command: AddCommand) -> None:
    rota = command("rota", _rota, _("Write the rota to a file, or take it over from one."))
    export = _("Write slots, wishes and turns to a file that can be edited and mailed.")
    taking_over = _("Take over the rota of such a file: all of it as one act, or nothing.")
    _takes_plain_file(rota, export, taking_over, _("the rota file"))


def _takes_plain_file(command: argparse.ArgumentParser, export: str, taking_over: str, file: str) -> None:
    """`export` and `import LIBRARY FILE`, each with the sentence that explains it."""
    verbs = command.add_subparsers(metavar=_("export or import"), required=True, dest="verb")
    for verb, explain, words in (
        ("export", export, _("the file, or - for the screen")),
        ("import", taking_over, file),
    ):
        added = verbs.add_parser(verb, help=explain, description=explain)
        _takes_library(added)
        added.add_argument("file", type=Path, metavar=_("FILE"), help=words)
        if verb == "import":
            added.add_argument("--dry-run", action="store_true", help=_("only say what would happen"))


def _day(words: str) -> date:
    try:
        day = date.fromisoformat(words)
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise argparse.ArgumentTypeError(_("“{words}” is not a date like 2026-11-20").format(words=words))
    return day


def _takes_library(command: argparse.ArgumentParser) -> None:
    command.add_argument("library", type=Path, metavar=_("LIBRARY"), help=_("the library file"))


def _open(chosen: argparse.Namespace) -> int:
    from deskcirc import app

    return app.run(chosen.library)


def _new(chosen: argparse.Namespace) -> int:
    from deskcirc.desk.set_up import make_library
    from deskcirc.ui.rule_files import preset_book

    make_library(chosen.library, chosen.name, _now(), preset_book(chosen.preset)).close()
    print(_("Created {file}.").format(file=chosen.library))
    return 0


def _practice(chosen: argparse.Namespace) -> int:
    from deskcirc.ui.practising import make_practice

    today = _now() if chosen.today is None else datetime.combine(chosen.today, time(5), UTC)
    make_practice(chosen.library, today, chosen.seed).close()
    print(_("Created {file}.").format(file=chosen.library))
    return 0


def _import(chosen: argparse.Namespace) -> int:
    from deskcirc.ui.importing import import_from_command_line

    return import_from_command_line(chosen)


def _export(chosen: argparse.Namespace) -> int:
    from deskcirc.ui.exporting import export_from_command_line

    return export_from_command_line(chosen)


def _rules(chosen: argparse.Namespace) -> int:
    from deskcirc.ui.rule_files import COMMAND

    return COMMAND.run(chosen)


def _calendar(chosen: argparse.Namespace) -> int:
    from deskcirc.ui.calendar_files import COMMAND

    return COMMAND.run(chosen)


def _rota(chosen: argparse.Namespace) -> int:
    from deskcirc.ui.rota_files import COMMAND

    return COMMAND.run(chosen)


def _replay(chosen: argparse.Namespace) -> int:
    from deskcirc.store.database import open_library
    from deskcirc.ui.replay import log_lines, replay
    from deskcirc.ui.station import Station

    with open_library(chosen.library) as library:
        station = Station(library, chosen.station)
        lines = (sys.stdin or ()) if str(chosen.file) == "-" else log_lines(chosen.file)
        for outcome in replay(station, lines):
            print(json.dumps(outcome, ensure_ascii=False))
    return 0


def _check(chosen: argparse.Namespace) -> int:
    from deskcirc.store.check import check_library
    from deskcirc.store.database import open_library

    count = 0
    with open_library(chosen.library, read_only=True) as library:
        for breach in check_library(library):
            count += 1
            print(breach.sentence)
    if count:
        print(text.ngettext("{count} breach", "{count} breaches", count).format(count=count))
        return 1
    print(_("The library keeps all its promises."))
    return 0


def _now() -> datetime:
    return datetime.now(UTC)
