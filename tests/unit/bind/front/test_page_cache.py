"""Drawn pages are kept: the same bytes as drawing them, never a page of yesterday, and no damaged one is believed."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dossier.bind.front import KeptPages, draw, paginate
from dossier.model import PageRange
from tests.support.bind_source import bind_source, some_pages, with_assessed

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from dossier.bind.page_order import BindInput, OwnPages

SMALL = 5
TOTAL = 321


def drawn(source: BindInput, kept: KeptPages | None = None, total: int = TOTAL) -> OwnPages:
    return draw(source, some_pages(source), total, kept)


@pytest.fixture
def kept(tmp_path: Path) -> KeptPages:
    return KeptPages(tmp_path / "halaman", "mesin 1")


@pytest.fixture
def composed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the first section of whatever is really drawn."""
    names: list[str] = []
    compose = paginate.compose

    def noting(drawings: tuple[paginate.DrawnSection, ...]) -> OwnPages:
        names.append(drawings[0].key)
        return compose(drawings)

    monkeypatch.setattr("dossier.bind.front.compose", noting)
    return names


def test_what_is_kept_is_what_would_be_drawn(kept: KeptPages, composed: list[str]) -> None:
    source = bind_source(SMALL)
    assert drawn(source, kept) == drawn(source) == drawn(source, kept)
    assert composed == ["sampul", "register"] * 2


def test_another_process_finds_it(kept: KeptPages, composed: list[str]) -> None:
    program = (
        "import sys; from pathlib import Path; from dossier.bind.front import KeptPages, draw\n"
        "from tests.support.bind_source import bind_source, some_pages, with_assessed\n"
        f"source = bind_source({SMALL})\n"
        f"draw(source, some_pages(source), {TOTAL}, KeptPages(Path(sys.argv[1]), 'mesin 1'))"
    )
    subprocess.run([sys.executable, "-c", program, str(kept.folder)], check=True)
    drawn(bind_source(SMALL), kept)
    assert composed == []


def test_other_bytes_of_a_file_draw_the_register_again_and_nothing_else(kept: KeptPages, composed: list[str]) -> None:
    source = bind_source(SMALL)
    drawn(source, kept)
    composed.clear()
    file, *others = source.assessment.scan.files
    changed = replace(file, sha256=hashlib.sha256(b"lain").hexdigest())
    other = with_assessed(source, scan=replace(source.assessment.scan, files=(changed, *others)))
    assert drawn(other, kept) == drawn(other)
    assert composed[0] == "register"
    assert composed.count("sampul") == 1, "only where nothing is kept"


def test_a_number_on_a_page_or_another_machine_draws_again(kept: KeptPages, composed: list[str]) -> None:
    source = bind_source(SMALL)
    drawn(source, kept)
    composed.clear()
    assert drawn(source, kept, TOTAL + 1) != drawn(source)
    assert "sampul" in composed
    composed.clear()
    drawn(source, KeptPages(kept.folder, "mesin 2"))
    assert composed == ["sampul", "register"]


def cut(data: bytes) -> bytes:
    return data[:-9]


def altered(data: bytes) -> bytes:
    return data.replace(b"%PDF-1", b"%PDF-9")


def emptied(_: bytes) -> bytes:
    return b""


@pytest.mark.parametrize("harm", [cut, altered, emptied])
def test_a_damaged_entry_is_drawn_again(kept: KeptPages, composed: list[str], harm: Callable[[bytes], bytes]) -> None:
    source = bind_source(SMALL)
    drawn(source, kept)
    composed.clear()
    for file in kept.folder.rglob("*.*"):
        file.write_bytes(harm(file.read_bytes()))
    assert drawn(source, kept) == drawn(source)
    assert composed == ["sampul", "register"] * 2


def test_only_what_the_last_build_used_stays(kept: KeptPages) -> None:
    source = bind_source(SMALL)
    drawn(source, kept)
    later = KeptPages(kept.folder, "mesin 1")
    drawn(source, later, TOTAL + 1)
    assert len(list(kept.folder.rglob("*.json"))) > 2
    (kept.folder / ".halaman-dari-proses-yang-mati").mkdir()
    (kept.folder / ".baru-1-halaman").write_bytes(b"separuh")
    later.tidy()
    assert sorted(path.suffix for path in kept.folder.rglob("*.*")) == [".json", ".json", ".pdf", ".pdf"]
    assert drawn(source, KeptPages(kept.folder, "mesin 1"), TOTAL + 1) == drawn(source, total=TOTAL + 1)


def test_a_draft_without_numbers_is_not_kept(kept: KeptPages) -> None:
    draw(bind_source(SMALL), {}, 0, kept)
    assert not kept.folder.exists()


def test_ranges_count_through_both_documents(kept: KeptPages) -> None:
    own = drawn(bind_source(SMALL), kept)
    first = own.ranges["register"].first
    assert own.starts == (1, first)
    assert own.place(first - 1) == (0, first - 1)
    assert own.place(first + 1) == (1, 2)
    assert own.ranges["sampul"] == PageRange(first=1, count=1)


def test_what_an_earlier_build_drew_is_not_looked_up_where_everything_is_asked_for_anew(
    kept: KeptPages, composed: list[str]
) -> None:
    source = bind_source(SMALL)
    drawn(source, kept)
    fresh = KeptPages(kept.folder, kept.version, fresh=True)
    assert drawn(source, fresh) == drawn(source, fresh)
    assert composed == ["sampul", "register"] * 2
