"""Years of repairs and losses for a big library, written by plain `sqlite3`: what the figures and the queue read.

A fifth of the copies were damaged once in eight years; some thousand lie in the queue now. A copy in the queue is not
on loan, and none is there twice, so that the library stays one that `deskcirc check` would pass.
"""

from __future__ import annotations

import random
import sqlite3
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

from tests.benchmarks.codes import NOW

from deskcirc.store.columns import instant_text

_SEED: Final = 5
_YEARS: Final = 8 * 365
_KINDS: Final = ("torn", "loose_pages spine", "cover", "stained", "label_gone", "spine", "written_in", "torn cover")
_SEVERITIES: Final = ("light", "light", "medium", "heavy")
_MATERIALS: Final = ("胶水", "书脊布、白乳胶", "书膜", "透明胶带，书膜", "")
_ENDS: Final = ("back",) * 17 + ("beyond", "cancelled", "back")
_PAST: Final = """
    INSERT INTO repairs (copy_id, state, origin, kinds, severity, note, patron_id, duty, reported_at, helper_id,
        materials, minutes, started_at, mended_at, ended_at, ended_note, in_process)
    VALUES (?, ?, 'returns', ?, ?, '', ?, ?, ?, ?, ?, ?, ?, ?, ?, '', 0)"""
_FREE: Final = """
    SELECT id FROM copies WHERE state = 'in_stock'
      AND NOT EXISTS (SELECT 1 FROM loans WHERE copy_id = copies.id AND returned_at IS NULL)
      AND NOT EXISTS (SELECT 1 FROM holds WHERE copy_id = copies.id AND state = 'ready')
    ORDER BY id * 7919 % 100003 DESC LIMIT ?"""
_LOSSES: Final = """
    INSERT INTO losses (copy_id, state, origin, patron_id, way, lost_at, reported_at, searches, ended_at, note,
        ended_note)
    VALUES (?, ?, 'patron', ?, 'price', ?, ?, 0, ?, '', '')"""


def write_repairs(path: Path, past: int, queued: int, lost: int) -> None:
    """Write so many repairs that have ended, copies that lie in the queue, and losses."""
    dice = random.Random(_SEED)
    raw = sqlite3.connect(path)
    with raw:
        (copies,) = raw.execute("SELECT max(id) FROM copies").fetchone()
        (patrons,) = raw.execute("SELECT max(id) FROM patrons").fetchone()
        raw.executemany(_PAST, [_past(dice, copies, patrons) for _number in range(past)])
        free = [row[0] for row in raw.execute(_FREE, (queued,))]
        raw.executemany(_PAST, [_open(dice, copy_id, patrons) for copy_id in free])
        raw.executemany(
            "UPDATE copies SET damaged = 1, damage_note = '书脊开裂' WHERE id = ?", [(each,) for each in free]
        )
        raw.executemany(_LOSSES, [_loss(dice, copies, patrons) for _number in range(lost)])
    raw.execute("ANALYZE")
    raw.close()


def _past(dice: random.Random, copies: int, patrons: int) -> tuple[Any, ...]:
    seen = NOW - timedelta(days=dice.randint(20, _YEARS), minutes=dice.randint(0, 600))
    end = dice.choice(_ENDS)
    begun, mended, ended = (_after(seen, days) for days in (3, 6, 9))
    is_back = end == "back"
    return (
        dice.randint(1, copies),
        end,
        dice.choice(_KINDS),
        dice.choice(_SEVERITIES),
        dice.randint(1, patrons),
        dice.choice(("", "mends", "nothing")),
        instant_text(seen),
        dice.randint(1, patrons) if is_back else None,
        dice.choice(_MATERIALS) if is_back else "",
        dice.randint(3, 40) if is_back else None,
        begun,
        mended if is_back else None,
        ended,
    )


def _open(dice: random.Random, copy_id: int, patrons: int) -> tuple[Any, ...]:
    seen = NOW - timedelta(days=dice.randint(0, 19), minutes=dice.randint(1, 600))
    damage = (dice.choice(_KINDS), dice.choice(_SEVERITIES), dice.randint(1, patrons), "")
    return (copy_id, "queued", *damage, instant_text(seen), None, "", None, None, None, None)


def _loss(dice: random.Random, copies: int, patrons: int) -> tuple[Any, ...]:
    """Found again, for a copy that is lost now would have to be in that state."""
    lost = NOW - timedelta(days=dice.randint(20, _YEARS))
    at = instant_text(lost)
    return (dice.randint(1, copies), "found", dice.randint(1, patrons), at, at, _after(lost, 15))


def _after(at: datetime, days: int) -> str:
    return instant_text(at + timedelta(days=days))
