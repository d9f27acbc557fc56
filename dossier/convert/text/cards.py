"""Draws the cards of links and recordings: our own words about a file that has no pages.

Of a link file its name, and its addresses with a QR code each; no address is opened. Of an audio or video recording
its name, kind, size in bytes, hash, and how to obtain it.
"""

from __future__ import annotations

import configparser
import plistlib
from pathlib import PurePath
from typing import TYPE_CHECKING, Final
from xml.parsers.expat import ExpatError

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import STATE_DEFAULTS, Drawing
from reportlab.lib.units import mm
from reportlab.platypus import Paragraph, Spacer

from dossier.addresses import only_addresses
from dossier.convert.run.result import Made
from dossier.convert.text.plain import heading, read_text, write_pages
from dossier.errors import CannotConvertError
from dossier.state.files import sha256_of
from dossier.typeset import page_setup, typography
from dossier.typeset.typography import REGULAR, STYLES
from dossier.wording import size_label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reportlab.platypus import Flowable

LINK_ENGINE: Final = "kartu tautan"
_MOST_BYTES: Final = 64 << 10
_LONGEST: Final = 2048
_LONGEST_IN_QR: Final = 1200
"""Bytes that a QR code still holds with a module size that a phone reads from paper."""
_QR_SIZE: Final = 48 * mm
_WEB: Final = ("http://", "https://")
_KEYS: Final = ("url", "url[$e]")
_MOST: Final = 10
"""Addresses printed on a card, each with its code."""
_NOT_WEB: Final = "alamat bukan http/https; dicetak sebagai teks dan tidak dapat diklik"
_NO_ADDRESS: Final = "berkas tautan ini tidak memuat alamat; simpan ulang tautannya dari peramban"


def convert_link(source: Path, target: Path, name: str) -> Made:
    """Write a link file as a card; `name` is the file's name, printed as the title.

    Raises:
        CannotConvertError: it holds no address, or more than an address.
    """
    page_setup.prepare_reportlab()
    if source.stat().st_size > _MOST_BYTES:
        raise CannotConvertError("berkas tautan terlalu besar untuk sebuah tautan; simpan ulang dari peramban")
    addresses = _addresses(source)
    shown = addresses[:_MOST]
    notes = [] if all(map(_is_web, shown)) else [_NOT_WEB]
    if len(addresses) > _MOST:
        notes.append(f"{len(addresses) - _MOST} alamat berikutnya tidak dicetak; lihat berkas asli")
    return Made(pages=write_pages(_card(PurePath(name).stem, shown), target), engine=LINK_ENGINE, notes=tuple(notes))


def _is_web(address: str) -> bool:
    return address.lower().startswith(_WEB) and address.isprintable() and " " not in address


def _addresses(source: Path) -> tuple[str, ...]:
    data = source.read_bytes()
    if data.lstrip().startswith((b"bplist", b"<?xml", b"<!DOCTYPE plist", b"<plist")):
        found: tuple[str, ...] = (_from_webloc(data),)
    else:
        text, _ = read_text(source)
        found = only_addresses(text) or (_from_shortcut(text),)
    named = tuple(address.strip()[:_LONGEST] for address in found if address.strip())
    if not named:
        raise CannotConvertError(_NO_ADDRESS)
    return named


def _from_webloc(data: bytes) -> str:
    if b"<!ENTITY" in data:
        raise CannotConvertError("berkas tautan memuat isian berbahaya (entitas XML); simpan ulang dari peramban")
    try:
        content = plistlib.loads(data)
    except (plistlib.InvalidFileException, ExpatError, ValueError, OverflowError, RecursionError) as error:
        raise CannotConvertError(_NO_ADDRESS) from error
    address = content.get("URL") if isinstance(content, dict) else None
    return address if isinstance(address, str) else ""


def _from_shortcut(text: str) -> str:
    """Read the `URL` of an Internet Shortcut or a desktop entry; a bare address in the file serves too."""
    parser = configparser.RawConfigParser(strict=False, delimiters=("=",), comment_prefixes=(";",))
    try:
        parser.read_string(text)
        for section in parser.sections():
            for key in _KEYS:
                if parser.has_option(section, key):
                    return parser.get(section, key)
    except configparser.Error:
        pass
    return next((line.strip() for line in text.split("\n") if line.strip().lower().startswith(_WEB)), "")


def _card(title: str, addresses: Sequence[str]) -> list[Flowable]:
    story = [*heading("BUKTI BERUPA TAUTAN", title), Paragraph("Alamat", STYLES.label)]
    for number, address in enumerate(addresses):
        story += [Spacer(0, 16)] if number else []
        story += _address_lines(address)
    return story


def _address_lines(address: str) -> list[Flowable]:
    shown = page_setup.plain(address)
    if not _is_web(address):
        story: list[Flowable] = [Paragraph(shown, STYLES.lead), Spacer(0, 10)]
        story.append(Paragraph("Alamat ini bukan halaman web (http/https), maka tidak dapat diklik.", STYLES.body))
        return story
    story = [Paragraph(f'<a href="{typography.markup(address)}">{shown}</a>', STYLES.lead), Spacer(0, 16)]
    if len(address.encode()) <= _LONGEST_IN_QR:
        story += [
            _qr_code(address),
            Spacer(0, 6),
            Paragraph("Pindai kode ini untuk membuka alamat di atas.", STYLES.note),
        ]
    return story


def _qr_code(address: str) -> Drawing:
    widget = QrCodeWidget(address, barLevel="M", barWidth=_QR_SIZE, barHeight=_QR_SIZE, barBorder=0)
    # A drawing names its default font on the page, used or not; Helvetica would not be embedded.
    STATE_DEFAULTS["fontName"] = REGULAR
    drawing = Drawing(_QR_SIZE, _QR_SIZE)
    drawing.add(widget)
    return drawing


RECORDING_ENGINE: Final = "kartu rekaman"
NOTE: Final = "rekaman tidak dapat dicetak; kartu ini menggantikannya, berkas asli ada pada pengelola dossier"
_HOW: Final = (
    "Rekaman suara atau video tidak dapat dicetak. Mintalah berkas aslinya kepada pengelola dossier unit ini dengan "
    "menyebut nama berkas di atas. Berkas yang diterima sama dengan yang diperiksa bila SHA-256-nya sama."
)


def convert_recording(source: Path, target: Path, name: str) -> Made:
    """Write the card of a recording; `name` is the file's name, printed as the title."""
    page_setup.prepare_reportlab()
    facts = (
        ("Jenis", f"rekaman ({PurePath(name).suffix.removeprefix('.').upper() or 'tanpa akhiran'})"),
        ("Ukuran", size_label(source.stat().st_size)),
        ("SHA-256", sha256_of(source)),
    )
    story = heading("BUKTI BERUPA REKAMAN", name)
    for label, value in facts:
        story += [Paragraph(label, STYLES.label), Paragraph(page_setup.plain(value), STYLES.body), Spacer(0, 8)]
    story += [Paragraph("Cara memperoleh", STYLES.label), Paragraph(page_setup.plain(_HOW), STYLES.body)]
    return Made(pages=write_pages(story, target), engine=RECORDING_ENGINE, notes=(NOTE,))
