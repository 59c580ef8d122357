"""MARC files of any carrier, encoding and dialect as rows for the importer: what other rooms call.

Carriers: ISO 2709, XML, lines of text. Dialects: CNMARC, UNIMARC, MARC 21. Everything is decided by looking, and what
was decided can be shown (`describe`) and overruled.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import islice
from mmap import mmap
from pathlib import Path

from deskcirc.domain.drafts import MarcDraft, Mark, Note, ReadRow, Refusal, RefusalReason, TitleDraft
from deskcirc.errors import ImportFileError
from deskcirc.exchange import cnmarc, iso2709, marc21, marc_encoding, marc_source, marc_text, marcxml
from deskcirc.exchange.marc_fields import LOST, FieldList, Frame, Parsed
from deskcirc.text import gettext as _

ISO2709, MARCXML, TEXT = "iso2709", "marcxml", "text"
SYNTAXES = (cnmarc.CHINESE, cnmarc.FAMILY, marc21.SYNTAX)

_SAMPLE = 400  # descriptions that decide what the doubtful ones are read as
_PREVIEW = 20
_SHOWN = 100_000  # characters of an original kept for the error file
_FORGET_EVERY = 16 * 1024 * 1024
_COUNTED_UP_TO = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class MarcPreview:
    """What a file is before it is imported; `count` is None where counting would mean reading a large file."""

    carrier: str
    encoding: str
    syntax: str
    count: int | None
    rows: tuple[ReadRow, ...]


@dataclass(frozen=True, slots=True)
class _Plan:
    """How a file is read: what a person chose, and what its beginning says of the rest."""

    carrier: str
    frames: Callable[[bytes | mmap], Iterator[Frame]]
    parse: Callable[[bytes, str, str], Parsed | Refusal]
    chosen_syntax: str
    forced: str = ""
    preferred: str = ""
    usual_syntax: str = ""


def sniff(head: bytes) -> str | None:
    """The carrier of the MARC file that begins with these octets (some 64 KB), None where it is no MARC file."""
    octets = marc_source.in_octets(head)
    if iso2709.sniff(octets):
        return ISO2709
    if marcxml.sniff(octets):
        return MARCXML
    return TEXT if marc_text.sniff(octets) else None


def read_marc(path: Path, *, encoding: str | None = None, syntax: str | None = None) -> Iterator[ReadRow]:
    """Every description of the file as a row, in order; the file is open until the last one was taken.

    `encoding` and `syntax` ("cnmarc", "unimarc", "marc21") overrule what the program would decide. Raises
    ImportFileError, at once or from the iterator, where the file as a whole is no MARC or can't be read.
    """
    plan = _plan(path, encoding, syntax)
    return _rows(path, plan)


def describe(path: Path, *, encoding: str | None = None, syntax: str | None = None) -> MarcPreview:
    """What the file is and its first rows; ImportFileError where it is no MARC."""
    plan = _plan(path, encoding, syntax)
    with marc_source.opened(path, plan.forced) as source:
        settled = _settled(plan, source)
        frames = plan.frames(source.octets)
        rows = tuple(_row(number, frame, settled, source) for number, frame in enumerate(islice(frames, _PREVIEW), 1))
        count = len(rows) + sum(1 for _frame in frames) if len(source.octets) <= _COUNTED_UP_TO else None
    if not rows:
        raise _not_marc(path)
    syntaxes = Counter(row.draft.marc.syntax for row in rows if isinstance(row.draft, TitleDraft) and row.draft.marc)
    usual = max(syntaxes, key=lambda one: syntaxes[one], default=settled.usual_syntax)
    shown = source.written_in or settled.forced or settled.preferred or marc_encoding.UTF8
    return MarcPreview(plan.carrier, shown, plan.chosen_syntax or usual, count, rows)


def _plan(path: Path, encoding: str | None, syntax: str | None) -> _Plan:
    """The carrier's way of reading, or ImportFileError."""
    forced = marc_encoding.known_encoding(encoding) if encoding else ""
    if syntax and syntax not in SYNTAXES:
        raise ImportFileError(
            _("The MARC dialect {name} is not known.").format(name=syntax),
            _("Choose cnmarc, unimarc or marc21, or leave the choice to the program."),
        )
    head = marc_source.read_head(path, forced)
    carrier = sniff(head)
    if carrier == ISO2709:
        return _Plan(carrier, iso2709.frames, iso2709.parse, syntax or "", forced)
    if carrier == MARCXML:
        marcxml.refuse_declarations(head)
        declared = marcxml.declared_encoding(head)
        return _Plan(carrier, marcxml.frames, marcxml.parse, syntax or "", forced, declared)
    if carrier == TEXT:
        # Octets of UTF-16 are UTF-8 by the time they are cut into lines, whoever found out that they were UTF-16.
        lines = "" if forced.startswith("utf-16") else forced
        lines = lines or marc_encoding.text_encoding(head)
        return _Plan(
            carrier, lambda octets: marc_text.frames(octets, lines), marc_text.parse, syntax or "", forced, lines
        )
    raise _not_marc(path)


def _not_marc(path: Path) -> ImportFileError:
    return ImportFileError(
        _("The file {name} is not a MARC file that this program can read.").format(name=path.name),
        _("Export it as ISO 2709 (.iso, .mrc) or MARCXML."),
    )


def _settled(plan: _Plan, source: marc_source.Source) -> _Plan:
    """The plan with what the first descriptions say about encoding and dialect of the doubtful ones."""
    if source.written_in:
        plan = replace(plan, forced=marc_encoding.UTF8)
    encodings: Counter[str] = Counter()
    syntaxes: Counter[str] = Counter()
    for frame in islice(plan.frames(source.octets), _SAMPLE):
        parsed = None if frame.refusal else plan.parse(frame.octets, plan.forced, plan.preferred)
        if isinstance(parsed, Parsed):
            encodings[parsed.encoding] += 0 if frame.octets.isascii() and parsed.encoding == marc_encoding.UTF8 else 1
            syntaxes[_syntax(parsed.fields, "")] += 1
    preferred = max(encodings, key=lambda one: encodings[one], default="")
    usual = max(syntaxes, key=lambda one: syntaxes[one], default="")
    return replace(plan, preferred=plan.preferred or preferred, usual_syntax=usual)


def _rows(path: Path, plan: _Plan) -> Iterator[ReadRow]:
    number, forgotten = 0, 0
    with marc_source.opened(path, plan.forced) as source:
        settled = _settled(plan, source)
        for number, frame in enumerate(plan.frames(source.octets), 1):
            if frame.offset - forgotten > _FORGET_EVERY:
                marc_source.forget(source.octets)
                forgotten = frame.offset
            yield _row(number, frame, settled, source)
    if not number:
        raise _not_marc(path)


def _row(number: int, frame: Frame, plan: _Plan, source: marc_source.Source) -> ReadRow:
    """One description as a row: a title with its doubts, or why it is refused."""
    place = _("byte {offset}").format(offset=source.offset(frame.offset))
    parsed = frame.refusal or plan.parse(frame.octets, plan.forced, plan.preferred)
    if isinstance(parsed, Refusal):
        encoding = plan.forced or marc_encoding.decides(frame.octets, may_be_marc8=False, preferred=plan.preferred)
        return ReadRow(number, place, _original(frame, encoding), None, parsed)
    original = _original(frame, parsed.encoding)
    notes = [Note(Mark.RECORD_MENDED, fault) for fault in (*frame.faults, *parsed.faults)]
    # Looking into each field costs time; in ISO 2709 the text as a whole tells first, but for MARC-8 with its escapes.
    sure = plan.carrier == ISO2709 and parsed.encoding != marc_encoding.MARC8
    if (LOST in original or not sure) and (lost := parsed.fields.tags_with_losses()):
        notes.append(Note(Mark.CHARACTERS_LOST, " ".join(lost)))
    syntax = plan.chosen_syntax or _syntax(parsed.fields, plan.usual_syntax)
    kept = MarcDraft(syntax, plan.carrier, source.written_in or parsed.encoding, source.as_written(frame.octets))
    draft = (marc21 if syntax == marc21.SYNTAX else cnmarc).title_draft(parsed.fields, kept, notes)
    if draft is None:
        return ReadRow(number, place, original, None, Refusal(RefusalReason.NO_TITLE), tuple(notes))
    if draft.title.count(LOST) * 3 > len(draft.title):
        value = _("the encoding of its characters is not known; choose the encoding and read again")
        return ReadRow(number, place, original, None, Refusal(RefusalReason.RECORD_UNREADABLE, value), tuple(notes))
    return ReadRow(number, place, original, draft, None, tuple(dict.fromkeys(notes)))


def _original(frame: Frame, encoding: str) -> str:
    return marc_encoding.decoded(frame.octets, encoding)[:_SHOWN]


def _syntax(fields: FieldList, usual: str) -> str:
    """The dialect by what only one of them has: 245 or 200 with a title, then 008 or the shape of the leader."""
    if ("245" in fields) != ("200" in fields):
        return marc21.SYNTAX if "245" in fields else cnmarc.syntax_of(fields)
    if usual:
        return usual
    if "008" in fields or fields.leader[20:24] == "4500":
        return marc21.SYNTAX
    return cnmarc.syntax_of(fields)
