"""Electronic signatures: what is said of them, and that a hostile one does no harm."""

from __future__ import annotations

import importlib.util
import re
from typing import TYPE_CHECKING

import pikepdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.convert.pdf import fallback, signatures
from dossier.convert.pdf.signatures import ABSENT, ADDED, BROKEN, INTACT, NOT_CHECKED, TRUST, UNREADABLE
from tests.support import hostile_pdf, signed_pdf
from tests.support.listening import listening

if TYPE_CHECKING:
    from pathlib import Path

LINE = re.compile(
    r"tanda tangan elektronik, nama dalam sertifikat “(?P<name>.+)”, waktu menurut penanda tangan "
    rf"\d+ \w+ \d{{4}} pukul \d\d\.\d\d WIB: (?P<state>{INTACT}|{ADDED}|{BROKEN}|{NOT_CHECKED}) \({TRUST}\)"
)


def said(path: Path, password: str = "") -> list[tuple[str, str]]:
    """Return name and state of each signature."""
    found = [LINE.fullmatch(line) for line in signatures.read(path, password)]
    return [(each["name"], each["state"]) for each in found if each is not None]


def test_a_whole_file_is_said_to_be_whole_with_the_name_in_the_certificate(tmp_path: Path) -> None:
    path = signed_pdf.written(tmp_path, "utuh.pdf", signed_pdf.signed())
    assert said(path) == [(signed_pdf.SIGNER, INTACT)]


def test_what_was_added_after_the_signature_is_told(tmp_path: Path) -> None:
    path = signed_pdf.written(tmp_path, "tambah.pdf", signed_pdf.added_to(signed_pdf.signed()))
    assert said(path) == [(signed_pdf.SIGNER, ADDED)]


def test_bytes_that_were_changed_break_it(tmp_path: Path) -> None:
    path = signed_pdf.written(tmp_path, "rusak.pdf", signed_pdf.changed(signed_pdf.signed()))
    assert said(path) == [(signed_pdf.SIGNER, BROKEN)]


def test_each_of_several_signatures_has_its_line_in_their_order(tmp_path: Path) -> None:
    twice = signed_pdf.signed(signed_pdf.signed(), name="Pegawai Dua (CONTOH)", field="TandaTangan2")
    path = signed_pdf.written(tmp_path, "dua.pdf", twice)
    assert said(path) == [(signed_pdf.SIGNER, ADDED), ("Pegawai Dua (CONTOH)", INTACT)]


def test_bytes_outside_the_signed_ones_are_never_called_whole(tmp_path: Path) -> None:
    data = signed_pdf.signed()
    found = re.search(rb"/ByteRange \[0 (\d+) (\d+) (\d+)", data)
    assert found is not None
    first, second, rest = (int(number) for number in found.groups())
    for moved in (f"/ByteRange [0 {first} {second - 9} {rest}", f"/ByteRange [0 {first - 9} {second - 9} {rest + 9}"):
        spoilt = data.replace(found[0], moved.encode("ascii").ljust(len(found[0])), 1)
        assert [state for _, state in said(signed_pdf.written(tmp_path, "geser.pdf", spoilt))] != [INTACT]


def test_a_name_with_marks_that_turn_the_writing_is_shown_as_it_is(tmp_path: Path) -> None:
    path = signed_pdf.written(tmp_path, "nama.pdf", signed_pdf.signed(name="Pegawai\u202e\n" + "x" * 50))
    (line,) = signatures.read(path)
    assert "\u202e" not in line
    assert "\n" not in line


def test_nobody_is_asked_about_the_certificate(tmp_path: Path) -> None:
    with listening() as listener:
        path = signed_pdf.written(tmp_path, "alamat.pdf", signed_pdf.signed(address=listener.address()))
        assert said(path) == [(signed_pdf.SIGNER, INTACT)]
        assert listener.heard == []


def test_without_the_extra_it_is_said_that_nothing_was_checked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = signed_pdf.written(tmp_path, "utuh.pdf", signed_pdf.signed())
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    assert signatures.read(path) == (ABSENT,)
    assert "tidak diperiksa" in ABSENT


def test_the_lines_stand_beside_the_file_and_in_the_register(tmp_path: Path) -> None:
    path = signed_pdf.written(tmp_path, "utuh.pdf", signed_pdf.signed())
    made = fallback.convert(path, tmp_path / "hasil.pdf")
    (line,) = signatures.read(path)
    assert made.signed
    assert line in made.notes
    assert line in made.beside


def test_a_file_without_a_signature_is_not_opened_by_the_reader_of_signatures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(signatures, "read", lambda *_: pytest.fail("opened"))
    assert not fallback.convert(hostile_pdf.plain_pdf(tmp_path), tmp_path / "hasil.pdf").signed


def test_a_file_that_crashed_a_child_is_not_opened_by_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = signed_pdf.written(tmp_path, "utuh.pdf", signed_pdf.signed())
    monkeypatch.setattr(signatures, "read", lambda *_: pytest.fail("opened"))
    made = fallback.convert_unseen(path, tmp_path / "hasil.pdf")
    assert UNREADABLE in made.notes


def test_a_signature_behind_a_password_is_read_with_it(tmp_path: Path) -> None:
    path = hostile_pdf.password_pdf(tmp_path)
    assert signatures.read(path, "rahasia") == (UNREADABLE,)  # there is none
    assert signatures.read(path, "keliru") == (UNREADABLE,)


@pytest.mark.parametrize("how", ["kids", "contents", "huge", "value", "many"])
def test_a_hostile_signature_field_is_told_and_sinks_nothing(how: str, tmp_path: Path) -> None:
    path = tmp_path / f"{how}.pdf"
    with hostile_pdf.opened() as pdf:
        range_ = [0, 10**18, 10**18, 10**18] if how == "huge" else [0, 10, 20, 30]
        contents = b"\x30\x84\xff\xff\xff\xff" if how == "contents" else b"\x30\x00"
        value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, ByteRange=range_, Contents=contents)
        field = pdf.make_indirect(pikepdf.Dictionary(FT=pikepdf.Name.Sig, T="a", V=pdf.make_indirect(value)))
        if how == "kids":
            field.Kids = pikepdf.Array([field])
        if how == "value":
            field.V = field
            pdf.Root.Perms = pikepdf.Dictionary(DocMDP=pdf.make_indirect(value))
        fields = [field] * (3000 if how == "many" else 1)
        pdf.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array(fields), SigFlags=3)
        pdf.save(path)
    made = fallback.convert(path, tmp_path / "hasil.pdf")
    assert made.pages == 1
    assert made.signed
    assert any(NOT_CHECKED in note or BROKEN in note for note in made.notes)
    assert not any(INTACT in note for note in made.notes)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=st.lists(st.tuples(st.integers(0, 2**20), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_signed_file_with_any_bytes_changed_is_never_called_whole(
    places: list[tuple[int, int]], tmp_path: Path
) -> None:
    original = signed_pdf.signed()
    data = bytearray(original)
    first, second = (int(number) for number in re.findall(rb"/ByteRange \[0 (\d+) (\d+)", original)[0])
    for place, value in places:
        data[place % len(data)] = value
    lines = signatures.read(signed_pdf.written(tmp_path, "acak.pdf", bytes(data)))
    outside_the_signature = data[:first] + data[second:] != original[:first] + original[second:]
    assert lines
    assert not (outside_the_signature and any(INTACT in line for line in lines))
