"""Papers of any unit: who leads, what decrees are called, asli and salinan; nothing of one kind of office in them."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING

import docx
import pytest

from dossier.model import Signatory, Unit
from dossier.templates import RenderRequest, audit_document, list_templates, render
from dossier.templates.template_library import packaged_folder
from tests.support.papers_source import headed_unit, papers_coverage, papers_plan, papers_unit, part_of
from tests.support.papers_text import controls, document_text

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Plan

TEMPLATES = tuple(template.name for template in list_templates(None))
DECREES = tuple(name for name in TEMPLATES if name.startswith("sk"))
ONE_KIND = re.compile(
    r"\bkpu\b|pemilu|pemilihan umum|\bpleno\b|komisioner|bawaslu|\bketua(?! tim\b| upg\b)|\bsekretariat\b",
    re.IGNORECASE,
)
"""Words of a commission; a team may have a *Ketua Tim*."""


def plan_of(unit: Unit) -> Plan:
    plan = papers_plan()
    basis = f"Keputusan Kepala {unit.name} Nomor 4 Tahun 2025"
    return dataclasses.replace(plan, title=f"Rencana Aksi {unit.name}", basis=basis)


def paper(template: str, unit: Unit, target: Path, *, as_copy: bool = False) -> Path:
    plan = plan_of(unit)
    request = RenderRequest(indicator="I.3.1", requirement="d", slot="2025-02", template=template)
    return render(plan, unit, papers_coverage(plan), [request], target, None, as_copy=as_copy).papers[0].path


@pytest.mark.parametrize("form", ["asli", "salinan"])
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_paper_of_an_office_under_a_head_has_no_word_of_a_commission(
    template: str, form: str, tmp_path: Path
) -> None:
    text = document_text(paper(template, headed_unit(), tmp_path, as_copy=form == "salinan"))
    assert [hit[0] for hit in ONE_KIND.finditer(text)] == []
    assert "Kepala" in text or "KEPALA" in text or "Kantor Imigrasi" in text or "KANTOR IMIGRASI" in text


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_template_itself_holds_a_word_of_a_commission(template: str) -> None:
    body = re.sub(r"<[^>]+>", " ", part_of(packaged_folder() / f"{template}.docx", "word/document.xml"))
    # Older templates of a unit may still say `ketua.` and `sekretaris.`; ours do not.
    assert [hit[0] for hit in ONE_KIND.finditer(re.sub(r"unit\.sekretariat", "", body))] == []
    assert "sekretaris." not in body


@pytest.mark.parametrize("template", DECREES)
def test_a_decree_is_named_after_the_office_that_sets_it(template: str, tmp_path: Path) -> None:
    text = document_text(paper(template, headed_unit(), tmp_path / "kepala"))
    assert "KEPUTUSAN KEPALA KANTOR IMIGRASI KELAS II CONTOH\n" in text
    assert "KEPALA KANTOR IMIGRASI KELAS II CONTOH,\n" in text
    assert "Keputusan Kepala Kantor Imigrasi Kelas II Contoh tentang" in text
    commission = document_text(paper(template, papers_unit(), tmp_path / "komisi"))
    assert "KEPUTUSAN KPU PROVINSI CONTOH\n" in commission
    assert "KETUA KPU PROVINSI CONTOH,\n" in commission


def test_reasons_keep_their_letters_with_and_without_a_meeting(tmp_path: Path) -> None:
    with_meeting = document_text(paper("sk-tim-kerja-zi", papers_unit(), tmp_path / "komisi"))
    assert "dibahas dalam rapat pleno" in with_meeting
    assert "huruf a sampai dengan huruf c" in with_meeting
    assert "| d. |" in with_meeting
    without = document_text(paper("sk-tim-kerja-zi", headed_unit(), tmp_path / "kepala"))
    assert "Berita Acara" not in without
    assert "huruf a sampai dengan huruf b" in without
    assert "| d. |" not in without


@pytest.mark.parametrize("template", DECREES)
def test_a_decree_is_made_to_be_signed_unless_a_copy_is_asked_for(template: str, tmp_path: Path) -> None:
    original = paper(template, headed_unit(), tmp_path)
    text = document_text(original)
    assert "ttd." not in text
    assert "alinan" not in text.replace("dossier", "")
    copy = paper(template, headed_unit(), tmp_path, as_copy=True)
    assert copy.name == original.name.replace(".docx", " (salinan).docx")
    copied = document_text(copy)
    assert "[Salinan] SALINAN" in copied
    assert copied.count("ttd.") == 2, "the decree and its annex"
    assert copied.count("Salinan sesuai dengan aslinya / Kepala Subbagian Tata Usaha, / Pegawai Dua") == 2
    assert original.exists()


def test_a_paper_that_knows_no_copies_stays_as_it_is(tmp_path: Path) -> None:
    assert "salinan" not in paper("undangan", headed_unit(), tmp_path, as_copy=True).name


@pytest.mark.parametrize(
    ("template", "prompt"),
    [("surat", "NIP penanda tangan surat"), ("sk", "NIP pimpinan"), ("maklumat-pelayanan", "NIP pimpinan")],
)
def test_a_signatory_without_a_number_is_a_place_to_fill_that_the_audit_finds(
    template: str, prompt: str, tmp_path: Path
) -> None:
    unit = headed_unit()
    path = paper(template, unit, tmp_path)
    assert prompt in controls(path)
    audit = audit_document(path, plan_of(unit), unit)
    assert audit is not None
    assert prompt in audit.open_prompts


def test_who_has_no_number_leaves_no_place_for_one(tmp_path: Path) -> None:
    path = paper("maklumat-pelayanan", papers_unit(), tmp_path)
    assert not [each for each in controls(path) if "NIP" in each]
    assert "NIP" not in document_text(path)


def test_the_leader_is_who_the_profile_says_or_the_first_who_is_no_secretary() -> None:
    secretary = Signatory(role="sekretaris", office="Sekretaris", name="Pegawai Satu")
    head = Signatory(role="camat", office="Camat", name="Pegawai Dua")
    unit = dataclasses.replace(headed_unit(), signatories=(secretary, head))
    assert (unit.leader, unit.letter_signatory, unit.certifier) == (head, secretary, secretary)
    led = dataclasses.replace(unit, leader_role="sekretaris")
    assert (led.leader, led.letter_signatory, led.certifier) == (secretary, secretary, head)
    alone = dataclasses.replace(unit, signatories=(head,))
    assert (alone.leader, alone.letter_signatory, alone.certifier) == (head, head, None)


def test_a_letter_that_the_leader_signs_is_not_reported_to_him(tmp_path: Path) -> None:
    assert "sebagai laporan" not in document_text(paper("undangan", headed_unit(), tmp_path / "kepala"))
    assert "sebagai laporan" in document_text(paper("undangan", papers_unit(), tmp_path / "komisi"))


def test_older_templates_that_speak_of_ketua_still_work(tmp_path: Path) -> None:
    own = docx.Document()
    own.add_paragraph("{{ ketua.nama }} dan {{ sekretaris.jabatan }}")
    (tmp_path / "templat").mkdir()
    own.save(str(tmp_path / "templat" / "lama.docx"))
    request = RenderRequest(template="lama")
    [made] = render(papers_plan(), headed_unit(), None, [request], tmp_path / "naskah", tmp_path / "templat").papers
    assert "Pegawai Satu dan KEPALA KANTOR IMIGRASI KELAS II CONTOH" in document_text(made.path)


def test_the_team_is_grouped_by_area_with_its_people_under_it(tmp_path: Path) -> None:
    text = document_text(paper("sk-tim-kerja-zi", headed_unit(), tmp_path))
    assert (
        text.index("| Area I – Manajemen Perubahan |") < text.index("Koordinator Area I ") < text.index("| Area V – ")
    )
    assert text.count("| Area I – Manajemen Perubahan |") == 1
    assert text.index("Anggota Area I ") < text.index("| Area V – ")


def test_a_commission_signs_its_control_card_together_and_an_office_under_a_head_does_not(tmp_path: Path) -> None:
    together = document_text(paper("kartu-kendali-spip", papers_unit(), tmp_path / "a"))
    assert "Ditetapkan dalam rapat pleno" in together
    assert "Nama anggota" in together
    assert "Nama anggota" not in document_text(paper("kartu-kendali-spip", headed_unit(), tmp_path / "b"))


def test_an_invitation_has_its_guests_in_an_annex_where_people_are_known(tmp_path: Path) -> None:
    assert "| 2. | Pegawai 2 | Pelaksana |" in document_text(paper("undangan", papers_unit(), tmp_path / "a"))
    assert "DAFTAR UNDANGAN" not in document_text(paper("undangan", headed_unit(), tmp_path / "b"))


@pytest.mark.parametrize("template", DECREES)
def test_a_decree_has_room_for_what_it_heeds_and_who_gets_a_copy(template: str, tmp_path: Path) -> None:
    text = document_text(paper(template, headed_unit(), tmp_path))
    assert text.index("Mengingat") < text.index("Memperhatikan") < text.index("MEMUTUSKAN") < text.index("Tembusan:")
