"""The portal's list: 127 entries in order, strings or null, nothing filled for a person."""

from __future__ import annotations

from dossier.knowledge import sheet
from dossier.reports.portal_answers import portal_answers_csv, portal_json
from dossier.scoring import score_of
from tests.support.lke_books import answers

TEXT = """\
jawaban:
  A.1.I.i.a: {jawaban: ya, catatan: "=SK\\nNomor 4", tautan: [https://a.id/x;y, https://b.id]}
  A.1.I.i.b: {jawaban: X, catatan: belum}
  A.2.I.i.a: {agen: 7, perubahan: 6, catatan: tujuh agen}
  B.I.a: {nilai: "3,620"}
tpi:
  A.1.I.i.a: [{oleh: Satu, jawaban: Ya}, {oleh: Dua, jawaban: Tidak, catatan: tanpa lampiran}]
"""
NAMES = ["soal_id", "jawaban_unit", "catatan_unit", "bukti_dukung_unit", "jawaban_tpi", "catatan_tpi"]


def test_there_are_127_entries_in_the_order_of_their_numbers() -> None:
    entries = portal_json(score_of())
    assert [entry["soal_id"] for entry in entries] == list(range(1, 128))
    assert all(list(entry) == NAMES for entry in entries)
    assert all(value is None for entry in entries for name, value in entry.items() if name != "soal_id")


def test_answers_are_strings_and_what_is_blank_or_wrong_is_null() -> None:
    by_number = {entry["soal_id"]: entry for entry in portal_json(score_of(answers(TEXT)))}
    assert by_number[1] == {
        "soal_id": 1,
        "jawaban_unit": "Ya",
        "catatan_unit": "=SK\nNomor 4",
        "bukti_dukung_unit": "https://a.id/x;y; https://b.id",
        "jawaban_tpi": "Tidak",
        "catatan_tpi": "tanpa lampiran",
    }
    assert (by_number[2]["jawaban_unit"], by_number[2]["catatan_unit"]) == (None, "belum")
    assert [by_number[number]["jawaban_unit"] for number in (88, 89, 125)] == ["7", "6", "3.62"]
    assert [by_number[number]["catatan_unit"] for number in (88, 89)] == ["tujuh agen", None]


def test_the_table_for_copying_has_a_row_a_field_and_no_formula() -> None:
    text = portal_answers_csv(score_of(answers(TEXT)))
    assert text.count("\r\n") == 1 + len(sheet.fields())
    assert "'=SK" in text
