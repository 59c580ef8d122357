"""The new-book bulletin on the screen: of what it tells, its words, the titles ticked, and how it will look."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QDate, QModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
)

from deskcirc.domain.bulletin import GROUPING_WORDS, Announced, Bulletin, bulletin_text
from deskcirc.labels.bulletin_pages import PICTURE_DOTS, bulletin_pictures
from deskcirc.text import gettext as _
from deskcirc.ui.day_edit import DayEdit
from deskcirc.ui.dialogs.pictures import PicturesDialog
from deskcirc.ui.lines_model import Cell, Column, LinesView
from deskcirc.ui.outcome import Tone
from deskcirc.ui.paper_painter import coloured_image
from deskcirc.ui.tab_page import TabPage, label
from deskcirc.ui.tabs.accession.hand_over_part import HandOverPart, News
from deskcirc.ui.theme import Theme

_ISO: Final = Qt.DateFormat.ISODate
_PREVIEW: Final = 250


class BulletinSheet(TabPage):
    """Paints the bulletin of a HandOverPart."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._news = News()
        self._drawn: Bulletin | None = None
        self._painting = False
        self.source, self.by = QComboBox(), QComboBox()
        self.first, self.last = DayEdit(), DayEdit()
        self.headline, self.greeting = QLineEdit(), QPlainTextEdit()
        self.titles = LinesView[tuple[Announced, bool]](theme, _columns(), _cells)
        self.titles.setAccessibleName(_("Titles of the bulletin"))
        self.titles.set_empty_words(_("No new title in these days: choose others, or a batch."))
        self.titles.clicked.connect(self._click)
        self.titles.chosen.connect(lambda line: self.act(f"leave:{line[0].title_id}"))
        self.preview = QLabel()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.preview.setAccessibleName(_("How the bulletin will look"))
        self.told = label("quiet")
        self._dress(theme)
        self._arrange(theme)

    def show_state(self, state: object) -> None:
        """Paint the bulletin; what a person is writing is left alone."""
        if not isinstance(state, HandOverPart):
            raise TypeError(state)
        news = self._news = state.news
        self._painting = True
        self._offer_sources(state)
        if news.of is not None:
            for edit, day in ((self.first, news.of.first), (self.last, news.of.last)):
                edit.setDate(QDate(day.year, day.month, day.day))
        of_days = not self.source.currentData()
        for edit in (self.first, self.last):
            edit.setVisible(of_days)
        self.by.setCurrentIndex(self.by.findData(news.by.value))
        bulletin = news.bulletin
        if bulletin is not None and not self.headline.hasFocus():
            self.headline.setText(bulletin.headline)
        if bulletin is not None and not self.greeting.hasFocus() and self.greeting.toPlainText() != bulletin.greeting:
            self.greeting.setPlainText(bulletin.greeting)
        self.titles.show_lines([(title, title.title_id not in news.left_out) for title in news.titles])
        self._painting = False
        if bulletin is not None and bulletin != self._drawn:
            self._draw(bulletin)

    def _draw(self, bulletin: Bulletin) -> None:
        self._drawn = bulletin
        papers = bulletin_pictures(bulletin)
        image = coloured_image(papers[0], 0, self._theme.px(_PREVIEW))
        self.preview.setPixmap(QPixmap.fromImage(image))
        self.told.setText(bulletin.about)

    def _dress(self, theme: Theme) -> None:
        for box, name in ((self.source, _("Of what it tells")), (self.by, _("Headings"))):
            box.setAccessibleName(name)
            box.activated.connect(self._tell)
        for edit, name in ((self.first, _("First day")), (self.last, _("Last day"))):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat("yyyy-MM-dd")
            edit.setAccessibleName(name)
            edit.editingFinished.connect(self._tell)
        for grouping, words in GROUPING_WORDS.items():
            self.by.addItem(_(words), grouping.value)
        self.headline.setAccessibleName(_("Headline"))
        self.headline.setMaxLength(60)
        self.headline.editingFinished.connect(self._tell)
        self.greeting.setAccessibleName(_("Greeting"))
        self.greeting.setTabChangesFocus(True)
        self.greeting.setFixedHeight(theme.px(64))

    def _arrange(self, theme: Theme) -> None:
        top = QHBoxLayout()
        for widget in (self.source, self.first, self.last, self.by):
            top.addWidget(widget)
        top.addStretch()
        words = QHBoxLayout()
        words.addWidget(QLabel(_("Headline")))
        words.addWidget(self.headline, 1)
        words.addWidget(QLabel(_("Greeting")))
        words.addWidget(self.greeting, 2)
        use = self.plain_button(_("Use these words"))
        use.clicked.connect(self._tell)
        words.addWidget(use)
        middle = QHBoxLayout()
        middle.addWidget(self.titles, 1)
        room = QScrollArea()  # a long picture is scrolled here, and makes the page no longer
        room.setWidget(self.preview)
        room.setWidgetResizable(True)
        room.setFrameShape(QScrollArea.Shape.NoFrame)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setFixedWidth(theme.px(_PREVIEW + 16))
        middle.addWidget(room)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.px(6))
        layout.addLayout(top)
        layout.addLayout(words)
        layout.addLayout(middle, 1)
        layout.addLayout(self._foot())

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(self.button(_("Tick all"), "leave_none"))
        row.addWidget(self.button(_("Tick none"), "leave_all"))
        row.addWidget(self.told, 1)
        self.copy_words = self.plain_button(_("Copy as words"))
        self.copy_words.clicked.connect(self._copy)
        self.pictures = self.plain_button(_("Pictures for the chat …"), main=True)
        self.pictures.clicked.connect(self._open_pictures)
        row.addWidget(self.copy_words)
        row.addWidget(self.button(_("Print or PDF …"), "print_news", "print"))
        row.addWidget(self.pictures)
        return row

    def _offer_sources(self, part: HandOverPart) -> None:
        offered = [(_("of these days"), "")]
        offered += [(_("of batch {number}").format(number=number), f"batch:{number}") for number in part.batches]
        offered += [
            (_("of hand-over {number}").format(number=made.number), f"hand_over:{made.id}") for made in part.made
        ]
        if [self.source.itemData(at) for at in range(self.source.count())] != [data for _words, data in offered]:
            self.source.clear()
            for words, data in offered:
                self.source.addItem(words, data)
        of = part.news.of
        chosen = ""
        if of is not None and of.batch:
            chosen = f"batch:{of.batch}"
        elif of is not None and of.hand_over_id is not None:
            chosen = f"hand_over:{of.hand_over_id}"
        self.source.setCurrentIndex(max(0, self.source.findData(chosen)))

    def _tell(self) -> None:
        """Ask for the bulletin as the boxes stand now, where they say anything new."""
        if self._painting:
            return
        kind, _colon, subject = str(self.source.currentData() or "").partition(":")
        values = {
            "first": self.first.date().toString(_ISO),
            "last": self.last.date().toString(_ISO),
            "by": str(self.by.currentData()),
            "headline": self.headline.text(),
            "greeting": self.greeting.toPlainText(),
        }
        if kind:
            values[kind] = subject
        self.acted.emit("news", values)

    def _click(self, index: QModelIndex) -> None:
        if index.column() == 0:
            self.act(f"leave:{self.titles.lines[index.row()][0].title_id}")

    def _copy(self) -> None:
        if self._news.bulletin is not None:
            QGuiApplication.clipboard().setText(bulletin_text(self._news.bulletin))
            self.told.setText(_("The words are copied: paste them into a message."))

    def _open_pictures(self) -> None:
        if self._news.bulletin is not None:
            PicturesDialog(bulletin_pictures(self._news.bulletin), PICTURE_DOTS, self.window()).open()


def _columns() -> Sequence[Column]:
    return (
        Column("✓", 46),
        Column(_("Title")),
        Column(_("Author"), 140, yields=True),
        Column(_("Call number"), 130, yields=True),
        Column(_("Copies"), 70, yields=True),
        Column(_("Cover"), 70, yields=True),
    )


def _cells(line: tuple[Announced, bool]) -> Sequence[Cell]:
    title, ticked = line
    return (
        Cell("", Tone.DONE) if ticked else Cell("☐"),
        Cell(title.title),
        Cell(title.author),
        Cell(title.call_number or "–"),
        Cell(str(title.copies)),
        Cell(_("there is one") if title.cover else "–"),
    )
