"""Any path in a journal, pins, passwords, manifest or edition file: nothing outside its folder is read or changed."""

from __future__ import annotations

import hashlib
import io
import json
import os
import shutil
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from dossier import state
from dossier.bind import evidence_comparison, manifest, restore
from dossier.curation import rename_journal
from dossier.curation.journal_file import SCHEMA, Journal, RenameStep
from dossier.errors import DossierError
from dossier.pipeline import bundles_to_verify
from dossier.plan import load_passwords, load_pins
from dossier.state import files, publishing
from dossier.state.files import inside
from dossier.state.workspace import Workspace
from tests.support.small_plan import small_plan
from tests.support.watched import touches

if TYPE_CHECKING:
    from collections.abc import Iterator

WORDS = b"milik orang lain"
DIGEST = hashlib.sha256(WORDS).hexdigest()
ROOT = "AKAR"
"""Stands for the absolute path of the folder that holds workspace and sentinels."""

PARTS = st.sampled_from(
    ["..", ".", "", "luar", "rahasia.txt", "keluar", "surat", "dalam.txt", "baru", "~", "C:", "..\\luar", "x" * 300]
)
PATHS = st.one_of(
    st.lists(PARTS, min_size=1, max_size=7).map("/".join),
    st.lists(PARTS, max_size=4).map(lambda parts: "/".join([ROOT, *parts])),
    st.sampled_from([f"{ROOT}/luar/rahasia.txt", "../../luar/rahasia.txt", "../luar/rahasia.txt", "/", ".."]),
    st.text(max_size=12),
)


@dataclass(frozen=True, slots=True)
class World:
    """A workspace, and beside it a folder that nothing of the workspace's may touch."""

    root: Path

    @property
    def workspace(self) -> Workspace:
        return Workspace(self.root / "unit")

    @property
    def outside(self) -> Path:
        return self.root / "luar"

    def spelt(self, path: str) -> str:
        """Return a path of the strategy with the place of this world."""
        return path.replace(ROOT, str(self.root))

    def sentinels(self) -> dict[str, bytes]:
        """Return every file outside with its bytes, and the folders."""
        found = sorted(self.outside.rglob("*"))
        beside = {path.name: b"" for path in self.root.iterdir()}
        return beside | {str(path): path.read_bytes() if path.is_file() else b"" for path in found}


@contextmanager
def world() -> Iterator[World]:
    """Yield a fresh world; on leaving it, everything outside the workspace is as it was, unread and untouched."""
    with tempfile.TemporaryDirectory() as folder:
        made = World(Path(folder).resolve())
        for place in (made.outside, made.workspace.evidence / "surat", made.workspace.build, made.root / "unit/plan"):
            place.mkdir(parents=True)
        (made.outside / "rahasia.txt").write_bytes(WORDS)
        (made.outside / "kosong").mkdir()
        for inner in (made.workspace.evidence, made.workspace.build):
            (inner / "dalam.txt").write_bytes(WORDS)
            (inner / "keluar").symlink_to(made.outside)
            (inner / "surat.txt").symlink_to(made.outside / "rahasia.txt")
        before = made.sentinels()
        with touches(made.outside) as seen:
            yield made
        assert seen == []
        assert made.sentinels() == before


@given(PATHS)
def test_what_is_inside_resolves_to_below_the_folder(path: str) -> None:
    with world() as made:
        found = inside(made.workspace.evidence, made.spelt(path))
        if found is not None:
            assert os.path.realpath(found).startswith(f"{made.workspace.evidence}/")


@settings(max_examples=150)
@given(st.tuples(PATHS, PATHS, PATHS, PATHS), PATHS)
@example((f"{ROOT}/luar/rahasia.txt", "dalam.txt", "a", "b"), "keluar/kosong")
@example(("dalam.txt", f"{ROOT}/luar/baru.txt", "a", "b"), "../../luar/kosong")
@example(("baru.txt", "surat.txt", "a", "b"), f"{ROOT}/luar/kosong")
@example(("baru.txt", "keluar/rahasia.txt", "a", "b"), "surat")
def test_a_journal_leads_to_nothing_outside_the_evidence(names: tuple[str, str, str, str], folder: str) -> None:
    with world() as made:
        journal = Journal(made.workspace.plan_file.parent / "adopsi.jsonl", made.workspace.evidence)
        old_disk, new_disk, old, new = map(made.spelt, names)
        step = RenameStep(old=old, new=new, old_disk=old_disk, new_disk=new_disk, sha256=DIGEST)
        with suppress(UnicodeEncodeError):
            journal.add(1, "pindah", **{name: getattr(step, name) for name in RenameStep.__slots__})
            journal.add(1, "folder", folder=made.spelt(folder))
        for run in journal.runs():
            moved, _ = rename_journal.finish(made.workspace.evidence, run)
            assert set(moved.values()) <= {new}
            rename_journal.undo(journal, made.workspace.evidence, run)


@given(PATHS, st.sampled_from(["pins.yaml", "sandi.yaml"]))
def test_pins_and_passwords_name_files_of_the_evidence_only(path: str, name: str) -> None:
    with world() as made:
        more = "sandi: rahasia" if name == "sandi.yaml" else "bukan: true"
        file = made.workspace.plan_file.parent / name
        file.write_text(f"- berkas: {json.dumps(made.spelt(path))}\n  {more}\n", encoding="utf-8")
        try:
            named = (
                tuple(load_passwords(file))
                if name == "sandi.yaml"
                else tuple(pin.path for pin in load_pins(file, small_plan()))
            )
        except DossierError:
            named = ()
        for each in named:
            assert ".." not in each.split("/")
            assert not each.startswith("/")


def bundle(path: str, disk_path: str) -> bytes:
    """Return a bundle of one page that says it is of an evidence file at `path`."""
    entry = {
        "key": "bukti",
        "title": "Bukti",
        "stamp": "I.1.1",
        "first_page": 1,
        "pages": 1,
        "path": path,
        "sha256": DIGEST,
        "size": len(WORDS),
        "media": "pdf",
        "engine": "pdf",
    }
    said = {
        "schema": manifest.SCHEMA,
        "title": "Dossier",
        "as_of": "2025-07-01",
        "page_count": 1,
        "entries": [entry, entry | {"key": "lain", "path": "lain/baik.pdf"}],
        "ignored": [disk_path],
        "disk_paths": {path: disk_path},
        "own_pages": {},
    }
    data = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        spec = pikepdf.AttachedFileSpec(pdf, json.dumps(said).encode("ascii"), filename=manifest.FILE_NAME)
        pdf.attachments[manifest.FILE_NAME] = spec
        pdf.save(data)
    return data.getvalue()


@given(PATHS, PATHS)
@example("..", "x")
@example("surat/" + "x" * 300, "x")
@example("/".join(["dalam"] * 900), "x")
@example("keluar/baru.pdf", "x")
@example("\ud800", "\ud800")
@example("", "")
def test_a_manifest_restores_into_its_folder_only_and_what_is_good_comes_back(path: str, disk_path: str) -> None:
    with world() as made:
        file = made.workspace.build / "dossier.pdf"
        file.write_bytes(bundle(made.spelt(path), made.spelt(disk_path)))
        target = made.workspace.build / "pulih"
        target.mkdir()
        (target / "keluar").symlink_to(made.outside)
        restored = {each.path: each for each in restore([file], made.workspace.originals, target)}
        assert restored["lain/baik.pdf"].how in {"halaman", "sudah_ada"}
        assert all(each.how != "ditolak" or each.reason for each in restored.values())
        written = manifest.from_json(bundle_json(file))
        list(evidence_comparison.compare(written, made.workspace.evidence))


def bundle_json(file: Path) -> bytes:
    """Return the manifest of a bundle."""
    with pikepdf.open(file) as pdf:
        return pdf.attachments[manifest.FILE_NAME].get_file().read_bytes()


@given(PATHS, st.sampled_from([DIGEST, "0" * 64]))
@example(f"{ROOT}/luar/rahasia.txt", DIGEST)
@example("../../luar/rahasia.txt", DIGEST)
@example("keluar/rahasia.txt", DIGEST)
def test_an_edition_file_leads_to_nothing_outside_the_build_folder(path: str, digest: str) -> None:
    with world() as made:
        build, name = made.workspace.build, made.spelt(path)
        summary = state.Summary(
            bundles=(state.Bundle(name=name, pages=1, size=1),),
            counts=dict.fromkeys(("claimed", "ambiguous", "unplaced", "ignored"), 0),
            gaps="",
            as_of="2025-07-01",
            findings=0,
            advised=0,
            outputs=(name,),
        )
        known = state.BuildRecord(sources={}, files={}, outputs={name: digest}, summary=summary, settled=True)
        (build / "edisi.json").write_text(state.to_json(known), encoding="ascii")
        loaded = state.load(build)
        assert loaded is not None
        loaded.differing(build)
        with suppress(DossierError):
            bundles_to_verify(made.workspace, None)
        settle(build, {name: digest})


def settle(build: Path, gone: object) -> None:
    """Finish a publishing that a kill cut short after it had been decided."""
    committed = build / publishing.COMMITTED
    committed.mkdir()
    (committed / ".usang.json").write_text(json.dumps(gone), encoding="ascii")
    publishing.recover(build)
    assert not committed.exists()


@pytest.mark.parametrize("gone", [["dalam.txt"], {"dalam.txt": 3}, {"dalam.txt": "0" * 64}, 7, {"keluar": DIGEST}])
def test_an_edition_that_goes_takes_nothing_that_we_did_not_write(gone: object) -> None:
    with world() as made:
        settle(made.workspace.build, gone)
        assert (made.workspace.build / "dalam.txt").read_bytes() == WORDS
        assert (made.workspace.build / "keluar").is_symlink()


def test_an_edition_that_goes_takes_its_files_and_the_folders_left_empty() -> None:
    with world() as made:
        build = made.workspace.build
        (build / "portal").mkdir()
        for name in ("satu.pdf", "punya saya.pdf"):
            (build / "portal" / name).write_bytes(name.encode())
        shutil.copytree(build / "portal", build / "asli")
        ours = {f"{folder}/satu.pdf": hashlib.sha256(b"satu.pdf").hexdigest() for folder in ("portal", "asli")}
        (build / "asli" / "punya saya.pdf").unlink()
        settle(build, ours)
        assert [path.name for path in (build / "portal").iterdir()] == ["punya saya.pdf"]
        assert not (build / "asli").exists()


def test_a_link_that_took_the_place_of_an_output_goes_and_what_it_leads_to_stays() -> None:
    with world() as made:
        build = made.workspace.build
        (build / "laporan").symlink_to(made.outside)
        with publishing.staging(build) as stage:
            (stage / "laporan").mkdir()
            (stage / "laporan" / "index.html").write_text("baru", encoding="utf-8")
            publishing.publish(stage, build, last="edisi.json")
        assert (build / "laporan" / "index.html").read_text(encoding="utf-8") == "baru"
        assert not list(build.glob(f"{files.RETIRED_PREFIX}*"))


def test_the_watch_sees_what_is_read_and_removed(tmp_path: Path) -> None:
    (tmp_path / "berkas").write_bytes(b"")
    with touches(tmp_path) as seen:
        (tmp_path / "berkas").read_bytes()
        (tmp_path / "berkas").unlink()
    assert [event.split()[0] for event in seen] == ["open", "os.remove"]


def test_the_schema_of_the_journal_is_the_one_that_is_read() -> None:
    assert SCHEMA == "dossier.adopsi/2"
