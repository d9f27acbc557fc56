"""Files put into the evidence by the desk: named first, checked by content, never over another, taken out again."""

from __future__ import annotations

import http.client
import json
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.support.command import copy_sample
from tests.support.running_desk import Reply, RunningDesk, Visitor, running_desk

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

PLACE = {"indikator": "V.1.1", "butir": "b"}
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360f8cfc0f01f00050001ff89993d1d"
    "0000000049454e44ae426082"
)


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    return copy_sample(tmp_path)


@pytest.fixture
def desk(workspace: Path) -> Iterator[RunningDesk]:
    with running_desk(workspace) as running:
        yield running


@pytest.fixture
def visitor(desk: RunningDesk) -> Visitor:
    """Return who has entered a desk of this test's own."""
    return desk.enter()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Visitor, Path]]:
    """Return who has entered a desk that several tests use, and its workspace."""
    root = copy_sample(tmp_path_factory.mktemp("bersama"))
    with running_desk(root) as running:
        yield running.enter(), root


def tree(workspace: Path) -> dict[str, bytes]:
    root = workspace / "evidence"
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def folders(workspace: Path) -> set[str]:
    root = workspace / "evidence"
    return {path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_dir()}


def named(visitor: Visitor, names: Sequence[str], place: object = None) -> dict[str, object]:
    answer = visitor.post("/api/put/names", {"tempat": place or PLACE, "nama": list(names)})
    assert answer.status == 200, answer.text
    told = answer.json()
    assert isinstance(told, dict)
    return told


def put(visitor: Visitor, told: dict[str, object], number: int, data: bytes) -> Reply:
    return visitor.ask("POST", f"/api/put?kunci={told['kunci']}&nomor={number}", data)


def test_a_file_gets_a_coded_name_that_was_shown_and_serves_there_without_a_pin(
    visitor: Visitor, workspace: Path
) -> None:
    before, pins = tree(workspace), (workspace / "plan" / "pins.yaml").read_bytes()
    told = named(visitor, ["IMG 1.png"])
    assert told["letak"] == ["V/1/V.1.1.b Spanduk gratifikasi.png"]
    assert tree(workspace) == before
    assert put(visitor, told, 0, PNG).status == 200
    assert tree(workspace) == before | {"V/1/V.1.1.b Spanduk gratifikasi.png": PNG}
    assert (workspace / "plan" / "pins.yaml").read_bytes() == pins


def test_several_files_of_one_event_make_one_folder_and_one_step_back(visitor: Visitor, workspace: Path) -> None:
    before, above = tree(workspace), folders(workspace)
    told = named(visitor, ["foto 1.png", "foto 2.png", "Foto 1.png"], {"indikator": "V.1.1", "butir": "c"})
    paths = told["letak"]
    assert isinstance(paths, list)
    assert paths == [
        f"V/1/V.1.1.c Foto pemasangan spanduk gratifikasi/{name}"
        for name in ("foto 1.png", "foto 2.png", "Foto 1 (2).png")
    ]
    for number in range(3):
        assert put(visitor, told, number, PNG + bytes([number])).status == 200
    after = tree(workspace)
    assert after == before | {path: PNG + bytes([number]) for number, path in enumerate(paths)}
    assert visitor.post("/api/undo").status == 200
    assert tree(workspace) == before
    assert folders(workspace) == above
    assert visitor.post("/api/redo").status == 200
    assert tree(workspace) == after


def test_no_file_is_ever_overwritten_even_when_its_name_is_taken_meanwhile(visitor: Visitor, workspace: Path) -> None:
    told = named(visitor, ["x.png"])
    place = workspace / "evidence" / "V" / "1" / "V.1.1.b Spanduk gratifikasi.png"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"milik orang lain")
    answer = put(visitor, told, 0, PNG)
    assert answer.status == 200
    assert answer.json()["letak"] == "V/1/V.1.1.b Spanduk gratifikasi (2).png"  # type: ignore[index]
    assert place.read_bytes() == b"milik orang lain"


def test_undo_leaves_a_file_that_somebody_has_changed_since(shared: tuple[Visitor, Path]) -> None:
    visitor, workspace = shared
    told = named(visitor, ["x.png"])
    put(visitor, told, 0, PNG)
    place = workspace / "evidence" / str(told["letak"][0])  # type: ignore[index]
    place.write_bytes(PNG + b"disunting")
    answer = visitor.post("/api/undo")
    assert answer.status == 409
    assert "diubah" in answer.text
    assert place.read_bytes() == PNG + b"disunting"


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("foto.jpg", b"<!DOCTYPE html><script>alert(1)</script>", "laman web"),
        ("foto.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", ""),
        ("surat.pdf", b"MZ\x90\x00 program", ""),
        ("kosong.pdf", b"", "kosong"),
    ],
)
def test_what_is_not_what_its_name_says_does_not_come_in(
    shared: tuple[Visitor, Path], name: str, data: bytes, word: str
) -> None:
    visitor, workspace = shared
    before = tree(workspace)
    answer = put(visitor, named(visitor, [name]), 0, data)
    assert answer.status == 404
    assert name in answer.text
    assert word in answer.text
    assert tree(workspace) == before


@pytest.mark.parametrize(
    "name",
    ["a\nb.png", "../../keluar.png", "/etc/passwd.png", "C:\\x\\y.png", "", ".htaccess", "\x00", "\u202egnp.exe"],
)
def test_a_name_of_any_characters_stays_inside_and_is_harmless(shared: tuple[Visitor, Path], name: str) -> None:
    visitor, workspace = shared
    before = tree(workspace)
    told = named(visitor, [name, "lain.png"], {"indikator": "V.1.1", "butir": "c"})
    assert put(visitor, told, 0, PNG).status == 200
    new = [path for path in tree(workspace) if path not in before]
    assert len(new) == 1
    assert new[0].startswith("V/1/V.1.1.c ")
    assert new[0].isprintable()
    assert not (workspace / "keluar.png").exists()


def test_a_link_out_of_the_tree_is_no_way_out(visitor: Visitor, workspace: Path, tmp_path: Path) -> None:
    told = named(visitor, ["x.png"])
    outside = tmp_path / "luar"
    outside.mkdir()
    home = workspace / "evidence" / "V" / "1"
    if home.exists():
        home.rename(tmp_path / "dipindah")
    home.symlink_to(outside)
    assert put(visitor, told, 0, PNG).status >= 400
    assert list(outside.iterdir()) == []


def test_five_gigabytes_are_refused_before_they_come(shared: tuple[Visitor, Path]) -> None:
    visitor, workspace = shared
    told = named(visitor, ["besar.mp4"])
    answer = visitor.ask("POST", f"/api/put?kunci={told['kunci']}&nomor=0", b"", Content_Length=str(5 << 30))
    assert answer.status == 404
    assert "terlalu besar" in answer.text
    assert list((workspace / "build" / "cache" / "titipan").rglob("datang-*")) == []


def test_a_line_that_breaks_in_the_middle_of_a_file_leaves_nothing(shared: tuple[Visitor, Path]) -> None:
    visitor, workspace = shared
    before, told = tree(workspace), named(visitor, ["x.png"])
    line = http.client.HTTPConnection("127.0.0.1", visitor.port, timeout=10)
    line.putrequest("POST", f"/api/put?kunci={told['kunci']}&nomor=0")
    for name, value in visitor.headers.items():
        line.putheader(name, value)
    line.putheader("Content-Length", str(len(PNG) * 2))
    line.endheaders(PNG)
    line.close()
    assert put(visitor, told, 0, PNG).status == 200  # answered after the other one was given up
    assert len(tree(workspace)) == len(before) + 1


@pytest.mark.parametrize(
    "address", ["kunci=salah&nomor=0", "kunci={key}&nomor=1", "kunci={key}&nomor=-1", "kunci={key}&nomor=x", "nomor=0"]
)
def test_nothing_comes_in_that_was_not_named(shared: tuple[Visitor, Path], address: str) -> None:
    visitor, workspace = shared
    before, told = tree(workspace), named(visitor, ["x.png"])
    assert visitor.ask("POST", f"/api/put?{address.format(key=told['kunci'])}", PNG).status == 404
    assert tree(workspace) == before


@pytest.mark.parametrize(
    "asked",
    [
        {"tempat": {"indikator": "V.1.1"}, "nama": ["x.png"]},
        {"tempat": {"indikator": "I.3.1", "butir": "a"}, "nama": ["x.png"]},
        {"tempat": {"indikator": "I.3.1", "butir": "a", "slot": ["2025-02", "2025-04"]}, "nama": ["x.png"]},
        {"tempat": PLACE, "nama": []},
        {"tempat": PLACE, "nama": ["x"] * 201},
    ],
)
def test_a_place_that_is_open_is_asked_for_first(shared: tuple[Visitor, Path], asked: dict[str, object]) -> None:
    visitor, _ = shared
    answer = visitor.ask("POST", "/api/put/names", json.dumps(asked).encode())
    assert answer.status == 404
    assert answer.json()


def test_other_pages_put_nothing_in(shared: tuple[Visitor, Path]) -> None:
    visitor, workspace = shared
    before, told = tree(workspace), named(visitor, ["x.png"])
    address = f"/api/put?kunci={quote(str(told['kunci']))}&nomor=0"
    for headers in ({"Origin": "https://situs-lain.example"}, {"Origin": None}, {"X_Meja": None}, {"Cookie": None}):
        assert visitor.ask("POST", address, PNG, **headers).status == 403
    assert tree(workspace) == before


def test_nothing_is_made_where_the_evidence_folder_is_unplugged(visitor: Visitor, workspace: Path) -> None:
    told = named(visitor, ["x.png"])
    (workspace / "evidence").rename(workspace / "dicabut")
    assert put(visitor, told, 0, PNG).status == 503
    assert not (workspace / "evidence").exists()
