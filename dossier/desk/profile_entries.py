"""The unit's profile, logo and staff at the desk: what is there, and writing one change into `plan/`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import plan, templates
from dossier.desk.desk_requests import AskError
from dossier.desk.file_step import FileStep, bytes_of
from dossier.errors import PlanError
from dossier.plan.pins_file import ChangedElsewhereError
from dossier.state import files
from dossier.typed_text import read_identity

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.desk.desk_requests import PersonAsked, ProfileAsked
    from dossier.model import Unit
    from dossier.state.workspace import Workspace

Shape = dict[str, object]

FIELDS: Final = {
    "nama": "Nama unit kerja",
    "nama_singkat": "Nama singkat",
    "sekretariat": "Nama sekretariat (boleh kosong)",
    "tempat": "Kota penetapan surat",
    "alamat": "Alamat kantor",
    "telepon": "Telepon",
    "surel": "Surel",
    "laman": "Laman",
    "kode": "Kode unit (boleh kosong)",
}
"""Keys of the profile that the form has, with their words."""
MEMBER_KEYS: Final = ("nama", "nip", "pangkat", "golongan", "jabatan", "unit")
LOGO: Final = "logo.png"
MOST_LOGO: Final = 10_000_000
"""Bytes of a logo that is taken."""
_SHEET: Final = "anggota.xlsx"
_CSV: Final = "anggota.csv"
_BOM: Final = b"\xef\xbb\xbf"
"""What Excel and Notepad write in front of UTF-8."""


def profile_shape(workspace: Workspace) -> Shape:
    """Return the texts of the profile, what is still to be filled, and the people.

    Raises:
        PlanError: the profile or the staff table cannot be read.
    """
    unit, findings = plan.load_checked_unit(workspace.unit_file)
    folder = workspace.unit_file.parent
    staff = templates.begin_staff(folder)()
    return {
        "isian": [{"kunci": key, "kata": words, "isi": _written(unit)[key]} for key, words in FIELDS.items()],
        "kurang": [finding.text for finding in findings],
        "logo": unit.logo.name if unit.logo else "",
        "pegawai": [dict(member) for member in (staff.members or ())],
        "catatan": [finding.text for finding in staff.findings],
        "di_excel": not (folder / _CSV).is_file() and (folder / _SHEET).is_file(),
    }


def _written(unit: Unit) -> dict[str, str]:
    texts = (unit.name, unit.short_name, unit.secretariat, unit.place, unit.address)
    return dict(zip(FIELDS, (*texts, unit.phone, unit.email, unit.website, unit.code), strict=True))


def write_profile(workspace: Workspace, asked: ProfileAsked) -> FileStep:
    """Write one text of the profile; everything else in it stays.

    Raises:
        AskError: the form has no such box, or the name of the unit would be empty.
        ChangedElsewhereError: somebody else wrote it since it was shown; nothing is written.
        PlanError: the file cannot be read or safely changed; nothing is written.
    """
    if asked.kunci not in FIELDS:
        raise AskError(f"“{asked.kunci}” bukan isian profil.", hint="Muat ulang laman ini.")
    text = " ".join(asked.isi.split())
    if asked.kunci == "nama" and not text:
        raise AskError("Nama unit kerja masih kosong.", hint="Isi namanya.")
    unit, _ = plan.load_checked_unit(workspace.unit_file)
    if _written(unit)[asked.kunci] != asked.lama:
        raise ChangedElsewhereError(
            f"“{FIELDS[asked.kunci]}” baru saja diubah orang lain di plan/unit.yaml.",
            path=workspace.unit_file,
            hint="Isinya dibiarkan; muat ulang bagian Profil, lalu isi lagi bila perlu.",
        )
    return _set(workspace, {asked.kunci: text})


def write_logo(workspace: Workspace, staged: Path) -> FileStep:
    """Take a picture as the logo: decoded and encoded anew in a limited child, and named in the profile.

    Raises:
        AskError: it is no picture that can be used.
        PlanError: the profile cannot be read or safely changed; nothing is written.
    """
    found = templates.read_logo(staged)
    if isinstance(found, str):
        raise AskError(f"Gambar itu {found}.", hint="Pilih logo sebagai PNG atau JPEG.")
    folder = workspace.unit_file.parent
    name = next(
        each
        for each in (LOGO, *(f"logo-{number}.png" for number in range(2, 1000)))
        if bytes_of(folder / each) in {None, found.png}
    )
    with files.explained(folder / name):
        files.write(folder / name, found.png, durable=True)
    return _set(workspace, {"logo": name})


def logo_picture(workspace: Workspace) -> bytes | None:
    """Return the logo as a picture of our own making, None where there is none."""
    unit, _ = plan.load_checked_unit(workspace.unit_file)
    found = templates.read_logo(unit.logo) if unit.logo else ""
    return None if isinstance(found, str) else found.png


def _set(workspace: Workspace, values: dict[str, str]) -> FileStep:
    path = workspace.unit_file
    with files.explained(path), files.in_turn(path.parent):
        before = bytes_of(path)
        mark = _BOM if (before or b"").startswith(_BOM) else b""
        after = mark + plan.profile_text(path, (before or b"").decode("utf-8-sig"), values).encode()
        files.write(path, after, durable=True)
        try:
            plan.load_checked_unit(path)
        except PlanError:
            if before is not None:
                files.write(path, before, durable=True)
            raise
    return FileStep(path, before, after)


def write_person(workspace: Workspace, asked: PersonAsked) -> FileStep:
    """Add, change or take out one person of `plan/anggota.csv`; the other lines stay.

    Raises:
        AskError: a name is missing, a NIP is none, or the table is a workbook, which is edited in Excel.
        PlanError: the table has no such person any more, or cannot be safely changed.
    """
    folder = workspace.unit_file.parent
    path = folder / _CSV
    if not path.is_file() and (folder / _SHEET).is_file():
        raise AskError("Daftar pegawai ada di plan/anggota.xlsx.", hint="Sunting di Excel, lalu muat ulang bagian ini.")
    new = {key: " ".join(asked.baru.get(key, "").split()) for key in MEMBER_KEYS if asked.baru.get(key, "").strip()}
    if new and not new.get("nama"):
        raise AskError("Nama pegawai masih kosong.", hint="Isi namanya.")
    if nip := read_identity(new.get("nip", "")).trouble:
        raise AskError(f"NIP {nip}.", hint="Tulis 18 angka, atau kosongkan.")
    if not new and not asked.lama:
        raise AskError("Belum ada yang diisi.", hint="Isi namanya.")
    with files.explained(path), files.in_turn(folder):
        before = bytes_of(path)
        try:
            text = (before or b"").decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise AskError(
                "plan/anggota.csv tidak disimpan sebagai UTF-8.", hint="Simpan ulang dari Excel sebagai CSV UTF-8."
            ) from error
        mark = _BOM if before is None or before.startswith(_BOM) else b""
        after = mark + templates.staff_text(path, text, asked.lama, new).encode()
        files.write(path, after, durable=True)
    return FileStep(path, before, after)
