"""What is wrong with a plan: one finding each, on the right line, all of them at once; and the plan as JSON."""

from __future__ import annotations

import datetime as dt
import json
import os
from typing import TYPE_CHECKING

import pytest

from dossier.errors import ExitCode, PlanError
from dossier.model import DUE_TIME_OPEN, UNDATED, DocKind, Finding, QuestionLink, QuestionRole, Severity
from dossier.plan import load_plan, plan_json
from tests.support import halves_plan
from tests.support.plan_files import GOOD, line_of, load, refuse, refused_for, spoiled, write_plan

if TYPE_CHECKING:
    from pathlib import Path


AREA_FILE = GOOD[GOOD.index("  - kode: I\n") + 4 :].replace("\n    ", "\n")
HEAD = GOOD[: GOOD.index("  - kode: I\n")]


def place(finding: Finding) -> tuple[str, str | None, int | None]:
    return finding.code, finding.path, finding.line


def test_a_good_plan_loads_without_a_word(tmp_path: Path) -> None:
    plan, warnings = load(tmp_path)
    assert warnings == ()
    assert (plan.title, plan.year, plan.predicate) == ("Rencana Contoh", 2025, "WBK")
    assert [i.code for i in plan.indicators] == ["I.1.1", "I.1.2"]
    first = plan.indicators[0]
    assert [(r.id, r.label, r.kind) for r in first.requirements] == [
        ("a", "SK Tim Kerja", DocKind.SK),
        ("b", "Daftar hadir", DocKind.DAFTAR_HADIR),
    ]
    assert [s.due for s in first.schedule.slots] == [dt.date(2025, 3, 31)]


def test_without_butir_the_whole_evidence_text_is_requirement_a(tmp_path: Path) -> None:
    plan, _ = load(tmp_path)
    requirements = plan.indicators[1].requirements
    assert [(r.id, r.label, r.kind) for r in requirements] == [("a", "Laporan pemantauan", DocKind.DOKUMEN)]


def test_the_person_in_charge_may_stand_at_every_level(tmp_path: Path) -> None:
    text = spoiled(
        "    judul: Manajemen Perubahan\n", "    judul: Manajemen Perubahan\n    penanggung_jawab: Subbagian SDM\n"
    )
    text = text.replace("jenis: sk}", "jenis: sk, penanggung_jawab: Pegawai Satu}")
    plan, findings = load_plan(write_plan(tmp_path, text))
    assert findings == ()
    assert plan.areas[0].person == "Subbagian SDM"
    assert [r.person for r in plan.indicators[0].requirements] == ["Pegawai Satu", ""]


def test_an_area_may_stand_in_its_own_file(tmp_path: Path) -> None:
    in_place, _ = load(tmp_path)
    apart, warnings = load(tmp_path, f"{HEAD}  - I-area.yaml\n", **{"I-area": AREA_FILE})
    assert warnings == ()
    assert apart == in_place


SPOILED = [
    # what is replaced, by what, the finding, and the passage whose line it is on
    ("tahun: 2025", "tahun: dua ribu", "tahun_salah", "tahun: dua"),
    ("kode: I.1.2", "kode: I.1.1", "kode_ganda", "          - kode: I.1.1\n            indikator: Memantau"),
    ("kode: I.1.2", "kode: ../../x", "kode_salah", "- kode: ../../x"),
    ("kode: I.1.2", "kode: /abs", "kode_salah", "- kode: /abs"),
    ("kode: I.1.2", "kode: 1.1.2", "kode_salah", "- kode: 1.1.2"),
    ("kode: I.1.2", "kode: I.1.02", "kode_salah", "- kode: I.1.02"),
    ("kode: I.1.2", "kode: I.1.٢", "kode_salah", "- kode: I.1.٢"),
    ("kode: I.1.2", "kode: IIII.1.2", "kode_salah", "- kode: IIII.1.2"),
    ("kode: I.1.2", "kode: I.2.2", "kode_induk", "- kode: I.2.2"),
    ("kode: I.1.2", "kode: [I, 1]", "jenis_isian", "- kode: [I, 1]"),
    ("target_waktu: Maret, Juni 2025", "target_waktu: [Maret]", "jenis_isian", "target_waktu: [Maret]"),
    ("{id: b, nama", "{id: a, nama", "butir_ganda", "{id: a, nama: Daftar"),
    ("{id: b, nama", "{id: B1, nama", "butir_id", "{id: B1"),
    ("{id: b, nama", "{nama", "kunci_wajib", "{nama: Daftar"),
    ("nama: Daftar hadir,", "nama: Daftar hadir (Juli, Des 2025),", "kunci_tak_dikenal", "{id: b"),
    ("jenis: daftar-hadir", "alias: Absensi", "jenis_isian", "{id: b"),
    ("jenis: daftar-hadir}", "jenis: daftar-hadir}\n              - Notulen", "jenis_isian", "- Notulen"),
    ("Rapat pemantauan\n", "Rapat pemantauan\n            langkah_aksi: Dua\n", "kunci_ganda", "langkah_aksi: Dua"),
]


@pytest.mark.parametrize(("old", "new", "code", "passage"), SPOILED)
def test_one_mistake_is_one_finding_on_its_line(tmp_path: Path, old: str, new: str, code: str, passage: str) -> None:
    text = spoiled(old, new)
    finding = refused_for(tmp_path, text)
    assert place(finding) == (code, "plan/plan.yaml", line_of(text, passage))
    assert finding.severity is Severity.ERROR


LACKING = [
    # what is replaced, by what, the warning, and the passage whose line it is on
    ("judul: Rencana Contoh\n", "", "belum_diisi", "tahun: 2025"),
    ("predikat: WBK", "predikat: ZI", "predikat_salah", "predikat: ZI"),
    ("judul: Manajemen Perubahan", "judul:", "belum_diisi", "    judul:"),
    ("jenis: daftar-hadir", "jenis: dftar-hadir", "jenis_tak_dikenal", "{id: b"),
    ("jenis: daftar-hadir", "opsional: mungkin", "jenis_isian", "{id: b"),
    ("jenis: daftar-hadir", "templat: ../../etc/passwd", "templat_salah", "{id: b"),
    ("Maret, Juni 2025", "Maret, Juni 2025\n            lke: [A.1.I.i.z]", "lke_tak_dikenal", "lke:"),
    ("predikat: WBK\n", "", "belum_diisi", "judul: Rencana"),
    ("predikat: WBK", "predikat:", "belum_diisi", "predikat:"),
    ("dasar: Keputusan Contoh Nomor 1 Tahun 2025\n", "", "belum_diisi", "judul: Rencana"),
    ("judul: Tim Kerja", "jdul: Tim Kerja\n        judul: Tim", "kunci_tak_dikenal", "jdul"),
    ("target_waktu: Maret, Juni 2025", "target_waktu: bila sempat", "waktu_tak_terbaca", "target_waktu: bila"),
    ("target_waktu: Maret, Juni 2025", "target_waktu:", "waktu_belum_ada", "target_waktu:\n"),
    ("Maret, Juni 2025", "Maret, Juni 2025\n            jadwal: Juni", "jadwal_tanpa_catatan", "jadwal"),
    ("            bukti_fisik: Laporan pemantauan\n", "", "kolom_kosong", "- kode: I.1.2"),
    ("            target_waktu: Maret, Juni 2025\n", "", "waktu_belum_ada", "- kode: I.1.2"),
]


@pytest.mark.parametrize(("old", "new", "code", "passage"), LACKING)
def test_what_a_plan_can_do_without_is_a_warning_on_its_line(
    tmp_path: Path, old: str, new: str, code: str, passage: str
) -> None:
    text = spoiled(old, new)
    plan, (finding,) = load(tmp_path, text)
    assert place(finding) == (code, "plan/plan.yaml", line_of(text, passage))
    assert finding.severity is Severity.WARNING
    assert len(plan.indicators) == 2


@pytest.mark.parametrize("written", ["target_waktu:", "target_waktu: kapan-kapan", "target_waktu: '-'"])
def test_a_row_without_a_readable_due_time_has_a_slot_without_a_date(tmp_path: Path, written: str) -> None:
    plan, (finding,) = load(tmp_path, spoiled("target_waktu: Maret, Juni 2025", written))
    assert "belum ada jatuh tempo" in finding.text
    (slot,) = plan.indicators[1].slots_of(plan.indicators[1].requirements[0])
    assert (slot.key, slot.label, slot.due, slot.until) == (UNDATED, DUE_TIME_OPEN, None, dt.date(2025, 12, 31))
    assert not slot.is_late(dt.date.max)


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("nama: Daftar hadir, jadwal: triwulanan", ["2025-03", "2025-06", "2025-09", "2025-12"]),
        ("nama: 'Daftar hadir (triwulanan)'", ["2025-03"]),
        ("nama: 'Daftar hadir (Juli, Des 2025)'", ["2025-07", "2025-12"]),
        ("nama: 'Daftar hadir (bila ada)'", [UNDATED]),
        ("nama: 'Daftar hadir (2025)'", ["2025-03"]),
        ("nama: 'Daftar hadir (rapat tim)'", ["2025-03"]),
        ("nama: Daftar hadir, jadwal: kapan-kapan", [UNDATED]),
        ("nama: Daftar hadir, jadwal: 'Mei, Juni', sekali: ya", ["2025-06"]),
    ],
)
def test_a_butir_may_be_due_at_times_of_its_own(tmp_path: Path, written: str, due: list[str]) -> None:
    plan, _ = load(tmp_path, spoiled("nama: Daftar hadir, jenis: daftar-hadir", written))
    indicator = plan.indicators[0]
    first, second = indicator.requirements
    assert [slot.key for slot in indicator.slots_of(first)] == ["2025-03"]
    assert [slot.key for slot in indicator.slots_of(second)] == due
    assert [slot.key for slot in indicator.slots] == sorted({"2025-03", *due})
    shown = json.loads(json.dumps(plan_json(plan)))["areas"][0]["components"][0]["indicators"][0]
    assert [slot["due"] and slot["due"][:7] for slot in shown["requirements"][1]["slots"]] == [
        None if key == UNDATED else key for key in due
    ]


@pytest.mark.parametrize(
    ("written", "due"),
    [
        ("nama: 'Daftar hadir (triwulanan)'", ["2025-03", "2025-06"]),
        ("nama: 'Daftar hadir (semesteran)'", ["2025-06"]),
    ],
)
def test_a_repetition_in_the_name_of_a_butir_divides_the_window_of_its_row(
    tmp_path: Path, written: str, due: list[str]
) -> None:
    text = spoiled("nama: Daftar hadir, jenis: daftar-hadir", written).replace("Maret 2025", "Januari-Juni 2025", 1)
    plan, _ = load(tmp_path, text)
    assert [slot.key for slot in plan.indicators[0].slots_of(plan.indicators[0].requirements[1])] == due


def test_a_repetition_that_the_window_of_the_row_is_too_short_for_is_asked(tmp_path: Path) -> None:
    _, (finding,) = load(
        tmp_path, spoiled("nama: Daftar hadir, jenis: daftar-hadir", "nama: 'Daftar hadir (triwulanan)'")
    )
    assert finding.code == "waktu_meragukan"
    assert "I.1.1" in finding.text


def test_one_butir_with_a_time_of_its_own_keeps_the_evidence_text_from_multiplying_the_others(tmp_path: Path) -> None:
    text = spoiled("nama: Daftar hadir, jenis: daftar-hadir", "nama: 'Daftar hadir (triwulanan)'")
    text = text.replace("Maret 2025", "Januari-Desember 2025", 1).replace(
        "bukti_fisik: SK", "bukti_fisik: Setiap triwulan SK"
    )
    plan, _ = load(tmp_path, text)
    first, second = plan.indicators[0].requirements
    assert len(plan.indicators[0].slots_of(first)) == 1
    assert len(plan.indicators[0].slots_of(second)) == 4


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("A.1.I.iii.d", "maksudnya A.1.I.iii."),
        ("a-1-i-iii-b", "A.1.I.iii.b"),
        ("B.I.aa", "B.I.a"),
        ("zzz", "mis. A.1.V.iv.b"),
    ],
)
def test_an_unknown_key_of_the_evaluation_sheet_names_the_nearest_right_one(
    tmp_path: Path, written: str, meant: str
) -> None:
    plan, (finding,) = load(tmp_path, spoiled("Maret, Juni 2025", f"Maret, Juni 2025\n            lke: [{written}]"))
    assert plan.indicators[1].lke == ()
    assert finding.code == "lke_tak_dikenal"
    assert written in finding.text
    assert meant in finding.advice


def test_an_indicator_says_how_far_it_answers_and_with_which_requirements(tmp_path: Path) -> None:
    links = "[A.1.I.i.a, {kunci: A.1.I.i.b, peran: sebagian, butir: [a]}, {kunci: A.2.I.i.a, peran: menopang}]"
    plan, findings = load(tmp_path, spoiled("Maret, Juni 2025", f"Maret, Juni 2025\n            lke: {links}"))
    assert findings == ()
    assert plan.indicators[1].questions == (
        QuestionLink(key="A.1.I.i.a"),
        QuestionLink(key="A.1.I.i.b", role=QuestionRole.PARTLY, requirements=("a",)),
        QuestionLink(key="A.2.I.i.a", role=QuestionRole.SUPPORTS),
    )
    assert plan.indicators[1].lke == ("A.1.I.i.a", "A.1.I.i.b")


@pytest.mark.parametrize(
    ("link", "code"),
    [
        ("{kunci: A.1.I.i.z}", "lke_tak_dikenal"),
        ("{kunci: A.1.I.i.a, peran: penuh}", "lke_peran_salah"),
        ("{kunci: A.1.I.i.a, butir: [z]}", "lke_butir_tak_dikenal"),
        ("{kunci: A.1.I.i.a, catatan: x}", "kunci_tak_dikenal"),
    ],
)
def test_a_faulty_link_to_a_question_is_a_warning(tmp_path: Path, link: str, code: str) -> None:
    _, (finding,) = load(tmp_path, spoiled("Maret, Juni 2025", f"Maret, Juni 2025\n            lke: [{link}]"))
    assert (finding.code, finding.severity) == (code, Severity.WARNING)


@pytest.mark.parametrize(
    ("typo", "meant"),
    [("langkah_akci", "langkah_aksi"), ("Bukti_Fisik", "bukti_fisik"), ("target waktu", "target_waktu")],
)
def test_an_unknown_key_names_the_nearest_right_one(tmp_path: Path, typo: str, meant: str) -> None:
    _, findings = load(tmp_path, spoiled(f"            {meant}: ", f"            {typo}: "))
    (finding,) = (f for f in findings if f.code == "kunci_tak_dikenal")
    assert f"“{meant}”" in finding.advice


def test_what_is_not_written_has_a_default_that_works(tmp_path: Path) -> None:
    text = spoiled("predikat: WBK\n", "").replace("judul: Rencana Contoh\n", "")
    plan, findings = load(tmp_path, text.replace("    judul: Manajemen Perubahan\n", ""))
    assert [f.severity for f in findings] == [Severity.WARNING] * 3
    assert all("sementara itu" in f.text for f in findings)
    assert (plan.predicate, plan.aim, plan.areas[0].title) == ("", "WBK/WBBM", "Area I")


def test_columns_of_the_unit_are_kept(tmp_path: Path) -> None:
    text = spoiled(
        "Maret, Juni 2025", "Maret, Juni 2025\n            lain: {Bobot: 2}\n            realisasi: [80%, lengkap]"
    )
    plan, (finding,) = load(tmp_path, text)
    assert (finding.code, finding.severity) == ("kunci_tak_dikenal", Severity.WARNING)
    assert plan.indicators[1].others == (("Bobot", "2"), ("realisasi", "80%; lengkap"))


def test_a_kind_of_paper_names_the_nearest_right_one(tmp_path: Path) -> None:
    plan, (finding,) = load(tmp_path, spoiled("jenis: daftar-hadir", "jenis: dftar-hadir"))
    assert plan.indicators[0].requirements[1].kind is DocKind.DOKUMEN
    assert "“daftar-hadir”" in finding.advice


def test_eleven_mistakes_in_three_files_are_told_at_once_in_reading_order(tmp_path: Path) -> None:
    head = (
        "judul: Rencana\ntahun: 25\npredikat: WBX\nare: x\narea:\n  - A.yaml\n  - B.yaml\n  - ../C.yaml\n  - D.yaml\n"
    )
    first = AREA_FILE.replace("kode: I.1.2", "kode: I.1.1").replace("jenis: sk", "jenis: surat keputusan rapat")
    first = first.replace("Maret, Juni 2025", "kapan-kapan").replace("{id: b, nama", "{id: a, nama")
    second = AREA_FILE.replace("kode: I", "kode: II").replace("bukti_fisik: Laporan", "bukti_fisik: Laporan: ")
    findings = refuse(tmp_path, head, A=first, B=second)
    repeated_code = "kode: I.1.1\n            indikator: Memantau".replace("            ", "        ")
    assert [place(f) for f in findings] == [
        ("belum_diisi", "plan/plan.yaml", 1),
        ("tahun_salah", "plan/plan.yaml", 2),
        ("predikat_salah", "plan/plan.yaml", 3),
        ("kunci_tak_dikenal", "plan/plan.yaml", 4),
        ("berkas_area", "plan/plan.yaml", 8),
        ("berkas_area", "plan/plan.yaml", 9),
        ("jenis_tak_dikenal", "plan/A.yaml", line_of(first, "surat keputusan rapat")),
        ("butir_ganda", "plan/A.yaml", line_of(first, "{id: a, nama: Daftar")),
        ("kode_ganda", "plan/A.yaml", line_of(first, repeated_code)),
        ("waktu_tak_terbaca", "plan/A.yaml", line_of(first, "kapan-kapan")),
        ("yaml_rusak", "plan/B.yaml", line_of(second, "Laporan: ")),
    ]
    assert len(findings) == 11


def test_errors_carry_the_exit_code_of_a_plan_and_the_way_out(tmp_path: Path) -> None:
    path = write_plan(tmp_path, spoiled("tahun: 2025", "tahun: x"))
    with pytest.raises(PlanError) as caught:
        load_plan(path)
    assert caught.value.exit_code is ExitCode.PLAN
    assert "1 kesalahan" in caught.value.message
    assert "plan check" in caught.value.hint
    assert caught.value.path == path


def test_warnings_come_along_when_an_error_stops_the_plan(tmp_path: Path) -> None:
    text = spoiled("Maret, Juni 2025", "Juni 2022").replace("tahun: 2025\n", "tahun: 2025\nwarna: biru\n")
    findings = refuse(tmp_path, text.replace("{id: b, nama", "{id: a, nama"))
    assert [(f.code, f.severity) for f in findings] == [
        ("kunci_tak_dikenal", Severity.WARNING),
        ("butir_ganda", Severity.ERROR),
        ("tahun_rencana", Severity.WARNING),
    ]


def test_a_person_s_jadwal_overrides_the_text_and_keeps_its_wording(tmp_path: Path) -> None:
    new = "target_waktu: bila sempat\n            jadwal: Juni 2025\n            catatan: Menurut rapat tim"
    plan, warnings = load(tmp_path, spoiled("target_waktu: Maret, Juni 2025", new))
    indicator = plan.indicators[1]
    assert warnings == ()
    assert indicator.schedule.text == "bila sempat"
    assert [s.due for s in indicator.schedule.slots] == [dt.date(2025, 6, 30)]
    assert indicator.note == "Menurut rapat tim"


def test_a_person_s_jadwal_is_not_multiplied_by_the_evidence_text(tmp_path: Path) -> None:
    new = (
        "bukti_fisik: Laporan per bulan\n            jadwal: Januari-Juni 2025\n            catatan: Cukup satu laporan"
    )
    plan, _ = load(tmp_path, spoiled("bukti_fisik: Laporan pemantauan", new))
    assert len(plan.indicators[1].schedule.slots) == 1


def test_flags_of_a_butir_are_read(tmp_path: Path) -> None:
    item = "{id: b, nama: Daftar hadir, opsional: ya, tautan: true, sekali: TRUE, alias: [Absen, ''], templat: hadir}"
    plan, _ = load(tmp_path, spoiled("{id: b, nama: Daftar hadir, jenis: daftar-hadir}", item))
    requirement = plan.indicators[0].requirements[1]
    assert (requirement.optional, requirement.link_allowed, requirement.once) == (True, True, True)
    assert (requirement.aliases, requirement.template) == (("Absen",), "hadir")


@pytest.mark.parametrize("name", ["../luar.yaml", "/etc/passwd", "..", "a/b.yaml", "C:\\x.yaml", "a\\b.yaml", "''"])
def test_an_area_file_outside_the_plan_folder_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "luar.yaml").write_text(AREA_FILE, encoding="utf-8")
    finding = refused_for(tmp_path, f"{HEAD}  - {name}\n")
    assert place(finding) == ("berkas_area", "plan/plan.yaml", 6)


def test_an_area_file_that_is_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "luar.yaml").write_text(AREA_FILE, encoding="utf-8")
    path = write_plan(tmp_path, f"{HEAD}  - A.yaml\n")
    (path.parent / "A.yaml").symlink_to(tmp_path / "luar.yaml")
    assert refused_for(tmp_path, f"{HEAD}  - A.yaml\n").code == "berkas_area"


def test_a_link_that_points_at_itself_is_refused(tmp_path: Path) -> None:
    path = write_plan(tmp_path, f"{HEAD}  - A.yaml\n")
    (path.parent / "A.yaml").symlink_to("A.yaml")
    assert refused_for(tmp_path, f"{HEAD}  - A.yaml\n").code == "berkas_area"


def test_a_missing_area_file_names_the_nearest_one(tmp_path: Path) -> None:
    finding = refused_for(tmp_path, f"{HEAD}  - I-manajemen.yaml\n", **{"I-manejemen": AREA_FILE})
    assert place(finding) == ("berkas_area", "plan/plan.yaml", 6)
    assert "I-manejemen.yaml" in finding.advice


@pytest.mark.parametrize(
    ("content", "code"),
    [("", "kosong"), ("- kode: I\n", "jenis_isian"), ("teks\n", "jenis_isian"), ("a: [\n", "yaml_rusak")],
)
def test_an_area_file_of_the_wrong_shape_is_named(tmp_path: Path, content: str, code: str) -> None:
    finding = refused_for(tmp_path, f"{HEAD}  - A.yaml\n", A=content)
    assert (finding.code, finding.path) == (code, "plan/A.yaml")


def test_an_area_file_that_is_no_utf8_is_named(tmp_path: Path) -> None:
    path = write_plan(tmp_path, f"{HEAD}  - A.yaml\n")
    (path.parent / "A.yaml").write_bytes(b"kode: I\njudul: caf\xe9\n")
    finding = refused_for(tmp_path, f"{HEAD}  - A.yaml\n")
    assert place(finding) == ("bukan_utf8", "plan/A.yaml", 2)


def test_an_area_file_that_is_a_pipe_does_not_hang(tmp_path: Path) -> None:
    path = write_plan(tmp_path, f"{HEAD}  - A.yaml\n")
    os.mkfifo(path.parent / "A.yaml")
    assert refused_for(tmp_path, f"{HEAD}  - A.yaml\n").code == "berkas_tak_terbaca"


def test_the_same_area_file_twice_repeats_its_codes(tmp_path: Path) -> None:
    findings = refuse(tmp_path, f"{HEAD}  - A.yaml\n  - A.yaml\n", A=AREA_FILE)
    assert [f.code for f in findings] == ["kode_ganda"] * 4
    assert "plan/A.yaml baris 1" in findings[0].text


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "kosong"),
        ("# hanya keterangan\n", "kosong"),
        ("- judul: x\n", "jenis_isian"),
        ("judul\n", "jenis_isian"),
        ("judul: [\n", "yaml_rusak"),
        (HEAD, "daftar_kosong"),
        (HEAD.replace("area:", "area: []"), "daftar_kosong"),
        (HEAD.replace("area:", "area: A.yaml"), "jenis_isian"),
        (HEAD + "  - [A.yaml]\n", "jenis_isian"),
        (HEAD + "  - A.yaml\n" * 101, "terlalu_besar"),
    ],
)
def test_a_head_of_the_wrong_shape_is_named(tmp_path: Path, text: str, code: str) -> None:
    assert refused_for(tmp_path, text).code == code


def test_a_component_without_indicators_is_named(tmp_path: Path) -> None:
    text = GOOD[: GOOD.index("          - kode: I.1.1")]
    finding = refused_for(tmp_path, text)
    assert place(finding) == ("daftar_kosong", "plan/plan.yaml", line_of(text, "        indikator:"))


def test_a_missing_plan_is_an_error_with_its_path(tmp_path: Path) -> None:
    with pytest.raises(PlanError) as caught:
        load_plan(tmp_path / "plan.yaml")
    assert [f.code for f in caught.value.findings] == ["berkas_tak_ada"]


def test_a_refused_alias_is_not_complained_of_again_as_a_wrong_type(tmp_path: Path) -> None:
    text = (
        spoiled("judul: Tim Kerja", "judul: &t Tim").replace("Membentuk tim", "*t").replace("komponen:", "komponen: &k")
    )
    findings = refuse(tmp_path, text)
    assert {f.code for f in findings} == {"yaml_rujukan"}


def test_a_plan_with_bom_and_windows_line_ends_reads_the_same(tmp_path: Path) -> None:
    plain, _ = load(tmp_path)
    dressed, warnings = load(tmp_path, "\ufeff" + GOOD.replace("\n", "\r\n"))
    assert warnings == ()
    assert dressed == plain


def test_the_json_has_the_documented_shape(tmp_path: Path) -> None:
    shown = json.loads(json.dumps(plan_json(load(tmp_path)[0])))
    assert shown["schema"] == "dossier.plan/1"
    (area,) = shown["areas"]
    (component,) = area["components"]
    second = component["indicators"][1]
    assert (area["code"], component["code"], second["code"]) == ("I", "I.1", "I.1.2")
    assert second["target_waktu"] == "Maret, Juni 2025"
    assert second["slots"] == [
        {"label": "Maret 2025", "due": "2025-03-31"},
        {"label": "Juni 2025", "due": "2025-06-30"},
    ]
    first = component["indicators"][0]
    assert [(r["id"], r["label"], r["kind"]) for r in first["requirements"]] == [
        ("a", "SK Tim Kerja", "sk"),
        ("b", "Daftar hadir", "daftar-hadir"),
    ]


def test_a_plan_may_have_rows_of_the_reform_half_and_of_the_results(tmp_path: Path) -> None:
    plan, findings = load_plan(halves_plan.write_plan(tmp_path))
    assert [area.code for area in plan.areas] == ["I", "V", "R.I", "R.V", "H.I"]
    assert [i.code for i in plan.areas[2].indicators] == ["R.I.1.1", "R.I.1.2", "R.I.2.1"]
    assert [finding for finding in findings if finding.code.startswith("kode")] == []


def test_the_reform_rows_come_after_those_of_pemenuhan(tmp_path: Path) -> None:
    rows = (*halves_plan.REFORM, *halves_plan.PEMENUHAN)
    _, findings = load_plan(halves_plan.write_plan(tmp_path, rows))
    assert [(f.code, f.subject) for f in findings if f.code == "kode_urutan"] == [("kode_urutan", "I")]


def test_a_row_of_one_half_is_no_child_of_an_area_of_the_other(tmp_path: Path) -> None:
    findings = refuse(tmp_path, spoiled("kode: I.1.1", "kode: R.I.1.1"))
    assert [(f.code, f.subject) for f in findings if f.severity is Severity.ERROR] == [("kode_induk", "R.I.1.1")]
