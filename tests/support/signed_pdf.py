"""Makers of signed PDFs: an invented self-signed certificate signs pages of our own."""

from __future__ import annotations

import datetime as dt
import io
from functools import cache
from typing import TYPE_CHECKING, Final

from asn1crypto import keys, x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509 import (
    AccessDescription,
    AuthorityInformationAccess,
    CertificateBuilder,
    CRLDistributionPoints,
    DistributionPoint,
    Name,
    NameAttribute,
    UniformResourceIdentifier,
    random_serial_number,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, NameOID
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigFieldSpec
from pyhanko_certvalidator.registry import SimpleCertificateStore

from tests.support.hostile_pdf import drawn

if TYPE_CHECKING:
    from pathlib import Path

SIGNER: Final = "Pegawai Satu (CONTOH)"
_ISSUER: Final = AuthorityInformationAccessOID.CA_ISSUERS
_FROM: Final = dt.datetime(2025, 1, 1, tzinfo=dt.UTC)


@cache
def _signer(name: str, address: str) -> signers.SimpleSigner:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = Name([NameAttribute(NameOID.COMMON_NAME, name)])
    builder = CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = builder.serial_number(random_serial_number()).not_valid_before(_FROM)
    if address:
        place = UniformResourceIdentifier(address)
        asked = [AccessDescription(way, place) for way in (AuthorityInformationAccessOID.OCSP, _ISSUER)]
        builder = builder.add_extension(AuthorityInformationAccess(asked), critical=False)
        lists = CRLDistributionPoints([DistributionPoint([place], None, None, None)])
        builder = builder.add_extension(lists, critical=False)
    certificate = builder.not_valid_after(_FROM + dt.timedelta(days=36500)).sign(key, hashes.SHA256())
    private = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return signers.SimpleSigner(
        signing_cert=x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(private),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call] # pyHanko's
    )


def signed(data: bytes | None = None, *, name: str = SIGNER, field: str = "TandaTangan1", address: str = "") -> bytes:
    """Return a PDF, ours by default, with one more signature; the certificate says that `address` knows more of it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data or drawn(("CONTOH surat bertanda tangan",))))
    metadata = signers.PdfSignatureMetadata(field_name=field)
    made = signers.sign_pdf(writer, metadata, signer=_signer(name, address), new_field_spec=SigFieldSpec(field))
    return bytes(made.getvalue())


def added_to(data: bytes) -> bytes:
    """Return a signed PDF with something appended after the signature, as viewers save it."""
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    writer.root["/CONTOH"] = writer.root["/Type"]
    writer.update_root()  # type: ignore[no-untyped-call] # pyHanko's
    target = io.BytesIO()
    writer.write(target)  # type: ignore[no-untyped-call] # pyHanko's
    return target.getvalue()


def changed(data: bytes) -> bytes:
    """Return a signed PDF with one letter of its signed pages changed in place."""
    place = data.index(b"/Producer") + 1
    return data[:place] + b"p" + data[place + 1 :]


def written(folder: Path, name: str, data: bytes) -> Path:
    """Write a PDF into a folder."""
    path = folder / name
    path.write_bytes(data)
    return path
