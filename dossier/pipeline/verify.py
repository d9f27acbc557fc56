"""Verifies the contents of `build/` against themselves and the evidence; restores evidence from a dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import state
from dossier._lazy import lazy
from dossier.errors import OutputError
from dossier.model import Audience, Finding, Severity
from dossier.model.audience import BUNDLE_NAME
from dossier.progress import unseen
from dossier.state.build_record import FILE_NAME
from dossier.state.files import inside
from dossier.state.lease import lock
from dossier.state.publishing import recover

with lazy():
    from dossier import bind


if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.bind import Restored
    from dossier.progress import Progress
    from dossier.state.workspace import Workspace


def bundles_to_verify(workspace: Workspace, file: Path | None) -> tuple[Path, ...]:
    """Return the file asked for, or all dossiers in `build/` with all their volumes.

    An edition that a kill left half way on its way out is put in its place first.

    Raises:
        OutputError: there is none.
    """
    if file is None and workspace.build.is_dir():
        _recover(workspace)
    known = state.load(workspace.build) if file is None else None
    names = [bundle.name for bundle in known.summary.bundles] if known else []
    places = (inside(workspace.build, name) for name in names)
    known_bundles = tuple(place for place in places if place is not None)
    bundles = (file,) if file is not None else known_bundles or (workspace.bundle,)
    for bundle in bundles:
        if not bundle.is_file():
            raise OutputError(
                f"Dossier tidak ada: {bundle}", path=bundle, hint="Susun dahulu dengan `dossier build` (make dossier)."
            )
    return bundles


def _recover(workspace: Workspace) -> None:
    """Finish a publishing that was cut short, unless a build is at work, which has done so itself."""
    try:
        with lock(workspace.build):
            recover(workspace.build)
    except OutputError:
        return


def verify(workspace: Workspace, bundles: Sequence[Path], progress: Progress = unseen) -> tuple[Finding, ...]:
    """Return what differs between bundles, edition and evidence; empty means good."""
    evidence = workspace.evidence if workspace.evidence.is_dir() else None
    findings: dict[Finding, None] = {}
    compared: set[tuple[Path, str]] = set()
    for bundle in bundles:
        # Every volume names all files: comparing the tree with one volume of each reader's dossier is enough.
        edition = bundle.parent, _edition_of(bundle)
        findings |= dict.fromkeys(bind.verify(bundle, None if edition in compared else evidence, progress))
        compared.add(edition)
    if bundles[0].parent.absolute() == workspace.build:
        findings |= dict.fromkeys(_strays(workspace, {bundle.name for bundle in bundles}))
    return tuple(findings)


def _edition_of(bundle: Path) -> str:
    """Return what tells the dossier of one reader from the others, by its name; a file of another name is its own."""
    found = BUNDLE_NAME.fullmatch(bundle.name)
    return bundle.name if found is None else found["audience"] or Audience.TPI.value


def _strays(workspace: Workspace, bundles: set[str]) -> Iterator[Finding]:
    """Yield what lies in `build/` and is not of the same edition as the bundle."""
    known = state.load(workspace.build)
    if known is None:
        return
    filled = {book.name for book in workspace.forms if book.is_file()}  # people may fill them
    for name in known.differing(workspace.build):
        if name not in bundles | filled:  # of the bundles, reading back has said more
            yield Finding(
                code="hasil_berubah",
                severity=Severity.ERROR,
                subject=name,
                text=f"build/{name} tidak lagi seperti saat disusun bersama dossier ({FILE_NAME}).",
                advice="Susun ulang dengan `dossier build`; jangan menyunting isi build/.",
            )


def restore(workspace: Workspace, bundles: Sequence[Path], target: Path) -> tuple[Restored, ...]:
    """Bring back into `target` what bundles and kept originals hold of each evidence file.

    Raises:
        OutputError: a bundle cannot be read, or `target` cannot be written or lies in the evidence folder.
    """
    first = _edition_of(bundles[0])
    for fullest in (Audience.STAF, Audience.TPI):
        if any(_edition_of(bundle) == fullest for bundle in bundles):
            first = fullest.value
            break
    bundles = [bundle for bundle in bundles if _edition_of(bundle) == first]  # the others hold nothing more
    if target.resolve().is_relative_to(workspace.evidence.resolve()):
        raise OutputError(
            f"Tidak memulihkan ke dalam folder bukti: {target}",
            path=target,
            hint="Sebut folder lain, periksa hasilnya, lalu pindahkan sendiri yang diperlukan.",
        )
    return bind.restore(bundles, workspace.originals, target)
