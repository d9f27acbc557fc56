"""The scan: every entry once, with its reason; hashes kept between runs and never wrongly."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pytest

from dossier import evidence
from dossier.errors import EvidenceError, ExitCode
from dossier.evidence import hashing, tree_walk
from dossier.model import Media, Severity
from tests.support import hostile
from tests.support.hostile import written

if TYPE_CHECKING:
    from collections.abc import Callable

    from dossier.model import Scan

LONG_AGO = 1_700_000_000_000_000_000


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    folder = tmp_path / "evidence"
    folder.mkdir()
    return folder


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are opened from here on."""
    seen: list[str] = []
    original = hashing.open_regular

    def watching(path: str) -> IO[bytes]:
        seen.append(Path(path).name)
        return original(path)

    monkeypatch.setattr(hashing, "open_regular", watching)
    return seen


@pytest.fixture
def trusting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let files be remembered although the test has only just written them."""
    monkeypatch.setattr(hashing, "RACY_NANOSECONDS", -(10**18))


def reasons(scan: Scan) -> dict[str, str]:
    return {entry.path: entry.reason for entry in scan.ignored}


def codes(scan: Scan) -> list[tuple[str | None, str]]:
    return [(finding.path, finding.code) for finding in scan.findings]


def test_a_file_is_named_measured_hashed_and_typed(tree: Path) -> None:
    content = b"%PDF-1.4 isi"
    written(tree, "I/a.pdf", content)
    (file,) = evidence.scan(tree).files
    assert (file.path, file.disk_path, file.size) == ("I/a.pdf", "I/a.pdf", len(content))
    assert (file.sha256, file.media, file.problem) == (hashlib.sha256(content).hexdigest(), Media.PDF, None)


def test_files_are_sorted_by_path(tree: Path) -> None:
    for name in ("b.txt", "a/z.txt", "a.txt", "a/b/c.txt", "Z.txt"):
        written(tree, name, "x")
    assert [file.path for file in evidence.scan(tree).files] == ["Z.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt"]


def test_an_empty_folder_is_an_empty_scan(tree: Path) -> None:
    (tree / "kosong" / "dalam").mkdir(parents=True)
    scan = evidence.scan(tree)
    assert (scan.files, scan.ignored, scan.findings) == ((), (), ())


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("~$surat.docx", "berkas kunci aplikasi kantor"),
        (".~lock.surat.odt#", "berkas kunci aplikasi kantor"),
        ("Thumbs.db", "gambar kecil buatan Windows"),
        ("desktop.ini", "pengaturan folder Windows"),
        (".DS_Store", "pengaturan folder macOS"),
        ("._surat.pdf", "berkas bantu macOS"),
        (".catatan", "berkas tersembunyi"),
        ("unduhan.pdf.crdownload", "unduhan belum selesai"),
        ("unduhan.pdf.part", "unduhan belum selesai"),
        ("surat.tmp", "berkas sementara"),
        ("__MACOSX/surat.pdf", "di dalam folder __MACOSX: berkas bantu macOS"),
        (".git/objects/ab", "di dalam folder tersembunyi .git"),
        ("kosong.pdf", "berkas kosong (0 byte)"),
    ],
)
def test_what_is_no_evidence_is_ignored_with_the_reason(tree: Path, name: str, reason: str) -> None:
    written(tree, name, "" if name == "kosong.pdf" else "x")
    scan = evidence.scan(tree)
    assert scan.files == ()
    assert reasons(scan) == {name: reason}


def test_an_empty_file_and_an_unfinished_download_are_warned_about(tree: Path) -> None:
    written(tree, "kosong.pdf", "")
    written(tree, "b.pdf.part", "x")
    written(tree, ".kosong", "")
    scan = evidence.scan(tree)
    assert codes(scan) == [("b.pdf.part", "unduhan_belum_selesai"), ("kosong.pdf", "berkas_kosong")]
    assert {finding.severity for finding in scan.findings} == {Severity.WARNING}
    assert all(finding.advice for finding in scan.findings)


def test_a_link_to_a_file_of_the_tree_is_ignored_because_the_file_is_used(tree: Path) -> None:
    written(tree, "a.txt", "x")
    (tree / "b.txt").symlink_to("a.txt")
    (tree / "folder").symlink_to(".")
    scan = evidence.scan(tree)
    assert [file.path for file in scan.files] == ["a.txt"]
    assert reasons(scan) == {
        "b.txt": "tautan simbolik; berkas aslinya dipakai",
        "folder": "tautan simbolik; isi folder aslinya dipakai",
    }
    assert scan.findings == ()


def test_links_that_lead_out_nowhere_or_to_what_is_not_used_are_findings(tree: Path) -> None:
    secret = written(tree.parent, "rahasia/isi.txt", "rahasia")
    written(tree, ".tersembunyi.txt", "x")
    (tree / "keluar.txt").symlink_to(secret)
    (tree / "keluar").symlink_to(secret.parent)
    (tree / "putus.txt").symlink_to("tidak-ada")
    (tree / "diri.txt").symlink_to("diri.txt")
    (tree / "tak-dipakai.txt").symlink_to(".tersembunyi.txt")
    scan = evidence.scan(tree)
    assert scan.files == ()
    assert codes(scan) == [
        ("diri.txt", "tautan_putus"),
        ("keluar", "tautan_keluar"),
        ("keluar.txt", "tautan_keluar"),
        ("putus.txt", "tautan_putus"),
        ("tak-dipakai.txt", "tautan_tak_terpakai"),
    ]
    assert set(reasons(scan)) == {path for path, _ in codes(scan)} | {".tersembunyi.txt"}


def test_a_folder_beside_the_tree_with_a_longer_name_is_outside(tree: Path) -> None:
    outside = written(tree.parent, "evidence-lama/a.txt", "x")
    (tree / "a.txt").symlink_to(outside)
    assert codes(evidence.scan(tree)) == [("a.txt", "tautan_keluar")]


def test_the_root_may_be_a_link(tree: Path) -> None:
    written(tree, "a.txt", "x")
    (tree / "b.txt").symlink_to("a.txt")
    root = tree.parent / "tautan"
    root.symlink_to(tree)
    scan = evidence.scan(root)
    assert [file.path for file in scan.files] == ["a.txt"]
    assert reasons(scan) == {"b.txt": "tautan simbolik; berkas aslinya dipakai"}


def test_pipes_and_sockets_are_ignored_and_never_opened(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)  # a socket's path must be short
    hostile.fifo(tree)
    hostile.unix_socket(Path())
    assert reasons(evidence.scan(tree)) == {"pipa.pdf": "pipa (FIFO), bukan berkas", "soket": "soket, bukan berkas"}


def test_two_names_that_read_alike_are_both_kept_and_remarked_on(tree: Path) -> None:
    written(tree, "caf\u00e9.txt", "satu")
    written(tree, "cafe\u0301.txt", "dua!")
    scan = evidence.scan(tree)
    assert [(file.path, file.disk_path) for file in scan.files] == [
        ("caf\u00e9 ⟨2⟩.txt", "cafe\u0301.txt"),
        ("caf\u00e9.txt", "caf\u00e9.txt"),
    ]
    assert codes(scan) == [("caf\u00e9 ⟨2⟩.txt", "nama_kembar")]


def test_names_that_differ_only_in_case_are_noted(tree: Path) -> None:
    written(tree, "SK.txt", "satu")
    written(tree, "sk.txt", "dua")
    scan = evidence.scan(tree)
    assert len(scan.files) == 2
    assert codes(scan) == [("sk.txt", "nama_beda_huruf_besar")]


def test_names_that_cannot_be_seen_are_spelled_out_and_still_open(tree: Path) -> None:
    hostile.tricky_names(tree)
    hostile.foreign_bytes_name(tree)
    scan = evidence.scan(tree)
    assert len(scan.files) == len(hostile.TRICKY_NAMES) + 1
    assert all(file.path.isprintable() and (tree / file.disk_path).read_bytes() for file in scan.files)
    by_path = {file.path: file.disk_path for file in scan.files}
    assert by_path["baris⟨U+000A⟩baru.txt"] == "baris\nbaru.txt"
    assert by_path["caf⟨0xE9⟩ ⟨0xFF⟩.txt"] == "caf\udce9 \udcff.txt"
    assert ("baris⟨U+000A⟩baru.txt", "nama_tak_tercetak") in codes(scan)


def test_a_name_of_240_bytes_is_read(tree: Path) -> None:
    path = hostile.long_name(tree)
    assert [file.path for file in evidence.scan(tree).files] == [path.name]
    assert len(path.name) == hostile.NAME_BYTES


def test_a_disguised_file_is_both_a_problem_and_a_finding(tree: Path) -> None:
    hostile.text_named_jpg(tree, "foto.jpg")
    scan = evidence.scan(tree)
    assert scan.files[0].media is Media.TEXT
    assert scan.files[0].problem == "JPG ini bukan gambar: isinya teks. Minta berkas aslinya."
    assert codes(scan) == [("foto.jpg", "jenis_tidak_sesuai")]


@pytest.mark.parametrize("number", [errno.EACCES, errno.EIO, errno.ENOENT])
def test_an_unreadable_file_is_kept_with_its_problem(tree: Path, monkeypatch: pytest.MonkeyPatch, number: int) -> None:
    written(tree, "a.pdf", "x")
    written(tree, "b.txt", "x")
    original = hashing.open_regular

    def refusing(path: str) -> IO[bytes]:
        if path.endswith("a.pdf"):
            raise OSError(number, os.strerror(number), path)
        return original(path)

    monkeypatch.setattr(hashing, "open_regular", refusing)
    scan = evidence.scan(tree)
    broken, sound = scan.files
    assert (broken.path, broken.sha256, broken.media) == ("a.pdf", "", Media.UNKNOWN)
    assert str(broken.problem).startswith("Berkas ini tidak dapat dibaca: ")
    assert sound.problem is None
    assert codes(scan) == [("a.pdf", "berkas_tak_terbaca")]


def test_a_file_that_became_a_link_or_a_pipe_is_not_opened(tree: Path) -> None:
    written(tree, "isi.txt", "x")
    (tree / "tautan").symlink_to("isi.txt")
    hostile.fifo(tree)
    for name in ("tautan", "pipa.pdf"):
        with pytest.raises(OSError, match=name):
            hashing.open_regular(str(tree / name))


def test_a_folder_that_cannot_be_listed_is_ignored_and_warned_about(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written(tree, "tutup/a.txt", "x")
    written(tree, "b.txt", "x")
    original = tree_walk.list_entries

    def refusing(path: str) -> list[os.DirEntry[str]]:
        if path.endswith("tutup"):
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return original(path)

    monkeypatch.setattr(tree_walk, "list_entries", refusing)
    scan = evidence.scan(tree)
    assert [file.path for file in scan.files] == ["b.txt"]
    assert reasons(scan) == {"tutup/": "folder tidak dapat dibuka: izin ditolak"}
    assert codes(scan) == [("tutup/", "folder_tak_terbaca")]


def growing(times: int) -> Callable[[str], IO[bytes]]:
    """Return an opener under whose hands the file grows the first `times` times."""
    original = hashing.open_regular
    left = [times]

    def opener(path: str) -> IO[bytes]:
        stream = original(path)
        if left[0]:
            left[0] -= 1
            seek = stream.seek

            def seek_and_grow(offset: int, whence: int = 0) -> int:
                with Path(path).open("ab") as more:
                    more.write(b"lagi")
                return seek(offset, whence)

            stream.seek = seek_and_grow  # type: ignore[method-assign]
        return stream

    return opener


def test_a_file_that_changes_while_it_is_read_is_read_again(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = written(tree, "a.txt", "isi")
    monkeypatch.setattr(hashing, "open_regular", growing(1))
    scan = evidence.scan(tree)
    assert scan.files[0].sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert scan.files[0].size == path.stat().st_size
    assert scan.findings == ()


@pytest.mark.usefixtures("trusting")
def test_a_file_that_never_rests_is_a_finding_and_not_remembered(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tree, "a.txt", "isi")
    cache = tree.parent / "sidik.json"
    with monkeypatch.context() as patch:
        patch.setattr(hashing, "open_regular", growing(2))
        assert codes(evidence.scan(tree, cache=cache)) == [("a.txt", "berubah_saat_dibaca")]
    assert not cache.exists()


def test_a_missing_root_says_which_and_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match=r"Folder bukti tidak ada: .*tidak-ada") as caught:
        evidence.scan(tmp_path / "tidak-ada")
    assert caught.value.exit_code is ExitCode.EVIDENCE
    assert "make sample" in caught.value.hint


def test_a_root_that_is_a_file_says_so(tmp_path: Path) -> None:
    with pytest.raises(EvidenceError, match="Folder bukti bukan folder"):
        evidence.scan(written(tmp_path, "evidence", "x"))


def test_a_root_that_cannot_be_listed_says_so(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refusing(path: str) -> list[os.DirEntry[str]]:
        raise PermissionError(errno.EACCES, "Permission denied", path)

    monkeypatch.setattr(tree_walk, "list_entries", refusing)
    with pytest.raises(EvidenceError, match="izin ditolak"):
        evidence.scan(tree)


@pytest.mark.usefixtures("trusting")
def test_a_second_scan_opens_nothing_and_says_the_same(tree: Path, opened: list[str]) -> None:
    hostile.hostile_tree(tree)
    cache = tree.parent / "build" / "cache" / "sidik.json"
    first = evidence.scan(tree, cache=cache)
    opened.clear()
    assert evidence.scan(tree, cache=cache) == first
    assert opened == []


@pytest.mark.usefixtures("trusting")
def test_a_changed_file_is_read_again_even_with_its_old_size_and_time(tree: Path, opened: list[str]) -> None:
    path = written(tree, "a.txt", "satu")
    written(tree, "b.txt", "tetap")
    os.utime(path, ns=(LONG_AGO, LONG_AGO))
    cache = tree.parent / "sidik.json"
    evidence.scan(tree, cache=cache)
    replacement = written(tree.parent, "baru.txt", "dua!")
    os.utime(replacement, ns=(LONG_AGO, LONG_AGO))
    replacement.replace(path)
    opened.clear()
    file = evidence.scan(tree, cache=cache).files[0]
    assert file.sha256 == hashlib.sha256(b"dua!").hexdigest()
    assert opened == ["a.txt"]


def test_a_file_written_just_now_is_not_remembered(tree: Path, opened: list[str]) -> None:
    written(tree, "a.txt", "satu")
    cache = tree.parent / "sidik.json"
    evidence.scan(tree, cache=cache)
    evidence.scan(tree, cache=cache)
    assert opened == ["a.txt", "a.txt"]


@pytest.mark.usefixtures("trusting")
def test_a_removed_file_is_forgotten(tree: Path) -> None:
    path = written(tree, "a.txt", "satu")
    written(tree, "b.txt", "dua")
    cache = tree.parent / "sidik.json"
    evidence.scan(tree, cache=cache)
    path.unlink()
    evidence.scan(tree, cache=cache)
    assert "a.txt" not in cache.read_text()
    assert "b.txt" in cache.read_text()


@pytest.mark.usefixtures("trusting")
@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text[: len(text) // 2],
        lambda _: "",
        lambda _: "[]",
        lambda _: '{"schema": "lain", "berkas": {}}',
        lambda text: text.replace('"teks"', '"bukan media"'),
        lambda text: text.replace('"berkas": {', '"berkas": {"x": [1, 2],'),
        lambda text: text.replace('"berkas": {', '"berkas": {"x": null,'),
        lambda _: "[" * 100_000,
        lambda _: "\xff\x00",
    ],
)
def test_a_damaged_memory_is_built_anew(tree: Path, damage: Callable[[str], str]) -> None:
    written(tree, "a.txt", "satu")
    cache = tree.parent / "sidik.json"
    first = evidence.scan(tree, cache=cache)
    sound = cache.read_text()
    cache.write_text(damage(sound), encoding="utf-8")
    assert evidence.scan(tree, cache=cache) == first
    assert cache.read_text() == sound


def test_no_temporary_file_stays_behind(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(tree, "a.txt", "satu")
    cache = tree.parent / "cache" / "sidik.json"

    def interrupted(_path: str) -> IO[bytes]:
        raise KeyboardInterrupt

    monkeypatch.setattr(hashing, "open_regular", interrupted)
    with pytest.raises(KeyboardInterrupt):
        evidence.scan(tree, cache=cache)
    assert list(cache.parent.iterdir()) == []


def test_the_tree_is_not_changed(tree: Path) -> None:
    hostile.hostile_tree(tree)
    before = {path: path.stat().st_mtime_ns for path in tree.rglob("*")}
    evidence.scan(tree)
    assert {path: path.stat().st_mtime_ns for path in tree.rglob("*")} == before
