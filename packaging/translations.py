"""The catalogues of resources/translations: compiled for gettext, and kept in line with the sentences of the sources.

    python packaging/translations.py compile    write the .mo beside every .po
    python packaging/translations.py refresh    (by `dev.py translations`) take in new sentences, drop unused ones

A refresh guesses nothing: a new sentence gets an empty translation, a translation whose sentence is gone is printed and
removed. The files are sorted and hold no line number, no date and no machine's name, so that a diff shows sentences.
"""

from __future__ import annotations

import io
import os
import re
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
CATALOGUES = ROOT / "resources" / "translations"
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "marked": None, "marked_pair": (1, 2)}

_HEADER = """\
# {language}: the sentences of deskcirc. `python3 packaging/dev.py translations` takes in new ones.
msgid ""
msgstr ""
"Language: {language}\\n"
"Plural-Forms: {plural_forms}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def compile_catalogues(source: Path = CATALOGUES, target: Path | None = None) -> None:
    """Write the .mo of every .po under `source` into the same place under `target` (else beside it)."""
    for catalogue in sorted(source.glob("*/LC_MESSAGES/*.po")):
        compiled = ((target or source) / catalogue.relative_to(source)).with_suffix(".mo")
        compiled.parent.mkdir(parents=True, exist_ok=True)
        octets = io.BytesIO()
        write_mo(octets, read_catalogue(catalogue))
        if compiled.exists() and compiled.read_bytes() == octets.getvalue():
            continue  # whoever reads the folder meanwhile finds it as it was
        half_written = compiled.with_suffix(f".{os.getpid()}.part")  # two runs may compile at once
        half_written.write_bytes(octets.getvalue())
        half_written.replace(compiled)


def read_catalogue(file: Path) -> Catalog:
    """The catalogue in `file`; raises babel's PoFileError where the file is malformed."""
    with file.open("rb") as opened:
        return read_po(opened, locale=file.parent.parent.name, abort_invalid=True)


def sentences_of_the_sources(source: Path = ROOT / "src") -> Catalog:
    """Every sentence marked for translation under `source`, with the files that show it."""
    found = Catalog()
    for file, _line, sentence, _comments, context in extract_from_dir(source, [("**.py", "python")], keywords=KEYWORDS):
        if sentence:
            found.add(sentence, locations=[(Path(file).as_posix(), 0)], context=context)
    return found


def refreshed(sources: Catalog, catalogue: Catalog, language: str) -> tuple[str, list[Message], list[Message]]:
    """The text of the `language`'s `catalogue` in line with `sources`, the messages untranslated, the ones dropped."""
    fresh = Catalog(locale=language)
    empty: list[Message] = []
    for message in sources:
        if not message.id:
            continue
        known = catalogue.get(message.id, message.context)
        translated = known is not None and not known.fuzzy and is_filled(known.string)
        files = sorted({name for name, _line in message.locations})
        entry = fresh.add(message.id, known.string if translated and known else None, locations=[(f, 0) for f in files])
        if not translated:
            empty.append(entry)
    dropped = [message for message in catalogue if message.id and message.id not in fresh]
    text = io.BytesIO()
    write_po(text, fresh, width=0, omit_header=True, sort_output=True, include_lineno=False, ignore_obsolete=True)
    header = _HEADER.format(language=language, plural_forms=fresh.plural_forms)
    return header + text.getvalue().decode(), empty, dropped


def is_filled(translation: str | tuple[str, ...] | list[str] | None) -> bool:
    """Whether every form of a translation says something."""
    forms = (translation,) if isinstance(translation, str) else tuple(translation or ())
    return bool(forms) and all(form.strip() for form in forms)


def placeholders(sentence: str) -> set[str]:
    """The names in braces of a sentence, which its translation must hold too."""
    return set(re.findall(r"\{(\w*)[^{}]*\}", sentence))


def _refresh() -> int:
    sources = sentences_of_the_sources()
    for file in sorted(CATALOGUES.glob("*/LC_MESSAGES/*.po")):
        text, empty, dropped = refreshed(sources, read_catalogue(file), file.parent.parent.name)
        file.write_text(text, encoding="utf-8", newline="\n")
        for message in dropped:
            print(f"{file.name}: dropped, no longer in the sources: {message.id!r} = {message.string!r}")
        for message in empty:
            print(f"{file.name}: no translation: {message.id!r}")
        print(f"{file.relative_to(ROOT).as_posix()}: {len(sources)} sentences, {len(empty)} without a translation")
    return 0


def main(arguments: list[str]) -> int:
    """Carry out `compile` or `refresh`; returns the exit status."""
    if arguments == ["compile"]:
        compile_catalogues()
        return 0
    if arguments == ["refresh"]:
        return _refresh()
    print(__doc__, file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
