"""An import merged into a plan that people have worked on."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, cast

from dossier.importing.draft_documents import documents_of
from dossier.importing.plan_merge import merged
from tests.support.plan_tables import SIX_COLUMNS, outcome_of

if TYPE_CHECKING:
    from dossier.plan.plan_documents import PlanDocument, PlanDocuments

_AREA = "I-manajemen-perubahan.yaml"


def plan() -> PlanDocuments:
    return documents_of(outcome_of(SIX_COLUMNS, {"waktu_kosong": "sama dengan di atas"}).plan)


def rows(documents: PlanDocuments, component: int = 0) -> list[PlanDocument]:
    components = cast("list[PlanDocument]", documents[_AREA]["komponen"])
    return cast("list[PlanDocument]", components[component]["indikator"])


def test_the_same_table_changes_nothing() -> None:
    documents, difference = merged(plan(), plan())
    assert difference.is_empty
    assert documents == plan()
    assert not difference.touched


def test_white_space_is_no_difference() -> None:
    new = plan()
    rows(new)[0]["bukti_fisik"] = str(rows(new)[0]["bukti_fisik"]).replace("\n", "  ")
    assert merged(plan(), new)[1].is_empty


def test_changed_cells_are_told_and_what_people_typed_stays() -> None:
    old, new = plan(), plan()
    rows(old)[0]["penanggung_jawab"] = "Bu Ani"
    cast("list[PlanDocument]", rows(old)[0]["butir"])[0]["alias"] = ["Prosedur kami"]
    rows(new)[0]["langkah_aksi"] = "Lain sama sekali"
    documents, difference = merged(old, new)
    (change,) = difference.changed
    assert (change.code, change.key, change.after) == ("I.1.1", "langkah_aksi", "Lain sama sekali")
    assert rows(documents)[0]["penanggung_jawab"] == "Bu Ani"
    assert cast("list[PlanDocument]", rows(documents)[0]["butir"])[0]["alias"] == ["Prosedur kami"]
    assert difference.touched == {_AREA}


def test_rows_in_another_order_keep_their_codes() -> None:
    new = plan()
    first, second = rows(new)
    first["kode"], second["kode"] = "I.1.2", "I.1.1"
    rows(new).reverse()
    documents, difference = merged(plan(), new)
    assert difference.is_empty
    assert documents == plan()


def test_a_new_row_gets_a_free_code_and_a_missing_one_goes() -> None:
    new = plan()
    added = deepcopy(rows(new)[0])
    added["indikator"] = "Kalimat yang baru sama sekali"
    added["kode"] = "I.1.1"
    rows(new).insert(0, added)
    rows(new, 1).pop()
    documents, difference = merged(plan(), new, {"I.2.2"})
    assert difference.added == [("I.1.3", "Kalimat yang baru sama sekali")]
    assert [code for code, _ in difference.gone] == ["I.2.2"]
    assert [row["kode"] for row in rows(documents)] == ["I.1.1", "I.1.2", "I.1.3"]
    assert "pins.yaml" in difference.warnings[0]


def test_a_decided_schedule_outlives_a_changed_due_time() -> None:
    old, new = plan(), plan()
    rows(old)[0] |= {"jadwal": "Mei 2025", "catatan": "disepakati dalam rapat"}
    rows(new)[0]["target_waktu"] = "Juli 2025"
    documents, difference = merged(old, new)
    assert rows(documents)[0]["jadwal"] == "Mei 2025"
    assert "jadwal yang ditulis orang" in difference.warnings[0]


def test_more_evidence_adds_papers_and_keeps_those_that_were_there() -> None:
    old, new = plan(), plan()
    rows(new)[0]["bukti_fisik"] = "SK Tim Kerja ZI; Laporan tim"
    rows(new)[0]["butir"] = [{"id": "a", "nama": "Laporan tim", "jenis": "laporan"}]
    documents, difference = merged(old, new)
    found = cast("list[PlanDocument]", rows(documents)[0]["butir"])
    assert [(item["id"], item["nama"]) for item in found] == [
        ("a", "Cara pemilihan tim kerja"),
        ("b", "SK Tim Kerja ZI"),
        ("c", "Laporan tim"),
    ]
    assert "masih diminta" in difference.warnings[0]


def test_a_note_that_a_person_wrote_stays_when_the_due_time_changes_and_is_told() -> None:
    old, new = plan(), plan()
    rows(old)[0].pop("jadwal", None)
    rows(old)[0]["catatan"] = "Disepakati rapat: tunggu SK baru"
    rows(new)[0].update(target_waktu="Maret", catatan="Impor: hanya bulan yang terbaca.")
    documents, difference = merged(old, new)
    assert rows(documents)[0]["catatan"] == "Disepakati rapat: tunggu SK baru"
    assert any("Impor: hanya bulan" in warning for warning in difference.warnings)


def test_another_title_of_a_component_is_told_and_not_taken() -> None:
    new = plan()
    cast("list[PlanDocument]", new[_AREA]["komponen"])[0]["judul"] = "Tim Kerja Baru"
    documents, difference = merged(plan(), new)
    assert documents == plan()
    (warning,) = difference.warnings
    assert "Tim Kerja Baru" in warning
