"""The text that is sent to one person."""

from __future__ import annotations

import re
from dataclasses import replace

from dossier.audit.handouts import handouts_of
from dossier.audit.status import StaffNote, summed
from dossier.model import Finding, Severity, State
from dossier.reports import handout_message, messages
from tests.support.papers_source import papers_unit
from tests.support.small_reports import small_overview

COMMANDS = re.compile(r"dossier |make |--|\.ya?ml")


def test_it_greets_lists_what_is_asked_for_and_says_where_files_go() -> None:
    status = small_overview(person="Pegawai Satu")
    (handout,) = handouts_of(status)
    said = handout_message(handout, status, papers_unit(), {"I.1.1": "evidence/I/I.1"}).splitlines()
    assert said[0] == "Yth. Pegawai Satu,"
    assert "keadaan per 15 April 2025: 3 bukti, 1 di antaranya sudah lewat jatuh tempo." in said[2]
    assert "1. Notulen (I.1.1 b), batas 31 Mar 2025 (lewat 15 hari)" in said
    assert "   Folder: evidence/I/I.1" in said
    assert said[-1] == "Tim Kerja Zona Integritas KPU Contoh"


def test_no_advice_of_the_program_and_no_line_break_of_a_name_gets_in() -> None:
    status = small_overview(person="Pegawai Satu")
    finding = Finding(
        code="berkas_rusak",
        severity=Severity.WARNING,
        subject="a.pdf",
        text="Berkas kosong; tetapkan di plan/pins.yaml.",
        advice="Jalankan `dossier render I.1.1`.",
    )
    rows = tuple(
        replace(
            row,
            note=StaffNote(person="Pegawai\nSatu\u202e"),
            coverage=replace(row.coverage, state=State.FAULTY, files=("map/a.pdf",), findings=(finding,)),
        )
        for row in status.rows
    )
    status = summed(status.plan, status.as_of, rows)
    (handout,) = handouts_of(status)
    said = handout_message(handout, status, papers_unit(), {})
    assert "Berkasnya sekarang: a.pdf" in said
    assert "Berkas kosong" in said
    assert not COMMANDS.search(said)
    assert said.startswith("Yth. Pegawai Satu⟨U+202E⟩,\n")


def test_where_nothing_is_to_be_done_the_text_says_so() -> None:
    status = small_overview()
    assert messages((), status, papers_unit(), {}) == "Tidak ada bukti yang masih harus dikerjakan.\n"
