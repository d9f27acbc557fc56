from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from dossier import audit
from dossier.matching import explain_file
from dossier.model import IgnoredFile, Matching, Pin, Scan
from tests.support.matching_files import little_plan, matched, place, scan_of

if TYPE_CHECKING:
    from collections.abc import Mapping

PLAN = little_plan()


def of_file(path: str, *others: str, pins: tuple[Pin, ...] = ()) -> str:
    """Return what is said of one file among others."""
    return "\n".join(explained(matched(PLAN, path, *others, pins=pins), path))


def explained(matching: Matching, path: str, problems: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """Return the lines about a file on 1 July, where opening the files showed these problems."""
    claimed = [claim.file for claim in matching.claims]
    open_ = [*(each.file for each in matching.ambiguous), *(each.file for each in matching.unplaced)]
    files = {file.path: file for file in (*claimed, *open_)}
    scan = Scan(files=tuple(files.values()), ignored=matching.ignored)
    coverage, findings = audit.audit(PLAN, scan, matching, dt.date(2025, 7, 1), problems or {})
    return explain_file(PLAN, matching, path, findings, coverage)


def renamed(text: str) -> str:
    """Return the name that a text proposes."""
    return text.partition("ganti nama menjadi `")[2].partition("`")[0]


def test_a_claimed_file_is_explained_by_its_reasons() -> None:
    assert of_file("I.1.1 Undangan April.pdf") == (
        "I.1.1 Undangan April.pdf: terpasang\n"
        "  I.1.1.a (Undangan rapat monev), April 2025: ada — aturan kode, nilai 0,98\n"
        "    · kode I.1.1 pada nama berkas\n"
        "    · kata cocok: undangan\n"
        "    · bulan April pada nama berkas\n"
        "→ Tidak ada yang perlu dilakukan."
    )


@pytest.mark.parametrize("path", ["Undangan April.pdf", "Undangan rapat monev Maret.pdf"])
def test_the_name_proposed_for_a_doubtful_file_settles_it(path: str) -> None:
    assert place(PLAN, path)[0].startswith("?")
    proposed = renamed(of_file(path))
    assert proposed.rpartition(".")[2] == path.rpartition(".")[2]
    assert not place(PLAN, proposed)[0].startswith(("?", "-"))


def test_the_pin_proposed_for_a_doubtful_file_names_path_place_and_slot() -> None:
    text = of_file('"Undangan" rapat monev Maret.pdf')
    assert '- berkas: "\\"Undangan\\" rapat monev Maret.pdf"' in text
    assert "indikator: I.1.1" in text
    assert "butir: a" in text
    assert "slot: 2025-04" in text


def test_a_file_of_another_year_says_so_and_is_not_to_be_renamed() -> None:
    text = of_file("SK Tim ZI 2023.pdf")
    assert text.startswith("SK Tim ZI 2023.pdf: terpasang, tetapi belum mengisi slot apa pun\n")
    assert "✗ belum mengisi: nama menyebut tahun 2023, yang diminta 2025" in text
    assert "ganti nama" not in text
    assert "taruh sebagai “I.1.2 SK Tim Kerja.pdf”" in text
    assert "plan/pins.yaml" in text


def test_a_file_that_does_not_open_is_never_said_to_need_nothing() -> None:
    path = "I.1.1 Undangan April.pdf"
    text = "\n".join(explained(matched(PLAN, path), path, {path: "berkas rusak"}))
    assert text.startswith(f"{path}: terpasang, tetapi bermasalah: tidak mengisi slot apa pun\n")
    assert "April 2025: bermasalah — aturan kode" in text
    assert "! “I.1.1 Undangan April.pdf” tidak dapat dipakai untuk I.1.1 a" in text
    assert "Tidak ada yang perlu dilakukan" not in text


def test_beside_a_file_that_serves_it_is_said_who_fills_the_slot() -> None:
    good, bad = "I.1.1 Undangan April.pdf", "I.1.1 Undangan rapat monev April rapat kedua.pdf"
    text = "\n".join(explained(matched(PLAN, good, bad), bad, {bad: "berkas rusak"}))
    assert "April 2025: ada, oleh berkas lain" in text


def test_a_copy_names_the_file_that_is_used() -> None:
    text = of_file("I.1.2 SK Tim Kerja - Copy.pdf", "I.1.2 SK Tim Kerja.pdf")
    assert text.startswith("I.1.2 SK Tim Kerja - Copy.pdf: cadangan — tidak dibundel")
    assert "= cadangan (salinan); yang dipakai: I.1.2 SK Tim Kerja.pdf" in text
    assert "→ Periksa apakah “I.1.2 SK Tim Kerja.pdf” memang yang sah" in text


def test_what_the_audit_found_is_told_with_what_to_do() -> None:
    path = "I.1.2 SK Tim Kerja 3 Maret 2025.pdf"
    matching = matched(PLAN, path)
    lines = explained(matching, path)
    assert lines[-2].startswith(f"! “{path}” bertanggal 3 Maret 2025, sesudah batas I.1.2 a (SK Tim Kerja)")
    assert lines[-1].startswith("→ Berkasnya tetap dihitung.")


def test_a_file_that_a_person_called_no_evidence_names_the_pin() -> None:
    text = of_file("foto.jpg", pins=(Pin(path="foto.jpg", indicator=None),))
    assert text.endswith("→ Bila ternyata bukti, hapus atau ganti pin itu di plan/pins.yaml.")


def test_an_unplaced_photo_gets_an_example_and_a_way_out() -> None:
    text = of_file("IMG-20250204-WA0012.jpg")
    assert "tanpa tempat" in text
    assert "I.1.1 Undangan rapat monev 2025-02.jpg" in text
    assert "bukan: true" in text


def test_an_unplaced_file_names_what_came_closest() -> None:
    assert "I.1.1.a" in of_file("Rapat arisan.pdf")


def test_the_findings_about_a_file_and_its_folder_are_shown() -> None:
    assert "! Kode III.9.9 pada “III.9.9” tidak ada dalam rencana." in of_file("III.9.9/Banner WBS.pdf")


def test_an_ignored_file_says_why() -> None:
    matching = Matching(
        claims=(), ambiguous=(), unplaced=(), ignored=(IgnoredFile(path="Thumbs.db", reason="berkas sistem"),)
    )
    assert explained(matching, "Thumbs.db") == ("Thumbs.db: diabaikan — berkas sistem",)


def test_a_path_that_is_not_there_gets_the_nearest_ones() -> None:
    matching = matched(PLAN, "I.1.2 SK Tim Kerja.pdf", "lain/banner.pdf")
    assert explained(matching, "I.1.2 SK Tim Krja.pdf")[2:] == ("  I.1.2 SK Tim Kerja.pdf",)
    assert explained(matching, "Banner.pdf")[2:] == ("  lain/banner.pdf",)
    assert explained(matching, "xyz") == ("xyz tidak ada di folder bukti.",)


def test_a_file_without_a_period_beside_a_certain_claim_says_what_it_lacks() -> None:
    matching = matched(PLAN, "I.1.1, II.1.1 Undangan dan banner WBS.pdf")
    assert {claim.slot for claim in matching.claims} == {None, "2025-02"}
    text = "\n".join(explained(matching, "I.1.1, II.1.1 Undangan dan banner WBS.pdf"))
    assert "✗ belum mengisi: periode (bulan) tidak terbaca" in text
    assert "misalnya simpan sebagai “I.1.1 Undangan rapat monev 2025-02.pdf”" in text


def test_a_scan_without_files_is_explained_too() -> None:
    assert scan_of([]) == Scan(files=(), ignored=())
    assert explained(matched(PLAN), "x") == ("x tidak ada di folder bukti.",)


def test_a_file_whose_requirement_is_open_is_explained_with_what_to_write() -> None:
    assert of_file("scan.pdf", pins=(Pin(path="scan.pdf", indicator="I.1.1"),)) == (
        "scan.pdf: terpasang, tetapi belum mengisi slot apa pun\n"
        "  I.1.1 (butir belum ditetapkan) — aturan pin, nilai 1,00\n"
        "    · ditetapkan orang di plan/pins.yaml\n"
        "    ✗ belum mengisi: butir belum ditetapkan\n"
        "! “scan.pdf” adalah bukti I.1.1, tetapi butirnya belum ditetapkan, jadi belum mengisi apa pun.\n"
        "→ Tulis butirnya di plan/pins.yaml: a (Undangan rapat monev) atau b (Daftar hadir rapat monev) atau "
        "c (Notulen rapat monev); atau jawab dengan `dossier match --review`."
    )
