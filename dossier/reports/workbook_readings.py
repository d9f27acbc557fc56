"""What workbooks said, kept between runs by content and code: one that nobody has changed is not opened again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, ClassVar, Generic, TypeVar

from dossier.audit.status import AssessorNote, Fingerprints, SlotPlace, StaffNote
from dossier.model import Finding
from dossier.reports.lke_import import LkeReturned, read_lke
from dossier.reports.workbook_import import Returned, read_returned
from dossier.state import code_digest
from dossier.state.files import sha256_of
from dossier.state.store import Store

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dossier.state.store import EntryPaths

R = TypeVar("R")
K = TypeVar("K")


@dataclass(frozen=True, slots=True, kw_only=True)
class _KeptReading:
    """`Returned`, as its JSON has it: every mapping is a row of pairs."""

    notes: tuple[tuple[SlotPlace, StaffNote], ...]
    remarks: tuple[tuple[SlotPlace, AssessorNote], ...]
    labels: tuple[tuple[SlotPlace, str], ...]
    cells: tuple[tuple[SlotPlace, str], ...]
    findings: list[Finding]
    printed: tuple[tuple[SlotPlace, tuple[str, ...]], ...]
    digests: tuple[tuple[SlotPlace, tuple[str, ...]], ...]
    seen: tuple[tuple[SlotPlace, Fingerprints], ...]
    sheet: str
    head: int
    columns: tuple[tuple[str, int], ...]
    rows: tuple[tuple[int, SlotPlace], ...]
    texts: tuple[tuple[str, tuple[tuple[tuple[int, int], str], ...]], ...]
    comments: tuple[tuple[tuple[str, str], str], ...]
    drawn: tuple[str, ...]

    def returned(self) -> Returned:
        """Return what was kept."""
        return Returned(
            notes=dict(self.notes),
            remarks=dict(self.remarks),
            labels=dict(self.labels),
            cells=dict(self.cells),
            findings=self.findings,
            printed=dict(self.printed),
            digests=dict(self.digests),
            seen=dict(self.seen),
            sheet=self.sheet,
            head=self.head,
            columns=dict(self.columns),
            rows=dict(self.rows),
            texts={sheet: dict(cells) for sheet, cells in self.texts},
            comments=dict(self.comments),
            drawn=self.drawn,
        )


class _KeptBooks(Generic[R, K]):
    """Readings in a store. The digest of a workbook, not its time, says whether it was read before.

    Subclasses say how a workbook is read (`R`), and how that is kept as JSON (`K`).
    """

    schema: ClassVar[str]
    module: ClassVar[str]
    shape: type[K]

    def __init__(self, root: Path) -> None:
        """Use `root`, which is made with the first reading."""
        self._store = Store(root, self.schema)
        code = code_digest.code_digest(self.module)
        self._recipe = " ".join(("buku", f"kode={code}", *code_digest.libraries(self.module)))
        self._used: list[EntryPaths] = []

    def read(self, path: Path) -> R:
        """Return what a workbook says."""
        try:
            digest = sha256_of(path)
        except OSError:
            return self.opened(path)
        self._used.append(self._store.paths(digest, self._recipe))
        if (kept := self._store.get(digest, self._recipe, self.shape)) is not None:
            return self.restored(kept)
        returned = self.opened(path)
        with suppress(OSError):
            # A file that was saved meanwhile is not what was read.
            if (facts := self.facts(returned)) and sha256_of(path) == digest:
                self._store.put(digest, self._recipe, facts)
        return returned

    def drop_others(self) -> None:
        """Remove the readings of workbooks that were not asked for."""
        with suppress(OSError):
            self._store.retain(self._used)

    def opened(self, path: Path) -> R:
        """Read a workbook."""
        raise NotImplementedError

    def restored(self, kept: K) -> R:
        """Return what was kept."""
        raise NotImplementedError

    def facts(self, returned: R) -> dict[str, object]:
        """Return what is to be kept; nothing of a workbook that could not be read."""
        raise NotImplementedError


class KeptReadings(_KeptBooks[Returned, _KeptReading]):
    """Readings of the workbook of gaps."""

    schema = "dossier.bacaan/1"
    module = "dossier.reports.workbook_import"
    shape = _KeptReading

    def opened(self, path: Path) -> Returned:
        """Read a workbook."""
        return read_returned(path)

    def restored(self, kept: _KeptReading) -> Returned:
        """Return what was kept."""
        return kept.returned()

    def facts(self, returned: Returned) -> dict[str, object]:
        """Return what is to be kept."""
        return {} if returned.unread else _facts(returned)


class KeptLkeReadings(_KeptBooks[LkeReturned, LkeReturned]):
    """Readings of the workbook of the evaluation sheet."""

    schema = "dossier.bacaan-lke/1"
    module = "dossier.reports.lke_import"
    shape = LkeReturned

    def opened(self, path: Path) -> LkeReturned:
        """Read a workbook."""
        return read_lke(path)

    def restored(self, kept: LkeReturned) -> LkeReturned:
        """Return what was kept."""
        return kept

    def facts(self, returned: LkeReturned) -> dict[str, object]:
        """Return what is to be kept."""
        return {} if returned.unread else asdict(returned)


def _facts(returned: Returned) -> dict[str, object]:
    facts = {field.name: getattr(returned, field.name) for field in fields(_KeptReading)}
    facts["texts"] = {sheet: _pairs(cells.items()) for sheet, cells in returned.texts.items()}
    return {name: _plain(value) for name, value in facts.items()}


def _plain(value: object) -> object:
    """Return JSON for one field."""
    if isinstance(value, dict):
        return _pairs(value.items())
    return [asdict(each) if isinstance(each, Finding) else each for each in value] if isinstance(value, list) else value


def _pairs(items: Iterable[tuple[object, object]]) -> list[tuple[object, object]]:
    return [(key, asdict(value) if isinstance(value, StaffNote | AssessorNote) else value) for key, value in items]
