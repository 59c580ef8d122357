"""New copies at the counter: ticked or scanned, handed over, their sheet printed again, announced in a bulletin."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QBuffer, QByteArray
from PySide6.QtGui import QColor, QGuiApplication, QImage, QImageWriter
from pytestqt.qtbot import QtBot
from tests.builders import NOON, TODAY, a_copy, but_numbers, set_up_act
from tests.ui.at_section import Counter

from deskcirc.domain.copies import Copy
from deskcirc.labels.bulletin_pages import PICTURE_DOTS, bulletin_paper, bulletin_pictures
from deskcirc.labels.paper import Fill, Paper, Picture, Words
from deskcirc.store.check import check_library
from deskcirc.store.database import Library
from deskcirc.store.tables import covers, titles
from deskcirc.ui.dialogs.pictures import PicturesDialog
from deskcirc.ui.outcome import Tone
from deskcirc.ui.paper_painter import coloured_image, save_pdf
from deskcirc.ui.station import Shown
from deskcirc.ui.tabs.accession.hand_over_page import HandOverPage
from deskcirc.ui.tabs.accession.hand_over_part import HandOverPart, View
from deskcirc.ui.theme import Theme


@pytest.fixture
def counter(library: Library) -> Counter:
    return Counter(library, "accession", "hand_over")


def part_of(shown: Shown) -> HandOverPart:
    part = shown.state.parts["hand_over"]  # type: ignore[attr-defined]
    assert isinstance(part, HandOverPart)
    return part


def new(library: Library, title: str = "草房子", **columns: Any) -> Copy:
    return a_copy(library, title, state="in_process", registered=TODAY, price=1500, **columns)


def describe(library: Library, copy: Copy, **columns: Any) -> None:
    with library.writing(set_up_act(library)) as writing:
        writing.update(titles, copy.title_id, **columns)


def a_cover() -> bytes:
    image = QImage(100, 150, QImage.Format.Format_RGB32)
    image.fill(QColor("#ff0000"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    assert QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def test_scanned_copies_are_handed_over_in_one_act_and_undone(library: Library, counter: Counter) -> None:
    new(library, call_number="I287/1")
    new(library, "城南旧事", wants_label=True)
    ready = counter.scan("B00001")
    assert (ready.message.tone, ready.message.details) == (Tone.DONE, ("1 copy ticked",))
    unready = counter.scan("B00002")
    assert unready.message.details == ("no label yet", "no call number", "2 copies ticked")
    assert counter.scan("B00002").message.tone is not Tone.DONE
    before = but_numbers(library)
    done = counter.act("hand_over.hand_over", receiver="张老师")
    assert done.message.headline == "2 copies handed over: H2026-001"
    assert done.message.details[1] == "《城南旧事》 (A00002): no label yet, no call number"
    assert [offer.act for offer in done.state.offers] == ["hand_over.print:1", "hand_over.view:bulletin"]
    assert isinstance(counter.act("hand_over.print:1").state.paper, Paper)
    assert list(check_library(library)) == []
    assert counter.scan("DC-UNDO").message.tone is Tone.DONE
    assert but_numbers(library) == before
    assert counter.act("hand_over.print:1").message.headline == "This hand-over was undone."


def test_what_is_no_new_copy_says_so(library: Library, counter: Counter) -> None:
    a_copy(library)
    assert counter.scan("B00001").message.details == ("It is registered as in stock.",)
    assert counter.scan("B99999").told.outcome == "unknown"
    assert counter.act("hand_over.hand_over", receiver="x").told.outcome == "nothing"


def test_a_bulletin_tells_of_a_hand_over_with_the_titles_that_are_ticked(library: Library, counter: Counter) -> None:
    house, insects = new(library, call_number="I287/1"), new(library, "昆虫记", call_number="Q96/1")
    describe(library, house, author="曹文轩", summary="桑桑的六年。", call_number="I287/1")
    counter.act("hand_over.tick_all")
    counter.act("hand_over.hand_over", receiver="张老师")
    shown = part_of(counter.act("hand_over.announce:1"))
    assert shown.view is View.BULLETIN
    assert shown.news.bulletin is not None
    assert [group.heading for group in shown.news.bulletin.groups] == ["I Literature", "Q Biological sciences"]
    less = part_of(counter.act(f"hand_over.leave:{insects.title_id}"))
    assert less.news.bulletin is not None
    assert less.news.bulletin.about == "H2026-001 · 1 title, 1 copy"
    own = counter.act("hand_over.news", hand_over="1", by="none", headline="好书来了", greeting="快来借")
    bulletin = part_of(own).news.bulletin
    assert bulletin is not None
    assert (bulletin.headline, bulletin.greeting, len(bulletin.groups)) == ("好书来了", "快来借", 1)
    paper = counter.act("hand_over.print_news").state.paper
    assert isinstance(paper, Paper)
    assert any(isinstance(shape, Words) and shape.text == "《草房子》" for shape in paper.pages[0])


def test_a_bulletin_of_days_counts_the_days_of_the_ledgers(library: Library, counter: Counter) -> None:
    new(library)
    a_copy(library, "旧书")
    counter.act("hand_over.view:bulletin")
    today = part_of(counter.act("hand_over.news", first="2026-03-02", last="2026-03-02"))
    assert [title.title for title in today.news.titles] == ["草房子"]
    assert counter.act("hand_over.news", first="2026-03-05", last="2026-03-02").message.tone is Tone.STOP
    assert counter.act("hand_over.news", first="morgen").message.tone is Tone.STOP


def test_the_bulletin_is_a_picture_of_1080_dots_with_its_covers(
    qtbot: QtBot, library: Library, counter: Counter, tmp_path: Path
) -> None:
    copy = new(library)
    with library.writing(set_up_act(library)) as writing:
        facts = {"octets": a_cover(), "width": 100, "height": 150, "changed_at": NOON}
        writing.insert(covers, title_id=copy.title_id, **facts)
    counter.act("hand_over.view:bulletin")
    news = part_of(counter.act("hand_over.news", first="2026-03-02", last="2026-03-02")).news
    assert news.bulletin is not None
    dialog = PicturesDialog(bulletin_pictures(news.bulletin), PICTURE_DOTS)
    qtbot.addWidget(dialog)
    (image,) = dialog.images
    assert image.width() == 1080
    reds = [
        (x, y)
        for x in range(0, 1080, 10)
        for y in range(0, image.height(), 10)
        if image.pixelColor(x, y) == QColor("#ff0000")
    ]
    assert len(reds) > 300
    dialog.save_as(tmp_path / "news.png")
    assert QImage(str(tmp_path / "news.png")).width() == 1080
    dialog.copy()
    assert QGuiApplication.clipboard().image().width() == 1080
    dialog.save_as(tmp_path / "nowhere" / "news.png")
    assert "could not be written" in dialog.said.text()
    save_pdf(bulletin_paper(news.bulletin), str(tmp_path / "news.pdf"))
    assert (tmp_path / "news.pdf").stat().st_size < 1_000_000


def test_several_pictures_are_numbered_and_none_is_written_over(qtbot: QtBot, tmp_path: Path) -> None:
    papers = [Paper("News", ((Fill(0, 0, 10, 10, colour),),), 10, 10) for colour in ("#00ff00", "#0000ff")]
    dialog = PicturesDialog(papers, 50)
    qtbot.addWidget(dialog)
    dialog.save_as(tmp_path / "a.png")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["a-1.png", "a-2.png"]
    dialog.save_as(tmp_path / "a.png")
    assert dialog.said.text() == "a-1.png is there already. Choose another name."
    dialog.after.click()
    assert not dialog.after.isEnabled()


def test_a_picture_that_cannot_be_read_is_left_out_and_one_keeps_its_proportions() -> None:
    broken = Paper("x", ((Picture(0, 0, 10, 10, b"no picture"),),), 10, 10)
    assert coloured_image(broken, 0, 100).pixelColor(50, 50) == QColor("#ffffff")
    tall = coloured_image(Paper("x", ((Picture(0, 0, 10, 10, a_cover()),),), 10, 10), 0, 100)
    assert tall.pixelColor(50, 2) == QColor("#ff0000")
    assert tall.pixelColor(5, 50) == QColor("#ffffff")


def test_words_and_boxes_have_their_colours() -> None:
    words = Words(0, 0, 20, 10, "■■■", 9, colour="#ff0000")
    image = coloured_image(Paper("x", ((Fill(0, 0, 20, 10, "#0000ff", 1), words),), 20, 10), 0, 200)
    colours = {image.pixelColor(x, 50).name() for x in range(200)}
    assert {"#0000ff", "#ff0000"} <= colours
    assert image.pixelColor(0, 0).name() != "#0000ff"


def test_the_page_shows_every_side(qtbot: QtBot, library: Library, counter: Counter) -> None:
    new(library)
    page = HandOverPage(Theme())
    qtbot.addWidget(page)
    acts: list[tuple[str, Any]] = []
    page.acted.connect(lambda act, values: acts.append((act, values)))
    page.show_state(part_of(counter.act("hand_over.tick_all")))
    page.show()
    assert page.go.isEnabled()
    page.show_state(part_of(counter.act("hand_over.hand_over", receiver="张老师")))
    page.show_state(part_of(counter.act("hand_over.view:made")))
    assert page.made.lines[0].number == "H2026-001"
    page.show_state(part_of(counter.act("hand_over.announce:1")))
    assert acts == []
    page.bulletin.copy_words.click()
    assert "《草房子》" in QGuiApplication.clipboard().text()
    page.bulletin.by.activated.emit(0)
    assert acts[-1][0] == "news"
    assert acts[-1][1]["hand_over"] == "1"
