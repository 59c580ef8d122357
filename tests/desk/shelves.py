"""Who has what and who waits, as a librarian without a computer would keep it on cards."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Shelves:
    """Who has what, as a librarian without a computer would keep it on cards."""

    out: dict[int, int] = field(default_factory=dict)  # copy → patron
    waiting: dict[int, list[int]] = field(default_factory=dict)  # title → patrons in the order they asked
    kept: dict[int, int] = field(default_factory=dict)  # copy → patron
    trolley: set[int] = field(default_factory=set)
    damaged: set[int] = field(default_factory=set)
    here: set[int] = field(default_factory=set)  # copies of `out` that are read in the room
    wanted: dict[tuple[int, int], int] = field(default_factory=dict)  # title and patron → the one copy they want
    titles: dict[int, int] = field(default_factory=dict)  # copy → title

    def takes(self, patron: int, copy: int, title: int) -> None:
        """The patron takes the copy home; whatever was kept for them or of it is settled."""
        self.out[copy] = patron
        self.here.discard(copy)
        self.trolley.discard(copy)
        loser = self.kept.get(copy)
        if loser is not None and loser != patron:
            del self.kept[copy]
        if not self.waits_for(patron, copy):
            return
        for other, keeper in list(self.kept.items()):
            if keeper == patron and self.titles[other] == title:
                del self.kept[other]
                if other != copy:
                    self.trolley.add(other)
        self.leaves_queue(patron, title)

    def reads_here(self, patron: int, copy: int) -> None:
        """The patron reads the copy in the room; if it was kept for them, their waiting is over."""
        self.out[copy] = patron
        self.here.add(copy)
        self.trolley.discard(copy)
        if self.kept.pop(copy, None) is not None:
            self.leaves_queue(patron, self.titles[copy])

    def waits_for(self, patron: int, copy: int) -> bool:
        """Whether the patron is in the title's queue, for this copy or for any."""
        title = self.titles[copy]
        return patron in self.waiting.get(title, []) and self.wanted.get((title, patron), copy) == copy

    def leaves_queue(self, patron: int, title: int) -> None:
        """The patron's waiting is over, one way or another."""
        self.waiting[title].remove(patron)
        self.wanted.pop((title, patron), None)

    def first_for(self, copy: int) -> int | None:
        """Who waits longest for this copy and has none kept for them."""
        title = self.titles[copy]
        served = {patron for kept, patron in self.kept.items() if self.titles[kept] == title}
        waiting = (patron for patron in self.waiting.get(title, []) if patron not in served)
        return next((patron for patron in waiting if self.waits_for(patron, copy)), None)

    def is_served(self, patron: int, title: int) -> bool:
        """Whether a copy of the title stands on the hold shelf for the patron."""
        return any(keeper == patron and self.titles[copy] == title for copy, keeper in self.kept.items())

    def moves(self, patron: int, title: int, *, to_end: bool) -> bool:
        """The librarian lets somebody stand further up or last; whether that changed anything."""
        queue = self.waiting[title]
        before = [other for other in queue[: queue.index(patron)] if not self.is_served(other, title)]
        moved = [other for other in queue if other != patron]
        if to_end:
            moved.append(patron)
        elif before:
            moved.insert(moved.index(before[-1]), patron)
        else:
            return False
        self.waiting[title] = moved
        return moved != queue

    def arrives(self, copy: int) -> None:
        """The copy lies on the counter and goes to repair, to who waits longest, or to the trolley."""
        self.here.discard(copy)
        if copy in self.damaged or copy in self.kept:
            return
        first = self.first_for(copy)
        if first is None:
            self.trolley.add(copy)
        else:
            self.kept[copy] = first
            self.trolley.discard(copy)
