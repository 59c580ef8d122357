"""The tabs there are, each imported when it is first wanted: their states bring SQLAlchemy, a quarter of a second."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from deskcirc.text import marked
from deskcirc.ui.header import TabKind
from deskcirc.ui.tab_page import TabPage
from deskcirc.ui.theme import Theme


def tab_kinds(stored: Callable[[], Mapping[str, str]], first: str = "checkout") -> Sequence[TabKind]:
    """Every tab; `stored` reads the settings of this station, `first` names the tab the window opens with.

    It opens with the settings only when one of this station was changed: their section comes to the top again.
    """

    def settings_page(theme: Theme) -> TabPage:
        from deskcirc.ui.tabs.settings.tab import SettingsPage

        page = SettingsPage(theme, stored, _ports)
        if first == "settings":
            page.show_counter()
        return page

    scanned = marked("Scan to try the scanner")
    settings = TabKind("settings", marked("Settings"), "F12", "gear", scanned, settings_page, office=True)
    return (*_at_the_counter(), *_in_the_office(), settings)


def _at_the_counter() -> Sequence[TabKind]:
    who_comes = marked("Scan the card of who comes in")
    return (
        TabKind("checkout", marked("Checkout"), "F2", "lend", marked("Scan a library card or a copy"), _checkout),
        TabKind("returns", marked("Returns"), "F3", "return", marked("Scan the copies that came back"), _returns),
        TabKind("reading_room", marked("Reading room"), "F4", "book", who_comes, _reading_room),
        TabKind("holds", marked("Holds"), "F5", "hold", marked("Scan a pulled copy, a card or a title"), _holds),
    )


def _in_the_office() -> Sequence[TabKind]:
    who = marked("Scan a card or a copy, or type a name")
    class_of = marked("Scan a card to open the class")
    parcel = marked("Scan the books of the parcel")
    what = marked("Scan a copy to see its history")
    its_line = marked("Scan a copy to find its line in the ledgers")
    damaged = marked("Scan a damaged or lost copy")
    shelf = marked("Scan a shelf, then its books")
    of_rules = marked("Scan a card or a copy to ask the rules or the rota")
    return (
        TabKind("patrons", marked("Patrons"), "F6", "person", who, _patrons, office=True),
        TabKind("classes", marked("Classes"), "F7", "people", class_of, _classes, office=True),
        TabKind("school_year", marked("School year"), "F8", "calendar", of_rules, _school_year, office=True),
        TabKind("accession", marked("Accession"), "F9", "parcel", parcel, _accession, office=True),
        TabKind("history", marked("History"), "F10", "history", what, _history, office=True),
        TabKind("ledgers", marked("Ledgers"), "F11", "ledger", its_line, _ledgers, office=True),
        TabKind("repair", marked("Repair"), "Shift+F3", "mend", damaged, _repair, office=True),
        TabKind("stocktake", marked("Stocktake"), "Shift+F9", "stocktake", shelf, _stocktake, office=True),
    )


def _checkout(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.checkout.tab import CheckoutPage

    return CheckoutPage(theme)


def _returns(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.returns.tab import ReturnsPage

    return ReturnsPage(theme)


def _reading_room(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.reading_room.tab import ReadingRoomPage

    return ReadingRoomPage(theme)


def _holds(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.holds.tab import HoldsPage

    return HoldsPage(theme)


def _patrons(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.patrons.tab import PatronsPage

    return PatronsPage(theme)


def _classes(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.classes.tab import ClassesPage

    return ClassesPage(theme)


def _school_year(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.school_year.tab import SchoolYearPage

    return SchoolYearPage(theme)


def _accession(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.accession.tab import AccessionPage

    return AccessionPage(theme)


def _history(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.history.tab import HistoryPage

    return HistoryPage(theme)


def _ledgers(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.ledgers.tab import LedgersTabPage

    return LedgersTabPage(theme)


def _repair(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.repair.tab import RepairTabPage

    return RepairTabPage(theme)


def _stocktake(theme: Theme) -> TabPage:
    from deskcirc.ui.tabs.stocktake.tab import StocktakeTabPage

    return StocktakeTabPage(theme)


def _ports() -> Sequence[str]:
    from deskcirc.devices.ports import available_ports

    return [port.device for port in available_ports()]
