"""A step that changed one small text file of `plan/`: undone and done again by its bytes, while nobody else wrote."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dossier.plan.pins_file import ChangedElsewhereError
from dossier.state import files

if TYPE_CHECKING:
    from pathlib import Path


def bytes_of(path: Path) -> bytes | None:
    """Return the bytes of a file, None where there is none."""
    return path.read_bytes() if path.exists() else None


@dataclass(slots=True)
class FileStep:
    """The bytes of a file before and after; None is no file."""

    path: Path
    before: bytes | None
    after: bytes | None

    def undo(self) -> tuple[str, ...]:
        """Write what stood there before; it is about no file of evidence."""
        self._change(self.after, self.before)
        return ()

    def redo(self) -> tuple[str, ...]:
        """Write it once more."""
        self._change(self.before, self.after)
        return ()

    def forget(self, *, redo: bool) -> None:
        """Leave the file as it is."""

    def _change(self, old: bytes | None, new: bytes | None) -> None:
        with files.explained(self.path), files.in_turn(self.path.parent):
            if bytes_of(self.path) != old:
                raise ChangedElsewhereError(
                    f"plan/{self.path.name} baru saja diubah orang lain.",
                    path=self.path,
                    hint="Isinya dibiarkan; muat ulang bagian ini, lalu isi lagi bila perlu.",
                )
            if new is None:
                self.path.unlink(missing_ok=True)
            else:
                files.write(self.path, new, durable=True)
