"""Reads `unit.yaml` into a Unit: name, address, signatories. All values are text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from dossier.model import Signatory, Unit
from dossier.plan.paper_settings import LAYOUT_KEYS, read_paper_layout
from dossier.plan.plan_file import report_no_table
from dossier.plan.yaml_fields import Fields, Problems
from dossier.plan.yaml_tree import Items, Table, YamlText, read_document
from dossier.typed_text import read_identity

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Finding

UNIT_KEYS = (
    "nama",
    "nama_singkat",
    "sekretariat",
    "tempat",
    "alamat",
    "kop",
    "laman",
    "surel",
    "telepon",
    "kode",
    "tingkat",
    "induk",
    "pimpinan",
    "penanda_surat",
    "pengesah_salinan",
    "keputusan",
    "rapat_penetapan",
    "mengingat",
    "logo",
    "letak_logo",
    *LAYOUT_KEYS,
    "penanda_tangan",
    "anggota",
)
SIGNATORY_KEYS = ("peran", "jabatan", "nama", "nip")

_MEANWHILE = "sampul tanpa nama unit, dan nama, alamat, serta penanda tangan pada naskah menjadi isian"
NOBODY = Unit(name="", short_name="", secretariat="", place="", address="", letterhead=())
"""The profile of a unit of which nothing is known yet."""
LOGO_PLACES = ("kiri", "tengah")
_NO_NIP = "-"
"""What stands for `nip` of someone who has none, as the members of a commission."""
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}", re.ASCII)  # ketua, nip, jabatan_dalam_tim: usable in a Word template


def load_unit(path: Path) -> Unit:
    """Read the unit's profile.

    Raises:
        PlanError: the file cannot be read or used; `findings` holds every problem at once.
    """
    return load_checked_unit(path)[0]


def load_checked_unit(path: Path) -> tuple[Unit, tuple[Finding, ...]]:
    """Read the unit's profile, and return with it what is missing or cannot be right; no file is a profile of nobody.

    Raises:
        PlanError: the file cannot be read or used; `findings` holds every problem at once.
    """
    problems = Problems(path)
    if not path.exists() and not path.is_symlink():
        text = f"Profil unit belum ada; sementara itu {_MEANWHILE}."
        problems.warning("belum_diisi", 1, text, "Buat plan/unit.yaml; contohnya ada pada rencana bawaan.")
        return NOBODY, problems.in_reading_order()
    root = read_document(path, problems)
    unit = None
    if isinstance(root, Table):
        unit = read_unit(Fields(root, UNIT_KEYS, problems, strict=False), path.parent)
    elif not problems.errors:
        report_no_table(root, problems)
    problems.stop_on_errors(path, "Profil unit")
    assert unit is not None  # noqa: S101 — no table is an error, and errors have stopped us
    return unit, problems.in_reading_order()


def read_unit(fields: Fields, folder: Path) -> Unit:
    """Read the head of the profile and the people in it.

    Args:
        fields: the profile.
        folder: where its file is, and the logo beside it.
    """
    name = fields.asked("nama", "", _MEANWHILE)
    letterhead = fields.texts("kop")
    written = fields.table.get("kop")
    if not letterhead and (written is None or isinstance(written.value, Items)):
        text = "“kop” belum ada; sementara itu kepala surat memuat nama unit saja."
        fields.problems.warning("belum_diisi", fields.line("kop"), text, "Tulis kop: [baris satu, baris dua].")
    signatories = read_signatories(fields)
    leads, letters, certifies = (
        _read_role(fields, key, signatories) for key in ("pimpinan", "penanda_surat", "pengesah_salinan")
    )
    logo, place = _read_logo(fields, folder)
    return Unit(
        name=name,
        short_name=fields.asked("nama_singkat", name, "nama lengkapnya yang dipakai"),
        secretariat=fields.text("sekretariat"),
        place=fields.asked("tempat", "", "tempat pada naskah menjadi isian"),
        address=fields.asked("alamat", "", "alamat pada naskah menjadi isian"),
        letterhead=letterhead,
        website=fields.text("laman"),
        email=fields.text("surel"),
        phone=fields.text("telepon"),
        code=fields.text("kode"),
        level=fields.text("tingkat"),
        parent=fields.text("induk"),
        signatories=signatories,
        members=tuple(read_member(table, fields) for table in fields.tables("anggota")),
        leader_role=leads,
        letter_role=letters,
        certifier_role=certifies,
        decree_organ=fields.text("keputusan"),
        decree_meeting=fields.text("rapat_penetapan"),
        legal_basis=fields.texts("mengingat"),
        logo=logo,
        logo_place=place,
        paper_layout=read_paper_layout(fields),
    )


def _read_role(fields: Fields, key: str, signatories: tuple[Signatory, ...]) -> str:
    """Read a role that one of the signatories must have; another is named and left out."""
    role = fields.text(key)
    roles = [each.role for each in signatories]
    if not role or role in roles:
        return role
    text = f"“{key}” menyebut peran “{role}”, yang tidak ada pada penanda_tangan; tidak dipakai."
    advice = f"Pilih salah satu peran yang ada: {', '.join(roles)}." if roles else "Tulis dahulu penanda_tangan."
    fields.problems.warning("peran_tak_ada", fields.line(key), text, advice)
    return ""


def _read_logo(fields: Fields, folder: Path) -> tuple[Path | None, str]:
    """Read where the picture of the letterhead is, and on which side it stands; the file itself is not opened."""
    place = fields.text("letak_logo", LOGO_PLACES[0]) or LOGO_PLACES[0]
    if place not in LOGO_PLACES:
        text = f"“letak_logo” berisi “{place}”; {LOGO_PLACES[0]} yang dipakai."
        advice = f"Tulis salah satu: {', '.join(LOGO_PLACES)}; hapus logo bila tidak ada."
        fields.problems.warning("jenis_isian", fields.line("letak_logo"), text, advice)
        place = LOGO_PLACES[0]
    name = fields.raw_text("logo").strip()
    if not name:
        return None, ""
    path = folder / name
    if path.name != name or name in {".", ".."}:
        text = f"Logo “{name}” tidak berada tepat di folder {folder.name}/; kop dicetak tanpa logo."
        advice = f"Salin gambarnya ke folder {folder.name}/ lalu tulis namanya saja, mis. logo: logo.png."
        fields.problems.warning("logo_salah", fields.line("logo"), text, advice)
        return None, ""
    return path, place


def read_signatories(unit: Fields) -> tuple[Signatory, ...]:
    """Read who signs; a role is written once."""
    lines: dict[str, int] = {}
    signatories = []
    for table in unit.tables("penanda_tangan"):
        fields = Fields(table, SIGNATORY_KEYS, unit.problems, strict=False)
        fields.require("peran")
        role, line = fields.text("peran", filled=True), fields.line("peran")
        if role and not _NAME.fullmatch(role):
            fields.error("peran_salah", line, f"Peran “{role}” tidak sah.", "Tulis satu kata huruf kecil, mis. ketua.")
        elif role in lines:
            fields.error("peran_ganda", line, f"Peran “{role}” sudah ada di baris {lines[role]}.", "Hapus salah satu.")
        lines.setdefault(role, line)
        nip = fields.text("nip")
        signatories.append(
            Signatory(
                role=role,
                office=fields.asked("jabatan", "", "jabatan umumnya yang dipakai"),
                name=fields.asked("nama", "", "namanya pada naskah menjadi isian"),
                nip="" if nip == _NO_NIP else _nip(fields, nip),
                has_nip=nip != _NO_NIP,
            )
        )
    return tuple(signatories)


def read_member(table: Table, unit: Fields) -> tuple[tuple[str, str], ...]:
    """Read one team member: free keys, in file order, each with a text."""
    fields = Fields(table, tuple(e.key for e in table.entries), unit.problems)
    for entry in table.entries:
        if not _NAME.fullmatch(entry.key):
            fields.error(
                "kunci_salah",
                entry.line,
                f"Kunci anggota “{entry.key}” tidak sah.",
                "Pakai huruf kecil dan garis bawah.",
            )
    texts = ((e.key, e.value.value if isinstance(e.value, YamlText) else fields.text(e.key)) for e in table.entries)
    return tuple((key, _nip(fields, text) if key == "nip" else text) for key, text in texts)


def _nip(fields: Fields, text: str) -> str:
    """Return an identity number as it may be printed: one that a spreadsheet has rounded is named and left empty."""
    found = read_identity(text)
    if found.trouble:
        fields.problems.warning(
            "nip_dibulatkan",
            fields.line("nip"),
            f"NIP {found.trouble}; tidak dicetak.",
            "Ketik ulang NIP-nya (18 angka), jangan disalin dari sel bilangan.",
        )
    return found.text
