"""Reads mails: EML and MHT with the standard library, Outlook MSG with python-oxmsg; letter and attachments.

Unreadable headers are shown raw. A mail attached to an MSG is only named.
"""

from __future__ import annotations

import email
import email.errors
import email.policy
import io
from contextlib import suppress
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from dossier.convert.container.members import ContainerListing, Letter, Member, MemberFolder
from dossier.convert.text.plain import decoded
from dossier.errors import CannotConvertError
from dossier.wording import long_date

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from oxmsg import Message as OutlookMessage
    from oxmsg.attachment import Attachment


ENGINE: Final = "surat elektronik"
SAVED_PAGE: Final = "halaman web tersimpan (MHT)"
_MOST_BYTES: Final = 200 << 20
_MOST_BODY: Final = 2 << 20
"""Characters of a body that are laid out."""
HEADERS: Final = (
    ("From", "Dari"),
    ("To", "Kepada"),
    ("Cc", "Tembusan"),
    ("Bcc", "Tembusan tersembunyi"),
    ("Date", "Tanggal"),
    ("Subject", "Perihal"),
)
ORNAMENT_BYTES: Final = 15_000
"""A picture inside the text that is smaller is the logo of a signature or a smiley."""
ORNAMENT: Final = "gambar kecil di dalam surat (logo atau hiasan), tidak dicetak"
_SIGNATURES: Final = frozenset(
    {"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"}
)
_SIGNATURE: Final = "tanda tangan elektronik surat; hanya berlaku pada berkas asli"
_LONGEST_HEADER: Final = 4_000
_STUB: Final = 400
"""A plain body shorter than this may only say that the mail is to be read as HTML."""


def read(source: Path, box: MemberFolder) -> ContainerListing:
    """Read a mail file.

    Raises:
        CannotConvertError: it is no mail, or larger than any mail.
    """
    if source.stat().st_size > _MOST_BYTES:
        raise CannotConvertError("surat elektronik ini terlalu besar; simpan lampirannya tersendiri di folder bukti")
    message = email.message_from_bytes(_without_envelope(source.read_bytes()), policy=email.policy.compat32)
    if not message.keys():
        raise CannotConvertError("isi berkas ini bukan surat elektronik; simpan ulang dari aplikasi surel")
    page = "Snapshot-Content-Location" in message or ("To" not in message and _is_web_page(message))
    reader = _MailReader(box, page=page)
    reader.take(message, depth=0)
    letter = reader.letter(message)
    return ContainerListing(engine=SAVED_PAGE if page else ENGINE, letter=letter, pieces=tuple(reader.pieces))


def _without_envelope(data: bytes) -> bytes:
    """Drop what mail stores put before the headers: blank lines, an mbox line, the length that Apple Mail writes."""
    data = data.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    first, _, rest = data.partition(b"\n")
    return rest if first.startswith(b"From ") or first.strip().isdigit() else data


def _is_web_page(message: Message) -> bool:
    return message.get_content_type() == "multipart/related"


class _MailReader:
    """Walks the parts of one mail: bodies to read, files to bind."""

    _DEEPEST: Final = 40

    def __init__(self, box: MemberFolder, *, page: bool) -> None:
        self.pieces: list[Member] = []
        self._box = box
        self._page = page
        self._plain: list[str] = []
        self._html: list[str] = []
        self._resources = 0

    def letter(self, message: Message) -> Letter:
        """Return headers and the body: as text where there is a real one, else as HTML."""
        notes = []
        if self._resources:
            notes.append(f"{self._resources} berkas pendukung halaman (gambar, gaya) tidak dicetak")
        plain, html = "\n\n".join(self._plain).strip(), "\n".join(self._html)
        use_html = bool(html) and (not plain or (len(plain) < _STUB and len(html) > 20 * len(plain)))
        if max(len(plain), len(html)) > _MOST_BODY:
            notes.append("isi surat yang sangat panjang dipotong; lihat berkas asli")
        return Letter(
            headers=headers_of(message),
            text="" if use_html else plain[:_MOST_BODY],
            html=html[:_MOST_BODY] if use_html else "",
            notes=tuple(notes),
        )

    def take(self, part: Message, depth: int) -> None:
        """Sort a MIME part and its subparts into bodies and attachments."""
        if depth > self._DEEPEST:
            self.pieces.append(self._box.told("…", trouble="bagian surat bersarang terlalu dalam; tidak dibuka"))
            return
        if part.get_content_maintype() == "multipart":
            children = part.get_payload()
            for child in _messages(children):
                self.take(child, depth + 1)
            if isinstance(children, str) and children.strip():
                # A container that was cut before its first border still holds readable text.
                self._plain.append(children)
            return
        kind = part.get_content_type()
        name = _file_name(part)
        is_body = kind in {"text/plain", "text/html"} and not name and part.get_content_disposition() != "attachment"
        if is_body:
            (self._html if kind == "text/html" else self._plain).append(_text(part))
        elif self._page:
            self._resources += 1
        else:
            self._attach(part, kind, name)

    def _attach(self, part: Message, kind: str, name: str) -> None:
        if kind == "message/rfc822":
            inner = _messages(part.get_payload())
            data = inner[0].as_bytes() if inner else _payload(part)
            subject = _shown(inner[0], "Subject") if inner else ""
            name = name if name.casefold().endswith(".eml") else f"{subject or 'surat diteruskan'}.eml"
        else:
            data = _payload(part)
            name = name or _default_name(kind, len(self.pieces) + 1)
        if kind in _SIGNATURES:
            self.pieces.append(self._box.told(name, size=len(data), remark=_SIGNATURE))
            return
        inline = part.get("Content-ID") is not None and part.get_content_disposition() != "attachment"
        if inline and kind.startswith("image/") and len(data) < ORNAMENT_BYTES:
            self.pieces.append(self._box.told(name, size=len(data), remark=ORNAMENT))
            return
        self.pieces.append(self._box.file(name, io.BytesIO(data)))


def _messages(payload: object) -> list[Message]:
    return [item for item in payload if isinstance(item, Message)] if isinstance(payload, list) else []


def headers_of(message: Message) -> tuple[tuple[str, str], ...]:
    """Return the headers that a reader wants, under their Indonesian names."""
    shown = ((name, label, _shown(message, name)) for name, label in HEADERS)
    return tuple((label, _date(value) if name == "Date" else value) for name, label, value in shown if value)


def _date(value: str) -> str:
    """Return the date of a mail as it is written in Indonesian, with the time and zone of the sender."""
    try:
        moment = parsedate_to_datetime(value)
    except (TypeError, ValueError, OverflowError):
        return value
    return f"{long_date(moment.date())} {moment:%H.%M} {moment:%z}".strip()


def _shown(message: Message, name: str) -> str:
    # Raw, because the header classes turn bytes that are no ASCII into boxes.
    values = [str(value) for key, value in message.raw_items() if key.casefold() == name.casefold()]
    return ", ".join(filter(None, map(_unfolded, values)))[:_LONGEST_HEADER]


def _unfolded(value: str) -> str:
    raw = value.encode("utf-8", "surrogateescape")
    value = raw.decode("utf-8", "replace")
    if "\ufffd" in value:
        value = raw.decode("latin-1")
    with suppress(LookupError, ValueError, email.errors.MessageError):
        value = str(make_header(decode_header(value)))
    return " ".join(value.split())


def _file_name(part: Message) -> str:
    try:
        name = part.get_filename()
    except Exception:  # noqa: BLE001 — RFC 2231 parameters of hostile mails raise anything
        return ""
    return _unfolded(str(name)).replace("\x00", "") if name else ""


def _default_name(kind: str, number: int) -> str:
    endings = {"jpeg": ".jpg", "plain": ".txt", "html": ".html", "calendar": ".ics", "octet-stream": ""}
    endings |= dict.fromkeys(("delivery-status", "rfc822-headers"), ".txt")
    subtype = kind.partition("/")[2]
    return f"lampiran {number}{endings.get(subtype, f'.{subtype}' if subtype.isalnum() else '')}"


def _payload(part: Message) -> bytes:
    try:
        data = part.get_payload(decode=True)
    except Exception:  # noqa: BLE001 — decoders of hostile mails raise anything
        data = None
    if isinstance(data, bytes):
        return data
    raw = part.get_payload()
    if isinstance(raw, list):  # the blocks of a delivery report
        return b"\n".join(item.as_bytes() for item in _messages(raw))
    return str(raw).encode("utf-8", "surrogateescape") if isinstance(raw, str) else b""


def _text(part: Message) -> str:
    data = _payload(part)
    for charset in _charsets(part):
        try:
            return _lines(data.decode(charset))
        except (LookupError, UnicodeError):
            continue
    return _lines(decoded(data)[0]) if data else ""


def _charsets(part: Message) -> Iterator[str]:
    try:
        declared = part.get_content_charset()
    except Exception:  # noqa: BLE001 — as for file names
        declared = None
    # What calls itself ASCII and is not was written by a program that never asked.
    if declared and declared != "us-ascii":
        yield declared
    yield "utf-8"


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")


OUTLOOK_ENGINE: Final = "surat Outlook"
_BROKEN: Final = "surat Outlook ini tidak dapat dibaca; buka di Outlook lalu cetak ke PDF, atau simpan sebagai EML"
_SHORT_NAME: Final = 0x3704
"""PidTagAttachFilename ([MS-OXPROPS]): the name in 8.3 form, where there is no long one."""
_DISPLAY_TO, _DISPLAY_CC = 0x0E04, 0x0E03
_CONTENT_ID: Final = 0x3712
_BY_VALUE: Final = 1
_METHOD: Final = 0x3705
"""PidTagAttachMethod: 1 is bytes, 5 a mail or document inside, 6 an OLE object."""


def read_outlook(source: Path, box: MemberFolder) -> ContainerListing:
    """Read an Outlook mail.

    Raises:
        CannotConvertError: it cannot be read.
    """
    from oxmsg import Message  # noqa: PLC0415 — few folders hold one

    try:
        message = Message.load(source.read_bytes())
        letter = _outlook_letter(message)
        attachments = message.attachments
    except Exception as error:
        raise CannotConvertError(_BROKEN) from error
    pieces = [_outlook_attachment(box, attachment, number) for number, attachment in enumerate(attachments, start=1)]
    return ContainerListing(engine=OUTLOOK_ENGINE, letter=letter, pieces=tuple(pieces))


def _outlook_letter(message: OutlookMessage) -> Letter:
    properties = message.properties
    date = _or_empty(lambda: message.sent_date)
    headers = (
        ("Dari", _or_empty(lambda: message.sender)),
        ("Kepada", _or_empty(lambda: properties.str_prop_value(_DISPLAY_TO)) or _recipients(message)),
        ("Tembusan", _or_empty(lambda: properties.str_prop_value(_DISPLAY_CC))),
        ("Tanggal", date[:16].replace("T", " ")),
        ("Perihal", _or_empty(lambda: message.subject)),
    )
    text = _or_empty(lambda: message.body)
    html = "" if text.strip() else _or_empty(lambda: message.html_body)
    notes = () if text.strip() or html.strip() else ("isi surat tidak dapat dibaca (mungkin hanya RTF)",)
    return Letter(
        headers=tuple((name, " ".join(value.split())) for name, value in headers if value.strip()),
        text=_lines(text).strip()[:_MOST_BODY],
        html=html[:_MOST_BODY],
        notes=notes,
    )


def _recipients(message: OutlookMessage) -> str:
    return ", ".join(f"{item.name} <{item.email_address}>" for item in message.recipients)


def _or_empty(value: Callable[[], object]) -> str:
    """Return a property as text; the library raises anything for one that is missing or spoiled."""
    try:
        found = value()
    except Exception:  # noqa: BLE001 — one unreadable property is no reason to lose the mail
        return ""
    return "" if found is None else str(found)


def _outlook_attachment(box: MemberFolder, attachment: Attachment, number: int) -> Member:
    properties = attachment.properties
    name = _or_empty(lambda: attachment.file_name) or _or_empty(lambda: properties.str_prop_value(_SHORT_NAME))
    name = name.replace("\x00", "").strip() or f"lampiran {number}"
    try:
        data = attachment.file_bytes
        method = properties.int_prop_value(_METHOD)
    except Exception:  # noqa: BLE001 — as for a property of the letter
        return box.told(name, trouble="lampiran rusak di dalam surat; minta ulang")
    if data is None:
        what = "surat di dalam surat" if method not in {None, _BY_VALUE} else "lampiran tanpa isi"
        return box.told(name, trouble=f"{what}, tidak dapat dikeluarkan; simpan tersendiri dari Outlook")
    inline = bool(_or_empty(lambda: properties.str_prop_value(_CONTENT_ID)))
    if inline and name.casefold().endswith((".png", ".gif", ".jpg", ".jpeg", ".bmp")) and len(data) < ORNAMENT_BYTES:
        return box.told(name, size=len(data), remark=ORNAMENT)
    return box.file(name, io.BytesIO(data))
