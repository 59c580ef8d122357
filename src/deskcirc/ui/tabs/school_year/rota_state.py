"""The rota in plain Python: the turns with what clashes, a rota made from wishes shown before it is saved, its file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from deskcirc.desk import rota
from deskcirc.desk.desk import Desk
from deskcirc.desk.identify import Identified
from deskcirc.desk.undo import undo_by_id
from deskcirc.domain.operators import Right
from deskcirc.domain.rota import RotaDraft, Slot, Turn, Week, Wish
from deskcirc.domain.rota_advice import Advice, advice_on
from deskcirc.domain.rota_clashes import Clash, clashes_of
from deskcirc.domain.rota_facts import NO_FACTS, RotaFacts
from deskcirc.domain.rota_plan import RotaPlan
from deskcirc.domain.scanning import Scan
from deskcirc.domain.terms import term_on
from deskcirc.domain.turns import next_turn_of, week_on
from deskcirc.errors import GoneError, PlainFileError
from deskcirc.labels.rota_sheet import rota_sheet
from deskcirc.text import gettext as _
from deskcirc.text import ngettext
from deskcirc.ui.outcome import Message, Offer, Told, Tone, UnknownActError, file_in, number_in
from deskcirc.ui.rota_files import draft_words, export_rota, read_draft
from deskcirc.ui.sections import Answer
from deskcirc.ui.tabs.school_year.rota_values import place_in, slot_in, wish_in

MOST_FLAWS = 6
"""Flaws of a file that the banner tells at once."""


EXAMPLE = RotaDraft((Slot(1, 720, 735), Slot(2, 735, 750), Slot(3, 750, 765)), (Wish(1),), ())
"""What a school without a rota may begin with: three slots of a quarter of an hour (domain facts, chapter 7)."""


@dataclass(frozen=True, slots=True)
class RotaPart:
    """Everything the section shows."""

    facts: RotaFacts = NO_FACTS
    clashes: tuple[Clash, ...] = ()
    week: Week | None = None  # of today; None where the rota rests
    note: str = ""  # how the weeks are counted
    plan: RotaPlan | None = None  # made, and not yet saved
    advice: tuple[Advice, ...] = ()  # on the plan's wishes without room
    keep_pinned: bool = True  # what the plan was made with
    draft: RotaDraft | None = None  # read from a file, and not yet taken over
    draft_name: str = ""
    may_change: bool = False
    refusal: str = ""  # why the last change was refused

    @property
    def turns(self) -> tuple[Turn, ...]:
        """What the grid shows: the rota, or the one that was made."""
        return self.facts.turns if self.plan is None else self.plan.turns


def first() -> RotaPart:
    """The section before anything is read."""
    return RotaPart()


def refresh(desk: Desk, part: RotaPart) -> RotaPart:
    """Read the rota again; a plan made from what has changed since is made again."""
    facts = rota.facts_of(desk)
    fresh = replace(
        part,
        facts=facts,
        clashes=clashes_of(facts),
        week=week_on(desk.policy, desk.today),
        note=_note(desk),
        may_change=desk.operator.may(Right.SCHOOL_YEAR),
    )
    return fresh if part.plan is None or facts == part.facts else _planned(desk, fresh)


def _note(desk: Desk) -> str:
    policy = desk.policy
    if not policy.terms:
        return _("No term is set, so odd and even weeks of the calendar alternate.")
    if term_on(policy.terms, desk.today) is None:
        return _("Today lies in no term: the rota rests.")
    return ""


def on_scan(desk: Desk, part: RotaPart, _scan: Scan, found: Identified) -> Answer:
    """A card tells when its class has its turn."""
    patron = found.patron
    if patron is None:
        return Answer(part)
    if not patron.class_name:
        return Answer(part, Message(Tone.LOOK, _("{patron} is in no class.").format(patron=patron.label)))
    coming = next_turn_of(desk.policy, patron.class_id, patron.grade, desk.policy.clock_of(desk.now))
    if coming is None:
        sentence = _("No turn of {class_name} is planned in the coming weeks.").format(class_name=patron.class_name)
        return Answer(part, Message(Tone.LOOK, sentence), Told("no-turn", patron=patron.label))
    sentence = _("The turn of {class_name}: {when}.").format(
        class_name=patron.class_name, when=coming.words(desk.today)
    )
    return Answer(part, Message(Tone.DONE, sentence), Told("turn", patron=patron.label))


def on_act(desk: Desk, part: RotaPart, act: str, values: Mapping[str, str]) -> Answer:
    """An act of the page; all but looking, printing and writing the file are the librarian's."""
    verb = act.partition(":")[0]
    if verb == "print":
        return _print(desk, part)
    if verb == "export":
        return _export(desk, part, file_in(act, values))
    if not desk.operator.may(Right.SCHOOL_YEAR):
        return Answer(part, Message(Tone.STOP, _("Only the librarian may change the rota.")), Told("refused"))
    if verb in ("plan", "save_plan", "drop_plan"):
        return _plan(desk, part, verb, values)
    if verb == "example":
        rota.take_over(desk, EXAMPLE, _("the example"))
        return _done(desk, part, _("Three slots at lunch, and a wish: each class once a week"))
    if verb in ("import", "import_yes", "import_no"):
        return _import(desk, part, verb, values)
    if verb == "take_back":
        return _take_back(desk, part, number_in(act))
    return _change(desk, replace(part, refusal=""), act, values)


def _plan(desk: Desk, part: RotaPart, verb: str, values: Mapping[str, str]) -> Answer:
    if verb == "drop_plan":
        return Answer(replace(part, plan=None, advice=()))
    if verb == "plan":
        made = _planned(desk, replace(part, keep_pinned=values.get("keep", "yes") == "yes"))
        return Answer(made, _plan_message(made), Told("planned"))
    if part.plan is None:
        raise UnknownActError(verb)
    plan = rota.save_rota(desk, keep_pinned=part.keep_pinned)
    count = len(plan.turns)
    sentence = ngettext("The rota is saved: {count} turn", "The rota is saved: {count} turns", count)
    return _done(desk, replace(part, plan=None, advice=()), sentence.format(count=count))


def _planned(desk: Desk, part: RotaPart) -> RotaPart:
    facts = rota.facts_of(desk)
    plan = rota.make_rota(desk, keep_pinned=part.keep_pinned)
    return replace(part, facts=facts, plan=plan, advice=advice_on(facts, plan, plan.kept))


def _plan_message(part: RotaPart) -> Message:
    facts, plan = part.facts, part.plan
    if plan is None or not facts.wishes:
        return Message(Tone.LOOK, _("There is no wish yet"), (_("Say under “Wishes” who should come how often."),))
    if part.advice:
        head = _("Not every wish has room")
        return Message(Tone.LOOK, head, tuple(each.sentence for each in part.advice[:2]))
    count = len(plan.turns)
    head = ngettext("A rota of {count} turn", "A rota of {count} turns", count).format(count=count)
    return Message(Tone.READY, head, (_("Every wish has its room. It is not saved yet."),))


def _change(desk: Desk, part: RotaPart, act: str, values: Mapping[str, str]) -> Answer:
    """Acts on one turn, slot or wish."""
    verb, refusal = act.partition(":")[0], ""
    facts, sentence = part.facts, ""
    if verb in ("move", "swap", "end", "pin", "unpin"):
        sentence = _change_turn(desk, facts, act, values)
    elif verb == "add":
        place, activity, (class_id, grade) = place_in(act, values)
        rota.add_turn(desk, place, activity, class_id=class_id, grade=grade)
        sentence = _("{name} has one more turn").format(name=facts.called(class_id, grade))
    elif verb == "slot":
        slot, refusal = slot_in(act, values)
        refusal = refusal or rota.save_slot(desk, slot)
        sentence = _("The slot is saved")
    elif verb == "end_slot":
        count = rota.end_slot(desk, number_in(act))
        sentence = ngettext("The slot is gone with {count} turn", "The slot is gone with {count} turns", count)
        sentence = sentence.format(count=count) if count else _("The slot is gone")
    elif verb == "wish":
        refusal = rota.save_wish(desk, wish_in(act, values))
        sentence = _("The wish is saved")
    elif verb == "end_wish":
        rota.end_wish(desk, number_in(act))
        sentence = _("The wish is gone")
    else:
        raise UnknownActError(act)
    if refusal:
        return Answer(replace(part, refusal=refusal), Message(Tone.STOP, refusal), Told("refused"))
    return _done(desk, part if verb in ("slot", "end_slot", "wish", "end_wish") else replace(part, plan=None), sentence)


def _change_turn(desk: Desk, facts: RotaFacts, act: str, values: Mapping[str, str]) -> str:
    verb, turn_id = act.partition(":")[0], number_in(act)
    turn = next((each for each in facts.turns if each.id == turn_id), None)
    if turn is None:
        raise GoneError
    name = facts.called(turn.class_id, turn.grade)
    if verb == "swap":
        rota.swap_turns(desk, turn_id, number_in(f"with:{values.get('with', '')}"))
        return _("Two turns changed places")
    if verb == "end":
        rota.end_turn(desk, turn_id)
        return _("{name}: the turn is taken out").format(name=name)
    if verb in ("pin", "unpin"):
        rota.pin_turn(desk, turn_id, pinned=verb == "pin")
        return (_("{name} stays in its place") if verb == "pin" else _("{name} may be moved")).format(name=name)
    rota.move_turn(desk, turn_id, place_in(act, values)[0])
    return _("{name} is moved").format(name=name)


def _done(desk: Desk, part: RotaPart, sentence: str) -> Answer:
    offers = (Offer(f"rota.take_back:{desk.library.last_entry}", _("Undo this")),) if desk.library.last_entry else ()
    return Answer(part, Message(Tone.DONE, sentence), Told("rota-changed"), offers=offers)


def _take_back(desk: Desk, part: RotaPart, entry_id: int) -> Answer:
    outcome = undo_by_id(desk, entry_id)
    headline = _("Undone: {what}").format(what=outcome.sentence) if outcome.done else outcome.sentence
    told = Told("undone" if outcome.done else "nothing-to-undo")
    return Answer(part, Message(Tone.DONE if outcome.done else Tone.STOP, headline), told)


def _print(desk: Desk, part: RotaPart) -> Answer:
    term = term_on(desk.policy.terms, desk.today)
    paper = rota_sheet(part.facts, part.turns, desk.policy.library_name, term.name if term else "", desk.today)
    return Answer(part, paper=paper)


def _export(desk: Desk, part: RotaPart, path: Path) -> Answer:
    export_rota(desk, path)
    return Answer(part, Message(Tone.DONE, _("Saved as {name}.").format(name=path)), Told("exported"))


def _import(desk: Desk, part: RotaPart, verb: str, values: Mapping[str, str]) -> Answer:
    if verb == "import_no":
        return Answer(replace(part, draft=None))
    if verb == "import":
        path = file_in(verb, values)
        try:
            draft = read_draft(desk, path)
        except PlainFileError as error:
            told = [*error.flaws[0][1:], *(sentence for sentence, _way_out in error.flaws[1:MOST_FLAWS])]
            return Answer(part, Message(Tone.STOP, error.flaws[0][0], tuple(filter(None, told))), Told("refused"))
        return _ask_import(replace(part, draft=draft, draft_name=path.name))
    if part.draft is None:
        raise UnknownActError(verb)
    rota.take_over(desk, part.draft, part.draft_name)
    sentence = _("The rota of {name} is taken over").format(name=part.draft_name)
    return _done(desk, replace(part, draft=None, plan=None), sentence)


def _ask_import(part: RotaPart) -> Answer:
    draft = part.draft
    assert draft is not None  # noqa: S101  it was just read
    head = _("Take over the rota of {name}?").format(name=part.draft_name)
    details = (
        draft_words(draft),
        _("It takes the place of the rota that is here now."),
    )
    offers = (Offer("rota.import_yes", _("Take it over")), Offer("rota.import_no", _("Leave it")))
    return Answer(part, Message(Tone.LOOK, head, details), Told("import-read"), offers=offers)
