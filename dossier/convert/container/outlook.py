"""Reads Outlook MSG with python-oxmsg: letter and attachments; an attached mail is only named."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Final

from dossier._lazy import lazy
from dossier.convert.container.mail import ORNAMENT, ORNAMENT_BYTES
from dossier.convert.container.members import ContainerListing, Letter, Member, MemberFolder
from dossier.errors import CannotConvertError

with lazy():
    import oxmsg


if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from oxmsg import Message
    from oxmsg.attachment import Attachment

ENGINE: Final = "surat Outlook"
_BROKEN: Final = "surat Outlook ini tidak dapat dibaca; buka di Outlook lalu cetak ke PDF, atau simpan sebagai EML"
_MOST_BODY: Final = 2 << 20
_SHORT_NAME: Final = 0x3704
"""PidTagAttachFilename ([MS-OXPROPS]): the name in 8.3 form, where there is no long one."""
_DISPLAY_TO, _DISPLAY_CC = 0x0E04, 0x0E03
_CONTENT_ID: Final = 0x3712
_BY_VALUE: Final = 1
_METHOD: Final = 0x3705
"""PidTagAttachMethod: 1 is bytes, 5 a mail or document inside, 6 an OLE object."""


def read(source: Path, box: MemberFolder) -> ContainerListing:
    """Read an Outlook mail.

    Raises:
        CannotConvertError: it cannot be read.
    """
    try:
        message = oxmsg.Message.load(source.read_bytes())
        letter = _letter(message)
        attachments = message.attachments
    except Exception as error:
        raise CannotConvertError(_BROKEN) from error
    pieces = [_attached(box, attachment, number) for number, attachment in enumerate(attachments, start=1)]
    return ContainerListing(engine=ENGINE, letter=letter, pieces=tuple(pieces))


def _letter(message: Message) -> Letter:
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
        text=text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "").strip()[:_MOST_BODY],
        html=html[:_MOST_BODY],
        notes=notes,
    )


def _recipients(message: Message) -> str:
    return ", ".join(f"{item.name} <{item.email_address}>" for item in message.recipients)


def _or_empty(value: Callable[[], object]) -> str:
    """Return a property as text; the library raises anything for one that is missing or spoiled."""
    try:
        found = value()
    except Exception:  # noqa: BLE001 — one unreadable property is no reason to lose the mail
        return ""
    return "" if found is None else str(found)


def _attached(box: MemberFolder, attachment: Attachment, number: int) -> Member:
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
