"""The findings of `verify`, in the words a person reads; nothing is read or judged here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

_REBUILD: Final = "Susun ulang dossier dari folder bukti, lalu periksa lagi."
_MOST: Final = 12
"""Findings of one kind that are spelt out; the rest is counted."""


def problem(code: str, subject: str, text: str, advice: str = _REBUILD, path: str | None = None) -> Finding:
    """Return a finding that makes the bundle differ."""
    return Finding(code=code, severity=Severity.ERROR, subject=subject, text=text, advice=advice, path=path)


def few(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Yield the first of many findings of one kind, and one that counts the others."""
    last: Finding | None = None
    more = 0
    for count, finding in enumerate(findings):
        if count < _MOST:
            yield finding
        else:
            last, more = finding, more + 1
    if last is not None:
        yield problem(last.code, last.subject, f"… dan {more} perbedaan lain yang sejenis", last.advice)


def missing(bundle: Path) -> Finding:
    """There is no such file."""
    return problem(
        "bundel_tidak_ada",
        str(bundle),
        f"Berkas {bundle} tidak ada.",
        "Susun dulu dengan `dossier build`, atau sebut berkas yang benar.",
    )


def unreadable(bundle: Path, reason: str) -> Finding:
    """The file is there and cannot be opened or is no sound PDF."""
    return problem(
        "bundel_tidak_terbaca", str(bundle), f"{bundle.name} tidak dapat dibaca sebagai PDF yang utuh: {reason}."
    )


def foreign(bundle: Path) -> Finding:
    """A PDF, but none of ours."""
    return problem(
        "bukan_dossier",
        str(bundle),
        f"{bundle.name} tidak memuat manifes dossier: bukan bundel yang disusun dengan alat ini, "
        "atau disimpan ulang oleh program lain.",
        "Periksa berkas yang benar (biasanya build/dossier.pdf).",
    )


def bad_manifest(bundle: Path, reason: str) -> Finding:
    """The manifest is there and makes no sense."""
    return problem("manifes_rusak", str(bundle), f"Manifes di dalam {bundle.name} rusak: {reason}.")


def altered(bundle: Path, *, sealed: bool) -> Finding:
    """The bytes of the bundle are not those that were written."""
    text = (
        f"Isi {bundle.name} tidak lagi sama dengan saat disusun: ada byte yang berubah."
        if sealed
        else f"{bundle.name} disimpan ulang oleh program lain sesudah disusun: segelnya hilang."
    )
    return problem("bundel_berubah", str(bundle), text)


def page_count(bundle: Path, found: int, expected: int) -> Finding:
    """Pages were added or taken out."""
    return problem(
        "jumlah_halaman", str(bundle), f"{bundle.name} berisi {found} halaman; menurut manifes seharusnya {expected}."
    )


def gap(key: str, found: int, expected: int) -> Finding:
    """The manifest's ranges do not follow one another."""
    return problem("manifes_rusak", key, f"Manifes menyebut {key} mulai di hlm. {found}, seharusnya hlm. {expected}.")


def stamp(number: int, found: str, expected: str) -> Finding:
    """A page carries no stamp or another one."""
    return problem(
        "cap_halaman", f"hlm. {number}", f"Cap halaman {number} berbunyi {found!r}, seharusnya {expected!r}."
    )


def own_page(number: int, title: str) -> Finding:
    """A page that we drew shows something else."""
    return problem(
        "halaman_berubah", f"hlm. {number}", f"Isi halaman {number} ({title}) bukan lagi yang dicetak saat disusun."
    )


def bookmark(title: str, found: str, expected: str) -> Finding:
    """A bookmark is missing, or leads elsewhere."""
    return problem("markah", title, f"Markah {title!r} {found}, seharusnya {expected}.")


def link(number: int, key: str, found: str, expected: str) -> Finding:
    """A link of ours leads elsewhere."""
    return problem("tautan", f"hlm. {number}", f"Tautan di hlm. {number} ke {key} {found}, seharusnya {expected}.")


def evidence_missing(path: str, place: str) -> Finding:
    """A bound file is no longer in the evidence tree."""
    return problem(
        "bukti_hilang",
        path,
        f"Berkas bukti {path} ({place}) tidak ada lagi di folder bukti.",
        "Kembalikan berkasnya, atau susun ulang dossier tanpa berkas itu.",
        path,
    )


def evidence_changed(path: str, place: str, how: str) -> Finding:
    """A bound file has other bytes now."""
    return problem(
        "bukti_berubah",
        path,
        f"Berkas bukti {path} ({place}) berubah sesudah dossier disusun: {how}.",
        "Pastikan isinya benar, lalu susun ulang dossier; atau kembalikan berkas semula.",
        path,
    )


def evidence_unreadable(path: str, reason: str) -> Finding:
    """A bound file cannot be opened for comparison."""
    return problem(
        "bukti_tidak_terbaca",
        path,
        f"Berkas bukti {path} tidak dapat dibaca untuk dibandingkan: {reason}.",
        "Periksa izin berkasnya, lalu ulangi.",
        path,
    )


def evidence_new(path: str) -> Finding:
    """A file came after the bundle was made."""
    return problem(
        "bukti_baru",
        path,
        f"Berkas bukti {path} ada di folder bukti tetapi tidak ada di dalam dossier.",
        "Susun ulang dossier agar berkas ini ikut.",
        path,
    )


def no_tree(root: Path, reason: str) -> Finding:
    """The evidence tree itself cannot be listed."""
    return problem(
        "bukti_tidak_terbaca",
        str(root),
        f"Folder bukti {root} tidak dapat dibaca: {reason}.",
        "Sebut folder bukti yang benar, atau periksa izinnya.",
    )
