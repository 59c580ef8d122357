"""The fields of a title's form: what each is called, what belongs into it, and where it stands."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Literal

from deskcirc.text import marked


class FieldGroup(StrEnum):
    """Where a field stands: on top every day, or folded away until somebody wants it."""

    EVERYDAY = "everyday"
    NAMES = "names"
    PUBLISHING = "publishing"
    NUMBERS = "numbers"
    CONTENTS = "contents"


GROUP_WORDS: Final = {
    FieldGroup.EVERYDAY: marked("The book"),
    FieldGroup.NAMES: marked("Titles and names"),
    FieldGroup.PUBLISHING: marked("Edition and form"),
    FieldGroup.NUMBERS: marked("Further numbers"),
    FieldGroup.CONTENTS: marked("Contents"),
}


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its name in a TitleDraft, its label and its help marked for translation, and its CNMARC field.

    `kind` is "code" for what is numbers and Latin letters only, so that no input method need listen there.
    """

    name: str
    label: str
    help: str
    group: FieldGroup
    marc: str
    kind: Literal["words", "code", "lines", "choice"] = "words"


_EVERYDAY: Final = FieldGroup.EVERYDAY
_NAMES: Final = FieldGroup.NAMES
_PUBLISHING: Final = FieldGroup.PUBLISHING
_NUMBERS: Final = FieldGroup.NUMBERS
_CONTENTS: Final = FieldGroup.CONTENTS

FIELDS: Final = (
    FormField(
        "title",
        marked("Title"),
        marked("The title as on the title page, without 《》. What stands behind a colon goes into “Subtitle”."),
        _EVERYDAY,
        "200 $a",
    ),
    FormField(
        "author",
        marked("Author"),
        marked("Who wrote it, as on the title page: 曹文轩著; (丹) 安徒生著. Several with a semicolon between."),
        _EVERYDAY,
        "200 $f",
    ),
    FormField(
        "isbn",
        marked("ISBN"),
        marked("Scan it or type it, with or without hyphens. Books from before 1988 have none."),
        _EVERYDAY,
        "010 $a",
        "code",
    ),
    FormField(
        "publisher",
        marked("Publisher"),
        marked("The publishing house in full: 人民文学出版社."),
        _EVERYDAY,
        "210 $c",
    ),
    FormField("place", marked("Published in"), marked("Where it was published: 北京."), _EVERYDAY, "210 $a"),
    FormField(
        "published",
        marked("Publication date"),
        marked("Year, or year and month, as on the copyright page: 2005 or 2005.6. 2015重印 may stand behind."),
        _EVERYDAY,
        "210 $d",
    ),
    FormField(
        "volume",
        marked("Part of a set"),
        marked("Number and name of the part where each part is described by itself: 第三册 植物; 上册."),
        _EVERYDAY,
        "200 $h $i",
    ),
    FormField(
        "price",
        marked("List price"),
        marked("The list price of one copy in yuan: 25.00. Words such as 含光盘 are kept as a note."),
        _EVERYDAY,
        "010 $d",
    ),
    FormField("pages", marked("Pages"), marked("312页; for a set the number of volumes: 8册."), _EVERYDAY, "215 $a"),
    FormField(
        "class_number",
        marked("Class number"),
        marked("Class number of the Chinese Library Classification: I287.45. “…” opens the outline."),
        _EVERYDAY,
        "690 $a",
        "code",
    ),
    FormField(
        "book_number",
        marked("Book number"),
        marked("种次号: the number of this title within its class, or 著者号, the author's number; never both."),
        _EVERYDAY,
        "905 $e",
        "code",
    ),
    FormField(
        "kind",
        marked("Kind"),
        marked("What it is. A set is one title with several volumes; a magazine has its issues as copies."),
        _NAMES,
        "",
        "choice",
    ),
    FormField("subtitle", marked("Subtitle"), marked("What stands below or behind the title."), _NAMES, "200 $e"),
    FormField(
        "parallel_title",
        marked("Other title"),
        marked("The title in another language, or another title the book is known by."),
        _NAMES,
        "200 $d",
    ),
    FormField(
        "other_authors",
        marked("Other names"),
        marked("Illustrator, translator, editor, each with the role: 叶君健译; 杜小勇图."),
        _NAMES,
        "200 $g",
    ),
    FormField(
        "set_name",
        marked("Name of the set"),
        marked("The name of the set that this volume belongs to: 十万个为什么."),
        _NAMES,
        "461",
    ),
    FormField(
        "series",
        marked("Series"),
        marked("The series with the number in it: 语文新课标必读丛书 ; 12."),
        _NAMES,
        "225",
    ),
    FormField(
        "edition", marked("Edition"), marked("第2版, 修订本; nothing for a first edition."), _PUBLISHING, "205 $a"
    ),
    FormField("size", marked("Size"), marked("Height of the book: 21cm."), _PUBLISHING, "215 $d"),
    FormField("binding", marked("Binding"), marked("精装 or 平装, where it is said."), _PUBLISHING, "010 $b"),
    FormField(
        "accompanying",
        marked("Comes with"),
        marked("What lies in the book and must come back with it: 光盘1张."),
        _PUBLISHING,
        "215 $e",
    ),
    FormField(
        "other_isbns",
        marked("Other ISBNs"),
        marked("Further ISBNs of the same set, a semicolon between two. A scan of any of them finds this title."),
        _NUMBERS,
        "010 $a",
        "code",
    ),
    FormField(
        "issn", marked("ISSN"), marked("Of a magazine: 1000-1234. Its bars begin with 977."), _NUMBERS, "011 $a", "code"
    ),
    FormField(
        "unified_number",
        marked("Unified book number"),
        marked("The number that Chinese books had before 1988: 10019·3456."),
        _NUMBERS,
        "091 $a",
    ),
    FormField(
        "language",
        marked("Language"),
        marked("Three letters: chi Chinese, eng English, jpn Japanese."),
        _NUMBERS,
        "101 $a",
        "code",
    ),
    FormField(
        "audience", marked("Intended readers"), marked("For whom it is: 小学低年级, 教师, 6-9岁."), _CONTENTS, "333 $a"
    ),
    FormField(
        "subjects",
        marked("Subjects"),
        marked("What it is about, a semicolon between two: 儿童小说; 长篇小说-中国-当代."),
        _CONTENTS,
        "606, 610",
    ),
    FormField("summary", marked("Summary"), marked("What it tells, in a few sentences."), _CONTENTS, "330 $a", "lines"),
    FormField(
        "note",
        marked("Note"),
        marked("Anything else that should be kept about the title."),
        _CONTENTS,
        "300 $a",
        "lines",
    ),
)
"""Every field of the form, the everyday ones first, each group in the order in which it is filled in."""

FIELD_BY_NAME: Final = {field.name: field for field in FIELDS}
