"""Merges the entries of a workbook with those in `plan/`, entry by entry. Pure.

Three-way merge: the entry as printed (by digest), as in the workbook now, and as in `plan/`. A change on one side
wins; different changes on both sides are both kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dossier.audit.gap_columns import entry_digest
from dossier.audit.status import AssessorNote, StaffNote, attributed, combined
from dossier.pipeline.three_way import Compared, compare_entry

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

EMPTIED: Final = "dikosongkan di buku kerja, tetapi isian di plan/ tetap"
CONTRADICTING: Final = "diubah di buku kerja dan di plan/; keduanya disimpan"


@dataclass(frozen=True, slots=True)
class Outcome:
    """One entry after the comparison: its value, what contradicts it, and what a person should know of it."""

    value: str
    others: tuple[str, ...] = ()
    trouble: str = ""


def same(one: str, other: str) -> bool:
    """Return whether two entries say the same; white space does not matter."""
    return one.split() == other.split()


def merged_entry(
    typed: str, kept: str, others: tuple[str, ...], printed: Collection[str], *, digest: str | None = None
) -> Outcome:
    """Return what becomes of one entry of staff.

    Args:
        typed: What stands in the workbook.
        kept: What stands in `plan/`.
        others: What contradicts `kept` there already.
        printed: Digests of the entry as it was printed, and as it was last taken from this workbook; empty where the
            workbook does not say.
        digest: Of the cell, where the plan's own entry in it counts as none.
    """
    compared = compare_entry(typed, kept, printed, digest=entry_digest, same=same, typed_digest=digest or "")
    if compared is Compared.UNTOUCHED:
        return Outcome(kept, others)
    if compared is Compared.EMPTIED:
        return Outcome(kept, others, EMPTIED if printed else "")
    if compared in {Compared.SAME, Compared.TYPED}:
        value = kept if compared is Compared.SAME else typed
        return Outcome(value, tuple(other for other in others if not same(other, typed)))
    if any(same(typed, other) for other in others):
        return Outcome(kept, others)
    return Outcome(kept, (*others, typed), CONTRADICTING)


def merged_note(
    typed: StaffNote, kept: StaffNote, printed: Sequence[Collection[str]], digest: str | None = None
) -> tuple[StaffNote, list[str]]:
    """Return the note to be kept, and what a person should know of it.

    `printed` is as in `merged_entry`, for each entry; `digest` is that of the cell with the person in charge.
    """
    person = merged_entry(typed.person, kept.person, kept.other_persons, printed[0], digest=digest)
    follow_up = merged_entry(typed.follow_up, kept.follow_up, kept.other_follow_ups, printed[1])
    named = (("penanggung jawab", person), ("tindak lanjut", follow_up))
    note = StaffNote(
        person=person.value,
        follow_up=follow_up.value,
        other_persons=person.others,
        other_follow_ups=follow_up.others,
    )
    return note, [f"{name} {outcome.trouble}" for name, outcome in named if outcome.trouble]


def said_anew(
    typed: AssessorNote, kept: tuple[AssessorNote, ...], source: AssessorNote, printed: Sequence[Collection[str]]
) -> AssessorNote:
    """Return what a workbook's status and remark add to what was printed; what was printed is nobody's new words.

    Args:
        typed: What stands in the workbook.
        kept: What is known of the place.
        source: Who the workbook is from (`by`, `file`).
        printed: Digests of status and remark as printed; empty where the workbook does not say.
    """
    whole = combined(kept)
    status = "" if entry_digest(typed.status) in printed[0] or same(typed.status, whole.status) else typed.status
    text = "" if entry_digest(typed.text) in printed[1] or same(typed.text, whole.text) else typed.text
    for each in kept if printed[1] != ["-"] else ():
        if (each.by, each.file) != (source.by, source.file):
            text = _without(_without(text, attributed(each)), each.text)
        elif len(kept) > 1:
            text = text.removeprefix(f"{each.source}: ")
    seen = typed.seen if status or text else ()
    return AssessorNote(status=status, text=text, seen=seen, by=source.by, file=source.file)


def _without(text: str, block: str) -> str:
    """Return the text without a block of whole lines that was printed above or below it."""
    lines, own = text.split("\n"), block.split("\n")
    for start in range(len(lines) - len(own) + 1):
        if block and lines[start : start + len(own)] == own:
            return "\n".join((*lines[:start], *lines[start + len(own) :])).strip()
    return text


def merged_remarks(
    said: AssessorNote, kept: tuple[AssessorNote, ...], printed: Sequence[Collection[str]], *, named: bool
) -> tuple[tuple[AssessorNote, ...], str]:
    """Return the remarks on a place with what one assessor said, and what a person should know of it.

    A remark replaces an earlier one only of the same person (`named`: given with `--oleh`), or where the workbook had
    the earlier one printed in it. Otherwise both are kept. An empty entry replaces nothing.

    Args:
        said: From `said_anew`.
        kept: What is known of the place.
        printed: Digests of status and remark as printed; empty where the workbook does not say.
        named: The source is a person's name and not only a file's.
    """
    if not said.status and not said.text:
        return kept, ""
    own = [each for each in kept if each.by == said.by and (named or _base(each.file) == said.file)]
    if any(_adds_nothing(said, each) for each in (*own, *(each for each in kept if not each.source))):
        return kept, ""
    if not own:
        return (*kept, said), ""
    mine = own[0]
    whole = combined(kept)
    fits = named or all(
        not old or not new or same(old, new) or entry_digest(shown) in digests
        for old, new, shown, digests in (
            (mine.status, said.status, whole.status, printed[0]),
            (mine.text, said.text, whole.text, printed[1]),
        )
    )
    if not fits:
        taken = {each.file for each in kept if each.by == said.by}
        file = next(name for n in range(2, len(taken) + 3) if (name := f"{said.file} ({n})") not in taken)
        return (*kept, replace(said, file=file)), CONTRADICTING
    changed = replace(mine, status=said.status or mine.status, text=said.text or mine.text, seen=said.seen or mine.seen)
    return tuple(changed if each is mine else each for each in kept), ""


def _adds_nothing(said: AssessorNote, known: AssessorNote) -> bool:
    return all(not new or same(new, old) for new, old in ((said.status, known.status), (said.text, known.text)))


def _base(file: str) -> str:
    """Return the name of a workbook without the number that a second, contradicting remark from it has."""
    head, found, number = file.rpartition(" (")
    return head if found and number.removesuffix(")").isdigit() and number.endswith(")") else file
