"""Reads electronic signatures of a PDF with pyHanko (extra `tandatangan`): name in the certificate, time, integrity.

Runs in the child that converts the file, which has no network. Whether a certificate can be trusted is not asked: that
needs lists of the issuer and its revocation service. Nothing here is a verdict on a person.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier._lazy import lazy

with lazy():
    from pyhanko.pdf_utils import reader as pdf_reader
    from pyhanko.sign.validation import generic_cms, status

if TYPE_CHECKING:
    from pathlib import Path

    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

INTACT: Final = "seluruh berkas utuh sejak ditandatangani"
ADDED: Final = "ada tambahan sesudah tanda tangan"
BROKEN: Final = "rusak"
NOT_CHECKED: Final = "tidak diperiksa"
TRUST: Final = "luring: tepercaya tidaknya sertifikat tidak diperiksa"
SUBJECT: Final = "tanda tangan elektronik"
"""What every line here begins with."""
ABSENT: Final = f"{SUBJECT} {NOT_CHECKED}: pyHanko tidak terpasang"
UNREADABLE: Final = f"{SUBJECT} {NOT_CHECKED}: susunannya tidak dikenal"
MOST: Final = 12
"""Signatures of one file that are read; each means reading the whole file."""
_LONGEST_NAME: Final = 80
_WIB: Final = dt.timezone(dt.timedelta(hours=7))


def read(source: Path, password: str = "") -> tuple[str, ...]:
    """Return a line a signature, in the order of signing; never raises for what a file holds.

    Args:
        source: the file as it came; a signature holds for its bytes only.
        password: what opens it, where it needs one.
    """
    if importlib.util.find_spec("pyhanko") is None:
        return (ABSENT,)
    try:
        with source.open("rb") as stream:
            reader = pdf_reader.PdfFileReader(stream, strict=False)
            if reader.encrypted:
                reader.decrypt(password)
            found = reader.embedded_regular_signatures
            lines = tuple(_line(each) for each in found[:MOST])
    except Exception:  # noqa: BLE001 — a hostile file raises anything; the file itself is converted all the same
        return (UNREADABLE,)
    if len(found) > MOST:
        lines += (f"{SUBJECT} {NOT_CHECKED}: {len(found) - MOST} lagi",)
    return lines or (UNREADABLE,)


def _line(signature: EmbeddedPdfSignature) -> str:
    try:
        name, when, state = _name(signature), _when(signature), _state(signature)
    except Exception:  # noqa: BLE001 — as above; other signatures of the file may well be sound
        return UNREADABLE
    return f"{SUBJECT}, nama dalam sertifikat “{name}”{when}: {state} ({TRUST})"


def _name(signature: EmbeddedPdfSignature) -> str:
    """Return the name that the certificate says, which anybody may have written there."""
    subject = signature.signer_cert.subject.native
    said = next((subject[key] for key in ("common_name", "organization_name") if subject.get(key)), "")
    text = " ".join(wording.shown(said[0] if isinstance(said, list) else str(said)).split())
    return text[:_LONGEST_NAME] or "tanpa nama"


def _when(signature: EmbeddedPdfSignature) -> str:
    """Return the time that the signer's computer wrote, in Western Indonesian time, whatever zone it is written in."""
    moment: dt.datetime | None = signature.self_reported_timestamp
    if moment is None:
        return ", tanpa waktu"
    local = moment.astimezone(_WIB) if moment.tzinfo else moment
    zone = " WIB" if moment.tzinfo else ""
    return f", waktu menurut penanda tangan {wording.long_date(local)} pukul {local:%H.%M}{zone}"


def _state(signature: EmbeddedPdfSignature) -> str:
    """Return whether the signed bytes are as they were signed, and whether they are the whole file."""
    intact, valid = generic_cms.validate_sig_integrity(
        signature.signer_info, signature.signer_cert, "data", signature.compute_digest()
    )
    if not (intact and valid):
        return BROKEN
    coverage = signature.evaluate_signature_coverage()
    if coverage is status.SignatureCoverageLevel.ENTIRE_FILE and _is_contiguous(signature):
        return INTACT
    return ADDED if coverage is status.SignatureCoverageLevel.ENTIRE_REVISION else NOT_CHECKED


def _is_contiguous(signature: EmbeddedPdfSignature) -> bool:
    """Return whether the only gap in the signed bytes is the signature itself, "<" and ">" with it."""
    _, length, second, rest = signature.byte_range
    return bool(length > 0 and rest > 0 and second == length + 2 * len(signature.pkcs7_content) + 2)
