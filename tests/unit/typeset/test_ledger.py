"""How rows break over pages."""

from __future__ import annotations

from dataclasses import replace

from dossier.typeset import page_setup
from dossier.typeset.cells import Cell, Stack, TextCell, line
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import LedgerRow, LedgerStyle, PlacedCell, head, row
from dossier.typeset.typography import HAIRLINE, STYLES

WIDTHS = page_setup.columns(40, 0)


def _row(text: str) -> LedgerRow:
    return row(line(text, STYLES.body), line("isi", STYLES.body))


def _split(ledger: Ledger, height: float) -> list[Ledger]:
    return [part for part in ledger.split(page_setup.WIDTH, height) if isinstance(part, Ledger)]


def _height(ledger: Ledger) -> float:
    return ledger.wrap(page_setup.WIDTH, page_setup.HEIGHT)[1]


def test_the_head_is_repeated_and_no_row_is_lost() -> None:
    rows = [_row(str(number)) for number in range(30)]
    ledger = Ledger(WIDTHS, rows, header=head(line("Nama", STYLES.label)), closed=HAIRLINE)
    first, rest = _split(ledger, 200)
    assert first.rows + rest.rows == tuple(rows)
    assert first.header == rest.header == ledger.header
    assert _height(first) <= 200


def test_the_last_row_is_never_left_alone() -> None:
    ledger = Ledger(WIDTHS, [_row(str(number)) for number in range(5)])
    _, rest = _split(ledger, _height(ledger) - 1)
    assert len(rest.rows) == 2


def test_a_heading_moves_with_its_first_row() -> None:
    rows = [_row("1"), _row("2"), replace(_row("judul"), keep=True), _row("3"), _row("4")]
    ledger = Ledger(WIDTHS, rows)
    first, rest = _split(ledger, sum(ledger.heights[:3]) + 1)
    assert first.rows == tuple(rows[:2])
    assert rest.rows[0].keep


def test_a_group_that_goes_on_says_so_again() -> None:
    again = _row("judul (lanjutan)")
    rows = [_row("judul"), *(replace(_row(str(number)), again=again) for number in range(9))]
    ledger = Ledger(WIDTHS, rows)
    _, rest = _split(ledger, sum(ledger.heights[:5]) + 1)
    assert rest.resumed == again
    assert rest.rows == tuple(rows[5:])


def test_nothing_is_split_off_where_not_even_one_row_fits() -> None:
    assert _split(Ledger(WIDTHS, [_row("1"), _row("2")]), 5) == []


def test_rows_that_all_want_to_stay_together_still_get_onto_pages() -> None:
    rows = [replace(_row(str(number)), keep=True) for number in range(200)]
    first, rest = _split(Ledger(WIDTHS, rows), page_setup.HEIGHT)
    assert len(first.rows) > 10
    assert len(first.rows) + len(rest.rows) == 200


def test_a_row_higher_than_a_page_is_cut_between_lines() -> None:
    long = row(line("kode", STYLES.body), line(" ".join(["bukti"] * 3_000), STYLES.body))
    ledger = Ledger(WIDTHS, [long, _row("akhir")])
    heights = []
    rest = ledger
    while _height(rest) > page_setup.HEIGHT:
        first, rest = _split(rest, page_setup.HEIGHT)
        heights.append(_height(first))
    assert len(heights) >= 2
    assert all(height <= page_setup.HEIGHT for height in heights)
    assert rest.rows[-1].cells[0].cell == line("akhir", STYLES.body)


def _pages(ledger: Ledger, height: float) -> list[Ledger]:
    """Break a ledger until nothing is left, as platypus does: a first page of this height, then whole ones."""
    pages = []
    while ledger.wrap(page_setup.WIDTH, height)[1] > height:
        first, ledger = _split(ledger, height)
        pages.append(first)
        height = page_setup.HEIGHT
        assert len(pages) < 20, "it breaks for ever"
    return [*pages, ledger]


def test_a_row_of_more_files_than_a_page_holds_goes_on_under_its_heading() -> None:
    names = [f"berkas {number}.pdf" for number in range(200)]
    heading, again = replace(_row("judul"), keep=True), replace(_row("judul (lanjutan)"), keep=True)
    files = row(line("slot", STYLES.body), Stack(tuple(line(name, STYLES.body) for name in names)))
    pages = _pages(Ledger(WIDTHS, [heading, replace(files, again=again)]), 300)
    assert len(pages) > 2
    assert all(page.resumed == again for page in pages[1:])
    shown = [text for page in pages for each in page.rows for placed in each.cells for text in _texts(placed.cell)]
    assert [text for text in shown if text.startswith("berkas")] == names


def test_a_row_that_fits_a_page_but_not_under_its_heading_is_cut() -> None:
    again = replace(_row("judul (lanjutan)"), keep=True)
    lines = int(page_setup.HEIGHT / STYLES.body.leading) - 1
    files = row(line("slot", STYLES.body), Stack(tuple(line(str(number), STYLES.body) for number in range(lines))))
    assert len(_pages(Ledger(WIDTHS, [_row("judul"), replace(files, again=again)]), 100)) >= 2


def test_a_row_that_just_fits_under_the_heading_that_it_continues_is_not_put_off_for_ever() -> None:
    again = replace(_row("judul (lanjutan)"), keep=True)
    lines = int(page_setup.HEIGHT / STYLES.body.leading) - 3
    tall = row(line("slot", STYLES.body), TextCell("\n".join(map(str, range(lines))), STYLES.body))
    rows = [replace(_row("judul"), keep=True), *(replace(each, again=again) for each in (_row("1"), tall, _row("2")))]
    pages = _pages(Ledger(WIDTHS, rows), 100)
    assert [len(page.rows) for page in pages] == [2, 1, 1]
    assert [page.resumed for page in pages] == [None, again, again]


def _texts(cell: Cell) -> list[str]:
    return [text for each in cell.cells for text in _texts(each)] if isinstance(cell, Stack) else [_text(cell)]


def _text(cell: Cell) -> str:
    assert isinstance(cell, TextCell)
    return cell.text


def _merged(*, cuts_rows: bool) -> Ledger:
    """Return twelve rows; one cell stands beside the fourth to the eighth."""
    rows = [_row(str(number)) for number in range(12)]
    group = PlacedCell(TextCell("\n".join("abcde"), STYLES.body), 0, 0, 5)
    rows[3] = replace(rows[3], cells=(group, rows[3].cells[1]))
    rows[4:8] = [replace(each, cells=each.cells[1:]) for each in rows[4:8]]
    return Ledger(WIDTHS, rows, style=LedgerStyle(cuts_rows=cuts_rows))


def test_rows_beside_one_cell_stay_together_where_the_next_page_holds_them() -> None:
    ledger = _merged(cuts_rows=False)
    first, rest = _split(ledger, sum(ledger.heights[:6]) + 1)
    assert (len(first.rows), len(rest.rows)) == (3, 9)


def test_a_cell_over_several_rows_is_cut_with_them_as_in_word() -> None:
    ledger = _merged(cuts_rows=True)
    first, rest = _split(ledger, sum(ledger.heights[:6]) + 1)
    assert (len(first.rows), len(rest.rows)) == (6, 6)
    (going_on,) = [placed for placed in rest.rows[0].cells if placed.first == 0]
    assert going_on.rows == 2
    shown = [
        placed.cell.lines(40)
        for part in (first.rows[3], rest.rows[0])
        for placed in part.cells
        if not placed.first and isinstance(placed.cell, TextCell)
    ]
    assert "".join("".join(lines) for lines in shown) == "abcde"


def test_a_row_that_must_stay_whole_is_not_cut_where_it_fits_on_a_page() -> None:
    tall = row(TextCell("\n".join("abcdefgh"), STYLES.body))
    style = LedgerStyle(cuts_rows=True)
    assert len(_split(Ledger(WIDTHS, [tall], style=style), 60)) == 2
    assert _split(Ledger(WIDTHS, [replace(tall, whole=True)], style=style), 60) == []


def test_the_heads_of_a_table_may_be_several_rows() -> None:
    heads = (head(line("Nama", STYLES.label)), head(line("a", STYLES.label)))
    first, rest = _split(Ledger(WIDTHS, [_row(str(number)) for number in range(30)], header=heads), 200)
    assert first.header == rest.header == heads
