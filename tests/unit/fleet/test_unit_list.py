"""Which units a fleet has: folders two levels deep, or a list that may hold anything."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dossier.fleet.unit_list import UnitListError, find_units


def unit(folder: Path) -> Path:
    (folder / "plan").mkdir(parents=True)
    (folder / "plan" / "plan.yaml").write_text("judul: uji\n", encoding="utf-8")
    return folder


def test_units_of_a_folder_are_found_two_levels_deep_and_keyed_by_their_path(tmp_path: Path) -> None:
    unit(tmp_path / "pusat")
    unit(tmp_path / "jambi" / "kota")
    unit(tmp_path / "jambi" / "terlalu" / "dalam")
    unit(tmp_path / ".tersembunyi")
    assert [each.key for each in find_units(tmp_path)] == ["jambi/kota", "pusat"]


def test_a_link_leads_to_no_unit_twice(tmp_path: Path) -> None:
    unit(tmp_path / "a")
    (tmp_path / "b").symlink_to(tmp_path / "a")
    (tmp_path / "lingkar").symlink_to(tmp_path)
    assert [each.key for each in find_units(tmp_path)] == ["a"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_list_names_units_whose_folders_need_not_be_there(tmp_path: Path, delimiter: str) -> None:
    rows = [("ID", "nama", "Folder"), ("kpu-1", "Satu", "a"), ("", "", ""), ("kpu-2", "Dua", "/tidak/ada")]
    source = tmp_path / "daftar.csv"
    source.write_text("\r\n".join(delimiter.join(row) for row in rows), encoding="utf-8-sig")
    found = find_units(source)
    assert [(each.key, each.folder) for each in found] == [
        ("kpu-1", tmp_path / "a"),
        ("kpu-2", Path("/tidak/ada")),
    ]


def test_every_mistake_of_a_list_is_told_with_its_line(tmp_path: Path) -> None:
    source = tmp_path / "daftar.csv"
    lines = ["id,folder", "../x,a", "a,b", "a,c", "b,", "c,s3://orang:rahasia@tempat/x", '=HYPERLINK("x"),d']
    source.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(UnitListError) as raised:
        find_units(source)
    assert [finding.line for finding in raised.value.findings] == [2, 4, 5, 6, 7]
    assert "rahasia" not in "".join(finding.text for finding in raised.value.findings)


@given(st.binary(max_size=300))
def test_a_list_of_any_bytes_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    source = tmp_path_factory.mktemp("daftar") / "daftar.csv"
    source.write_bytes(data)
    with pytest.raises(UnitListError):
        find_units(source)


def test_a_huge_list_is_refused_unread(tmp_path: Path) -> None:
    source = tmp_path / "daftar.csv"
    source.write_bytes(b"id,folder\n" + b"a,b\n" * 400_000)
    with pytest.raises(UnitListError, match="lebih besar"):
        find_units(source)


def test_a_folder_without_units_says_what_is_expected(tmp_path: Path) -> None:
    with pytest.raises(UnitListError, match="Tidak ada folder kerja"):
        find_units(tmp_path)
