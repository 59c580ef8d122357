"""Whether the index by which titles are found says what the titles say."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection

from deskcirc.domain.title_names import quoted
from deskcirc.domain.title_search import tokens
from deskcirc.store.breach import Breach, Rule
from deskcirc.text import gettext as _

_SIDE_BY_SIDE = """SELECT titles.id, titles.title, title_search.title FROM titles
    LEFT JOIN title_search ON title_search.rowid = titles.id
    UNION ALL SELECT title_search.rowid, NULL, title_search.title FROM title_search
    WHERE rowid NOT IN (SELECT id FROM titles)"""


def search_breaches(connection: Connection) -> Iterator[Breach]:
    """Every title that is found by other words than its own, or not at all."""
    for title_id, title, indexed in connection.exec_driver_sql(_SIDE_BY_SIDE):
        if title is None or indexed != " ".join(tokens(title)):
            sentence = _("{title} is not found by its own words.").format(title=quoted(title or indexed))
            yield Breach(Rule.SEARCH, sentence, "titles", title_id)
