"""What one run of the desk knows and does: the last inspection, decisions, undo and redo. Safe to use from threads.

Every decision is in `plan/pins.yaml` before it is answered; the inspection follows (`background`).
"""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from dossier import convert, matching, pipeline
from dossier.audit.status import StaffNote
from dossier.curation import review_queue
from dossier.curation.review_queue import PinTarget
from dossier.desk import sort_items, status_view
from dossier.desk.desk_requests import AskError
from dossier.desk.note_entries import NoteStep
from dossier.desk.told_errors import told_error
from dossier.desk.undo_steps import AdoptStep, PinsStep, PutStep
from dossier.desk.uploads import Uploads
from dossier.desk.waiting_tray import WaitingTray
from dossier.matching import PlanSearch
from dossier.model import Pin
from dossier.plan.entries import places_of
from dossier.plan.pins_file import ChangedElsewhereError, Decision, PinsBook

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

    from dossier.audit.assessment import Assessment
    from dossier.curation.review_queue import Question
    from dossier.desk.desk_requests import DecisionAsked, NamesAsked, NoteAsked, RenameAsked, TargetAsked
    from dossier.desk.sort_items import Shape, SortView
    from dossier.desk.undo_steps import UndoStep
    from dossier.errors import DossierError
    from dossier.model import EvidenceFile
    from dossier.pipeline import Inspection
    from dossier.state.workspace import Workspace

SMALL: Final = 320
LARGE: Final = 1600
"""Pixels of the longer side of a picture in the list, and of the one that is looked at."""
MOST_CHANGES: Final = 500
"""Rows that are told one by one; beyond that the page asks for all of them."""
NOT_READY: Final = "Folder bukti masih dibaca; tunggu sebentar."


class DeskSession:
    """One workspace while it is sorted."""

    def __init__(self, workspace: Workspace, waiting: Path) -> None:
        """Read nothing yet; `waiting` is a private folder that lasts as long as the desk."""
        self.workspace = workspace
        self._turn = threading.RLock()
        self._view: SortView | None = None
        self._search: PlanSearch | None = None
        self._book: PinsBook | None = None
        self._questions: dict[str, Question] = {}
        self._open: frozenset[str] = frozenset()
        self._decided: dict[str, tuple[str, ...]] = {}
        self._asked: dict[str, Question] = {}
        self._told: dict[str, Shape] = {}
        self._changes = 0
        self._changed_at: dict[str, int] = {}
        self._steps: list[UndoStep] = []
        self._undone: list[UndoStep] = []
        self.uploads = Uploads(workspace, waiting)
        self.tray = WaitingTray(workspace.tray, workspace.thumbnails, (SMALL, LARGE))
        self._assessment: Assessment | None = None
        self._assessed_at = -1
        self.trouble: DossierError | None = None
        self._pictures = {
            size: convert.Thumbnails(workspace.evidence, workspace.thumbnails, size) for size in (SMALL, LARGE)
        }

    def close(self) -> None:
        """End the children that draw."""
        for each in self._pictures.values():
            each.close()
        self.tray.close()

    @property
    def changes(self) -> int:
        """How many changes were made so far; an inspection that begins now knows of so many."""
        with self._turn:
            return self._changes

    def take(self, inspection: Inspection, known: int) -> None:
        """Show a new inspection; what was decided in this sitting is not asked about again.

        Args:
            inspection: what there is, and where it belongs.
            known: `changes` when it began; files that were decided about since stay as they are.
        """
        view = sort_items.view_of(inspection)
        definition = inspection.definition
        with self._turn:
            if self._view is None or self._view.plan != view.plan or self._search is None:
                office = matching.office_of(definition.unit.name, definition.unit.short_name)
                self._search = PlanSearch(definition.plan, office)
            if self._book is None:
                self._book = PinsBook(path=self.workspace.pins_file, plan=definition.plan)
            self._book.plan = definition.plan
            self._view, self.trouble = view, None
            later = {
                path
                for path, change in self._changed_at.items()
                if change > known and path in view.questions and path in self._questions
            }
            self._questions = {**view.questions, **{path: self._questions[path] for path in later}}
            self._decided = {path: words for path, words in self._decided.items() if path in view.pins or path in later}
            self._open = (frozenset(view.open_paths) - later - self._decided.keys()) | (self._open & later)

    @property
    def is_ready(self) -> bool:
        """Whether there is something to show."""
        return self._view is not None

    def overview(self) -> Shape:
        """Return the state of the desk in a few numbers, for every page that opens and after every change."""
        with self._turn:
            trouble = self.trouble
            counts = sort_items.counts_shape(self._view, self._open) if self._view is not None else {}
            return {
                "siap": self._view is not None,
                "hitungan": counts,
                "masalah": told_error(trouble) if trouble is not None else None,
                "batal": bool(self._steps),
                "ulang": bool(self._undone),
                "nampan": len(self.tray.names()),
            }

    def plan(self) -> Shape:
        """Return the plan for choosing."""
        return sort_items.plan_shape(self._ready())

    def files(self) -> list[Shape]:
        """Return a row for every file but the ignored ones."""
        with self._turn:
            self._ready()
            return list(self._rows(self._questions))

    def changed_rows(self) -> Shape:
        """Return the rows that changed and the paths that went since this was asked last; all, where they are many."""
        with self._turn:
            if self._view is None:
                return {}
            rows = {str(row["letak"]): row for row in self._rows(self._questions)}
            before, self._told = self._told, rows
            changed = [row for path, row in rows.items() if before.get(path) != row]
            self._changes += bool(changed or before.keys() - rows.keys())  # what was assessed is old
        if len(changed) > MOST_CHANGES:
            return {"muat": True}
        return {"baris": changed, "hilang": [path for path in before if path not in rows]}

    def _rows(self, paths: Iterable[str]) -> Iterator[Shape]:
        for path in paths:
            shape = sort_items.file_shape(self._questions[path], is_open=path in self._open)
            yield {**shape, "keputusan": list(self._decided.get(path, ()))}

    def detail(self, path: str) -> Shape:
        """Return one file with what it may be.

        Raises:
            AskError: there is no such file.
        """
        with self._turn:
            view, question, search = self._ready(), self._question(path), self._search
        assert search is not None  # noqa: S101 — made with the view
        return sort_items.detail_shape(view, question, search)

    def find(self, text: str) -> list[Shape]:
        """Return the places that words mean, best first."""
        with self._turn:
            view, search = self._ready(), self._search
        assert search is not None  # noqa: S101 — made with the view
        indicator, requirement, _ = review_queue.read_code(view.plan, text)
        coded = [matching.FoundRequirement(indicator, requirement)] if indicator and requirement else []
        found = dict.fromkeys((*coded, *search.find(text)))
        return [sort_items.found_shape(each) for each in found]

    def decide(self, asked: DecisionAsked) -> Shape:
        """Write a decision about one or more files and return the overview.

        Raises:
            AskError: a file or a place is not there.
            ChangedElsewhereError: somebody else decided about one of these files meanwhile; nothing is written.
            PlanError: `plan/pins.yaml` as somebody left it cannot be read or changed; nothing is written.
            OutputError: it cannot be written.
        """
        with self._turn:
            view = self._ready()
            decisions = tuple(self._decision(view, path, asked) for path in asked.berkas)
            self._pins().decide_all(decisions)
            self._done(PinsStep(self._pins()))
            for each in decisions:
                self._asked.setdefault(each.path, self._questions[each.path])
                self._decided[each.path] = tuple(sort_items.pin_words(view.plan, pin) for pin in each.pins)
            self._open -= set(asked.berkas)
            self._note(asked.berkas)
            return {**self.overview(), "digabung": self._pins().merged, "baris": list(self._rows(asked.berkas))}

    def undo(self) -> Shape:
        """Take back the last step; return the overview and the files that it was about. Raises as `decide` does."""
        return self._back(is_redo=False)

    def redo(self) -> Shape:
        """Do once more what was undone last; returns and raises as `undo` does."""
        return self._back(is_redo=True)

    def _back(self, *, is_redo: bool) -> Shape:
        with self._turn:
            view = self._ready()
            source, target = (self._undone, self._steps) if is_redo else (self._steps, self._undone)
            if not source:
                raise AskError(f"Tidak ada lagi yang dapat di{'ulangi' if is_redo else 'batalkan'}.")
            step = source[-1]
            try:
                paths = step.redo() if is_redo else step.undo()
            except ChangedElsewhereError:
                step.forget(redo=is_redo)  # it will never fit again, and others lie below it
                source.pop()
                raise
            target.append(source.pop())
            self._follow(view, paths)
            known = [path for path in paths if path in self._questions]
            return {**self.overview(), "baris": list(self._rows(known))}

    def _follow(self, view: SortView, paths: tuple[str, ...]) -> None:
        """Let the lists follow what the pins say of some files after a step back or forth."""
        pins = self._pins().pins
        self._note(path for path in paths if path in self._questions)
        for path in paths:
            own = tuple(pin for pin in pins if pin.path == path)
            if path not in self._questions:
                continue
            if own:
                self._decided[path] = tuple(sort_items.pin_words(view.plan, pin) for pin in own)
                self._open -= {path}
            else:
                self._decided.pop(path, None)
                # As it was asked: the last inspection may know the decision that has just been taken back.
                self._questions[path] = self._asked.pop(path, self._questions[path])
                self._open |= {path}

    def _done(self, step: UndoStep) -> None:
        """Remember a step; what was undone before it can no longer be done again."""
        last = self._steps[-1] if self._steps else None
        if isinstance(step, PutStep) and isinstance(last, PutStep) and step.batch == last.batch and not self._undone:
            last.files += step.files
            last.folders += step.folders
        else:
            self._steps.append(step)
        self._undone.clear()

    def propose(self, asked: NamesAsked) -> Shape:
        """Return the paths that new files would get for a place.

        Raises:
            AskError: the place is not there, or its requirement or month is left open.
        """
        with self._turn:
            view = self._ready()
            places = list(_places(view, asked.tempat))
        if len(places) != 1 or places[0].requirement is None or (len(places[0].slots) > 1 and places[0].slot is None):
            raise AskError("Pilih satu butir dan satu bulan untuk berkas yang dimasukkan.")
        return self.uploads.propose(view.inspection, places[0], asked.nama)

    def assess(self, assessment: Assessment, known: int) -> None:
        """Show a new assessment; `known` as for `take`."""
        with self._turn:
            self._assessment, self._assessed_at = assessment, known

    def status(self) -> Shape:
        """Return the state of the plan and whether something was decided since; nothing before it was assessed."""
        with self._turn:
            assessment, is_old = self._assessment, self._assessed_at != self._changes
        if assessment is None:
            return {"ada": False}
        return {"ada": True, "lama": is_old, **status_view.status_shape(assessment)}

    def write_note(self, asked: NoteAsked) -> Shape:
        """Write who takes care of a slot and what is being done, and return the overview.

        Raises:
            AskError: the plan has no such slot.
            ChangedElsewhereError: somebody else wrote the same entry meanwhile; nothing is written.
        """
        with self._turn:
            place = (asked.indikator, asked.butir, asked.slot)
            if place not in places_of(self._ready().plan):
                raise AskError(f"{asked.indikator}.{asked.butir} ({asked.slot}) tidak ada dalam rencana.")
            old = StaffNote(person=asked.orang_lama, follow_up=asked.tindak_lama)
            new = StaffNote(person=asked.orang.strip(), follow_up=asked.tindak.strip())
            step = NoteStep(self.workspace.notes, place, old, new)
            step.write()
            self._changes += 1
            self._done(step)
            return self.overview()

    @property
    def assessment(self) -> Assessment | None:
        """The last assessment; None before there is one."""
        with self._turn:
            return self._assessment

    def take_step(self, act: Callable[[], tuple[UndoStep, Shape]]) -> Shape:
        """Do what changes a file of the plan and remember it as a step; return the overview and what it told."""
        with self._turn:
            self._ready()
            step, told = act()
            self._changes += 1
            self._done(step)
            return {**self.overview(), **told}

    def rename(self, asked: RenameAsked) -> Shape:
        """Give a file its coded name where that is the one that was shown; return it, or only say which it would be.

        Raises:
            AskError: it has no place yet, no name can say it, or the name is another one by now.
            ChangedElsewhereError: the file changed since it was looked at; it is left.
            BusyError: a build is at work.
        """
        with self._turn:
            view, question = self._ready(), self._question(asked.berkas)
            proposal = pipeline.propose_name(view.inspection, asked.berkas)
            if not proposal.moves:
                left = proposal.left[0].reason if proposal.left else ""
                good = "namanya sudah baik" if proposal.kept else "tetapkan dahulu tempatnya, dan tunggu sebentar"
                raise AskError(f"“{question.file.path}” tidak diberi nama lain: {left or good}.")
            new = proposal.moves[0].path
            if not asked.letak:
                return {"letak": new}
            if asked.letak != new:
                raise AskError(f"Nama yang diusulkan sekarang lain: {new}.", hint="Tekan lagi tombolnya.")
            self._done(AdoptStep.take(self.workspace, self._pins(), proposal.moves))
            return {**self.overview(), "letak": new}

    def put(self, key: str, number: int, staged: Path) -> Shape:
        """Put a file that has come into the evidence; return the overview and where it is. Raises as `Uploads`."""
        with self._turn:
            step, told = self.uploads.finish(key, number, staged, self._pins())
            self._done(step)
            return {**self.overview(), **told}

    def put_from_tray(self, key: str, number: int, name: str) -> Shape:
        """Put a file of the tray into the evidence; undone, it lies in the tray again. Raises as `Uploads`."""
        with self._turn:
            step, told = self.uploads.finish(key, number, self.tray.place_of(name), self._pins(), is_only_copy=True)
            self._done(step)
            return {**self.overview(), **told}

    def _note(self, paths: Iterable[str]) -> None:
        self._changes += 1
        self._changed_at.update(dict.fromkeys(paths, self._changes))

    def picture(self, size: int, sha256: str) -> bytes | None:
        """Return a picture as JPEG by the content of its file; None where there is none."""
        file = self.pictured(sha256)
        return self._pictures[size].get(file) if file is not None else None

    def pictured(self, sha256: str) -> EvidenceFile | None:
        """Return the file of a content of which pictures can be drawn."""
        with self._turn:
            return self._view.pictures.get(sha256) if self._view is not None else None

    def file(self, path: str) -> EvidenceFile:
        """Return an evidence file of the last inspection.

        Raises:
            AskError: there is none of this path.
        """
        with self._turn:
            return self._question(path).file

    def _ready(self) -> SortView:
        if self._view is None:
            raise self.trouble or AskError(NOT_READY)
        return self._view

    def _pins(self) -> PinsBook:
        if self._book is None:
            raise AskError(NOT_READY)
        return self._book

    def _question(self, path: str) -> Question:
        self._ready()
        question = self._questions.get(path)
        if question is None:
            raise AskError(
                f"“{path}” tidak ada lagi di folder bukti.",
                hint="Daftarnya sedang diperbarui; pilih berkas lain.",
            )
        return question

    def _decision(self, view: SortView, path: str, asked: DecisionAsked) -> Decision:
        self._question(path)
        if asked.bukan:
            reason = " ".join(asked.alasan.split())
            return Decision(pins=(Pin(path=path, indicator=None),), reason=reason)
        if asked.pertanyaan:
            target = review_queue.read_question(asked.pertanyaan)
            if target is None:
                raise AskError(f"“{asked.pertanyaan}” bukan kunci pertanyaan LKE.", hint="Tulis seperti B.I.a.")
            return Decision(pins=(target.pin(path),))
        places = (place for each in asked.tempat for place in _places(view, each))
        return Decision(pins=tuple(dict.fromkeys(place.pin(path) for place in places)))


def _places(view: SortView, asked: TargetAsked) -> Iterator[PinTarget]:
    """Yield the places that the page means: one for each slot."""
    indicator = view.plan.indicator(asked.indikator)
    if indicator is None:
        raise AskError(f"Indikator {asked.indikator} tidak ada dalam rencana.", hint="Muat ulang laman ini.")
    requirement = indicator.requirement(asked.butir)
    if asked.butir and requirement is None:
        raise AskError(f"{indicator.code} tidak punya butir {asked.butir}.", hint="Muat ulang laman ini.")
    place = PinTarget(indicator=indicator, requirement=requirement)
    slots = {slot.key: slot for slot in place.slots}
    for key in asked.slot:
        if key not in slots:
            raise AskError(f"{place.code} tidak diminta untuk {key}.", hint="Muat ulang laman ini.")
        yield replace(place, slot=slots[key])
    if not asked.slot:
        yield place
