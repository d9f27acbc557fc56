"""Makers of difficult PDFs: each writes one file into a folder and returns its path. Same bytes each time."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pikepdf
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from pathlib import Path

Size = tuple[float, float]


def drawn(texts: tuple[str, ...] = ("CONTOH",), size: Size = A4) -> bytes:
    """Return a plain PDF with one page for each text, a frame, and an arrow that shows which way is up."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1)
    width, height = size
    for text in texts:
        canvas.rect(10, 10, width - 20, height - 20)
        canvas.setFont("Helvetica", max(4, min(14, width / 20)))
        canvas.drawString(width * 0.1, height * 0.8, text)
        canvas.drawString(width * 0.1, height * 0.9, "^ ATAS")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def opened(texts: tuple[str, ...] = ("CONTOH",), size: Size = A4) -> pikepdf.Pdf:
    """Return the same as an open document, to be spoiled."""
    return pikepdf.open(io.BytesIO(drawn(texts, size)))


def saved(document: pikepdf.Pdf, path: Path, encryption: pikepdf.Encryption | None = None) -> Path:
    """Write the document with an identifier that does not change from run to run."""
    if encryption is None:
        document.save(path, static_id=True)
    else:
        document.save(path, static_id=True, encryption=encryption)
    return path


def plain_pdf(folder: Path, name: str = "biasa.pdf", pages: int = 2) -> Path:
    """A healthy PDF with a text layer."""
    path = folder / name
    path.write_bytes(drawn(tuple(f"CONTOH halaman {number}" for number in range(1, pages + 1))))
    return path


def password_pdf(folder: Path, name: str = "kata-sandi.pdf", password: str = "rahasia") -> Path:  # noqa: S107 — a sample
    """A PDF that opens only with a user password (RC4: the one cipher whose bytes do not change)."""
    return _written(folder / name, locked(drawn(), password))


def locked(data: bytes, password: str = "rahasia") -> bytes:  # noqa: S107 — a sample
    """Return the same PDF behind a user password."""
    target = io.BytesIO()
    encryption = pikepdf.Encryption(owner="pemilik", user=password, R=3, aes=False, metadata=False)
    pikepdf.open(io.BytesIO(data)).save(target, static_id=True, encryption=encryption)
    return target.getvalue()


def cut_half(data: bytes) -> bytes:
    """Return the first half, as a broken upload leaves it: no cross-reference table, cut inside an object."""
    return data[: len(data) // 2]


def aes_password_pdf(folder: Path, name: str = "kata-sandi-aes.pdf", password: str = "rahasia") -> Path:  # noqa: S107
    """A PDF locked with AES-256; its bytes differ from run to run, as the cipher wants."""
    return saved(opened(), folder / name, pikepdf.Encryption(owner="pemilik", user=password, R=6))


def owner_password_pdf(folder: Path, name: str = "hanya-pemilik.pdf") -> Path:
    """A PDF that anyone may read but that forbids changes: the user password is empty."""
    allow = pikepdf.Permissions(modify_assembly=False, modify_other=False, extract=False)
    encryption = pikepdf.Encryption(owner="pemilik", user="", R=3, aes=False, metadata=False, allow=allow)
    return saved(opened(), folder / name, encryption)


def cut_pdf(folder: Path, name: str = "terpotong.pdf") -> Path:
    """The first half of a PDF of five pages."""
    return _written(folder / name, cut_half(drawn(tuple(f"CONTOH halaman {number}" for number in range(1, 6)))))


def header_only_pdf(folder: Path, name: str = "hanya-kepala.pdf") -> Path:
    """Nothing but the first line of a PDF."""
    path = folder / name
    path.write_bytes(b"%PDF-1.4\n")
    return path


def pageless_pdf(folder: Path, name: str = "nol-halaman.pdf") -> Path:
    """A PDF that is sound and has no pages."""
    return saved(pikepdf.new(), folder / name)


def late_header_pdf(folder: Path, name: str = "berawalan.pdf") -> Path:
    """A PDF behind 700 bytes of other things, as some mail gateways leave it."""
    path = folder / name
    path.write_bytes(b"X-Scan: bersih\r\n" + b"\x00\x01\x02 sampah\n" * 64 + drawn())
    return path


def rotated_pdf(folder: Path, name: str = "berputar.pdf") -> Path:
    """Seven pages turned by /Rotate, among them values that are negative, beyond 360, or no multiple of 90."""
    turns = (0, 90, 180, 270, -90, 450, 45)
    document = opened(tuple(f"CONTOH /Rotate {turn}" for turn in turns))
    for page, turn in zip(document.pages, turns, strict=True):
        page.obj.Rotate = turn
    return saved(document, folder / name)


def inherited_rotation_pdf(folder: Path, name: str = "berputar-warisan.pdf") -> Path:
    """Pages whose rotation and box stand on their parent only."""
    document = opened(("CONTOH satu", "CONTOH dua"))
    for page in document.pages:
        del page.obj.MediaBox
        if "/Rotate" in page.obj:
            del page.obj.Rotate
    document.Root.Pages.Rotate = 90
    document.Root.Pages.MediaBox = pikepdf.Array([0, 0, 595, 842])
    return saved(document, folder / name)


def cropped_pdf(folder: Path, name: str = "cropbox.pdf") -> Path:
    """A page whose visible box neither starts at the origin nor fills the sheet."""
    document = opened(("CONTOH CropBox",))
    document.pages[0].obj.CropBox = pikepdf.Array([40, 300, 500, 800])
    return saved(document, folder / name)


def shifted_pdf(folder: Path, name: str = "mediabox-geser.pdf") -> Path:
    """A page whose sheet starts at a negative corner, written in the wrong order."""
    document = opened(("CONTOH MediaBox",))
    document.pages[0].obj.MediaBox = pikepdf.Array([500, 800, -50, -100])
    return saved(document, folder / name)


def outside_crop_pdf(folder: Path, name: str = "cropbox-luar.pdf") -> Path:
    """A page whose CropBox reaches beyond its MediaBox."""
    document = opened(("CONTOH CropBox luar",))
    document.pages[0].obj.CropBox = pikepdf.Array([-100, -100, 2000, 2000])
    return saved(document, folder / name)


def user_unit_pdf(folder: Path, name: str = "userunit.pdf") -> Path:
    """A page that counts in units of 1/24 inch in place of 1/72."""
    document = opened(("CONTOH UserUnit 3",), (200, 280))
    document.pages[0].obj.UserUnit = 3
    return saved(document, folder / name)


def form_pdf(folder: Path, name: str = "formulir.pdf") -> Path:
    """A form with a text, a tick and a choice filled in; the text lacks its appearance, as often in practice."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=1)
    canvas.drawString(72, 770, "CONTOH formulir")
    canvas.acroForm.textfield(name="nama", value="Pegawai Satu", x=72, y=700, width=200, height=20)
    canvas.acroForm.checkbox(name="hadir", checked=True, x=72, y=660)
    canvas.acroForm.choice(name="unit", value="Hukum", options=["Hukum", "Umum"], x=72, y=620, width=120, height=20)
    canvas.save()
    document = pikepdf.open(io.BytesIO(buffer.getvalue()))
    for annotation in document.pages[0].obj.Annots:
        if annotation.get("/T") == "nama" and "/AP" in annotation:
            del annotation.AP
    document.Root.AcroForm.NeedAppearances = True
    return saved(document, folder / name)


def active_pdf(folder: Path, name: str = "aktif.pdf") -> Path:
    """A PDF that would run JavaScript on opening, start a program, send a form, and carries a hidden attachment."""
    document = opened(("CONTOH isi aktif", "CONTOH tujuan"))
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert('CONTOH')"))
    document.Root.OpenAction = script
    document.Root.AA = pikepdf.Dictionary(WC=script)
    launch = pikepdf.Dictionary(S=pikepdf.Name.Launch, F=pikepdf.String("/bin/false"))
    submit = pikepdf.Dictionary(S=pikepdf.Name.SubmitForm, F=pikepdf.String("http://contoh.invalid/"))
    web = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("https://contoh.invalid/"))
    odd = pikepdf.Dictionary(S=pikepdf.Name.URI, URI=pikepdf.String("javascript:alert(1)"))
    page = document.pages[0].obj
    page.AA = pikepdf.Dictionary(O=script)
    page.Annots = document.make_indirect(
        pikepdf.Array(
            [_link(document, action, 700 - 40 * row) for row, action in enumerate((launch, submit, web, odd))]
        )
    )
    document.attachments["lampiran.txt"] = pikepdf.AttachedFileSpec(
        document, b"CONTOH lampiran", filename="lampiran.txt", creation_date="D:20250101000000Z",
        mod_date="D:20250101000000Z",
    )  # fmt: skip
    return saved(document, folder / name)


def _link(document: pikepdf.Pdf, action: pikepdf.Dictionary, bottom: int) -> pikepdf.Object:
    return document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot,
            Subtype=pikepdf.Name.Link,
            Rect=pikepdf.Array([72, bottom, 300, bottom + 20]),
            A=action,
        )
    )


def unbalanced_pdf(folder: Path, name: str = "tak-seimbang.pdf") -> Path:
    """A page that saves the graphics state, scales it by half, and never restores it; another restores too often."""
    document = opened(("CONTOH q tanpa Q", "CONTOH Q tanpa q"))
    first, second = document.pages
    first.contents_add(document.make_stream(b"q 0.5 0 0 0.5 100 100 cm 1 0 0 rg q q"), prepend=True)
    second.contents_add(document.make_stream(b"Q Q Q"), prepend=True)
    return saved(document, folder / name)


def huge_page_pdf(folder: Path, name: str = "raksasa.pdf") -> Path:
    """A page of 5 by 5 metres, the largest that PDF allows without another unit."""
    return _written(folder / name, drawn(("CONTOH raksasa",), (14400, 14400)))


def tiny_page_pdf(folder: Path, name: str = "mungil.pdf") -> Path:
    """A page of 1 by 1 centimetre."""
    return _written(folder / name, drawn(("CONTOH",), (28, 28)))


def mixed_sizes_pdf(folder: Path, name: str = "campur.pdf") -> Path:
    """A4 upright, A4 landscape, F4, Legal and a long till roll in one file."""
    sizes: tuple[Size, ...] = ((595, 842), (842, 595), (612, 936), (612, 1008), (200, 3000))
    document = pikepdf.new()
    for size in sizes:
        document.pages.extend(opened((f"CONTOH {size[0]:.0f} x {size[1]:.0f}",), size).pages)
    return saved(document, folder / name)


def page_without_content_pdf(folder: Path, name: str = "halaman-kosong.pdf") -> Path:
    """A page without content, resources, or anything to see."""
    document = pikepdf.new()
    document.add_blank_page(page_size=A4)
    document.add_blank_page(page_size=A4)
    del document.pages[1].obj.Resources
    return saved(document, folder / name)


def looping_pages_pdf(folder: Path, name: str = "pohon-berputar.pdf") -> Path:
    """A page tree that contains itself."""
    text = (
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n"
        b"2 0 obj\n<</Type/Pages/Count 2/Kids[2 0 R 3 0 R]>>\nendobj\n"
        b"3 0 obj\n<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>\nendobj\n"
        b"trailer\n<</Root 1 0 R/Size 4>>\n%%EOF\n"
    )
    return _written(folder / name, text)


def bomb_pdf(folder: Path, name: str = "bom.pdf", megabytes: int = 200) -> Path:
    """A few hundred kilobytes that unfold to `megabytes` of page content."""
    document = opened(("CONTOH bom",))
    document.pages[0].contents_add(document.make_stream(b"0 0 m\n" * (megabytes * 175_000)))
    return saved(document, folder / name)


def _written(path: Path, data: bytes) -> Path:
    path.write_bytes(data)
    return path
