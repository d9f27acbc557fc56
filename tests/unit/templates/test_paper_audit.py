"""A paper that came home is recognised, what is wrong with it is named with its place, and its prompts are known."""

from __future__ import annotations

import dataclasses
import hashlib
import os
import re
from typing import TYPE_CHECKING

import docx
import pytest

from dossier.model import EvidenceFile, Media, Unit
from dossier.templates import (
    RenderRequest,
    audit_document,
    audit_documents,
    known_prompts,
    list_templates,
    open_prompts,
    paper_audit,
    plan_requests,
    render,
)
from dossier.templates.docx_template import compile_template, fill
from dossier.templates.paper_audit import PaperReading
from dossier.templates.template_check import sample_subject
from dossier.templates.template_context import NAMES, Subject, build_context
from dossier.templates.template_library import packaged_folder, part_files
from dossier.wording import squeezed
from tests.support.papers_source import papers_plan, papers_unit, part_of, with_part, word_file
from tests.support.papers_text import W, controls, fill_controls

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from dossier.templates import DocumentAudit, TemplateInfo


INVITATION = RenderRequest(indicator="I.3.1", requirement="a", slot="2025-02")


def invitation(tmp_path: Path) -> Path:
    """Write an invitation for February."""
    return render(papers_plan(), papers_unit(), None, [INVITATION], tmp_path, None).papers[0].path


def audited(path: Path) -> DocumentAudit:
    """Audit a paper that must be one of ours."""
    audit = audit_document(path, papers_plan(), papers_unit())
    assert audit is not None
    return audit


def test_a_filled_paper_is_clean_and_says_what_it_is_for(tmp_path: Path) -> None:
    path = invitation(tmp_path)
    fill_controls(path)
    audit = audited(path)
    assert audit.findings == ()
    assert audit.problem is None
    assert (audit.template, audit.version, audit.indicator, audit.requirement, audit.slot, audit.year) == (
        "undangan",
        "1",
        "I.3.1",
        "a",
        "2025-02",
        "2025",
    )


def test_every_kind_of_paper_is_clean_when_filled(tmp_path: Path) -> None:
    plan = papers_plan()
    requests = plan_requests(plan, None, list_templates(None), period="2025-02")
    for paper in render(plan, papers_unit(), None, requests, tmp_path, None).papers:
        fill_controls(paper.path)
        assert audited(paper.path).findings == (), paper.template


def test_a_paper_as_it_was_made_lists_every_prompt(tmp_path: Path) -> None:
    path = invitation(tmp_path)
    audit = audited(path)
    assert audit.open_prompts == tuple(dict.fromkeys(controls(path)))


def test_two_controls_left_open_are_both_named_with_their_paragraphs(tmp_path: Path) -> None:
    path = invitation(tmp_path)
    names = controls(path)[-2:]
    fill_controls(path, leave=2)
    audit = audited(path)
    assert audit.open_prompts == names
    for finding, name in zip(audit.findings, names, strict=True):
        assert finding.code == "isian_kosong"
        assert name in finding.text
        assert f"paragraf {finding.line} («" in finding.text
    assert audit.problem is not None
    assert all(name in audit.problem for name in names)


def test_a_control_that_was_emptied_is_open(tmp_path: Path) -> None:
    path = invitation(tmp_path)
    fill_controls(path)
    body = part_of(path, "word/document.xml")
    with_part(path, "word/document.xml", body.replace(">Terisi<", "><", 1).encode())
    assert len(audited(path).findings) == 1


def test_a_prompt_whose_control_was_lost_is_still_found(tmp_path: Path) -> None:
    path = invitation(tmp_path)
    body = part_of(path, "word/document.xml")
    for name in ("sdt", "sdtContent"):
        body = body.replace(f"<w:{name}>", "").replace(f"</w:{name}>", "")
    while "<w:sdtPr>" in body:
        start = body.index("<w:sdtPr>")
        body = body[:start] + body[body.index("</w:sdtPr>") + len("</w:sdtPr>") :]
    with_part(path, "word/document.xml", body.encode())
    assert "Nomor surat" in audited(path).open_prompts


def test_a_photo_in_its_place_is_an_answer(tmp_path: Path) -> None:
    path = invitation(tmp_path)
    fill_controls(path)
    body = part_of(path, "word/document.xml")
    body = body.replace('<w:t xml:space="preserve">Terisi</w:t>', "<w:drawing/>", 1)
    with_part(path, "word/document.xml", body.encode())
    assert audited(path).findings == ()


@pytest.mark.parametrize("date", ["31 Januari 2025", "1 Maret 2025", "10 Februari 2024", "31 Undecember 2025"])
def test_its_dates_are_judged_as_those_of_every_other_file(date: str, tmp_path: Path) -> None:
    path = invitation(tmp_path)
    fill_controls(path, date=date)
    assert audited(path).findings == ()


def test_a_leftover_tag_is_told(tmp_path: Path) -> None:
    path = invitation(tmp_path)
    fill_controls(path)
    body = part_of(path, "word/document.xml").replace("Mengingat pentingnya", "{{ unit.nama }} pentingnya")
    with_part(path, "word/document.xml", body.encode())
    (finding,) = audited(path).findings
    assert finding.code == "tag_tersisa"
    assert "{{ unit.nama }}" in finding.text


def test_the_paper_of_another_year_or_unit_is_told(tmp_path: Path) -> None:
    path = invitation(tmp_path)
    fill_controls(path)
    audit = audit_document(path, papers_plan(2026), papers_unit(name="KPU Lain"))
    assert audit is not None
    assert [f.code for f in audit.findings][:2] == ["naskah_tahun_lain", "naskah_unit_lain"]


def test_the_paper_of_a_code_that_the_plan_lacks_is_told(tmp_path: Path) -> None:
    path = invitation(tmp_path)
    fill_controls(path)
    plan = papers_plan()
    audit = audit_document(path, dataclasses.replace(plan, areas=plan.areas[1:]), papers_unit())
    assert audit is not None
    assert [f.code for f in audit.findings] == ["naskah_kode_lain"]


def test_papers_that_are_not_ours_are_left_alone(tmp_path: Path) -> None:
    other = word_file(tmp_path / "lain.docx", "Surat biasa [belum diisi]")
    broken = tmp_path / "rusak.docx"
    broken.write_bytes(b"PK\x03\x04rusak")
    for path in (other, broken, tmp_path / "tidak-ada.docx"):
        assert audit_document(path, papers_plan(), papers_unit()) is None


def test_the_marker_survives_saving_with_another_program(tmp_path: Path) -> None:
    path = invitation(tmp_path)
    fill_controls(path)
    document = docx.Document(str(path))
    document.add_paragraph("Ditambah di kantor.")
    document.save(str(path))
    assert audited(path).findings == ()


def test_dates_have_a_calendar_and_choices_a_list(tmp_path: Path) -> None:
    body = docx.Document(str(invitation(tmp_path))).element.body
    dates = list(body.iter(f"{W}date"))
    assert dates
    assert all(d.find(f"{W}lid").get(f"{W}val") == "id-ID" for d in dates)
    lists = [[i.get(f"{W}value") for i in d] for d in body.iter(f"{W}dropDownList")]
    assert ["Biasa", "Segera", "Sangat segera"] in lists


def test_ids_of_controls_are_unique(tmp_path: Path) -> None:
    body = docx.Document(str(invitation(tmp_path))).element.body
    ids = [e.get(f"{W}val") for e in body.iter(f"{W}id")]
    assert len(ids) == len(set(ids)) == len(list(body.iter(f"{W}sdt")))


def ends_at_bad(path: Path) -> PaperReading:
    if path.name == "buruk.docx":
        os._exit(9)
    return PaperReading()


def filed(path: Path) -> EvidenceFile:
    """Return a Word file as evidence, in the folder that is its root."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return EvidenceFile(path=path.name, disk_path=path.name, sha256=digest, size=path.stat().st_size, media=Media.DOCX)


def test_a_paper_that_ends_its_reader_is_named_and_the_others_are_audited(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(paper_audit, "read_paper", ends_at_bad)
    files = []
    for name in ("satu.docx", "buruk.docx", "dua.docx"):
        (tmp_path / name).write_text(name)
        files.append(filed(tmp_path / name))
    before, bad, after = audit_documents(files, tmp_path, tmp_path / "kept", papers_plan(), papers_unit())
    assert (before, after) == (None, None)
    assert bad is not None
    assert "berhenti mendadak" in bad.findings[0].text


def reads_nothing(_function: object, paths: Sequence[Path], **_: object) -> Iterator[None]:
    assert not paths
    yield from ()


def test_a_paper_is_read_once_and_judged_by_the_plan_of_the_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = filed(invitation(tmp_path))
    (first,) = audit_documents([file], tmp_path, tmp_path / "kept", papers_plan(), papers_unit())
    assert first == audit_document(tmp_path / file.path, papers_plan(), papers_unit())
    monkeypatch.setattr(paper_audit, "read_each", reads_nothing)
    (again,) = audit_documents([file], tmp_path, tmp_path / "kept", papers_plan(), papers_unit())
    assert again == first
    (later,) = audit_documents([file], tmp_path, tmp_path / "kept", papers_plan(2026), papers_unit())
    assert later is not None
    assert "naskah_tahun_lain" in {finding.code for finding in later.findings}


def test_a_changed_or_damaged_reading_is_not_used(tmp_path: Path) -> None:
    file = filed(invitation(tmp_path))
    (first,) = audit_documents([file], tmp_path, tmp_path / "kept", papers_plan(), papers_unit())
    (entry,) = (tmp_path / "kept").rglob("*.json")
    entry.write_text(entry.read_text().replace("Belum diisi", "Sudah diisi"))
    assert list(audit_documents([file], tmp_path, tmp_path / "kept", papers_plan(), papers_unit())) == [first]
    fill_controls(tmp_path / file.path)
    changed = filed(tmp_path / file.path)
    (filled,) = audit_documents([changed], tmp_path, tmp_path / "kept", papers_plan(), papers_unit())
    assert filled is not None
    assert filled.findings == ()


NOBODY = Unit(name="", short_name="", secretariat="", place="", address="", letterhead=())
SUBJECTS = (
    sample_subject(),
    Subject(plan=papers_plan(), unit=papers_unit(signatories=False, members=0)),
    Subject(plan=papers_plan(), unit=NOBODY),
)


@pytest.mark.parametrize("template", list_templates(None), ids=lambda template: template.name)
def test_every_prompt_that_a_paper_can_show_is_known(template: TemplateInfo) -> None:
    compiled = compile_template(template.path, NAMES, part_files(packaged_folder()))
    for subject in SUBJECTS:
        shown = fill(compiled, build_context(subject)).open_prompts
        known = known_prompts(subject.plan, None)
        assert {re.sub(r" \(\d+ tempat\)$", "", prompt) for prompt in shown} <= set(known)


def test_a_template_of_the_unit_brings_its_prompts(tmp_path: Path) -> None:
    word_file(tmp_path / "berita.docx", "{{ isian('Nama saksi') }} dan {{ isian_tanggal(“Tanggal sidang”) }}")
    assert {"Nama saksi", "Tanggal sidang", "Nama notulis"} <= set(known_prompts(papers_plan(), tmp_path))


def test_prompts_are_found_as_printed_whatever_the_layout_did_to_them() -> None:
    prompts = ("Nama notulis", "Hasil pertama", "Pangkat/golongan")
    shown = [squeezed(text) for text in ("Nama\r\nnotulis", "HASIL pertama", "Lampiran 1", "Pangkat/golo\ufffe\nngan")]
    assert open_prompts(shown, prompts) == ("[Nama notulis]", "[Hasil pertama]", "[Pangkat/golongan]")


def test_marks_that_other_papers_use_are_no_prompts_by_themselves() -> None:
    prompts = ("K", "1–5", "Nama pegawai")
    assert open_prompts(["k", "1–5"], prompts) == ()
    assert open_prompts(["k", "namapegawai"], prompts) == ("[K]", "[Nama pegawai]")
