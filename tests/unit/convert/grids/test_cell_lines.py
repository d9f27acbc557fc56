"""Lines of a cell of a PDF."""

from __future__ import annotations

from dossier.convert.grids.broken_words import BREAK
from dossier.convert.grids.cell_lines import CellLine, joined


def line(text: str, width: float, first_word: float, top: float) -> CellLine:
    return CellLine(text=text, width=width, first_word=first_word, top=top, height=8.0)


def test_a_full_line_goes_on_and_one_that_a_person_ended_does_not() -> None:
    wrapped = [line("Laporan pelaksanaan", 80, 30, 0), line("kegiatan", 35, 35, 10)]
    ended = [line("SK Agen", 35, 10, 0), line("Laporan agen", 50, 30, 10)]
    assert joined(wrapped, 110) == f"Laporan pelaksanaan{BREAK}kegiatan"
    assert joined(ended, 110) == "SK Agen\nLaporan agen"


def test_an_empty_line_between_two_lines_stays() -> None:
    assert joined([line("Laporan pelaksanaan", 95, 30, 0), line("kegiatan", 35, 35, 20)], 110) == (
        "Laporan pelaksanaan\n\nkegiatan"
    )


def test_items_and_semicolons_end_a_line_also_where_nothing_is_measured() -> None:
    lines = [CellLine(text=text) for text in ("- SK tim;", "Undangan", "- Foto", "perundang-", "undangan")]
    assert joined(lines) == f"- SK tim;\nUndangan\n- Foto{BREAK}perundang-undangan"
