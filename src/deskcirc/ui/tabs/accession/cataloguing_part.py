"""What the cataloguing section shows: titles found, or the form of one with all that stands beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from deskcirc.desk.cataloguing import doubts_about_title
from deskcirc.desk.class_suggestions import suggest_classes
from deskcirc.desk.desk import Desk
from deskcirc.domain.class_suggestions import Suggestion
from deskcirc.domain.classification import ClassesInStock
from deskcirc.domain.drafts import MarcDraft, TitleDraft
from deskcirc.domain.operators import Right
from deskcirc.domain.title_checks import ABOUT_OTHERS, TitleDoubt, item_type_doubt
from deskcirc.domain.title_form import NOTHING, read_title, texts_of
from deskcirc.domain.title_names import quoted
from deskcirc.domain.titles import Title, TitleKind
from deskcirc.exchange.clc_outline import outline
from deskcirc.store.database import Connection
from deskcirc.store.lookups.title_matches import copies_held, cover_of_title, titles_to_complete
from deskcirc.store.lookups.titles import record_of_title, title_by_id
from deskcirc.store.search import found_titles
from deskcirc.ui.tabs.accession import binding_part, copies_part
from deskcirc.ui.tabs.accession.binding_part import BindingPart
from deskcirc.ui.tabs.accession.cataloguing_record import record_lines
from deskcirc.ui.tabs.accession.copies_part import CopiesPart

MOST_FOUND = 60


class View(StrEnum):
    """What of a title is on top."""

    FORM = "form"
    COPIES = "copies"
    BINDING = "binding"  # of a magazine


@dataclass(frozen=True, slots=True)
class FoundTitle:
    """A title that answers what was looked for, with how many copies are held."""

    title: Title
    held: int


@dataclass(frozen=True, slots=True)
class TitleForm:
    """The form as the desk filled it: `base` is what unchanged fields stand for, `texts` what it showed at first.

    A new title has no `title_id`. `read_as` is the description in the library when the form was filled, `source` the
    sentence that says where the texts come from, `claimed` the class and book number reserved for it.
    """

    base: TitleDraft = NOTHING
    texts: Mapping[str, str] = field(default_factory=dict)
    title_id: int | None = None
    read_as: TitleDraft | None = None
    marc: MarcDraft | None = None
    recorded: TitleDraft | None = None  # what `marc` says, where that is not `base`
    source: str = ""
    delivery_line: int | None = None
    focus: str = "title"
    claimed: tuple[str, str] | None = None
    queue: str = ""  # the list of incomplete titles it was opened from, "" for none


@dataclass(frozen=True, slots=True)
class CataloguingPart:
    """Everything the section shows. `edition` counts how often the desk filled the fields: the page fills them then.

    `typed` is what stands in the fields; `asked` the doubts that were said and may be passed by saving once more;
    `waiting` a code that was scanned over a form that is not saved.
    """

    words: str = ""
    found: tuple[FoundTitle, ...] = ()
    form: TitleForm | None = None
    edition: int = 0
    typed: Mapping[str, str] = field(default_factory=dict)
    doubts: tuple[TitleDoubt, ...] = ()
    asked: tuple[TitleDoubt, ...] = ()
    waiting: str = ""
    marc_shown: bool = False
    marc: tuple[str, ...] = ()
    view: View = View.FORM
    panel: CopiesPart = field(default_factory=copies_part.first)
    binding: BindingPart = field(default_factory=binding_part.first)
    type_doubt: str = ""  # about the item type that the copies would get
    held: int = 0  # copies of the title in the form
    cover: bytes | None = None
    suggested: tuple[Suggestion, ...] = ()
    class_stock: ClassesInStock | None = None  # read for the list of classes that was asked for last
    awaiting: int = 0
    may_change: bool = False
    running_numbers: bool = True

    @property
    def is_unsaved(self) -> bool:
        """Whether something stands in the form that the library does not hold."""
        if self.form is None:
            return False
        if self.form.title_id is None:
            return bool(self.typed.get("title", "").strip())
        return dict(self.typed) != dict(self.form.texts)

    @property
    def is_magazine(self) -> bool:
        """Whether the title in the form is kept as a magazine, so that its issues can be bound."""
        form = self.form
        return form is not None and form.title_id is not None and form.base.kind == TitleKind.MAGAZINE

    @property
    def description(self) -> TitleDraft:
        """What the form says now."""
        return NOTHING if self.form is None else read_title(self.typed, self.form.base).description

    @property
    def name(self) -> str:
        """The title in the form, for a sentence."""
        return quoted(self.typed.get("title", ""))


def read_part(desk: Desk, part: CataloguingPart) -> CataloguingPart:
    """Read again what stands beside the form, and the list; a title whose cataloguing was undone leaves the screen."""
    part = replace(
        part, may_change=desk.operator.may(Right.ACCESSION), running_numbers=desk.policy.running_book_numbers
    )
    with desk.library.reading() as connection:
        part = replace(part, awaiting=titles_to_complete(connection, "awaiting", 0)[0])
        part = _read_title(connection, part)
        if part.form is None:
            return replace(_read_found(connection, part), held=0, cover=None, marc=(), doubts=(), suggested=())
        part = replace(part, doubts=_doubts(desk, connection, part))
    part = replace(part, marc=_marc(part), suggested=_suggested(desk, part))
    form = part.form
    if form is None or form.title_id is None:
        return replace(part, view=View.FORM)
    if part.view is View.BINDING:
        if part.is_magazine:
            return replace(part, binding=binding_part.refresh(desk, part.binding, form.title_id))
        part = replace(part, view=View.COPIES)
    if part.view is View.COPIES:
        panel = replace(part.panel, delivery_line=form.delivery_line)
        panel = copies_part.refresh(desk, panel, form.title_id)
        return replace(part, panel=panel, type_doubt=_type_doubt(desk, panel))
    return part


def _read_found(connection: Connection, part: CataloguingPart) -> CataloguingPart:
    titles = found_titles(connection, part.words, MOST_FOUND) if part.words.strip() else ()
    held = copies_held(connection, [title.id for title in titles])
    return replace(part, found=tuple(FoundTitle(title, held.get(title.id, 0)) for title in titles))


def _read_title(connection: Connection, part: CataloguingPart) -> CataloguingPart:
    form = part.form
    if form is None or form.title_id is None:
        return replace(part, held=0, cover=None)
    title = title_by_id(connection, form.title_id)
    if title is None:
        return closed(part)
    if title.description != form.read_as:
        part = _as_stored(part, form, title, record_of_title(connection, title.id))
    held = copies_held(connection, [title.id]).get(title.id, 0)
    return replace(part, held=held, cover=cover_of_title(connection, title.id))


def filled(part: CataloguingPart, form: TitleForm, typed: Mapping[str, str] | None = None) -> CataloguingPart:
    """A form on the screen, filled from its base, or with other texts than that."""
    texts = texts_of(form.base)
    return replace(
        part,
        form=replace(form, texts=texts),
        edition=part.edition + 1,
        typed={**texts, **(typed or {})},
        view=View.COPIES if form.focus == "copies" else View.FORM,
        asked=(),
        waiting="",
    )


def form_of(title: Title, marc: MarcDraft | None, *, queue: str = "") -> TitleForm:
    """The form of a title of the library."""
    return TitleForm(
        title.description,
        title_id=title.id,
        read_as=title.description,
        marc=marc,
        focus="copies" if not queue else "title",
        queue=queue,
    )


def closed(part: CataloguingPart) -> CataloguingPart:
    """The list on top again."""
    return replace(part, form=None, edition=part.edition + 1, typed={}, asked=(), doubts=(), waiting="")


def _as_stored(part: CataloguingPart, form: TitleForm, title: Title, marc: MarcDraft | None) -> CataloguingPart:
    """The library holds something else by now, by an undo or another station: shown, unless somebody is writing."""
    if part.is_unsaved:
        return part
    again = form_of(title, marc, queue=form.queue)
    return filled(part, replace(again, focus="", claimed=form.claimed))


def _doubts(desk: Desk, connection: Connection, part: CataloguingPart) -> tuple[TitleDoubt, ...]:
    """While somebody types only what is there already is said; what may be a slip waits until it is saved."""
    form = part.form
    if form is None or not part.is_unsaved or not part.typed.get("title", "").strip():
        return ()
    found = doubts_about_title(desk, connection, part.description, part.typed, form.title_id, form.read_as)
    return found if part.asked else tuple(doubt for doubt in found if doubt.code in ABOUT_OTHERS)


def _type_doubt(desk: Desk, panel: CopiesPart) -> str:
    """That no rule lends the type chosen for new copies."""
    chosen = panel.values.get("item_type", "")
    named = next((each for each in panel.item_types if str(each.id) == chosen), None)
    if named is None or not desk.policy.entry_checks:
        return ""
    doubt = item_type_doubt(desk.policy.rules, named.id, named.name)
    return "" if doubt is None else doubt.sentence


def _suggested(desk: Desk, part: CataloguingPart) -> tuple[Suggestion, ...]:
    """Classes for a title that has none yet."""
    about = part.description
    if part.form is None or about.class_number or not about.title:
        return ()
    return suggest_classes(desk, outline(), about, title_id=part.form.title_id)


def _marc(part: CataloguingPart) -> tuple[str, ...]:
    if not part.marc_shown or part.form is None:
        return ()
    return record_lines(part.form.marc, part.form.recorded or part.form.base, part.description)
