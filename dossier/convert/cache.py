"""The parts kept between runs, named by content and recipe; a damaged or half-written entry counts as none."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from dossier.convert.limits import sha256_of
from dossier.convert.outcome import Failed, Made, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterator

if sys.platform != "win32":  # there, left-over working folders are only cleared by `make clean`
    import fcntl

SCHEMA: Final = "dossier.part/2"
UNKNOWN_CONTENT: Final = "isi belum dikenal"
"""Why a part is made of content that has never been prepared."""
_WORK_PREFIX: Final = "kerja-"
_LOCK_NAME: Final = "kunci"


@dataclass(frozen=True, slots=True)
class Entry:
    """Where one part is, or would be: the PDF and its facts, side by side."""

    pdf: Path
    facts: Path


class PartCache:
    """A folder of prepared parts: `<aa>/<sha256>-<recipe>.pdf` and `.json`."""

    def __init__(self, root: Path) -> None:
        """Use `root`; it is made when the first part is stored."""
        self.root = root

    def entry(self, sha256: str, recipe: str) -> Entry:
        """Return the place of the part that this recipe makes of this content."""
        # The recipe is hashed: it names engines and versions and must not become a path.
        stem = f"{sha256}-{hashlib.sha256(recipe.encode()).hexdigest()[:12]}"
        folder = self.root / sha256[:2]
        return Entry(folder / f"{stem}.pdf", folder / f"{stem}.json")

    def find(self, sha256: str, recipe: str) -> Outcome | None:
        """Return what is known of this content under this recipe, or None when it has to be made."""
        entry = self.entry(sha256, recipe)
        try:
            facts = json.loads(entry.facts.read_bytes())
            if facts["schema"] != SCHEMA or facts["recipe"] != recipe or facts["source"] != sha256:
                return None
            if facts["problem"] is not None:
                return Failed(problem=str(facts["problem"]), lasting=True)
            if sha256_of(entry.pdf) != facts["pdf_sha256"]:
                return None
            made = Made(
                pages=int(facts["pages"]),
                engine=str(facts["engine"]),
                notes=tuple(str(note) for note in facts["notes"]),
                flaws=tuple(str(flaw) for flaw in facts["flaws"]),
                beside=tuple(str(note) for note in facts["beside"]),
                signed=facts["signed"] is True,
                keep=facts["keep"] is True,
                bracketed=tuple(str(phrase) for phrase in facts["bracketed"]),
                addresses=tuple(str(address) for address in facts["addresses"]),
            )
        except (OSError, ValueError, KeyError, TypeError):
            return None
        return made if made.pages > 0 else None

    def why_not(self, sha256: str, recipe: str) -> str:
        """Return in words why `find` knows nothing of this content under this recipe."""
        entry = self.entry(sha256, recipe)
        if entry.facts.exists() or entry.pdf.exists():
            return "simpanannya rusak"
        for facts in sorted(entry.facts.parent.glob(f"{sha256}-*.json")):
            try:
                known = str(json.loads(facts.read_bytes())["recipe"])
            except (OSError, ValueError, KeyError, TypeError):
                continue
            return _difference(known, recipe)
        return UNKNOWN_CONTENT

    def store(self, sha256: str, recipe: str, outcome: Outcome, pdf: Path) -> None:
        """Keep an outcome; a PDF is moved in from the working folder, and its facts follow only then.

        Args:
            sha256: hash of the evidence file's content.
            recipe: everything that the result depends on besides the content.
            outcome: what was made, or a failure; one that would not happen again must not be given.
            pdf: the finished PDF, on the same file system; not read when the outcome is a failure.
        """
        entry = self.entry(sha256, recipe)
        entry.pdf.parent.mkdir(parents=True, exist_ok=True)
        facts: dict[str, object] = {"schema": SCHEMA, "recipe": recipe, "source": sha256}
        if isinstance(outcome, Failed):
            facts |= {"problem": outcome.problem}
        else:
            facts |= {
                "problem": None,
                "pages": outcome.pages,
                "engine": outcome.engine,
                "notes": list(outcome.notes),
                "flaws": list(outcome.flaws),
                "beside": list(outcome.beside),
                "signed": outcome.signed,
                "keep": outcome.keep,
                "bracketed": list(outcome.bracketed),
                "addresses": list(outcome.addresses),
                "pdf_sha256": sha256_of(pdf),
            }
            pdf.replace(entry.pdf)
        _write_whole(entry.facts, json.dumps(facts, ensure_ascii=True, indent=1).encode())

    @contextmanager
    def working_folder(self) -> Iterator[Path]:
        """Yield an empty folder beside the parts, gone afterwards; what a killed run left behind is cleared first."""
        self.root.mkdir(parents=True, exist_ok=True)
        self._clear_stale()
        folder = Path(tempfile.mkdtemp(prefix=_WORK_PREFIX, dir=self.root))
        with (folder / _LOCK_NAME).open("wb") as lock:
            _try_lock(lock.fileno())
            try:
                yield folder
            finally:
                shutil.rmtree(folder, ignore_errors=True)

    def _clear_stale(self) -> None:
        """Remove working folders whose owner is gone: the kernel has then released their lock."""
        for folder in sorted(self.root.glob(f"{_WORK_PREFIX}*")):
            try:
                with (folder / _LOCK_NAME).open("rb") as lock:
                    owned = not _try_lock(lock.fileno())
            except OSError:
                continue
            if not owned:
                shutil.rmtree(folder, ignore_errors=True)


def _difference(known: str, wanted: str) -> str:
    """Say what is different in two recipes: "pdf/1 pikepdf=10.17.0 pypdf=7.1.0" against "pdf/1 pikepdf=10.18.0 …"."""
    old, new = known.split(" "), wanted.split(" ")
    if old[0] != new[0]:
        return f"cara olah berubah ({old[0]} → {new[0]})"
    gone = [word for word in old if word not in new]
    come = [word for word in new if word not in old]
    if any("=" in word for word in (*gone, *come)):
        return f"mesin berubah ({' '.join(gone)} → {' '.join(come)})"
    return "nama berkas atau pilihannya berubah"


def _try_lock(descriptor: int) -> bool:
    if sys.platform == "win32":
        return False
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is either there as a whole or not at all."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".tmp")
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(data)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
