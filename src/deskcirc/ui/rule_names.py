"""The sets of rules that come with the program, by name; light, for the page before any library is open."""

from __future__ import annotations

from typing import Final

from deskcirc.text import marked

PRESETS: Final = {
    "primary": (marked("Primary school"), marked("Grades 1 to 6: 3 copies for 14 days")),
    "middle": (marked("Middle school"), marked("Grades 7 to 9: 3 copies for 30 days")),
    "nine_year": (marked("Nine-year school"), marked("Grades 1 to 9, in three bands")),
}
"""Name of the file in resources/rules, what it is called, and what it allows pupils."""
