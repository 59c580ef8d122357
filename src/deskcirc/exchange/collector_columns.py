"""Which column of a handheld's file means what: told by our own codes, then by header words and values."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from deskcirc.domain.collector_files import CollectorColumn, CollectorWish
from deskcirc.domain.scanning import normal_code
from deskcirc.exchange.collector_source import SourceRow
from deskcirc.exchange.collector_times import DateOrder, clock_in, day_in, moment_in
from deskcirc.exchange.columns import plain_header

SAMPLE: Final = 300  # rows by which columns are told
_HEADER_WITHIN: Final = 8
_MOST_COLUMNS: Final = 60
_LARGEST_QUANTITY: Final = 9999
_FEWEST_RUNNING: Final = 3
_SHORTEST_CODE: Final = 4
_MOSTLY: Final = 0.6
_HALF: Final = 0.5
_SURE_OF_ONE: Final = 0.2  # how much a column is worth in which one code stands in all rows
_SURE_OF_SMALL: Final = 0.3  # and one of nothing but small numbers
_SURE_OF_RUNNING: Final = 0.6  # and one of numbers each one higher than the last
_WORDS: Final = {
    CollectorColumn.CODE: (
        "条码 条形码 条码号 图书条码 图书条码号 馆藏条码 册条码 登录号 财产号 个别登记号 编码 代码 扫描内容 扫描数据 "
        "内容 数据 货号 商品条码 barcode bar code data scan scandata content itembarcode barcodedata sku"
    ),
    CollectorColumn.QUANTITY: "数量 册数 数目 盘点数量 盘点数 实盘数 qty quantity count amount num",
    CollectorColumn.DAY: "日期 盘点日期 扫描日期 采集日期 date scandate",
    CollectorColumn.CLOCK: "时间 盘点时间 扫描时间 采集时间 时刻 time scantime",
    CollectorColumn.MOMENT: "日期时间 扫描日期时间 datetime timestamp dateandtime",
    CollectorColumn.SHELF: (
        "架位 架位号 架号 层架号 层架标 层架标签 书架 书架号 货位 货位号 位置 库位 储位 架位条码 shelf shelfcode "
        "shelflabel location bin position"
    ),
    CollectorColumn.PERSON: "操作员 盘点人 盘点员 人员 员工 用户 姓名 采集人 user operator person employee",
    CollectorColumn.NOTHING: "序号 行号 设备 设备号 机号 备注 no 题名 书名 名称 品名 title name device note index id",
}
_MEANINGS: Final = {word: column for column, line in _WORDS.items() for word in line.split()}


def header_place(rows: Sequence[SourceRow], wish: CollectorWish) -> int:
    """The place of the header among the rows, -1 where there is none; rows above it are the file's own title."""
    for place, row in enumerate(rows[:_HEADER_WITHIN]):
        words = [plain_header(cell) for cell in row.cells if cell]
        meant = [_MEANINGS[word] for word in words if word in _MEANINGS]
        if CollectorColumn.CODE in meant or (len(meant) * 2 > len(words) and any(meant)):
            codes = map(normal_code, row.cells)
            if not any(wish.is_known(code) or code in wish.shelf_codes for code in codes if code):
                return place
    return -1


def recognised(headers: Sequence[str], rows: Sequence[SourceRow], wish: CollectorWish) -> tuple[CollectorColumn, ...]:
    """What each column means; exactly one of them is the code."""
    sample = rows[:SAMPLE]
    count = min(max([len(headers), *(len(row.cells) for row in sample)], default=1), _MOST_COLUMNS)
    cells = [[row.cells[at] for row in sample if at < len(row.cells) and row.cells[at]] for at in range(count)]
    said = [_MEANINGS.get(plain_header(headers[at]) if at < len(headers) else "") for at in range(count)]
    shares = [_Shares(column, wish) for column in cells]
    code = _code_column(said, shares)
    found = [CollectorColumn.NOTHING] * count
    found[code] = CollectorColumn.CODE
    for at in range(count):
        meaning = found[at] if at == code else _meaning(said[at], shares[at])
        found[at] = meaning if meaning is CollectorColumn.CODE or meaning not in found else CollectorColumn.NOTHING
    return tuple(_quantity_added(found, said, shares, code))


class _Shares:
    """Which share of a column's cells is what."""

    def __init__(self, cells: Sequence[str], wish: CollectorWish) -> None:
        self.cells = cells
        self.known = self._share(lambda cell: wish.is_known(normal_code(cell)))
        self.shelves = self._share(lambda cell: normal_code(cell) in wish.shelf_codes)
        self.moments = self._share(lambda cell: _is_in_any_order(moment_in, cell))
        self.days = self._share(lambda cell: _is_in_any_order(day_in, cell))
        self.clocks = self._share(lambda cell: clock_in(cell) is not None)
        self.small = self._share(_is_small)
        self.like_codes = self._share(_is_like_a_code)
        self.different = len(set(cells)) / max(len(cells), 1)

    @property
    def of_copies(self) -> float:
        """How surely its cells are codes of copies. A quantity of 1 may be the code of the first copy of the library,
        and so may the number of the line; but quantities are small and always the same, codes are not."""
        if self.small == 1 and self.different < _HALF and len(self.cells) > _FEWEST_RUNNING:
            return 0.0
        certainty = self.known * (_SURE_OF_ONE + (1 - _SURE_OF_ONE) * self.different)
        return certainty * (_SURE_OF_SMALL if self.small == 1 else 1) * (_SURE_OF_RUNNING if self.running else 1)

    @property
    def running(self) -> bool:
        """Whether the lines are numbered by it."""
        if len(self.cells) < _FEWEST_RUNNING or self.small < 1:
            return False
        numbers = [int(cell) for cell in self.cells]
        return numbers == list(range(numbers[0], numbers[0] + len(numbers)))

    def _share(self, holds: Callable[[str], bool]) -> float:
        return sum(map(holds, self.cells)) / len(self.cells) if self.cells else 0.0


def _is_in_any_order(read: Callable[[str, DateOrder], object], cell: str) -> bool:
    return any(read(cell, order) is not None for order in DateOrder)


def _is_small(cell: str) -> bool:
    return cell.isdecimal() and len(cell) <= 2 * _SHORTEST_CODE and int(cell) <= _LARGEST_QUANTITY


def _is_like_a_code(cell: str) -> bool:
    return len(cell) >= _SHORTEST_CODE and cell.isascii() and any(sign.isdecimal() for sign in cell)


def _code_column(said: Sequence[CollectorColumn | None], shares: Sequence[_Shares]) -> int:
    """The column with most of the library's codes; where none is known, the one the header names or that looks so."""

    def worth(at: int) -> tuple[float, bool, bool, float, float, int]:
        share = shares[at]
        named = said[at] is CollectorColumn.CODE
        other = said[at] is not None and not named
        is_time = max(share.moments, share.clocks, share.days if share.different < _MOSTLY else 0.0) > _MOSTLY
        shelf = share.shelves > share.like_codes / 2
        return share.of_copies, named, not (other or is_time or shelf), share.like_codes, share.different, -at

    return max(range(len(shares)), key=worth)


def _meaning(said: CollectorColumn | None, share: _Shares) -> CollectorColumn:
    if share.moments >= _MOSTLY:
        return CollectorColumn.MOMENT
    if said in (CollectorColumn.DAY, CollectorColumn.CLOCK, CollectorColumn.MOMENT, None):
        if share.days >= _MOSTLY and share.small < 1:
            return CollectorColumn.DAY
        if share.clocks >= _MOSTLY and share.small < 1:
            return CollectorColumn.CLOCK
    if said in (CollectorColumn.SHELF, CollectorColumn.PERSON, CollectorColumn.QUANTITY, CollectorColumn.NOTHING):
        return said
    return CollectorColumn.SHELF if share.shelves > 0 else CollectorColumn.NOTHING


def _quantity_added(
    found: list[CollectorColumn], said: Sequence[CollectorColumn | None], shares: Sequence[_Shares], code: int
) -> list[CollectorColumn]:
    """A column of small numbers behind the code is the quantity, unless it numbers the lines."""
    if CollectorColumn.QUANTITY in found:
        return found
    for at in (*range(code + 1, len(found)), *range(code)):
        share = shares[at]
        free = found[at] is CollectorColumn.NOTHING and said[at] is None
        if free and share.small >= _MOSTLY and not share.running:
            found[at] = CollectorColumn.QUANTITY
            break
    return found
