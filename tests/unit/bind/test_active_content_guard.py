from __future__ import annotations

import json
import subprocess
import warnings
from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String
from pypdf import PdfReader

from dossier.bind import assembly
from tests.support import assembly_source as made
from tests.support.assembly_pages import Shape, add_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Change = Callable[[pikepdf.Pdf, pikepdf.Object], None]

FIRST = 4
"""Index of the first evidence page."""


def bind(folder: Path, change: Change) -> Path:
    with pikepdf.new() as pdf:
        change(pdf, add_page(pdf, Shape(crop=(50, 50, 500, 700))))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", pikepdf.PageCopyWarning)  # fields without a form are meant
            pdf.save(folder / "bukti.pdf")
    pages = len(PdfReader(folder / "bukti.pdf").pages)
    source = made.source_of([made.Bound(path="I/bukti.pdf", pdf=folder / "bukti.pdf", pages=pages)])
    assembly.assemble(source, folder / "dossier.pdf", made.draw)
    return folder / "dossier.pdf"


def annotation(kind: str, **entries: object) -> Dictionary:
    item = Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), Rect=Array([60, 60, 160, 160]))
    for key, value in entries.items():
        item[f"/{key}"] = value
    return item


def with_annotation(item: Dictionary) -> Change:
    def change(_pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
        page.Annots = Array([item])

    return change


def kept(bundle: Path, number: int = FIRST) -> list[dict[str, object]]:
    """Return the annotations of an evidence page but for the way back, as plain values."""
    with pikepdf.open(bundle) as pdf:
        found = pdf.pages[number].obj.get("/Annots", Array())
        return [
            {key: str(item[key]) if not isinstance(item[key], (Dictionary, Array)) else "…" for key in item.keys()}  # noqa: SIM118 — a pikepdf object is no mapping
            for item in found
            if "/DossierKey" not in item
        ]


ACTIVE: dict[str, dict[str, object]] = {
    "script": {"S": Name.JavaScript, "JS": "app.alert(1)"},
    "launch": {"S": Name.Launch, "F": "calc.exe"},
    "submit": {"S": Name.SubmitForm, "F": "http://contoh.example/kirim"},
    "import": {"S": Name.ImportData, "F": "data.fdf"},
    "other file": {"S": Name.GoToR, "F": "lain.pdf", "D": [0, Name.Fit]},
    "attachment": {"S": Name.GoToE, "T": {"/R": Name.C}},
    "named": {"S": Name.Named, "N": Name.Print},
    "script address": {"S": Name.URI, "URI": "javascript:alert(1)"},
    "file address": {"S": Name.URI, "URI": "file:///etc/passwd"},
    "chain": {
        "S": Name.URI,
        "URI": "https://contoh.example",
        "Next": {"/S": Name.JavaScript, "/JS": "app.alert(1)"},
    },
}


def everything(bundle: Path) -> str:
    """Return every object of a bundle as qpdf's JSON, without the data of streams."""
    ended = subprocess.run(
        ["qpdf", "--json", "--json-key=qpdf", str(bundle)], check=True, capture_output=True, text=True
    )
    return json.dumps(json.loads(ended.stdout))


FORBIDDEN = ("/JavaScript", '"/JS"', "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", '"/AA"', "/Named")


@pytest.mark.parametrize("name", ACTIVE)
@pytest.mark.parametrize("place", ["link", "button", "page", "field below", "loose object"])
def test_nothing_that_acts_reaches_the_bundle(tmp_path: Path, name: str, place: str) -> None:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
        action = pdf.make_indirect(Dictionary({f"/{key}": value for key, value in ACTIVE[name].items()}))
        if place == "link":
            page.Annots = Array([annotation("Link", A=action)])
        elif place == "button":
            look = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
            page.Annots = Array([annotation("Widget", A=action, AA=Dictionary(E=action), AP=Dictionary(N=look))])
        elif place == "page":
            page.AA = Dictionary(O=action)
        elif place == "field below":
            page.Annots = Array([annotation("Text", AA=Dictionary(E=action), PA=action)])
        else:
            page.Resources.Properties = Dictionary(MC0=Dictionary(Dalam=Array([Dictionary(Sini=action)])))

    text = everything(bind(tmp_path, change))
    assert [word for word in FORBIDDEN if word in text] == []
    assert "javascript:" not in text
    assert "passwd" not in text


@pytest.mark.parametrize("address", ["https://contoh.example/a", "http://contoh.example", "mailto:a@contoh.example"])
def test_web_addresses_stay(tmp_path: Path, address: str) -> None:
    action = Dictionary(S=Name.URI, URI=String(address))
    [link] = kept(bind(tmp_path, with_annotation(annotation("Link", A=action))))
    assert link["/Subtype"] == "/Link"


def test_jumps_inside_one_file_stay_and_others_go(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
        second = add_page(pdf, Shape())
        stray = pdf.make_indirect(Dictionary(Type=Name.Page))
        page.Annots = Array(
            [
                annotation("Link", A=Dictionary(S=Name.GoTo, D=Array([second, Name.XYZ, 0, 0, 0]))),
                annotation("Link", Dest=Array([second, Name.Fit])),
                annotation("Link", Dest=Array([stray, Name.Fit])),
                annotation("Link", Dest=String("bernama")),
                annotation("Link", Dest=Array([1, Name.Fit])),
            ]
        )

    with pikepdf.open(bind(tmp_path, change)) as pdf:
        links = [item for item in pdf.pages[FIRST].obj.Annots if "/DossierKey" not in item]
        assert [link.A.D[0].objgen for link in links] == [pdf.pages[FIRST + 1].obj.objgen] * 2


def test_comments_stay_as_they_look(tmp_path: Path) -> None:
    note = annotation("FreeText", Contents=String("Sudah diperiksa"), DA=String("/Helv 12 Tf"), Aneh=Name.Ya)
    [found] = kept(bind(tmp_path, with_annotation(note)))
    assert found["/Contents"] == "Sudah diperiksa"
    assert "/Aneh" not in found


def test_a_form_field_keeps_its_look_and_nothing_else(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
        look = pdf.make_stream(b"0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        field = pdf.make_indirect(
            annotation("Widget", FT=Name.Tx, T=String("nama"), V=String("isi"), AP=Dictionary(N=look))
        )
        page.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]))

    bundle = bind(tmp_path, change)
    [found] = kept(bundle)
    assert set(found) == {"/Type", "/Subtype", "/Rect", "/AP"}
    assert found["/Subtype"] == "/Stamp"
    assert "/AcroForm" not in everything(bundle)


@pytest.mark.parametrize("kind", ["Widget", "FileAttachment", "RichMedia", "Screen", "Movie", "Sound", "TrapNet"])
def test_what_only_acts_goes(tmp_path: Path, kind: str) -> None:
    assert kept(bind(tmp_path, with_annotation(annotation(kind)))) == []


def test_what_lay_outside_the_visible_page_does_not_turn_up_on_the_strip(tmp_path: Path) -> None:
    outside = annotation("Square")
    outside.Rect = Array([60, 10, 160, 40])  # below the crop, where the strip is now
    assert kept(bind(tmp_path, with_annotation(outside))) == []


def test_a_link_is_cut_to_the_visible_page(tmp_path: Path) -> None:
    link = annotation("Link", A=Dictionary(S=Name.URI, URI=String("https://contoh.example")))
    link.Rect = Array([600, 800, 60, 0])
    with pikepdf.open(bind(tmp_path, with_annotation(link))) as pdf:
        assert [float(value) for value in pdf.pages[FIRST].obj.Annots[0].Rect] == [60, 50, 500, 700]


@pytest.mark.parametrize("annots", [Name.Bukan, Array([7, Name.X, String("s")]), Dictionary(), String("")])
def test_senseless_annotations_are_no_trouble(tmp_path: Path, annots: pikepdf.Object) -> None:
    def change(_pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
        page.Annots = annots

    assert kept(bind(tmp_path, change)) == []


def test_fonts_and_pictures_may_be_called_like_actions(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
        form = pdf.make_stream(b"0 0 1 rg 0 0 9 9 re f", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica)
        page.Resources = pdf.make_indirect(
            Dictionary(XObject=Dictionary(JS=form, EF=form), Font=Dictionary(AA=font, JS=font, EF=font, Ref=font))
        )

    with pikepdf.open(bind(tmp_path, change)) as pdf:
        resources = pdf.pages[FIRST].obj.Resources.XObject["/DossierIsi0"].Resources
        assert set(resources.Font.keys()) == {"/AA", "/JS", "/EF", "/Ref"}
        assert set(resources.XObject.keys()) == {"/JS", "/EF"}


def test_files_inside_and_outside_do_not_come_along(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
        data = pdf.make_stream(b"rahasia", Type=Name.EmbeddedFile)
        form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        form.AF = Array([pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String("a.exe"), EF=Dictionary(F=data)))])
        outside = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        outside.F = String("/etc/passwd")
        reference = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        reference.Ref = Dictionary(F=String("lain.pdf"), Page=0)
        page.Resources.XObject = Dictionary(A=form, B=outside, C=reference)
        pdf.attachments["b.exe"] = b"rahasia"

    bundle = bind(tmp_path, change)
    text = everything(bundle)
    assert "passwd" not in text
    assert "lain.pdf" not in text
    assert list(PdfReader(bundle).attachments) == ["dossier-manifest.json"]
    assert text.count('"/EF"') == 1


def test_layers_that_a_part_hides_stay_hidden(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
        groups = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("tampak", "sembunyi")]
        form = pdf.make_stream(b"", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 9, 9]))
        form.OC = groups[1]
        page.Resources = Dictionary(
            Properties=Dictionary(Satu=groups[0]), XObject=Dictionary(Dalam=pdf.make_indirect(form))
        )
        pdf.Root.OCProperties = Dictionary(OCGs=Array(groups), D=Dictionary(OFF=Array([groups[1]])))

    with pikepdf.open(bind(tmp_path, change)) as pdf:
        properties = pdf.Root.OCProperties
        assert [str(group.Name) for group in properties.OCGs] == ["tampak", "sembunyi"]
        assert [str(group.Name) for group in properties.D.OFF] == ["sembunyi"]
        inner = pdf.pages[FIRST].obj.Resources.XObject["/DossierIsi0"].Resources
        assert inner.XObject.Dalam.OC.objgen == properties.D.OFF[0].objgen


def test_layers_that_are_off_unless_listed_stay_off(tmp_path: Path) -> None:
    def change(pdf: pikepdf.Pdf, page: pikepdf.Object) -> None:
        groups = [pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(name))) for name in ("tampak", "sembunyi")]
        page.Resources = Dictionary(Properties=Dictionary(Satu=groups[0], Dua=groups[1]))
        default = Dictionary(BaseState=Name.OFF, ON=Array([groups[0]]))
        pdf.Root.OCProperties = Dictionary(OCGs=Array(groups), D=default)

    with pikepdf.open(bind(tmp_path, change)) as pdf:
        assert [str(group.Name) for group in pdf.Root.OCProperties.D.OFF] == ["sembunyi"]


def test_without_layers_the_bundle_says_nothing_of_them(tmp_path: Path) -> None:
    with pikepdf.open(bind(tmp_path, lambda _pdf, _page: None)) as pdf:
        assert "/OCProperties" not in pdf.Root
