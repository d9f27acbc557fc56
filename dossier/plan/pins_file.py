"""Updates `plan/pins.yaml` on disk: written whole at each decision; a concurrent change is never overwritten."""

from __future__ import annotations

import codecs
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from dossier.errors import OutputError, PlanError
from dossier.plan import parse_pins, pins_edit
from dossier.state import files
from dossier.state.files import cannot_write, in_turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.model import Pin, Plan


class ChangedElsewhereError(OutputError):
    """Somebody else changed the pins meanwhile in a way that leaves this step nothing to do."""


@dataclass(slots=True)
class PinsBook:
    """The pins file, its content as last seen (None where there is no file), and what it was before each decision.

    `merged` says that the last change went into a file that somebody else had changed meanwhile.
    """

    path: Path
    plan: Plan
    seen: bytes | None = None
    merged: bool = False
    _before: list[tuple[bytes | None, bytes]] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Read the file."""
        self.seen = self._read()
        self._pins(self.seen)

    @property
    def can_undo(self) -> bool:
        """Whether a decision of this sitting is left to be taken back."""
        return bool(self._before)

    def decide(self, pins: Sequence[Pin], *, reason: str = "") -> None:
        """Write what a person decided about one file, in place of all that was said of it before.

        Raises:
            ChangedElsewhereError: somebody else decided about this very file meanwhile; nothing is written.
            PlanError: the file as somebody left it cannot be read or changed; nothing is written.
            OutputError: the file cannot be written.
        """
        path = pins[0].path
        before = _about(self._pins(self.seen), path)

        def change(text: str) -> str:
            if self.merged and _about(self._pins_of(text), path) != before:
                raise ChangedElsewhereError(
                    f"Orang lain baru saja memutuskan “{path}” di plan/pins.yaml.",
                    path=self.path,
                    hint="Keputusannya dibiarkan; buka plan/pins.yaml bila ingin mengubahnya.",
                )
            return pins_edit.decided(text, pins, reason=reason)

        self._change(change, expected=lambda old: (*(p for p in old if p.path != path), *pins))

    def rename(self, moves: Mapping[str, str]) -> bool:
        """Let the pins of moved files follow them, old path ─► new; return whether any did. Raises as `decide` does."""
        before = self.seen = self._read()
        if not any(pin.path in moves for pin in self._pins(before)):
            return False
        self._change(
            lambda text: pins_edit.renamed(text, moves),
            expected=lambda old: tuple(_moved(pin, moves) for pin in old),
        )
        return True

    def undo(self) -> None:
        """Take back the last decision: the file gets the very bytes that it had before.

        Raises:
            ChangedElsewhereError: somebody else changed the file since; it is left alone.
            OutputError: the file cannot be written.
        """
        before, after = self._before[-1]
        with _turn(self.path):
            if self._read() != after:
                raise ChangedElsewhereError(
                    "plan/pins.yaml diubah orang lain sesudah keputusan itu.",
                    path=self.path,
                    hint="Hapus sendiri barisnya di plan/pins.yaml.",
                )
            if before is None:
                self.path.unlink()
            else:
                files.write(self.path.resolve(), before, durable=True)
        self.seen = before
        self._before.pop()

    def _change(self, change: Callable[[str], str], *, expected: Callable[[tuple[Pin, ...]], tuple[Pin, ...]]) -> None:
        with _turn(self.path):
            current = self._read()
            self.merged = current != self.seen
            mark = codecs.BOM_UTF8 if (current or b"").startswith(codecs.BOM_UTF8) else b""
            old = self._pins(current)
            text = change((current or b"").decode("utf-8-sig"))
            if _facts(self._pins_of(text)) != _facts(expected(old)):
                raise PlanError(
                    "plan/pins.yaml ditulis dengan cara yang tidak dapat diubah dengan aman.",
                    path=self.path,
                    hint="Tulis keputusan ini sendiri, mulai baris baru dengan “- berkas: …”.",
                )
            fresh = mark + text.encode()
            files.write(self.path.resolve(), fresh, durable=True)
        if self.merged:
            self._before.clear()  # their bytes would take the other person's change back too
        self._before.append((current, fresh))
        self.seen = fresh

    def _read(self) -> bytes | None:
        try:
            return self.path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise PlanError(
                f"{self.path} tidak dapat dibaca: {error.strerror}", path=self.path, hint="Periksa izin berkasnya."
            ) from error

    def _pins(self, data: bytes | None) -> tuple[Pin, ...]:
        try:
            return self._pins_of((data or b"").decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise PlanError(
                f"{self.path} bukan teks UTF-8.", path=self.path, hint="Simpan ulang dengan penyandian UTF-8."
            ) from error

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
            f"Tidak dapat menulis {path}: {error.strerror or error}",
            path=path,
            hint="Periksa izin folder plan/ dan ruang disk; keputusan sebelumnya sudah tersimpan.",
        ) from error


def _facts(pins: Sequence[Pin]) -> set[tuple[str, str | None, str | None, str | None]]:
    return {(pin.path, pin.indicator, pin.requirement, pin.slot) for pin in pins}


def _about(pins: Sequence[Pin], path: str) -> set[tuple[str, str | None, str | None, str | None]]:
    return _facts([pin for pin in pins if pin.path == path])


def _moved(pin: Pin, moves: Mapping[str, str]) -> Pin:
    return replace(pin, path=moves.get(pin.path, pin.path))
