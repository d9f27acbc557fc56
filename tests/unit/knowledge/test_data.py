"""The data files of the knowledge: whole, clean, and each phrase in one place."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from dossier import knowledge
from dossier.knowledge import vocabulary
from dossier.model import DocKind
from dossier.schedule import tokens
from dossier.schedule.tokens import TokenKind
from dossier.state.files import sha256_of

FILES = sorted(path.name for path in knowledge.FOLDER.glob("*.csv"))
REQUIRED = {
    "area.csv": {"area", "nama"},
    "bulan.csv": {"nomor", "nama", "singkatan", "ejaan"},
    "keadaan.csv": {"kelompok", "kode", "kata"},
    "contoh.csv": {"sha256"},
    "galat_sistem.csv": {"nama", "keterangan"},
    "jenis_butir.csv": {"jenis", "awal"},
    "jenis_peraturan.csv": {"jenis", "nama", "urutan", "awal"},
    "kata_kerja.csv": {"kerja", "benda"},
    "kolom_pegawai.csv": {"kata", "kunci"},
    "kolom_rencana.csv": {"peran", "ejaan"},
    "isian_rapat.csv": {"isian", "kunci"},
    "istilah.csv": {"istilah", "kelompok", "ejaan"},
    "kata.csv": {"kelas", "kata"},
    "kertas.csv": {"id", "jenis", "nama", "pertanyaan", "periode", "frasa"},
    "lke_isian.csv": {"soal", "kunci", "isian", "peran", "baris", "label"},
    "lke_kriteria.csv": {"kunci", "bunyi"},
    "lke.csv": {"kunci", "aspek", "komponen", "judul_komponen", "bobot", "jawaban", "soal", "bunyi"},
    "mirip.csv": {"nama", "frasa", "alasan"},
    "penanda.csv": {"kelas", "kata"},
    "peraturan.csv": {"jenis", "nomor", "tahun", "berlaku", "pasti", "sumber"},
    "surat_depan.csv": {"templat", "nama", "frasa", "judul"},
    "temuan.csv": {"kode", "asal", "arti", "tindakan"},
    "tugas_tim.csv": {"kedudukan", "tugas"},
    "waktu.csv": {"makna", "ejaan"},
}


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_what_its_file_promises(name: str) -> None:
    table = knowledge.rows(name)
    assert table
    for row in table:
        assert all(row[column] for column in REQUIRED[name]), row


@pytest.mark.parametrize("name", FILES)
def test_no_cell_has_blanks_around_it_and_no_row_stands_twice(name: str) -> None:
    table = [tuple(row.values()) for row in knowledge.rows(name)]
    items = [item for cells in table for cell in cells for item in cell.split("|")]
    assert [item for item in items if item != " ".join(item.split())] == []
    assert [cells for cells, times in Counter(table).items() if times > 1] == []


@pytest.mark.parametrize(("name", "column"), [("istilah.csv", "ejaan"), ("kata.csv", "kata")])
def test_phrases_stand_as_names_are_compared(name: str, column: str) -> None:
    assert [row for row in knowledge.rows(name) if vocabulary.tokens(row[column]) != tuple(row[column].split())] == []


def test_each_phrase_belongs_to_one_term_as_names_are_compared() -> None:
    phrases = Counter(vocabulary.tokens(row["ejaan"]) for row in knowledge.rows("istilah.csv"))
    assert [phrase for phrase, times in phrases.items() if times > 1] == []


def test_a_word_stands_once_in_its_class() -> None:
    words = Counter((row["kelas"], vocabulary.tokens(row["kata"])) for row in knowledge.rows("kata.csv"))
    assert [word for word, times in words.items() if times > 1] == []


def test_a_marker_stands_once_in_its_group_and_is_a_word_and_no_expression() -> None:
    markers = Counter((row["kelas"], row["kata"]) for row in knowledge.rows("penanda.csv"))
    assert [marker for marker, times in markers.items() if times > 1] == []
    assert [word for _, word in markers if not re.fullmatch(r"[a-z0-9][a-z0-9_ .'’-]*\*?", word)] == []


def test_a_heading_of_the_staff_table_has_one_meaning() -> None:
    words = Counter(row["kata"] for row in knowledge.rows("kolom_pegawai.csv"))
    assert [word for word, times in words.items() if times > 1] == []


def test_every_word_of_due_times_has_a_meaning_that_the_reader_knows() -> None:
    for row in knowledge.rows("waktu.csv"):
        assert row["makna"].upper() in TokenKind.__members__
        assert bool(row["nilai"]) == (row["makna"] in {"unit", "adverb", "number", "ordinal"}), row


def test_every_group_of_kinds_names_kinds_of_paper() -> None:
    groups = knowledge.grouped("penanda.csv", "kelas", "kata")
    named = {kind for group, kinds in groups.items() if group.startswith("jenis_") for kind in kinds}
    assert sorted(named - set(DocKind)) == []


def test_every_group_of_markers_is_asked_for() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in knowledge.FOLDER.parent.rglob("*.py"))
    groups = {row["kelas"] for row in knowledge.rows("penanda.csv")}
    asked = set(re.findall(r"(?:word_list|either)\(['\"](\w+)['\"]", source))
    assert asked == groups


def test_no_code_names_one_office() -> None:
    named = re.compile(r"kpu|komisi pemilihan", re.IGNORECASE)
    modules = sorted(knowledge.FOLDER.parent.rglob("*.py"))
    assert [path.name for path in modules if named.search(path.read_text(encoding="utf-8"))] == []


def test_no_general_word_belongs_to_one_kind_of_office() -> None:
    named = re.compile(r"\b(?:kpu|pemilu|pilkada|komisioner|bawaslu|rpp|hoaks)\b|komisi pemilihan")
    words = [word for name in ("istilah.csv", "kata.csv") for row in knowledge.rows(name) for word in row.values()]
    assert [word for word in words if named.search(word)] == []


def test_no_spelling_names_two_months() -> None:
    spellings = [item for row in knowledge.rows("bulan.csv") for item in knowledge.listed(row["ejaan"])]
    assert len(spellings) == len(set(spellings))
    assert [row["nomor"] for row in knowledge.rows("bulan.csv")] == [str(number) for number in range(1, 13)]


def test_a_regulation_that_ran_out_says_when_and_what_replaced_it() -> None:
    for row in knowledge.rows("peraturan.csv"):
        if row["dicabut"]:
            assert re.fullmatch(r"\d{4}-\d{2}-\d{2}", row["dicabut"])
            assert row["pengganti"]


def test_every_phrase_of_a_due_time_has_one_meaning_and_is_no_longer_than_is_read() -> None:
    phrases = [item for row in knowledge.rows("waktu.csv") for item in knowledge.listed(row["ejaan"])]
    assert [phrase for phrase, times in Counter(phrases).items() if times > 1] == []
    assert max(len(phrase.split(" ")) for phrase in phrases) <= tokens.LONGEST_PHRASE


def test_the_files_of_the_sample_are_known_by_their_digests() -> None:
    sample = Path(knowledge.__file__).parents[2] / "evidence"
    digests = {sha256_of(path) for path in sample.rglob("*") if path.is_file()}
    assert {row["sha256"] for row in knowledge.rows("contoh.csv")} == digests
