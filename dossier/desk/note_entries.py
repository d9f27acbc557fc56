"""Writes who takes care of a slot and what is being done into `plan/tindak-lanjut.yaml`, a step that can be undone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from dossier import plan
from dossier.audit.status import StaffNote
from dossier.pipeline.form_books import save
from dossier.plan.pins_file import ChangedElsewhereError
from dossier.state.files import in_turn

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.audit.status import SlotPlace


@dataclass(slots=True)
class NoteStep:
    """One entry, before and after; the rest of the file stays as it is written."""

    path: Path
    place: SlotPlace
    before: StaffNote
    after: StaffNote

    def write(self) -> None:
        """Write the entry.

        Raises:
            ChangedElsewhereError: somebody else wrote it meanwhile; nothing is written.
            PlanError: the file cannot be read or safely changed; nothing is written.
            OutputError: it cannot be written.
        """
        self._change(self.before, self.after)

    def undo(self) -> tuple[str, ...]:
        """Write what stood there before."""
        self._change(self.after, self.before)
        return ()

    def redo(self) -> tuple[str, ...]:
        """Write the entry once more."""
        self._change(self.before, self.after)
        return ()

    def forget(self, *, redo: bool) -> None:
        """Leave the file as it is."""

    def _change(self, old: StaffNote, new: StaffNote) -> None:
        with in_turn(self.path.parent):
            notes = plan.read_notes(self.path)
            current = notes.get(self.place, StaffNote())
            if (current.person, current.follow_up) != (old.person, old.follow_up):
                raise ChangedElsewhereError(
                    "Isian ini baru saja diubah orang lain di plan/tindak-lanjut.yaml.",
                    path=self.path,
                    hint="Isiannya dibiarkan; muat ulang keadaan, lalu isi lagi bila perlu.",
                )
            fresh = replace(current, person=new.person, follow_up=new.follow_up)
            save(self.path, plan.notes_text(self.path, notes, notes | {self.place: fresh}))
