"""The names in braces by which MarcBreaker writes characters that its text can't hold: `{dollar}`, `{acute}o`."""

from __future__ import annotations

import re

# Library of Congress, "MARCMaker and MARCBreaker User's Manual", tables of mnemonics; the ones in common use.
_PAIRS = (
    "dollar=$ lcub={ rcub=} bsol=\\ verbar=| Lstrok=Ł lstrok=ł Ostrok=Ø ostrok=ø Dstrok=Đ dstrok=đ THORN=Þ thorn=þ "
    "AElig=Æ aelig=æ OElig=Œ oelig=œ softsign=ʹ hardsign=ʺ middot=· flat=♭ reg=® plusmn=± Ohorn=Ơ ohorn=ơ Uhorn=Ư "
    "uhorn=ư mlrhring=ʼ mllhring=ʻ inodot=ı pound=£ eth=ð copy=© phono=℗ sharp=♯ iquest=¿ iexcl=¡ deg=° scriptl=ℓ "
    "szlig=ß euro=€ amp=& lt=< gt=> commat=@ num=# quot=\" apos=' lsqb=[ rsqb=] circ0=^ grave0=` tilde0=~"
)
_PAIRS = (
    "dollar=$ lcub={ rcub=} bsol=\\ verbar=| Lstrok=Ł lstrok=ł Ostrok=Ø ostrok=ø Dstrok=Đ dstrok=đ THORN=Þ thorn=þ "
    "AElig=Æ aelig=æ OElig=Œ oelig=œ softsign=ʹ hardsign=ʺ middot=· flat=♭ reg=® plusmn=± Ohorn=Ơ ohorn=ơ Uhorn=Ư "
    "uhorn=ư mlrhring=ʼ mllhring=ʻ inodot=ı pound=£ eth=ð copy=© phono=℗ sharp=♯ iquest=¿ iexcl=¡ deg=° scriptl=ℓ "
    "szlig=ß euro=€ amp=& lt=< gt=> commat=@ num=# quot=\" apos=' lsqb=[ rsqb=] circ0=^ grave0=` tilde0=~"
)
_CHARACTERS = dict(pair.split("=", 1) for pair in _PAIRS.split())
_MARKS = {
    "hooka": "\u0309", "grave": "\u0300", "acute": "\u0301", "circ": "\u0302", "tilde": "\u0303", "macr": "\u0304",
    "breve": "\u0306", "dot": "\u0307", "uml": "\u0308", "caron": "\u030c", "ring": "\u030a", "llig": "\ufe20",
    "rlig": "\ufe21", "rcommaa": "\u0315", "dblac": "\u030b", "candra": "\u0310", "cedil": "\u0327", "hook": "\u0328",
    "dotb": "\u0323", "dbldotb": "\u0324", "ringb": "\u0325", "dblunder": "\u0333", "under": "\u0332",
    "commab": "\u0326", "rcedil": "\u031c", "breveb": "\u032e", "ldbltil": "\ufe22", "rdbltil": "\ufe23",
}  # fmt: skip
_PIECE = re.compile(r"\{(\w{1,9})\}|.", re.DOTALL)


def spelled_out(text: str) -> str:
    """The text with names replaced by their characters, marks set behind their letter; unknown names stay."""
    if "{" not in text:
        return text
    spelled: list[str] = []
    waiting: list[str] = []
    for piece in _PIECE.finditer(text):
        name = piece.group(1)
        if name in _MARKS:
            waiting.append(_MARKS[name])
        else:
            spelled.append(_CHARACTERS.get(name, piece.group()))
            spelled += waiting
            waiting.clear()
    return "".join(spelled + waiting)
