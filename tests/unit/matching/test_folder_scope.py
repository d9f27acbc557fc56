from __future__ import annotations

import pytest

from dossier.matching.index import PlanIndex
from tests.support.matching_files import matched, place, real_plan

KNOWN = PlanIndex(real_plan())


@pytest.mark.parametrize(
    ("folders", "fixed"),
    [
        (("5",), "V"),
        (("V",), "V"),
        (("AREA 5",), "V"),
        (("Area V - Pengawasan",), "V"),
        (("Pokja V",), "V"),
        (("P5",), "V"),
        (("5. PENGUATAN PENGAWASAN",), "V"),
        (("Penguatan Pengawasan",), "V"),
        (("4. Penguatan Pengawasan",), "V"),
        (("1. Manajemen Perubahan",), "I"),
        (("03. Penataan SDM",), "III"),
        (("Bukti Dukung ZI 2025", "6. Pelayanan Publik"), "VI"),
        (("TW I", "5"), "V"),
        (("V", "4"), "V.4"),
        (("5", "iv"), "V.4"),
        (("V.4 WBS",), "V.4"),
        (("5. PENGUATAN PENGAWASAN", "4. WBS"), "V.4"),
        (("5. PENGUATAN PENGAWASAN", "2. WBS"), "V.4"),
        (("Pengawasan", "Pemenuhan", "Dumas"), "V.3"),
        (("Area 5", "5.4 WBS"), "V.4"),
        (("Whistle Blowing System",), "V.4"),
        (("V", "4", "2"), "V.4.2"),
        (("V.4.2 Laporan",), "V.4.2"),
        (("5", "4.b Penerapan"), "V.4.2"),
        (("V.4.1", "V.4.2"), "V.4.2"),
        (("Telah dilakukan evaluasi atas penanganan benturan kepentingan",), "V.5.4"),
    ],
)
def test_folders_fix_a_place(folders: tuple[str, ...], fixed: str) -> None:
    assert KNOWN.places.scope(folders).place == fixed


@pytest.mark.parametrize(
    "folders",
    [
        ("Kegiatan",),
        ("Dokumen",),
        ("5. Lain-lain",),
        ("9",),
        ("03",),
        ("Evidence ZI 2025",),
        ("TW", "II"),
        ("I Wayan Contoh",),
        ("Laporan",),
        ("III.9.9",),
    ],
)
def test_folders_that_only_look_like_a_place_fix_none(folders: tuple[str, ...]) -> None:
    assert KNOWN.places.scope(folders).place == ""


def test_a_folder_inside_an_area_is_not_taken_for_another_areas_component() -> None:
    assert KNOWN.places.scope(("1. Manajemen Perubahan", "Gratifikasi")).place == "I"


def test_an_unknown_code_is_kept_with_its_folder() -> None:
    ((path, mention),) = KNOWN.places.scope(("bukti", "III.9.9 Laporan")).unknown
    assert (path, mention.code) == ("bukti/III.9.9 Laporan", "III.9.9")


def test_each_step_has_its_reason() -> None:
    assert KNOWN.places.scope(("5. PENGUATAN PENGAWASAN", "4. WBS")).reasons == (
        "folder “5. PENGUATAN PENGAWASAN” = area V",
        "folder “4. WBS” = komponen V.4",
    )


def test_a_folder_says_which_requirement_where_the_name_says_nothing() -> None:
    assert place(real_plan(), "I.3.1 Monev/b. Daftar hadir/April/scan0001.pdf") == ("I.3.1.b 2025-04",)
    assert place(real_plan(), "I.3.1 Monev/Undangan/April/scan0001.pdf") == ("I.3.1.a 2025-04",)


def test_a_folder_that_names_several_requirements_does_not_say_which() -> None:
    assert place(real_plan(), "V.1.1 SK UPG, Spanduk dan Foto/scan0001.pdf") == ("V.1.1 None",)


def test_a_name_that_is_clear_by_itself_is_doubted_where_its_folder_fixes_another_area() -> None:
    path = "3. SDM/Banner Whistle Blowing System.pdf"
    assert place(real_plan(), path) == ("? V.4.1",)
    (doubt,) = matched(real_plan(), path).ambiguous
    assert doubt.reason.startswith("foldernya menunjuk III, kata-katanya menunjuk V.4.1 a")


def test_a_name_that_is_clear_by_itself_is_followed_out_of_a_division_of_the_office_and_said_so() -> None:
    path = "SDM/Banner Whistle Blowing System.pdf"
    assert place(real_plan(), path) == ("V.4.1.a 2025-02",)
    (finding,) = matched(real_plan(), path).findings
    assert finding.code == "letak_dan_nama_berbeda"
    assert "foldernya menunjuk III, namanya jelas menunjuk V.4.1 a" in finding.text


def test_a_name_that_says_something_else_besides_is_doubted_in_the_wrong_folder() -> None:
    assert place(real_plan(), "3. SDM/Nota dinas penyerahan banner Whistle Blowing System.pdf") == ("? V.4.1",)


def test_a_paper_that_the_folder_asks_for_in_more_words_stays_in_its_folder() -> None:
    path = "4. Akuntabilitas/2. Pengelolaan Akuntabilitas Kinerja/LAKIP.pdf"
    assert place(real_plan(), path) == ("IV.2.4.a 2025-01", "IV.2.5.a 2025-01")


@pytest.mark.parametrize(
    ("path", "placed"),
    [
        ("Monev ZI Juni/IMG_4410.jpg", ("I.3.1.d 2025-06",)),
        ("Monev ZI Juni/scan0001.pdf", None),  # a scan may be any of the meeting's papers
        ("6. Pelayanan/2. Budaya Pelayanan Prima/IMG_1234.jpg", None),  # no event
    ],
)
def test_a_cameras_picture_is_a_photo_of_the_event_that_its_folder_names(
    path: str, placed: tuple[str, ...] | None
) -> None:
    found = place(real_plan(), path)
    assert found == placed if placed else not any(text[0] in "IV" for text in found)


def test_a_question_of_the_reform_list_is_no_code_of_the_plan_but_a_place() -> None:
    path = "REFORM/3 SDM APARATUR/iii.a Penurunan pelanggaran disiplin pegawai/rekap hukdis.xlsx"
    assert place(real_plan(), path) == ("LKE A.2.III.iii.a",)


def test_a_decree_is_no_app_and_no_survey() -> None:
    assert place(real_plan(), "SK PPID pelaksana.pdf")[0].startswith("?")


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("I.4.1/Daftar hadir/06 Juni.pdf", "I.4.1.a 2025-06"),
        ("I.4.1/Daftar hadir/2025/06 Juni.pdf", "I.4.1.a 2025-06"),
        ("I/4/1/Daftar hadir/06 Juni.pdf", "I.4.1.a 2025-06"),
        ("I.4.1/Banner/IMG_0001.jpg", "I.4.1.b 2025-12"),
        ("I.4.1 Daftar hadir dan banner/06 Juni.pdf", "I.4.1 2025-06"),
        ("I.4.1/Notulen/06 Juni.pdf", "I.4.1 2025-06"),
    ],
)
def test_a_folder_below_the_one_with_the_code_names_the_item_of_its_files(path: str, expected: str) -> None:
    assert place(real_plan(), path) == (expected,)
