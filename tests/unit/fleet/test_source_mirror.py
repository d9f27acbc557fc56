"""A mirror of a source: what changed is fetched, nothing lands outside, a source that fails empties nothing."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING

import fsspec
import pytest
from fsspec.implementations.memory import MemoryFileSystem

from dossier.cli.main import run
from dossier.errors import ExitCode
from dossier.fleet.source_address import fault_of_address
from dossier.fleet.source_mirror import SourceError, mirror
from tests.support.workspaces import small_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TODAY = dt.date(2025, 7, 1)
ADDRESS = "memory://zi/1501"
PLAN = {"plan/plan.yaml": b"judul: x", "evidence/I/sk.pdf": b"satu", "evidence/II/foto.jpg": b"dua"}


class Source(MemoryFileSystem):  # type: ignore[misc]  # fsspec ships no types
    """A source that counts what is fetched, and says when a file was changed."""

    protocol = "memory"
    fetched: list[str] = []  # noqa: RUF012 — shared as the store of `MemoryFileSystem` is
    changed: dict[str, float] = {}  # noqa: RUF012 — likewise
    is_gone = False

    def find(self, path: str, **options: object) -> object:
        if Source.is_gone:
            raise ConnectionError("https://orang:rahasia@tempat")
        found = super().find(path, **options)
        if isinstance(found, list):
            return found
        return {name: {**facts, "created": self.changed.get(name, 1.0)} for name, facts in found.items()}

    def open(self, path: str, mode: str = "rb", **options: object) -> object:
        if mode == "rb":
            Source.fetched.append(path.rpartition("1501/")[2])
        return super().open(path, mode, **options)


@pytest.fixture(autouse=True)
def source() -> Iterator[Source]:
    fsspec.register_implementation("memory", Source, clobber=True)
    Source.fetched, Source.changed, Source.is_gone = [], {}, False
    system = Source()
    system.store.clear()
    put(system, PLAN)
    yield system
    system.store.clear()
    fsspec.register_implementation("memory", MemoryFileSystem, clobber=True)


def put(system: Source, contents: dict[str, bytes]) -> None:
    for name, data in contents.items():
        system.pipe_file(f"/zi/1501/{name}", data)


def held(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_mirror_is_what_is_at_the_source_and_is_fetched_once(tmp_path: Path) -> None:
    done = mirror(ADDRESS, tmp_path / "m", TODAY)
    assert (done.fetched, done.removed, done.total) == (3, 0, 3)
    assert held(tmp_path / "m") == PLAN
    assert mirror(ADDRESS, tmp_path / "m", TODAY).fetched == 0


def test_only_what_changed_is_fetched_and_what_went_goes(tmp_path: Path, source: Source) -> None:
    mirror(ADDRESS, tmp_path / "m", TODAY)
    Source.fetched.clear()
    put(source, {"evidence/I/sk.pdf": b"lain", "evidence/III/baru.pdf": b"tiga"})
    Source.changed["/zi/1501/evidence/I/sk.pdf"] = 2.0
    source.rm("/zi/1501/evidence/II/foto.jpg")
    done = mirror(ADDRESS, tmp_path / "m", TODAY)
    assert sorted(Source.fetched) == ["evidence/I/sk.pdf", "evidence/III/baru.pdf"]
    assert (done.fetched, done.removed) == (2, 1)
    assert held(tmp_path / "m") == {
        "plan/plan.yaml": b"judul: x",
        "evidence/I/sk.pdf": b"lain",
        "evidence/III/baru.pdf": b"tiga",
    }


def test_what_was_changed_just_before_it_was_listed_is_fetched_again(tmp_path: Path, source: Source) -> None:
    Source.changed["/zi/1501/evidence/I/sk.pdf"] = dt.datetime.now(dt.UTC).timestamp()
    mirror(ADDRESS, tmp_path / "m", TODAY)
    put(source, {"evidence/I/sk.pdf": b"saru"})  # the same size, and by the source's clock the same time
    assert mirror(ADDRESS, tmp_path / "m", TODAY).fetched == 1
    assert held(tmp_path / "m")["evidence/I/sk.pdf"] == b"saru"


def test_once_a_week_everything_is_compared_and_what_is_equal_keeps_its_time(tmp_path: Path, source: Source) -> None:
    mirror(ADDRESS, tmp_path / "m", TODAY)
    stamp = (tmp_path / "m" / "plan" / "plan.yaml").stat().st_mtime_ns
    put(source, {"evidence/I/sk.pdf": b"saru"})  # changed without a sign
    assert mirror(ADDRESS, tmp_path / "m", TODAY + dt.timedelta(days=6)).fetched == 0
    assert mirror(ADDRESS, tmp_path / "m", TODAY + dt.timedelta(days=7)).fetched == 3
    assert held(tmp_path / "m")["evidence/I/sk.pdf"] == b"saru"
    assert (tmp_path / "m" / "plan" / "plan.yaml").stat().st_mtime_ns == stamp
    assert mirror(ADDRESS, tmp_path / "m", TODAY + dt.timedelta(days=8)).fetched == 0


def test_a_copy_that_somebody_changed_is_fetched_again(tmp_path: Path) -> None:
    mirror(ADDRESS, tmp_path / "m", TODAY)
    (tmp_path / "m" / "evidence" / "I" / "sk.pdf").write_bytes(b"diubah orang")
    (tmp_path / "m" / "evidence" / "II" / "foto.jpg").unlink()
    assert mirror(ADDRESS, tmp_path / "m", TODAY).fetched == 2
    assert held(tmp_path / "m") == PLAN


@pytest.mark.parametrize("trouble", ["gone", "no plan"])
def test_a_source_that_fails_or_lost_its_plan_empties_nothing_and_tells_no_secret(
    tmp_path: Path, source: Source, trouble: str
) -> None:
    mirror(ADDRESS, tmp_path / "m", TODAY)
    if trouble == "gone":
        Source.is_gone = True
    else:
        source.rm("/zi/1501/plan", recursive=True)
    with pytest.raises(SourceError) as raised:
        mirror(ADDRESS, tmp_path / "m", TODAY)
    assert "rahasia" not in f"{raised.value.message} {raised.value.hint}"
    assert held(tmp_path / "m") == PLAN


def test_output_and_files_beside_the_workspace_are_not_copied_and_own_output_stays(
    tmp_path: Path, source: Source
) -> None:
    put(source, {"build/dossier.pdf": b"x", "catatan.txt": b"x"})
    (tmp_path / "m" / "build").mkdir(parents=True)
    (tmp_path / "m" / "build" / "ringkasan-unit.json").write_bytes(b"{}")
    mirror(ADDRESS, tmp_path / "m", TODAY)
    assert held(tmp_path / "m") == {**PLAN, "build/ringkasan-unit.json": b"{}"}


def test_names_that_lead_out_of_the_mirror_are_refused(tmp_path: Path, source: Source) -> None:
    outside = tmp_path / "luar"
    outside.mkdir()
    (tmp_path / "m" / "evidence").mkdir(parents=True)
    (tmp_path / "m" / "evidence" / "tautan").symlink_to(outside)
    put(source, {"evidence/tautan/x.pdf": b"x", "evidence/baris\nbaru.pdf": b"x"})
    source.store["/zi/1501/evidence/../../../keluar.pdf"] = source.store["/zi/1501/evidence/I/sk.pdf"]
    done = mirror(ADDRESS, tmp_path / "m", TODAY)
    assert {"evidence/tautan/x.pdf", "evidence/baris\nbaru.pdf"} <= set(done.refused)
    assert list(outside.iterdir()) == []
    assert not (tmp_path.parent / "keluar.pdf").exists()
    assert set(held(tmp_path / "m")) == set(PLAN)


@pytest.mark.parametrize(
    ("address", "is_allowed"),
    [
        ("s3://bukti-zi/1501", True),
        ("s3://bukti-zi", True),
        ("s3://bukti-zi-lain/1501", False),
        ("s3://lain/1501", False),
        ("webdav://awan.contoh.example/zi/1501", True),
        ("webdav://awan.contoh.example/lain", False),
        ("s3://orang:rahasia@zi-kpu/1501", False),
        ("s3://bukti-zi/../lain", False),
        ("simplecache::s3://bukti-zi/1501", False),
        ("file:///etc", False),
        ("local:///etc", False),
        ("reference://zi-kpu", False),
        ("s3://bukti-zi/15 01", False),
        ("s3:/zi-kpu", False),
    ],
)
def test_only_addresses_below_those_allowed_are_read(address: str, is_allowed: bool) -> None:  # noqa: FBT001 — a table
    allowed = ("s3://bukti-zi/", "webdav://awan.contoh.example/zi", "file:///", "local:///", "reference://")
    assert (fault_of_address(address, allowed) == "") is is_allowed


def test_nothing_is_allowed_at_first() -> None:
    assert "diizinkan" in fault_of_address("s3://bukti-zi/1501", ())


def test_a_fleet_builds_units_of_sources_and_names_those_that_cannot_be_read(
    tmp_path: Path, source: Source, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace = small_workspace(tmp_path / "unit")
    put(
        source,
        {
            path.relative_to(workspace.root).as_posix(): path.read_bytes()
            for path in workspace.root.rglob("*")
            if path.is_file()
        },
    )
    (tmp_path / "daftar.csv").write_text(f"id,folder\na,{ADDRESS}\nb,memory://zi/tidak-ada\nc,unit\n", encoding="utf-8")
    arguments = ["fleet", str(tmp_path / "daftar.csv"), "--out", str(tmp_path / "armada"), "--office", "internal"]
    assert run([*arguments, "--izinkan", "memory://zi/"]) == ExitCode.GAPS
    said = capsys.readouterr().out
    assert "✗ b: sumber tidak terbaca" in said
    assert "3 unit = 2 selesai + 0 tidak berubah + 1 tidak berhasil" in said
    units = {each["key"]: each for each in json.loads((tmp_path / "armada" / "armada.json").read_text())["units"]}
    assert units["a"]["summary"]["totals"] == units["c"]["summary"]["totals"]
    assert units["a"]["folder"] == "cermin/a/build"
    assert units["b"]["outcome"] == "failed"
    assert run([*arguments, "--izinkan", "memory://zi/", "--resume"]) == ExitCode.GAPS
    assert "3 unit = 0 selesai + 2 tidak berubah + 1 tidak berhasil" in capsys.readouterr().out


def test_an_address_that_was_not_allowed_is_told_with_its_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "daftar.csv").write_text(f"id,folder\na,{ADDRESS}\n", encoding="utf-8")
    assert run(["fleet", str(tmp_path / "daftar.csv"), "--out", str(tmp_path / "armada")]) == ExitCode.USAGE
    assert "baris 2: alamat unit a tidak ada di bawah alamat yang diizinkan (--izinkan)" in capsys.readouterr().err
    assert not (tmp_path / "armada").exists()
