"""`plan/serah-terima.yaml`: read with lines, added to without touching what is there; what was handed over is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dossier.errors import PlanError
from dossier.model import Audience, EditionContents, HandedFile, Handover
from dossier.plan import add_handover, keep_contents, last_handed, load_handovers

if TYPE_CHECKING:
    from pathlib import Path

HANDOVER = Handover(
    receiver="TPI Inspektorat: Contoh",
    audience=Audience.TPI,
    day=dt.date(2025, 7, 10),
    as_of=dt.date(2025, 7, 1),
    register="ab" * 32,
    contents="1234567890123456",
)
CONTENTS = EditionContents(
    files={"I/a.pdf": HandedFile(sha256="c" * 64, place="I.1.1", page=12)}, states={"I.1.1 a 2025-04": "ada"}
)


def test_a_handover_is_added_below_what_people_wrote_and_their_comments_stay(tmp_path: Path) -> None:
    path = tmp_path / "serah-terima.yaml"
    assert add_handover(path, HANDOVER)
    old = path.read_text(encoding="utf-8").replace("edisi: tpi", "edisi: tpi # diantar sendiri").rstrip("\n")
    path.write_text(old, encoding="utf-8")
    later = replace(HANDOVER, day=dt.date(2025, 8, 1))
    assert add_handover(path, later)
    assert path.read_text(encoding="utf-8").startswith(old + "\n")
    assert [replace(each, line=0) for each in load_handovers(path)] == [HANDOVER, later]


def test_the_same_handover_is_not_written_twice(tmp_path: Path) -> None:
    path = tmp_path / "serah-terima.yaml"
    assert add_handover(path, HANDOVER)
    before = path.read_bytes()
    assert not add_handover(path, HANDOVER)
    assert path.read_bytes() == before


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(receiver=st.text(st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp", "Cn", "Co"))))
def test_any_receiver_reads_back(tmp_path: Path, receiver: str) -> None:
    path = tmp_path / "serah-terima.yaml"
    path.unlink(missing_ok=True)
    handover = replace(HANDOVER, receiver=" ".join(f"TPI {receiver}".split()))
    assert add_handover(path, handover)
    assert [replace(each, line=0) for each in load_handovers(path)] == [handover]


def test_every_complaint_names_its_line(tmp_path: Path) -> None:
    path = tmp_path / "serah-terima.yaml"
    path.write_text(
        "- kepada: TPI\n  edisi: tpj\n  tanggal: kemarin\n  keadaan_per: 2025-07-01\n  register: xyz\n  isi: abc\n",
        encoding="utf-8",
    )
    with pytest.raises(PlanError) as raised:
        load_handovers(path)
    assert sorted((each.code, each.line) for each in raised.value.findings) == [
        ("serah_terima_salah", 2),
        ("serah_terima_salah", 5),
        ("serah_terima_salah", 6),
        ("tanggal_tak_terbaca", 3),
    ]


def test_a_file_that_cannot_be_added_to_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "serah-terima.yaml"
    path.write_text("[]\n", encoding="utf-8")
    with pytest.raises(PlanError):
        add_handover(path, HANDOVER)
    assert path.read_text(encoding="utf-8") == "[]\n"


def test_what_was_in_an_edition_is_kept_under_the_name_of_its_content(tmp_path: Path) -> None:
    name = keep_contents(tmp_path / "isi", CONTENTS)
    before = (tmp_path / "isi" / f"{name}.json").read_bytes()
    assert keep_contents(tmp_path / "isi", CONTENTS) == name
    assert (tmp_path / "isi" / f"{name}.json").read_bytes() == before
    found, lost = last_handed(tmp_path / "isi", (replace(HANDOVER, contents=name),))
    assert (found[Audience.TPI].contents, lost) == (CONTENTS, [])


def test_the_last_day_counts_and_contents_that_were_changed_are_lost(tmp_path: Path) -> None:
    name = keep_contents(tmp_path, CONTENTS)
    newer = replace(HANDOVER, contents=name, day=dt.date(2025, 9, 1), receiver="TPI kedua")
    found, _ = last_handed(tmp_path, (newer, replace(HANDOVER, contents=name)))
    assert found[Audience.TPI].handover == newer
    path = tmp_path / f"{name}.json"
    path.write_text(path.read_text(encoding="ascii").replace("I.1.1", "I.1.2"), encoding="ascii")
    assert last_handed(tmp_path, (newer,)) == ({}, [newer])
