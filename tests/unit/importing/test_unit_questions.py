"""The profile that `init` writes says who leads, and what an institution that decides in a meeting does otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.importing.unit_questions import leader_of, unit_document
from dossier.plan import load_checked_unit
from dossier.plan.plan_yaml import yaml_text

if TYPE_CHECKING:
    from pathlib import Path


def about(name: str, role: str) -> dict[str, str]:
    keys = {"nama_singkat": name, "tempat": "Contoh", "pimpinan": "Pegawai Satu", "nip": "", "jabatan": role.upper()}
    return {"nama": name, "peran": role, **keys}


@pytest.mark.parametrize(
    ("name", "role", "decides"),
    [
        ("Komisi Informasi Provinsi Contoh", "ketua", True),
        ("Pengadilan Negeri Contoh", "ketua", False),
        ("Kantor Imigrasi Contoh", "kepala", False),
        ("Politeknik Negeri Contoh", "direktur", False),
    ],
)
def test_a_commission_decides_under_its_own_name_and_others_under_the_title_of_who_leads(
    name: str, role: str, *, decides: bool
) -> None:
    assert leader_of(name) == role
    document = unit_document(about(name, role))
    assert document.get("keputusan") == (name if decides else None)
    assert document.get("rapat_penetapan") == ("rapat pleno" if decides else None)


def test_the_profile_that_is_written_is_read_without_a_complaint(tmp_path: Path) -> None:
    path = tmp_path / "unit.yaml"
    path.write_text(yaml_text(unit_document(about("Komisi Informasi Contoh", "ketua")), "Profil"), encoding="utf-8")
    unit, findings = load_checked_unit(path)
    assert findings == ()
    assert unit.leader is not None
    assert (unit.leader.role, unit.decree_meeting) == ("ketua", "rapat pleno")
