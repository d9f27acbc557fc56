"""Compares what the readers received last with what is there now: files of evidence, and the states of slots. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from dossier.model import Coverage, EditionContents, HandedFile, SlotCoverage


@dataclass(frozen=True, slots=True, kw_only=True)
class FileChange:
    """A file of evidence that is new, of other content, elsewhere or gone; `before` and `path` None where it is not.

    `place` is the stamp of its pages, `place_before` another one that they had.
    """

    path: str | None
    before: str | None
    place: str
    page_before: int | None = None
    place_before: str = ""

    @property
    def name(self) -> str:
        """The path by which it is known now, else the one that it had."""
        return self.path or self.before or ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StateChange:
    """Slots of one requirement whose state went from `before` to `after`."""

    slots: tuple[SlotCoverage, ...]
    before: State
    after: State


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedChanges:
    """What changed since an edition was handed over; files sorted by path, states in plan order."""

    added: tuple[FileChange, ...] = ()
    replaced: tuple[FileChange, ...] = ()
    moved: tuple[FileChange, ...] = ()
    withdrawn: tuple[FileChange, ...] = ()
    states: tuple[StateChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing changed."""
        return not (self.added or self.replaced or self.moved or self.withdrawn or self.states)


def slot_key(slot: SlotCoverage) -> str:
    """Return by which words the state of a slot is remembered: "I.3.1 a 2025-04"."""
    return f"{slot.indicator} {slot.requirement.id} {slot.slot.key}"


def changes_since(handed: EditionContents, now: Mapping[str, HandedFile], coverage: Coverage) -> HandedChanges:
    """Return what changed; a slot that the plan did not ask for then, or does not ask for now, is not compared.

    Args:
        handed: what was in the edition.
        now: the files of evidence in the dossier that is being made; their pages do not matter.
        coverage: the states as they are.
    """
    gone = {path: file for path, file in sorted(handed.files.items()) if path not in now}
    new = {path: file for path, file in sorted(now.items()) if path not in handed.files}
    moved: dict[str, str] = {}
    for path, file in new.items():
        old = next((each for each, was in gone.items() if was.sha256 == file.sha256), None)
        if old is not None and old not in moved.values():
            moved[path] = old
    kept = [(path, was, now[path]) for path, was in sorted(handed.files.items()) if path in now]
    elsewhere = [_change(path, path, file, was) for path, was, file in kept if _is_elsewhere(was, file)]
    renamed = [_change(path, old, now[path], gone[old]) for path, old in moved.items()]
    return HandedChanges(
        added=tuple(_change(path, None, file) for path, file in new.items() if path not in moved),
        replaced=tuple(_change(path, path, file, was) for path, was, file in kept if was.sha256 != file.sha256),
        moved=tuple(sorted((*renamed, *elsewhere), key=lambda each: each.name)),
        withdrawn=tuple(_change(None, path, file, file) for path, file in gone.items() if path not in moved.values()),
        states=tuple(_grouped(_state_changes(handed.states, coverage.slots))),
    )


def _is_elsewhere(was: HandedFile, file: HandedFile) -> bool:
    """Whether a file of the same name and content is bound elsewhere."""
    return was.sha256 == file.sha256 and was.place != file.place


def _change(path: str | None, before: str | None, file: HandedFile, was: HandedFile | None = None) -> FileChange:
    place_before = was.place if was is not None and was.place != file.place else ""
    page = was.page if was else None
    return FileChange(path=path, before=before, place=file.place, page_before=page, place_before=place_before)


def _state_changes(handed: Mapping[str, str], slots: Iterable[SlotCoverage]) -> Iterator[tuple[SlotCoverage, State]]:
    values = {state.value for state in State}
    for slot in slots:
        before = handed.get(slot_key(slot))
        if slot.counts and before in values and before != slot.state.value:
            yield slot, State(before)


def _grouped(changes: Iterable[tuple[SlotCoverage, State]]) -> Iterator[StateChange]:
    """Put the slots of one requirement with one change together."""
    groups: dict[tuple[str, str, State, State], list[SlotCoverage]] = {}
    for slot, before in changes:
        groups.setdefault((slot.indicator, slot.requirement.id, before, slot.state), []).append(slot)
    for (_, _, before, after), slots in groups.items():
        yield StateChange(slots=tuple(slots), before=before, after=after)
