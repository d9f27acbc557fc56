"""The names of what archives and mails hold: listed in children, within limits, kept by hash; nothing is unpacked."""

from __future__ import annotations

import gzip
import random
import time
import zipfile
from typing import TYPE_CHECKING

import pytest

from dossier.convert import read_member_names
from dossier.convert.container import member_names, members
from dossier.evidence import scan
from tests.support import hostile_boxes
from tests.support.hostile_office import zip_of

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = {"b/notulen.pdf": b"isi b", "undangan.pdf": b"isi a"}
NOISE = {"Thumbs.db": b"x", "__MACOSX/._undangan.pdf": b"x", "b/desktop.ini": b"x", "~$notulen.docx": b"x"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Return an empty evidence folder."""
    folder = tmp_path / "evidence"
    folder.mkdir()
    return folder


def names_of(root: Path) -> dict[str, tuple[str, ...]]:
    """Return for each file of the folder the names of its members."""
    files = scan(root).files
    found = read_member_names(files, root, root.parent / "cache")
    return {file.path: found[file.sha256] for file in files if file.sha256 in found}


def test_every_kind_of_archive_is_listed_without_system_files(root: Path) -> None:
    hostile_boxes.archive(root, PAPERS | NOISE)
    hostile_boxes.seven_zip(root, PAPERS | NOISE)
    hostile_boxes.tar_gz(root, PAPERS | NOISE)
    expected = ("b/notulen.pdf", "undangan.pdf")
    assert names_of(root) == {
        "arsip.7z": expected,
        "arsip.tar.gz": ("b/notulen.pdf", "tautan.txt", "undangan.pdf"),
        "arsip.zip": expected,
    }


def test_the_attachments_of_a_mail_are_listed(root: Path) -> None:
    hostile_boxes.mail_with(root, PAPERS)
    assert names_of(root) == {"surat.eml": ("b/notulen.pdf", "undangan.pdf")}


def test_a_bare_packed_file_has_no_name_of_its_own(root: Path) -> None:
    (root / "laporan.txt.gz").write_bytes(gzip.compress(b"isi"))
    assert names_of(root) == {"laporan.txt.gz": ()}


def test_the_order_of_members_changes_nothing(root: Path) -> None:
    entries = [(f"berkas {number}.pdf", b"x") for number in range(50)]
    (root / "a.zip").write_bytes(zip_of(entries))
    (root / "b.zip").write_bytes(zip_of(entries[::-1]))
    found = names_of(root)
    assert found["a.zip"] == found["b.zip"]
    assert len(found["a.zip"]) == 50


def test_names_that_lead_outside_or_break_lines_stay_printable_names(root: Path) -> None:
    strange = ["../../keluar.pdf", "/etc/passwd", "baris\nbaru.pdf", "kiri\u202efdp.exe", "C:\\Arsip\\surat.pdf"]
    hostile_boxes.archive(root, dict.fromkeys([*strange, "x" * 300 + ".pdf", "y" * 5_000 + ".pdf"], b"x"))
    (found,) = names_of(root).values()
    assert {"../../keluar.pdf", "/etc/passwd", "baris⟨U+000A⟩baru.pdf", "C:/Arsip/surat.pdf"} <= set(found)
    assert all(name.isprintable() and len(name) <= member_names.LONGEST for name in found)
    assert "x" * 300 + ".pdf" in found


def test_an_archive_of_ten_thousand_members_has_no_names_and_takes_no_time(root: Path) -> None:
    hostile_boxes.archive(root, {f"{number}.pdf": b"" for number in range(10_000)})
    before = time.monotonic()
    assert names_of(root) == {"arsip.zip": ()}
    assert time.monotonic() - before < 20


def test_as_many_members_as_unpacking_lists_have_names(root: Path) -> None:
    hostile_boxes.archive(root, {f"{number}.pdf": b"" for number in range(members.MOST_LISTED)})
    assert len(names_of(root)["arsip.zip"]) == members.MOST_LISTED


def test_bombs_and_nests_are_listed_by_their_outer_names(root: Path) -> None:
    hostile_boxes.zip_bomb(root, megabytes=100)
    hostile_boxes.nested_zip(root, 5)
    assert names_of(root) == {"bom.zip": ("nol.bin",), "matryoshka.zip": ("tingkat-4.zip",)}


def test_a_packed_tar_that_swells_has_no_names(root: Path) -> None:
    hostile_boxes.tar_gz(root, {"nol.bin": b"\x00" * (60 << 20)})
    assert names_of(root) == {"arsip.tar.gz": ()}


def test_locked_archives_are_listed_as_far_as_their_names_are_open(root: Path) -> None:
    data = bytearray(zip_of([("undangan.pdf", b"isi")]))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    (root / "kunci.zip").write_bytes(bytes(data))
    assert names_of(root) == {"kunci.zip": ("undangan.pdf",)}


@pytest.mark.parametrize("seed", range(8))
def test_spoiled_archives_raise_nothing(root: Path, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 — the same damage in each run
    for make in (hostile_boxes.archive, hostile_boxes.seven_zip, hostile_boxes.tar_gz, hostile_boxes.mail_with):
        path = make(root, PAPERS)
        data = bytearray(path.read_bytes())
        for _ in range(chance.randint(1, 20)):
            data[chance.randrange(6, len(data))] = chance.randrange(256)
        path.write_bytes(bytes(data[: chance.randint(40, len(data))]))
    assert all(isinstance(name, str) for names in names_of(root).values() for name in names)


def test_names_are_kept_and_looked_up(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile_boxes.archive(root, PAPERS)
    before = names_of(root)
    monkeypatch.setattr(member_names, "Workers", None)
    assert names_of(root) == before


def test_listing_writes_nothing_but_the_names(root: Path, tmp_path: Path) -> None:
    source = hostile_boxes.archive(root, PAPERS)
    target = tmp_path / "keluar" / "nama.json"
    target.parent.mkdir()
    member_names.list_names(source, target, "arsip")
    assert [path.name for path in target.parent.iterdir()] == ["nama.json"]
    assert [path.name for path in root.iterdir()] == ["arsip.zip"]
    assert zipfile.is_zipfile(source)
