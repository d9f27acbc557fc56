"""Answers, notes and links keep every byte from YAML to the workbook and back, and from YAML to JSON and back."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from dossier.knowledge import sheet
from dossier.pipeline.merge_answers import AnswerSource, merge_answers
from dossier.plan.lke_edit import set_answers
from dossier.reports import dump_json
from dossier.reports.lke_import import open_lke
from dossier.reports.portal_answers import portal_json
from dossier.scoring import NO_ANSWERS, SCALES, score_of, unit_cells
from tests.support.lke_books import answers, change_sheet, written

KEYS = tuple(sheet.questions())
NOTES = st.one_of(
    st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cf", "Cn", "Zl", "Zp", "Zs")), min_size=1),
    st.sampled_from(
        ["=1+1", "+62 8", "-", "@cmd", "satu\ndua\n\ntiga", " depan", "belakang ", "a: b # c", "'", '"', "x" * 5_000]
    ),
    st.sampled_from(
        ["~", "null", "true", "3", "=HYPERLINK(1)\n=2", "{a}", "[b], c", "- d", "%e", "_x0041_", "tab\tini"]
    ),
)
LINKS = st.lists(
    st.sampled_from(["https://a.id/x;y", "http://b.go.id/?q=1,2&r=%20", "https://c.id/#a", "https://d.id/(e)"]),
    max_size=3,
    unique=True,
).map(tuple)


@st.composite
def filled(draw: st.DrawFn) -> dict[str, dict[str, str | tuple[str, ...]]]:
    """Return fields of some questions as `set_answers` takes them."""
    found: dict[str, dict[str, str | tuple[str, ...]]] = {}
    for key in draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=6, unique=True)):
        question = sheet.questions()[key]
        if question.answer == sheet.PERCENT:
            texts = {field.name: str(draw(st.integers(0, 1_000_000))) for field in sheet.fields_of()[key]}
        elif question.answer == sheet.VALUE:
            texts = {sheet.VALUE_FIELD: draw(st.sampled_from(["0", "4", "3.62", "2.123456789"]))}
        else:
            texts = {sheet.GRADE_FIELD: draw(st.sampled_from(tuple(SCALES[question.answer])))}
        fields: dict[str, str | tuple[str, ...]] = {**texts, "catatan": draw(NOTES)}
        if links := draw(LINKS):
            fields["tautan"] = links
        found[key] = fields
    return found


@given(filled())
@settings(max_examples=25)
def test_yaml_to_workbook_to_yaml_keeps_every_byte(fields: dict[str, dict[str, str | tuple[str, ...]]]) -> None:
    first = set_answers("", fields, {})
    before = answers(first)
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), first)
        untouched = merge_answers(open_lke(path), before, AnswerSource(file="lke.xlsx"))
        assert not untouched.answers
        assert not untouched.findings
        change_sheet(path, lambda worksheet: worksheet.delete_cols(29))  # what was printed is not known
        merged = merge_answers(open_lke(path), NO_ANSWERS, AnswerSource(file="lke.xlsx"))
        assert not merged.findings
        again = set_answers("", merged.answers, {})
        assert unit_cells(answers(again)) == unit_cells(before)
        assert written(Path(folder), again).read_bytes() == written(Path(folder), first, "lain.xlsx").read_bytes()


@given(filled())
@settings(max_examples=25)
def test_yaml_to_json_to_yaml_keeps_every_byte(fields: dict[str, dict[str, str | tuple[str, ...]]]) -> None:
    before = answers(set_answers("", fields, {}))
    entries = {entry["soal_id"]: entry for entry in json.loads(dump_json(portal_json(score_of(before))))}
    again: dict[str, dict[str, str | tuple[str, ...]]] = {}
    for field in sheet.fields():
        entry = entries[field.number]
        own = again.setdefault(field.question, {})
        own |= {field.name: entry["jawaban_unit"]} if entry["jawaban_unit"] else {}
        own |= {"catatan": entry["catatan_unit"]} if entry["catatan_unit"] else {}
        own |= {"tautan": tuple(entry["bukti_dukung_unit"].split("; "))} if entry["bukti_dukung_unit"] else {}
    filled_again = {key: own for key, own in again.items() if own}
    blank = {key for key in fields if before.answers[key].is_blank}
    found = unit_cells(answers(set_answers("", filled_again, {})))
    assert {place: text for place, text in found.items() if place[0] not in blank} == {
        place: text for place, text in unit_cells(before).items() if place[0] not in blank
    }
