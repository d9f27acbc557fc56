"""Mails and archives: letter, listing and every member on pages; nothing leaves the box, nothing is lost unsaid."""

from __future__ import annotations

import json
import shutil
import zipfile
from dataclasses import replace
from typing import TYPE_CHECKING

import py7zr
import pypdf
import pytest

from dossier import evidence
from dossier.convert import prepare
from dossier.convert.office.libreoffice import find
from dossier.convert.registry import RECIPES, REMEDIES
from dossier.model import Media, PreparedPart
from tests.support import hostile, hostile_boxes, hostile_office, hostile_pdf, hostile_pictures, signed_pdf
from tests.support.convert_reading import text_of
from tests.support.progress import Told

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "bukti"
    folder.mkdir()
    return folder


def bound(root: Path, office: str = "internal") -> dict[str, PreparedPart]:
    files = evidence.scan(root).files
    parts = prepare(files, root, root.parent / "cache", office=office, examine=evidence.examine)
    for part in parts:
        if part.pdf is not None:
            assert len(pypdf.PdfReader(part.pdf).pages) == part.pages
    return {part.file.path: part for part in parts}


def words(part: PreparedPart) -> str:
    assert part.pdf is not None, part.problem
    return " ".join(text_of(part.pdf).split())


def sample(folder: Path) -> dict[str, bytes]:
    work = folder.parent / "bahan"
    work.mkdir(exist_ok=True)
    return {
        "b/catatan.txt": b"isi catatan",
        "a/foto.jpg": hostile_pictures.exif_jpeg(work).read_bytes(),
        "naskah.pdf": hostile_pdf.plain_pdf(work).read_bytes(),
    }


@pytest.mark.parametrize(
    "maker", [hostile_boxes.archive, hostile_boxes.seven_zip, hostile_boxes.tar_gz], ids=["zip", "7z", "tar.gz"]
)
def test_an_archive_becomes_a_listing_and_the_pages_of_every_member(root: Path, maker: hostile.Maker) -> None:
    path = maker(root, sample(root))  # type: ignore[call-arg]  # each takes the members too
    part = bound(root)[path.name]
    assert part.pages == 1 + 1 + 1 + 2
    text = words(part)
    assert text.index("a/foto.jpg") < text.index("b/catatan.txt") < text.index("naskah.pdf") < text.index("isi catatan")
    assert "hlm. 4–5" in text


def test_a_mail_shows_its_headers_its_body_and_then_what_was_attached(root: Path) -> None:
    hostile_boxes.mail_with(root, sample(root))
    part = bound(root)["surat.eml"]
    text = words(part)
    for expected in (
        "Undangan rapat ZI",
        "Pegawai Satu <satu@contoh.invalid>",
        "3 Maret 2025 08.15 +0700",
        "Terlampir undangan.",
        "isi catatan",
    ):
        assert expected in text
    assert part.pages == 5
    assert part.flaw is None


def test_a_letter_inside_a_mail_and_an_archive_inside_that_are_read_too(root: Path) -> None:
    inner = hostile_boxes.letter("Surat di dalam", "isi yang diteruskan")
    inner.add_attachment(
        hostile_boxes.archive(root.parent, {"dalam.txt": b"paling dalam"}).read_bytes(),
        maintype="application",
        subtype="zip",
        filename="kiriman.zip",
    )
    outer = hostile_boxes.letter()
    outer.add_attachment(inner)
    (root / "luar.eml").write_bytes(bytes(outer))
    text = words(bound(root)["luar.eml"])
    assert "Surat di dalam" in text
    assert "isi yang diteruskan" in text
    assert "kiriman.zip ► dalam.txt" in text
    assert "paling dalam" in text


@pytest.mark.parametrize("office", ["internal", "auto"])
def test_an_office_file_inside_goes_the_way_of_any_office_file(root: Path, office: str) -> None:
    assert office == "internal" or find() is not None
    work = root.parent / "kerja"
    work.mkdir()
    hostile_boxes.mail_with(root, {"surat.docx": hostile_office.plain_docx(work).read_bytes()})
    assert "Butir bernomor" in words(bound(root, office)["surat.eml"])


def test_a_member_that_cannot_be_bound_is_named_on_the_page_and_flaws_the_file(root: Path) -> None:
    hostile_boxes.archive(root, {"baik.txt": b"isi", "rusak.pdf": b"%PDF-1.7 putus", "data.dat": bytes(range(256))})
    part = bound(root)["arsip.zip"]
    assert part.flaw is not None
    assert "2 dari 3" in part.flaw
    assert "rusak.pdf" in part.flaw
    assert "data.dat" in part.flaw
    assert words(part).count("TIDAK TERIKAT") == 2


def test_names_that_lead_outside_stay_names(root: Path) -> None:
    hostile_boxes.archive(root, {"../../../luar.txt": b"satu", "/mutlak.txt": b"dua", "C:\\jendela.txt": b"tiga"})
    before = sorted(root.parent.rglob("*.txt"))
    text = words(bound(root)["arsip.zip"])
    assert sorted(root.parent.rglob("*.txt")) == before
    assert "../../../luar.txt" in text
    assert {"satu", "dua", "tiga"} <= set(text.split())


def test_a_link_inside_an_archive_is_listed_and_not_followed(root: Path) -> None:
    hostile_boxes.tar_gz(root, {"a.txt": b"isi"})
    part = bound(root)["arsip.tar.gz"]
    assert "tautan, bukan berkas" in words(part)
    assert part.flaw is not None


def test_files_of_the_operating_system_are_listed_without_a_page_and_are_no_flaw(root: Path) -> None:
    hostile_boxes.archive(root, {"a.txt": b"isi", "__MACOSX/._a.txt": b"x", "Thumbs.db": b"x"})
    part = bound(root)["arsip.zip"]
    assert part.pages == 2
    assert part.flaw is None
    assert words(part).count("berkas sistem") == 2


def test_archives_deeper_than_the_limit_are_named_and_not_opened(root: Path) -> None:
    hostile_boxes.nested_zip(root, 6)
    part = bound(root)["matryoshka.zip"]
    assert part.flaw is not None
    assert "tingkat" in part.flaw
    assert "CONTOH paling dalam" not in words(part)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (hostile_boxes.zip_bomb, "membengkak"),
        (lambda root: hostile_boxes.archive(root, {f"{n}.txt": b"" for n in range(1_001)}), "lebih dari 1000"),
        (lambda root: hostile.written(root, "a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(100)), "rusak"),
        (lambda root: hostile.written(root, "a.rar", b"Rar!\x1a\x07\x00" + bytes(100)), "rusak"),
        (lambda root: hostile.written(root, "a.gz", b"\x1f\x8b\x08" + bytes(100)), "TIDAK TERIKAT"),
    ],
    ids=["bomb", "crowd", "7z", "rar", "gz"],
)
def test_spoiled_archives_are_refused_with_the_reason(root: Path, make: object, reason: str) -> None:
    path = make(root)  # type: ignore[operator]  # one of the makers above
    part = bound(root)[path.name]
    assert reason in (part.problem or words(part))


def test_more_members_than_are_opened_are_counted_as_lost(root: Path) -> None:
    hostile_boxes.archive(root, {f"{number:03d}.txt": b"isi" for number in range(203)})
    part = bound(root)["arsip.zip"]
    assert part.flaw is not None
    assert part.flaw.startswith("3 dari 203")


def test_a_rar_without_an_unpacking_program_names_one(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    header = bytes.fromhex("526172211A0700CF907300000D00000000000000")
    block = bytes.fromhex("74") + bytes.fromhex("8090") + (0x20 + 5).to_bytes(2, "little")
    fields = (4).to_bytes(4, "little") + (9).to_bytes(4, "little") + bytes([3]) + bytes(4) + bytes(4)
    fields += bytes([29, 0x33]) + (5).to_bytes(2, "little") + (0x20).to_bytes(4, "little") + b"a.txt"
    crc = (__import__("zlib").crc32(block + fields) & 0xFFFF).to_bytes(2, "little")
    hostile.written(root, "a.rar", header + crc + block + fields + b"xxxx")
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.setenv("PATH", str(root))
    part = bound(root)["a.rar"]
    assert part.flaw is not None
    assert "unrar" in part.flaw


def test_a_saved_web_page_is_its_text(root: Path) -> None:
    hostile.written(root, "berita.mht", hostile_boxes.SAVED_PAGE)
    part = bound(root)["berita.mht"]
    assert "Isi berita." in words(part)
    assert "jahat" not in words(part)
    assert any("1 berkas pendukung" in note for note in part.notes)


def test_a_mail_in_html_only_is_read_as_text(root: Path) -> None:
    message = hostile_boxes.letter()
    message.set_content("<p>Isi <b>tebal</b></p><img src='http://127.0.0.1:9/a.png'>", subtype="html")
    (root / "surat.eml").write_bytes(bytes(message))
    assert "Isi tebal" in words(bound(root)["surat.eml"])


def test_odd_headers_and_charsets_do_not_lose_the_mail(root: Path) -> None:
    hostile.written(
        root,
        "surat.eml",
        b"From: =?x-tidak-ada?B?YQ==?= <a@b.invalid>\r\nDate: kemarin\r\nSubject: \xe9val\r\nMessage-ID: <1@b>\r\n"
        b"Content-Type: text/plain; charset=x-tidak-ada\r\n\r\nIsi surat ini\r\n",
    )
    text = words(bound(root)["surat.eml"])
    assert "kemarin" in text
    assert "éval" in text
    assert "Isi surat ini" in text


def test_a_recording_is_a_card_with_its_hash(root: Path) -> None:
    hostile.written(root, "rapat.mp4", b"\0\0\0\x18ftypisom" + bytes(100))
    part = bound(root)["rapat.mp4"]
    assert part.pages == 1
    assert part.flaw is None
    assert part.file.sha256 in words(part).replace(" ", "")
    assert "Mintalah berkas aslinya" in words(part)


def test_a_second_run_knows_boxes_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hostile_boxes.mail_with(root, sample(root))
    first = bound(root)

    def refuse(*_: object) -> None:
        pytest.fail("a process was to be started")

    monkeypatch.setattr("dossier.convert.run.scheduler.Workers", refuse)
    assert bound(root) == first


def test_two_runs_from_nothing_give_the_same_bytes(root: Path) -> None:
    hostile_boxes.mail_with(root, sample(root))
    hostile_boxes.archive(root, sample(root))
    first = {name: part.pdf.read_bytes() for name, part in bound(root).items() if part.pdf}
    shutil.rmtree(root.parent / "cache")
    assert {name: part.pdf.read_bytes() for name, part in bound(root).items() if part.pdf} == first


def test_without_somebody_to_examine_members_boxes_stay_closed(root: Path) -> None:
    hostile_boxes.archive(root, {"a.txt": b"isi"})
    (part,) = prepare(evidence.scan(root).files, root, root.parent / "cache", office="internal")
    assert part.problem == REMEDIES[Media.ZIP]


def test_facts_of_boxes_are_plain_json(root: Path) -> None:
    hostile_boxes.archive(root, {"nama \udce9.txt".encode("utf-8", "surrogateescape").decode("latin-1"): b"isi"})
    assert bound(root)["arsip.zip"].pages == 2
    for facts in (root.parent / "cache").rglob("*.json"):
        json.loads(facts.read_text(encoding="ascii"))


def test_a_delivery_report_keeps_its_words_and_a_signature_is_no_loss(root: Path) -> None:
    hostile.written(
        root,
        "kembali.eml",
        b"From: a@b.invalid\r\nMessage-ID: <1@b>\r\nContent-Type: multipart/report; boundary=x\r\n"
        b"\r\n--x\r\n\r\nGagal\r\n"
        b"--x\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; contoh\r\n\r\nAction: failed\r\n"
        b"--x\r\nContent-Type: text/rfc822-headers\r\n\r\nReceived: satu\r\nFrom: a@b\r\nSubject: semula\r\n"
        b"--x\r\nContent-Type: application/pkcs7-signature; name=smime.p7s\r\n\r\n\x30\x80\r\n--x--\r\n",
    )
    part = bound(root)["kembali.eml"]
    text = words(part)
    assert "Reporting-MTA: dns; contoh" in text
    assert "Subject: semula" in text
    assert "tanda tangan elektronik" in text
    assert part.flaw is None


def test_an_empty_member_is_said_to_be_empty(root: Path) -> None:
    hostile_boxes.archive(root, {"a.txt": b"isi", "kosong.pdf": b""})
    part = bound(root)["arsip.zip"]
    assert "kosong (0 byte)" in words(part)
    assert part.flaw is None


def test_a_seven_zip_under_a_password_says_so(root: Path) -> None:
    with py7zr.SevenZipFile(root / "terkunci.7z", "w", password="rahasia", header_encryption=True) as target:  # noqa: S106 — the point of the test
        target.writestr(b"isi", "a.txt")
    part = bound(root)["terkunci.7z"]
    assert "kata sandi" in str(part.problem)


def test_a_member_that_hangs_is_tried_once_more_and_its_box_is_named_meanwhile(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dossier.convert.run.pool.PATIENCE", 0.1)
    rogue = replace(RECIPES[Media.TEXT], converter="tests.support.convert_rogues:hangs")
    monkeypatch.setitem(RECIPES, Media.TEXT, rogue)
    hostile_boxes.archive(root, {"catatan.txt": b"isi"})
    files = evidence.scan(root).files
    told = Told()
    passing = [
        prepare(
            files,
            root,
            root.parent / "cache",
            office="internal",
            examine=evidence.examine,
            timeout=1.5,
            progress=told,
        )[0].passing
        for _ in range(2)
    ]
    assert passing == [True, False]
    assert set(told.waited) == {"arsip.zip"}


def test_a_signature_inside_an_archive_is_told_of_the_archive_and_the_archive_is_kept(root: Path) -> None:
    inside = signed_pdf.written(root.parent, "SK.pdf", signed_pdf.signed())
    with zipfile.ZipFile(root / "bukti.zip", "w") as archive:
        archive.write(inside, "SK.pdf")
    part = bound(root)["bukti.zip"]
    told = [note for note in part.notes if note.startswith("SK.pdf: tanda tangan elektronik, nama dalam sertifikat")]
    assert len(told) == 1
    assert set(told) <= set(part.beside)
    assert (part.kept_as or "").endswith(".zip")
