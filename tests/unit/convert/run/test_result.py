"""An exception that nobody expected is the file's fault only where a library refused the file."""

from __future__ import annotations

import errno
import io
import zipfile
import zlib
from typing import TYPE_CHECKING

import pikepdf
import pypdf
import pytest
from lxml import etree
from PIL import Image

from dossier.convert.run import result
from dossier.convert.run.pool import Job, Limits, convert_one
from dossier.convert.run.result import Failed, Made
from dossier.state.files import sha256_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ENGLISH = ("list index", "cannot", "No such", "not found", "error")


def _lookup() -> object:
    return list(range(3))[7]


def _cast() -> object:
    return int("tiga")


def _attribute() -> object:
    return Made(pages=1, engine="").nothing  # type: ignore[attr-defined]


OURS: list[Callable[[], object]] = [_lookup, _cast, _attribute]
THEIRS: list[Callable[[], object]] = [
    lambda: zipfile.ZipFile(io.BytesIO(b"PK")),
    lambda: zlib.decompress(b"zz"),
    lambda: etree.fromstring(b"<a>"),
    lambda: pikepdf.open(io.BytesIO(b"nothing")),
    lambda: pypdf.PdfReader(io.BytesIO(b"nothing")),
    lambda: Image.open(io.BytesIO(b"nothing")),
    b"\xff".decode,
]


def raised(act: Callable[[], object]) -> Exception:
    """Return what an act raises."""
    with pytest.raises(Exception) as caught:  # noqa: PT011 — any of them
        act()
    return caught.value


@pytest.mark.parametrize("act", OURS)
def test_what_our_own_code_raises_is_told_as_ours(act: Callable[[], object]) -> None:
    error = raised(act)
    failed = result.unexpected(error)
    assert failed.ours
    assert failed.lasting, "the same code fails again; a part's key has the digest of the code"
    assert failed.problem.startswith(f"kesalahan program saat mengolah berkas ini ({type(error).__name__}")
    assert "belum tentu rusak; kirim" in failed.problem


@pytest.mark.parametrize("act", THEIRS)
def test_what_a_reading_library_raises_is_told_as_the_files(act: Callable[[], object]) -> None:
    failed = result.unexpected(raised(act))
    assert (failed.ours, failed.lasting) == (False, True)
    assert failed.problem.startswith("berkas rusak")


@pytest.mark.parametrize("act", [*OURS, *THEIRS, lambda: open("/no/such/file")])  # noqa: PTH123, SIM115 — it must raise
def test_no_message_of_a_library_is_printed(act: Callable[[], object]) -> None:
    assert not any(word in result.unexpected(raised(act)).problem for word in ENGLISH)


def test_a_full_disk_is_no_fault_of_the_file() -> None:
    failed = result.unexpected(OSError(errno.ENOSPC, "No space left on device"))
    assert failed == Failed(problem="tidak dapat dibaca atau ditulis: ruang disk habis", lasting=False)


def broken_converter(_source: Path, _target: Path) -> Made:
    """Fail as a mistake of ours does."""
    raise IndexError("list index out of range")


def test_the_child_tells_a_mistake_of_a_converter_as_ours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dossier.convert.run.pool.limit_task", lambda _: None)
    source = tmp_path / "utuh.txt"
    source.write_text("CONTOH", encoding="utf-8")
    job = Job(
        key="a",
        source=source,
        sha256=sha256_of(source),
        target=tmp_path / "a.pdf",
        converter=f"{__name__}:broken_converter",
    )
    outcome = convert_one(job, Limits())
    assert isinstance(outcome, Failed)
    assert outcome.ours
    assert "rusak (" not in outcome.problem
