"""Links that leave the bundle are listed by host, and those that nobody can see are not bound."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String

from dossier.convert.pdf import fallback
from tests.support import hostile_pdf

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.convert.run.result import Made

TEXT = (55.0, 668.0, 130.0, 690.0)
"""Where `hostile_pdf.drawn` writes on A4."""
EMPTY = (300.0, 200.0, 400.0, 220.0)
PAGE = (0.0, 0.0, 595.0, 842.0)


def linked(
    folder: Path, *links: tuple[tuple[float, ...], str], turn: int = 0, border: list[float] | None = None
) -> tuple[Made, list[str]]:
    """Convert a page with links; return what was said and the addresses that stayed."""
    document = hostile_pdf.opened(("CONTOH tautan",))
    page = document.pages[0].obj
    page.Rotate = turn
    page.Annots = Array(
        [
            document.make_indirect(
                Dictionary(
                    Type=Name.Annot,
                    Subtype=Name.Link,
                    Rect=Array(box),
                    Border=Array(border or [0, 0, 0]),
                    A=Dictionary(S=Name.URI, URI=String(address)),
                )
            )
            for box, address in links
        ]
    )
    made = fallback.convert(hostile_pdf.saved(document, folder / "tautan.pdf"), folder / "bersih.pdf")
    with pikepdf.open(folder / "bersih.pdf") as pdf:
        return made, [str(item.A.URI) for item in pdf.pages[0].obj.get("/Annots", [])]


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_link_under_words_stays_and_its_host_is_listed(tmp_path: Path, turn: int) -> None:
    made, addresses = linked(tmp_path, (TEXT, "https://contoh.invalid/a?b=1"), turn=turn)
    assert addresses == ["https://contoh.invalid/a?b=1"]
    assert made.notes == ("tautan ke luar: contoh.invalid (1)",)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_a_link_over_empty_paper_goes(tmp_path: Path, turn: int) -> None:
    made, addresses = linked(tmp_path, (EMPTY, "https://jebakan.invalid/"), turn=turn)
    assert addresses == []
    assert made.notes == ("tautan tersembunyi dilepas: jebakan.invalid (1)",)


def test_a_link_over_the_whole_page_goes_and_the_one_below_it_stays(tmp_path: Path) -> None:
    made, addresses = linked(tmp_path, (PAGE, "http://jebakan.invalid/"), (TEXT, "https://contoh.invalid/"))
    assert addresses == ["https://contoh.invalid/"]
    assert made.notes == ("tautan ke luar: contoh.invalid (1)", "tautan tersembunyi dilepas: jebakan.invalid (1)")


def test_a_frame_is_a_mark_that_can_be_seen(tmp_path: Path) -> None:
    _, addresses = linked(tmp_path, (EMPTY, "https://contoh.invalid/"), border=[0, 0, 1])
    assert addresses == ["https://contoh.invalid/"]


@pytest.mark.parametrize("box", [(700.0, 100.0, 800.0, 120.0), (50.0, 50.0, 50.0, 90.0)])
def test_a_link_off_the_page_or_without_area_goes(tmp_path: Path, box: tuple[float, ...]) -> None:
    assert linked(tmp_path, (box, "https://contoh.invalid/"))[1] == []


def test_many_hosts_are_counted(tmp_path: Path) -> None:
    made, addresses = linked(tmp_path, *((TEXT, f"https://h{number:02d}.invalid/") for number in range(30)))
    assert len(addresses) == 30
    assert made.notes[0].endswith("dan 22 alamat lain")
