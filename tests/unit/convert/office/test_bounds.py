"""Office files that would keep a layout busy for minutes are refused before one begins; others are not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.convert.office import bounds, staging
from dossier.convert.office.bounds import DEEPEST, MOST_CELLS, MOST_PARAGRAPHS, MOST_TABLES_IN_TABLES
from dossier.convert.office.staging import stage
from dossier.errors import CannotConvertError
from tests.support import crowded_office, hostile_office
from tests.support.hostile_office import zip_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

TOO_DEEP = MOST_TABLES_IN_TABLES + 1


def refused(source: Path, target: Path) -> str:
    with pytest.raises(CannotConvertError) as caught:
        stage(source, target.with_suffix(source.suffix))
    assert caught.value.lasting
    return str(caught.value)


@pytest.mark.parametrize(
    ("make", "amount", "word"),
    [
        (crowded_office.nested_docx, 3_000, "tabel di dalam tabel"),
        (crowded_office.nested_docx, TOO_DEEP, "tabel di dalam tabel"),
        (crowded_office.nested_odt, TOO_DEEP, "tabel di dalam tabel"),
        (crowded_office.tables_rtf, TOO_DEEP, "tabel di dalam tabel"),
        (crowded_office.nested_pptx, DEEPEST + 1, "lapis"),
        (crowded_office.nested_rtf, DEEPEST + 1, "lapis"),
        (crowded_office.paragraphs_docx, MOST_PARAGRAPHS + 1, "100.000 paragraf"),
        (crowded_office.paragraphs_odt, MOST_PARAGRAPHS + 1, "100.000 paragraf"),
        (crowded_office.paragraphs_pptx, MOST_PARAGRAPHS + 1, "100.000 paragraf"),
        (crowded_office.paragraphs_rtf, MOST_PARAGRAPHS + 1, "100.000 paragraf"),
    ],
)
def test_what_no_layout_ends_in_time_is_refused_with_the_reason(
    tmp_path: Path, make: Callable[[Path, int], Path], amount: int, word: str
) -> None:
    said = refused(make(tmp_path, amount), tmp_path / "salinan")
    assert word in said
    assert "PDF" in said


@pytest.mark.parametrize(
    ("make", "amount"),
    [
        (crowded_office.nested_docx, MOST_TABLES_IN_TABLES),
        (crowded_office.nested_odt, MOST_TABLES_IN_TABLES),
        (crowded_office.tables_rtf, MOST_TABLES_IN_TABLES),
        (crowded_office.paragraphs_docx, 2_000),
        (crowded_office.paragraphs_rtf, MOST_PARAGRAPHS),
    ],
)
def test_what_is_within_the_bounds_is_staged(tmp_path: Path, make: Callable[[Path, int], Path], amount: int) -> None:
    source = make(tmp_path, amount)
    stage(source, (tmp_path / "salinan").with_suffix(source.suffix))


def test_a_cell_counts_as_often_as_it_is_repeated(tmp_path: Path) -> None:
    rows = 1_048_576
    assert "sel" in refused(crowded_office.repeated_ods(tmp_path, rows, 1), tmp_path / "salinan")
    assert "sel" in refused(crowded_office.repeated_ods(tmp_path, 2_000, MOST_CELLS // 1_000), tmp_path / "salinan")
    staging.check(crowded_office.repeated_ods(tmp_path, rows, 1_024, text=""))
    staging.check(crowded_office.repeated_ods(tmp_path, 100, 100))


def test_the_elements_of_a_workbook_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "MOST_ELEMENTS", 1_000)
    staging.check(crowded_office.cells_xlsx(tmp_path, 300))
    with pytest.raises(CannotConvertError, match=r"1\.000 unsur"):
        staging.check(crowded_office.cells_xlsx(tmp_path, 400))


def test_neither_the_name_of_a_part_nor_its_encoding_hides_what_it_holds(tmp_path: Path) -> None:
    with pytest.raises(CannotConvertError):
        staging.check(crowded_office.nested_docx(tmp_path, TOO_DEEP, part="lain/isi.dat"))
    body = f"<?xml version='1.0' encoding='UTF-16'?>{'<a>' * 300}{'</a>' * 300}".encode("utf-16")
    (tmp_path / "utf16.docx").write_bytes(zip_of([("word/document.xml", body)]))
    with pytest.raises(CannotConvertError):
        staging.check(tmp_path / "utf16.docx")


@pytest.mark.parametrize("make", [hostile_office.plain_docx, hostile_office.plain_xlsx, hostile_office.docx_broken_xml])
def test_a_sound_file_and_one_that_others_refuse_are_left_to_them(tmp_path: Path, make: Callable[[Path], Path]) -> None:
    staging.check(make(tmp_path))
