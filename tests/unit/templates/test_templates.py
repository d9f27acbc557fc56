"""Which templates there are, which one serves what, and what is said of broken ones."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from dossier.model import DocKind, Requirement, Severity
from dossier.templates import RenderError, RenderRequest, check_templates, list_templates, render
from dossier.templates.jinja_sandbox import FILTERS, FUNCTIONS
from dossier.templates.template_check import check_template
from dossier.templates.template_context import NAMES as NAMES_IN_TEMPLATES
from dossier.templates.template_library import choose, discover, packaged_folder, part_files
from tests.support.papers_source import papers_plan, papers_unit, part_of, with_part, word_file
from tests.support.papers_text import document_text

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Finding

NAMES = {template.name for template in list_templates(None)}

# What issue and regulations ask for; each is a paper that an office writes.
WANTED = {
    *("sk-tim-kerja-zi", "sk-agen-perubahan", "sk-unit-pengendalian-gratifikasi", "sk-pegawai-teladan"),
    *("undangan", "daftar-hadir", "notulen", "dokumentasi", "berita-acara"),
    *("lembar-monev-zi", "laporan-monev", "formulir-efektivitas-diklat"),
    *("kartu-kendali-spip", "penilaian-risiko", "rencana-tindak-pengendalian"),
    *("matriks-benturan-kepentingan", "pernyataan-bebas-benturan-kepentingan"),
    *("pernyataan-potensi-benturan-kepentingan", "pakta-integritas", "maklumat-pelayanan"),
    *("rekapitulasi-pengaduan", "rekapitulasi-wbs", "tindak-lanjut-pengaduan", "tindak-lanjut-wbs"),
    *("sop", "surat-pengantar", "surat-pengajuan-evaluasi", "sptjm"),
}

AGENCY_PAPERS = {"surat-pengajuan-evaluasi", "sptjm", "laporan-monev-predikat"}
"""Signed by the head of the agency that the unit belongs to, so under no letterhead of the unit."""

LONGEST_PROMPT = 64
"""Characters that Word keeps of the title of a content control."""


def serving(label: str, kind: DocKind) -> str | None:
    """Return the name of the template that serves a requirement."""
    found = choose(list_templates(None), Requirement(id="a", label=label, kind=kind))
    return found.name if found else None


def checked(path: Path) -> list[Finding]:
    """Return what the check says of one own template."""
    template = next(t for t in discover(path.parent) if t.name == path.stem)
    return list(check_template(template, part_files(packaged_folder())))


def test_every_paper_that_the_issue_names_has_a_template() -> None:
    assert WANTED <= NAMES


def test_every_packaged_template_says_what_it_is() -> None:
    for template in list_templates(None):
        assert template.title, template.name
        assert template.kind, template.name
        assert template.version == "1", template.name
        assert template.source == "bawaan"
        assert "bagian.kop" in template.fields or template.name in AGENCY_PAPERS, template.name


@pytest.mark.parametrize("name", sorted(NAMES))
def test_a_packaged_template_has_named_styles_only_and_an_official_page(name: str) -> None:
    template = next(t for t in discover(None) if t.name == name)
    body = part_of(template.path, "word/document.xml")
    assert set(re.findall(r"<w:pPr>(.*?)</w:pPr>", body)) <= set(re.findall(r"<w:pStyle [^>]*/>", body))
    assert set(re.findall(r"<w:rPr>(.*?)</w:rPr>", body)) <= set(re.findall(r"<w:rStyle [^>]*/>", body))
    defined = set(re.findall(r'w:styleId="(\w+)"', part_of(template.path, "word/styles.xml")))
    assert set(re.findall(r'<w:(?:p|r|tbl)Style w:val="(\w+)"', body)) <= defined
    width, height = re.findall(r'<w:pgSz w:w="(\d+)" w:h="(\d+)"', body)[0]
    page = "f4" if name.startswith("sk") else "a4"
    assert {int(width), int(height)} == {"f4": {12240, 18720}, "a4": {11906, 16838}}[page]
    font = "Bookman Old Style" if page == "f4" else "Arial"
    assert f'w:ascii="{font}"' in part_of(template.path, "word/styles.xml")


def test_the_guide_beside_the_templates_names_every_word_that_they_may_use() -> None:
    guide = (packaged_folder() / "BACA-DULU.md").read_text(encoding="utf-8")
    said = set(re.findall(r"`([a-z_]+)(?:\(|`|\.)", guide))
    assert {*NAMES_IN_TEMPLATES, *FUNCTIONS, *FILTERS} <= said
    assert {template.name for template in discover(None)} <= set(re.findall(r"`([a-z-]+)`", guide))


@pytest.mark.parametrize("name", sorted(AGENCY_PAPERS))
def test_what_the_agency_signs_names_nobody_of_the_unit_as_its_signer(name: str) -> None:
    fields = next(t.fields for t in list_templates(None) if t.name == name)
    assert not [f for f in fields if f.partition(".")[0] in {"pimpinan", "penanda_surat", "ketua", "sekretaris"}]


@pytest.mark.parametrize("name", sorted(NAMES))
def test_no_prompt_is_longer_than_what_a_control_can_hold(name: str) -> None:
    body = part_of(next(t for t in discover(None) if t.name == name).path, "word/document.xml")
    assert not [prompt for prompt in re.findall(r'isian\w*\("([^"]+)"', body) if len(prompt) > LONGEST_PROMPT]


def test_one_broken_template_does_not_hide_the_others(tmp_path: Path) -> None:
    word_file(tmp_path / "a.docx", "{{ unti.nama }}")
    word_file(tmp_path / "b.docx", "{{ unit.nama")
    assert [f.subject for f in check_templates(tmp_path)] == ["a", "b"]


def test_every_packaged_template_is_good() -> None:
    assert check_templates(None) == ()


@pytest.mark.parametrize(
    ("label", "kind", "expected"),
    [
        ("SK Tim Kerja ZI", DocKind.SK, "sk-tim-kerja-zi"),
        ("SK Tim Agen Perubahan", DocKind.SK, "sk-agen-perubahan"),
        ("SK Unit Pengendalian Gratifikasi", DocKind.SK, "sk-unit-pengendalian-gratifikasi"),
        ("Penetapan pegawai teladan", DocKind.SK, "sk-pegawai-teladan"),
        ("SK Mutasi", DocKind.SK, "sk"),
        ("Laporan monev benturan kepentingan", DocKind.LAPORAN, "laporan-monev"),
        ("Laporan rapat evaluasi SOP", DocKind.LAPORAN, "laporan-rapat"),
        ("LAKIP 2024", DocKind.LAPORAN, None),
        (
            "Surat pernyataan potensi benturan kepentingan",
            DocKind.SURAT_PERNYATAAN,
            "pernyataan-potensi-benturan-kepentingan",
        ),
        ("Laporan evaluasi WBS", DocKind.REKAPITULASI, "rekapitulasi-wbs"),
        ("Rekapitulasi lain", DocKind.REKAPITULASI, "rekapitulasi"),
        ("Banner WBS", DocKind.BANNER, None),
        ("Undangan apa pun", DocKind.UNDANGAN, "undangan"),
    ],
)
def test_kind_and_documented_words_choose_the_template(label: str, kind: DocKind, expected: str | None) -> None:
    assert serving(label, kind) == expected


def test_the_units_own_template_wins(tmp_path: Path) -> None:
    own = word_file(tmp_path / "undangan.docx", "Milik {{ unit.nama }}", keywords="jenis: undangan; versi: 7").parent
    template = next(t for t in list_templates(own) if t.name == "undangan")
    assert (template.source, template.version, template.fields) == ("milik unit", "7", ("unit.nama",))
    request = RenderRequest(indicator="I.3.1", requirement="a", slot="2025-02")
    result = render(papers_plan(), papers_unit(), None, [request], tmp_path / "out", own)
    assert "Milik KPU Provinsi Contoh" in document_text(result.papers[0].path)


def test_lock_files_of_word_are_no_templates(tmp_path: Path) -> None:
    (tmp_path / "~$undangan.docx").write_bytes(b"\x00")
    assert {t.source for t in list_templates(tmp_path)} == {"bawaan"}


BROKEN = {
    "tag-terbuka": ("Nomor {{ unit.nama", "tidak ditutup dengan }}", "paragraf 2"),
    "tag-setengah": ("Nomor {{ unit.nama }", "tidak ditutup dengan }}", "paragraf 2"),
    "perulangan-terbuka": ("{%p for a in anggota %}", "perulangan «for a in anggota» tidak ditutup", "paragraf 2"),
    "syarat-terbuka": ("{% if unit.laman %}x", "syarat «if unit.laman» tidak ditutup", "paragraf 2"),
    "akhir-tersesat": ("x {% endfor %}", "«endfor» tanpa «for»", "paragraf 2"),
    "nama-salah": ("{{ unti.nama }}", "nama «unti» tidak dikenal", "paragraf 2"),
    "isian-salah": ("{{ unit.namaa }}", "nama «namaa» tidak dikenal", "paragraf 2"),
    "tag-kosong": ("{{ }}", "tag ini kosong", "paragraf 2"),
    "tanda-salah": ("{{ unit..nama }}", "tag ini tidak dapat dibaca", "paragraf 2"),
    "perintah-asing": ("{% ulangi anggota %}", "perintah «ulangi» tidak tersedia", "paragraf 2"),
    "saringan-asing": ("{{ unit.nama|kapital }}", "saringan ini tidak tersedia", "paragraf 2"),
}


@pytest.mark.parametrize("name", sorted(BROKEN))
def test_a_broken_template_is_told_with_place_near_text_and_remedy(name: str, tmp_path: Path) -> None:
    text, said, place = BROKEN[name]
    findings = checked(word_file(tmp_path / f"{name}.docx", "Kepala", text, keywords="jenis: surat"))
    assert len(findings) == 1
    found = findings[0]
    assert said in found.text
    assert place in found.text
    assert " ".join(text.split())[:20] in found.text
    assert found.advice
    assert found.line == 2
    assert found.path is not None
    assert found.path.endswith(f"{name}.docx")
    assert found.severity is Severity.ERROR


def test_the_nearest_right_name_is_suggested(tmp_path: Path) -> None:
    (found,) = checked(word_file(tmp_path / "x.docx", "{{ sekretarisis.nama }}", keywords="jenis: surat"))
    assert found.advice == "Barangkali «sekretaris»?"


def test_all_faults_of_a_template_are_told_at_once(tmp_path: Path) -> None:
    path = word_file(tmp_path / "x.docx", "{{ unti.nama }}", "{{ unit.nama", "{%p for a in anggota %}", "{{ siapa }}")
    assert [f.line for f in checked(path)] == [1, 2, 3, 4]


def test_a_template_that_is_no_word_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "undangan.docx"
    path.write_bytes(b"bukan zip")
    (found,) = checked(path)
    assert found.text == "Bukan berkas Word (.docx) yang utuh."


def test_a_loop_that_never_runs_is_a_warning(tmp_path: Path) -> None:
    path = word_file(
        tmp_path / "x.docx", "{% for a in anggota if false %}x{% endfor %}", "{{ unit.nama }}", keywords="jenis: surat"
    )
    (found,) = checked(path)
    assert "tidak pernah berjalan" in found.text
    assert found.severity is Severity.WARNING


def test_a_template_without_a_kind_is_a_warning_that_says_what_to_write(tmp_path: Path) -> None:
    (found,) = checked(word_file(tmp_path / "x.docx", "{{ unit.nama }}"))
    assert found.severity is Severity.WARNING
    assert "jenis: undangan" in found.advice


def test_a_fault_in_the_page_header_says_so(tmp_path: Path) -> None:
    path = word_file(tmp_path / "x.docx", "{{ unit.nama }}", keywords="jenis: surat")
    namespace = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    paragraph = "<w:p><w:r><w:t>{{ unti }}</w:t></w:r></w:p>"
    header = f'<w:hdr xmlns:w="{namespace}">{paragraph}</w:hdr>'
    with_part(path, "word/header1.xml", header.encode())
    (found,) = checked(path)
    assert found.text.startswith("kepala halaman, paragraf 1")


def test_broken_templates_of_each_kind_are_reported_together_and_the_rest_written(tmp_path: Path) -> None:
    own = tmp_path / "own"
    for name, (text, _, _) in BROKEN.items():
        word_file(own / f"{name}.docx", "Kepala", text)
    (own / "bukan-word.docx").write_bytes(b"PK")
    broken = [*sorted(BROKEN), "bukan-word"]
    requests = [RenderRequest(template=name) for name in (*broken, "sptjm")]
    with pytest.raises(RenderError) as caught:
        render(papers_plan(), papers_unit(), None, requests, tmp_path / "out", own)
    assert {f.subject for f in caught.value.findings} == set(broken)
    assert all(f.advice and f.path for f in caught.value.findings)
    assert [p.template for p in caught.value.result.papers] == ["sptjm"]


def test_a_tag_that_word_split_into_runs_still_works(tmp_path: Path) -> None:
    path = word_file(tmp_path / "own" / "x.docx", "Kota: {{ unit.tempat }}", keywords="jenis: surat")
    split = "<w:t>{</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>{ unit.tem</w:t></w:r><w:proofErr/><w:r><w:t>pat }}</w:t>"
    body = part_of(path, "word/document.xml").replace("{{ unit.tempat }}</w:t>", f"</w:t></w:r><w:r>{split}")
    with_part(path, "word/document.xml", body.encode())
    result = render(papers_plan(), papers_unit(), None, [RenderRequest(template="x")], tmp_path / "out", path.parent)
    assert "Kota: Contoh" in document_text(result.papers[0].path)


def test_curly_quotes_that_word_puts_into_tags_are_understood(tmp_path: Path) -> None:
    path = word_file(tmp_path / "own" / "x.docx", "{{ isian(“Nomor surat”) }}", keywords="jenis: surat")
    result = render(papers_plan(), papers_unit(), None, [RenderRequest(template="x")], tmp_path / "out", path.parent)
    assert result.papers[0].open_prompts == ("Nomor surat",)


def test_a_loop_over_table_rows_repeats_the_row(tmp_path: Path) -> None:
    rows = [("{%tr for a in anggota %}", ""), ("{{ loop.index }}", "{{ a.nama }}"), ("{%tr endfor %}", "")]
    path = word_file(tmp_path / "own" / "x.docx", rows=rows, keywords="jenis: surat")
    result = render(papers_plan(), papers_unit(), None, [RenderRequest(template="x")], tmp_path / "out", path.parent)
    text = document_text(result.papers[0].path)
    assert "| 1 | Pegawai 1 |" in text
    assert "| 2 | Pegawai 2 |" in text
