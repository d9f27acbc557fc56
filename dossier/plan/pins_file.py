"""Updates `plan/pins.yaml`, whole at each decision: a concurrent change is never lost, and every step can be undone.

How the text changes is in `pins_text`.
"""

from __future__ import annotations

import codecs
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossier import wording
from dossier.errors import OutputError, PlanError
from dossier.plan import parse_pins
from dossier.plan.pins_text import decided, entries_by_path, entries_of, renamed, with_entries
from dossier.state import files
from dossier.state.files import cannot_write, in_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.model import Pin, Plan


class ChangedElsewhereError(OutputError):
    """Somebody else changed the pins meanwhile in a way that leaves this step nothing to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about one file: its pins, at least one; for no evidence, the reason or an empty text."""

    pins: tuple[Pin, ...]
    reason: str = ""

    @property
    def path(self) -> str:
        """The file."""
        return self.pins[0].path


@dataclass(frozen=True, slots=True, kw_only=True)
class _PinsChange:
    """A change that was written: the whole file before and after, and the text of each file's entries before and after.

    The whole file is what undoing brings back while nobody else wrote; the entries, where somebody did.
    """

    before: bytes | None
    after: bytes | None
    entries: Mapping[str, tuple[str, str]]

    def reversed(self) -> _PinsChange:
        """Return the change that takes this one back."""
        entries = {path: (after, before) for path, (before, after) in self.entries.items()}
        return _PinsChange(before=self.after, after=self.before, entries=entries)


@dataclass(slots=True)
class PinsBook:
    """The pins file, its content as last seen (None where there is no file), and the changes that can be undone.

    `merged` says that the last change went into a file that somebody else had changed meanwhile.
    """

    path: Path
    plan: Plan
    seen: bytes | None = None
    merged: bool = False
    _done: list[_PinsChange] = field(default_factory=list)
    _undone: list[_PinsChange] = field(default_factory=list)
    _parsed: tuple[bytes | None, tuple[Pin, ...]] | None = None

    def __post_init__(self) -> None:
        """Read the file."""
        self.seen = self._read()
        self._pins(self.seen)

    @property
    def can_undo(self) -> bool:
        """Whether a decision of this sitting is left to be taken back."""
        return bool(self._done)

    @property
    def can_redo(self) -> bool:
        """Whether a decision was taken back after which nothing new was decided."""
        return bool(self._undone)

    @property
    def pins(self) -> tuple[Pin, ...]:
        """The pins as last seen."""
        return self._pins(self.seen)

    def decide(self, pins: Sequence[Pin], *, reason: str = "") -> None:
        """Write what a person decided about one file; see `decide_all`."""
        self.decide_all((Decision(pins=tuple(pins), reason=reason),))

    def decide_all(self, decisions: Sequence[Decision]) -> None:
        """Write what a person decided about one or more files, in place of all that was said of them before.

        All of them are one step for `undo`.

        Args:
            decisions: one for each file.

        Raises:
            ChangedElsewhereError: somebody else decided about one of these files meanwhile; nothing is written.
            PlanError: the file as somebody left it cannot be read or changed; nothing is written.
            OutputError: the file cannot be written.
        """
        known = self.pins
        before = {each.path: _about(known, each.path) for each in decisions}

        def change(text: str, old: tuple[Pin, ...]) -> str:
            for each in decisions:
                if self.merged and _about(old, each.path) != before[each.path]:
                    raise ChangedElsewhereError(
                        f"Orang lain baru saja memutuskan “{each.path}” di plan/pins.yaml.",
                        path=self.path,
                        hint="Keputusannya dibiarkan; buka plan/pins.yaml bila ingin mengubahnya.",
                    )
                text = decided(text, each.pins, reason=each.reason)
            return text

        new = tuple(pin for each in decisions for pin in each.pins)
        done = self._change(change, tuple(before), lambda old: (*(p for p in old if p.path not in before), *new))
        self._done.append(done)
        self._undone.clear()

    def rename(self, moves: Mapping[str, str]) -> bool:
        """Let the pins of moved files follow them, old path ─► new; return whether any did. Raises as `decide` does.

        It is no step for `undo`: who brings the files back lets the pins follow again.
        """
        self.seen = self._read()
        if not any(pin.path in moves for pin in self.pins):
            return False
        self._change(
            lambda text, _: renamed(text, moves),
            (*moves, *moves.values()),
            lambda old: tuple(_moved(pin, moves) for pin in old),
        )
        return True

    def undo(self) -> tuple[str, ...]:
        """Take back the last decision and return the paths that it was about.

        The file gets the very bytes that it had before; where somebody else wrote since, only the entries of these
        paths become what they were.

        Raises:
            ChangedElsewhereError: somebody else decided about one of these files since; nothing is written.
            PlanError: the file as somebody left it cannot be read or changed; nothing is written.
            OutputError: the file cannot be written.
        """
        return self._repeat(self._done[-1].reversed(), self._done, self._undone)

    def redo(self) -> tuple[str, ...]:
        """Write once more what `undo` took back last; returns and raises as it does."""
        return self._repeat(self._undone[-1].reversed(), self._undone, self._done)

    def forget(self, *, redo: bool = False) -> None:
        """Give up the last step that could be undone (or redone): it no longer fits what somebody else wrote."""
        (self._undone if redo else self._done).pop()

    def _repeat(self, change: _PinsChange, source: list[_PinsChange], target: list[_PinsChange]) -> tuple[str, ...]:
        """Make a change once more, in its direction, and move it from one list to the other."""
        with _turn(self.path):
            current = self._read()
            fresh = change.after if current == change.before else self._merged_bytes(current, change.entries)
            self._write(fresh)
        source.pop()
        target.append(replace(change, before=current, after=fresh))
        return tuple(change.entries)

    def _merged_bytes(self, current: bytes | None, entries: Mapping[str, tuple[str, str]]) -> bytes:
        """Return what somebody else wrote with the entries of some files as wanted."""
        self._pins(current)
        text = (current or b"").decode("utf-8-sig")
        for path, (was, wanted) in entries.items():
            if entries_of(text, path) != was:
                raise ChangedElsewhereError(
                    f"Orang lain sudah mengubah keputusan tentang “{path}” di plan/pins.yaml sesudah itu.",
                    path=self.path,
                    hint="Keputusannya dibiarkan; ubah sendiri di plan/pins.yaml bila perlu.",
                )
            text = with_entries(text, path, wanted)
        self._pins_of(text)
        return _mark(current) + text.encode()

    def _write(self, fresh: bytes | None) -> None:
        if fresh is None:
            self.path.unlink()
        else:
            files.write(self.path.resolve(), fresh, durable=True)
        self.seen = fresh

    def _change(
        self,
        change: Callable[[str, tuple[Pin, ...]], str],
        paths: Sequence[str],
        expected: Callable[[tuple[Pin, ...]], tuple[Pin, ...]],
    ) -> _PinsChange:
        with _turn(self.path):
            current = self._read()
            self.merged = current != self.seen
            old = self._pins(current)
            before = (current or b"").decode("utf-8-sig")
            text = change(before, old)
            new = self._pins_of(text)
            if _facts(new) != _facts(expected(old)):
                raise PlanError(
                    "plan/pins.yaml ditulis dengan cara yang tidak dapat diubah dengan aman.",
                    path=self.path,
                    hint="Tulis keputusan ini sendiri, mulai baris baru dengan “- berkas: …”.",
                )
            fresh = _mark(current) + text.encode()
            self._write(fresh)
        self._parsed = (fresh, new)
        old_entries, new_entries = entries_by_path(before, paths), entries_by_path(text, paths)
        entries = {path: (old_entries[path], new_entries[path]) for path in paths}
        return _PinsChange(before=current, after=fresh, entries=entries)

    def _read(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PlanError(
                f"{self.path} tidak dapat dibaca: {wording.system_reason(error)}",
                path=self.path,
                hint="Periksa izin berkasnya.",
            ) from error

    def _pins(self, data: bytes | None) -> tuple[Pin, ...]:
        if self._parsed is not None and self._parsed[0] == data:
            return self._parsed[1]
        try:
            pins = self._pins_of((data or b"").decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise PlanError(
                f"{self.path} bukan teks UTF-8.", path=self.path, hint="Simpan ulang dengan penyandian UTF-8."
            ) from error
        self._parsed = (data, pins)
        return pins

    def _pins_of(self, text: str) -> tuple[Pin, ...]:
        return parse_pins(text, self.path, self.plan)


@contextmanager
def _turn(path: Path) -> Iterator[None]:
    try:
        with in_turn(path.parent):
            yield
    except OSError as error:
        raise cannot_write(
            error,
            f"Tidak dapat menulis {path}: {wording.system_reason(error)}",
            path=path,
            hint="Periksa izin folder plan/ dan ruang disk; keputusan sebelumnya sudah tersimpan.",
        ) from error


def _mark(data: bytes | None) -> bytes:
    """Return the byte order mark that a file begins with, or nothing."""
    return codecs.BOM_UTF8 if (data or b"").startswith(codecs.BOM_UTF8) else b""


def _facts(pins: Sequence[Pin]) -> set[Pin]:
    return {replace(pin, line=0) for pin in pins}


def _about(pins: Sequence[Pin], path: str) -> set[Pin]:
    return _facts([pin for pin in pins if pin.path == path])


def _moved(pin: Pin, moves: Mapping[str, str]) -> Pin:
    return replace(pin, path=moves.get(pin.path, pin.path))
