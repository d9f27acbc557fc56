"""Shared parts: one letterhead for all papers, with its styles, pictures and links, and with the unit's logo."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from typing import TYPE_CHECKING

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from lxml import etree
from PIL import Image

from dossier.templates import RenderError, RenderRequest, check_templates, list_templates, render
from dossier.templates.paper_audit import known_prompts
from dossier.templates.template_library import packaged_folder
from tests.support.papers_source import headed_unit, papers_plan, part_of, word_file
from tests.support.papers_text import W, document_text

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Unit


def picture(path: Path, size: tuple[int, int] = (300, 200), mode: str = "RGB") -> Path:
    Image.new(mode, size, "red" if mode == "RGB" else None).save(path)
    return path


def with_logo(folder: Path, place: str) -> Unit:
    return dataclasses.replace(headed_unit(), logo=picture(folder / "logo.png"), logo_place=place)


def made(template: str, unit: Unit, folder: Path) -> Path:
    request = RenderRequest(template=template)
    return render(papers_plan(), unit, None, [request], folder / "naskah", folder / "templates_docx").papers[0].path


def members(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def own_letterhead(folder: Path, text: str = "KOP SENDIRI {{ unit.nama }}") -> docx.document.Document:
    document = docx.Document()
    document.add_paragraph(text)
    (folder / "templates_docx" / "bagian").mkdir(parents=True, exist_ok=True)
    document.save(str(folder / "templates_docx" / "bagian" / "kop.docx"))
    return document


def test_parts_are_no_templates(tmp_path: Path) -> None:
    own_letterhead(tmp_path)
    assert "kop" not in {template.name for template in list_templates(tmp_path / "templates_docx")}
    assert (packaged_folder() / "bagian" / "kop.docx").is_file()


@pytest.mark.parametrize("template", [t.name for t in list_templates(None) if "bagian.kop" in t.fields])
def test_a_letterhead_of_the_unit_stands_on_every_paper_that_has_one(template: str, tmp_path: Path) -> None:
    own_letterhead(tmp_path)
    text = document_text(made(template, headed_unit(), tmp_path))
    assert "KOP SENDIRI Kantor Imigrasi Kelas II Contoh" in text
    assert "KEMENTERIAN CONTOH" not in text


def test_styles_pictures_and_links_of_a_part_come_along(tmp_path: Path) -> None:
    document = own_letterhead(tmp_path)
    style = document.styles.add_style("Kop", 1)
    style.font.size = Pt(31)
    document.paragraphs[0].style = style
    document.add_paragraph().add_run().add_picture(str(picture(tmp_path / "lain.png")), width=Cm(2))
    identifier = document.part.relate_to("https://contoh.go.id", f"{qn('r:id')[1:-3]}/hyperlink", is_external=True)
    first = next(document.element.body.iter(qn("w:p")))
    first.append(first.makeelement(qn("w:hyperlink"), {qn("r:id"): identifier}))
    document.save(str(tmp_path / "templates_docx" / "bagian" / "kop.docx"))
    path = made("surat", headed_unit(), tmp_path)
    assert 'w:val="62"' in re.findall(r'w:styleId="Kop".*?</w:style>', part_of(path, "word/styles.xml"), re.DOTALL)[0]
    opened = docx.Document(str(path))
    assert len(opened.inline_shapes) == 1
    targets = [rel.target_ref for rel in opened.part.rels.values() if rel.is_external]
    assert targets == ["https://contoh.go.id"]


@pytest.mark.parametrize("place", ["kiri", "tengah"])
@pytest.mark.parametrize("template", ["surat", "sk", "maklumat-pelayanan", "matriks-benturan-kepentingan"])
def test_the_logo_keeps_its_proportions_inside_the_frame_of_the_part(template: str, place: str, tmp_path: Path) -> None:
    path = made(template, with_logo(tmp_path, place), tmp_path)
    assert [name for name in members(path) if name.startswith("word/media/")] == ["word/media/logo.png"]
    [shape] = docx.Document(str(path)).element.body.iter(qn("wp:inline"))
    wide, high = shape.extent.cx, shape.extent.cy
    assert (wide, round(wide / high, 2)) == (Cm(2.3), 1.5)
    tables = len(list(docx.Document(str(path)).element.body.iter(qn("w:tbl"))))
    plain = made(template, headed_unit(), tmp_path / "tanpa")
    assert tables - len(list(docx.Document(str(plain)).element.body.iter(qn("w:tbl")))) == (place == "kiri")


def test_without_a_logo_no_picture_and_no_relationship_is_left(tmp_path: Path) -> None:
    path = made("surat", headed_unit(), tmp_path)
    assert [name for name in members(path) if "media" in name] == []
    assert "Bagian" not in part_of(path, "word/_rels/document.xml.rels")


def test_the_same_logo_gives_the_same_bytes(tmp_path: Path) -> None:
    unit = with_logo(tmp_path, "kiri")
    assert made("sk", unit, tmp_path / "a").read_bytes() == made("sk", unit, tmp_path / "b").read_bytes()


def test_what_is_wrong_with_a_part_is_told_once_with_its_place(tmp_path: Path) -> None:
    own_letterhead(tmp_path, "{{ unti.nama }}")
    [finding] = check_templates(tmp_path / "templates_docx") or [None]
    assert finding is not None
    assert "bagian/kop.docx" in finding.text
    assert "unti" in finding.text
    with pytest.raises(RenderError):
        made("surat", headed_unit(), tmp_path)


@pytest.mark.parametrize(
    ("text", "said"),
    [("{{ bagian.kaki }}", "bagian «kaki» tidak ada"), ("teks {{ bagian.kop }}", "tidak sendirian di paragrafnya")],
)
def test_a_call_for_a_part_that_cannot_be_followed_is_told(text: str, said: str, tmp_path: Path) -> None:
    word_file(tmp_path / "coba.docx", text)
    assert [finding for finding in check_templates(tmp_path) if said in finding.text]


def test_a_part_of_another_kind_is_told(tmp_path: Path) -> None:
    document = own_letterhead(tmp_path)
    first = next(document.element.body.iter(qn("w:p")))
    first.insert(0, etree.fromstring(f'<w:pPr xmlns:w="{W[1:-1]}"><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'))
    document.save(str(tmp_path / "templates_docx" / "bagian" / "kop.docx"))
    findings = check_templates(tmp_path / "templates_docx")
    assert {"penomoran otomatis" in finding.text for finding in findings} == {True}


def test_prompts_of_parts_are_known_to_the_audit(tmp_path: Path) -> None:
    own_letterhead(tmp_path, '{{ isian("Isian pada kop") }}')
    assert "Isian pada kop" in known_prompts(papers_plan(), tmp_path / "templates_docx")


def huge(path: Path) -> None:
    Image.new("1", (9000, 9000)).save(path)


def no_picture(path: Path) -> None:
    path.write_bytes(b"bukan gambar")


def script(path: Path) -> None:
    path.write_bytes(b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n")


def nothing(path: Path) -> None:
    path.unlink(missing_ok=True)


def link(path: Path) -> None:
    path.symlink_to("/etc/hostname")


@pytest.mark.parametrize("write", [huge, no_picture, script, nothing, link])
def test_a_logo_that_cannot_be_used_is_told_and_the_paper_is_made_without_it(write: object, tmp_path: Path) -> None:
    assert callable(write)
    write(tmp_path / "logo.png")
    unit = dataclasses.replace(headed_unit(), logo=tmp_path / "logo.png", logo_place="kiri")
    result = render(papers_plan(), unit, None, [RenderRequest(template="surat")], tmp_path / "naskah", None)
    [finding] = [each for each in result.findings if each.code == "logo_tak_terbaca"]
    assert "logo.png" in finding.text
    assert [name for name in members(result.papers[0].path) if "media" in name] == []


def test_a_logo_carries_nothing_into_the_paper_but_its_picture(tmp_path: Path) -> None:
    secret = Image.new("RGB", (40, 40), "blue")
    exif = Image.Exif()
    exif[0x010E] = "keterangan rahasia"
    secret.save(tmp_path / "logo.jpg", exif=exif)
    unit = dataclasses.replace(headed_unit(), logo=tmp_path / "logo.jpg", logo_place="tengah")
    path = made("surat", unit, tmp_path)
    with zipfile.ZipFile(path) as archive:
        data = archive.read("word/media/logo.png")
    assert b"rahasia" not in data
    shown = Image.open(io.BytesIO(data))
    assert (shown.format, shown.size, dict(shown.getexif())) == ("PNG", (40, 40), {})
