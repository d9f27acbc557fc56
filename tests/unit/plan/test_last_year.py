"""What is remembered of last year: written, read back beside this year's rows, and checked like other plan files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from dossier.audit.status import LastYear
from dossier.errors import PlanError
from dossier.model import State
from dossier.plan import last_year_text, load_last_year
from tests.support.plan_files import load

if TYPE_CHECKING:
    from pathlib import Path

HEAD = "format: 1\ntahun_lalu:\n"
ENTRY = "- {indikator: I.1.2, butir: a, slot: 2024-06, keadaan: belum_ada}\n"


def test_what_was_written_is_read_beside_the_slots_of_the_same_months(tmp_path: Path) -> None:
    plan, _ = load(tmp_path)
    june = LastYear(slot="2024-06", state=State.MISSING, status="perlu perbaikan", text="Bu Ani: tanpa tanda tangan")
    path = tmp_path / "tahun-lalu.yaml"
    path.write_text(last_year_text({("I.1.2", "a", "2024-06"): june}), encoding="utf-8")
    found, findings = load_last_year(path, plan)
    assert found == {("I.1.2", "a", "2025-06"): (june,)}
    assert findings == ()


def test_a_month_that_is_no_longer_due_stands_beside_the_first_slot(tmp_path: Path) -> None:
    plan, _ = load(tmp_path)
    path = tmp_path / "tahun-lalu.yaml"
    path.write_text(HEAD + ENTRY.replace("2024-06", "2024-09"), encoding="utf-8")
    assert list(load_last_year(path, plan)[0]) == [("I.1.2", "a", "2025-03")]


def test_a_requirement_that_the_plan_does_not_have_is_warned_of(tmp_path: Path) -> None:
    plan, _ = load(tmp_path)
    path = tmp_path / "tahun-lalu.yaml"
    path.write_text(HEAD + ENTRY.replace("butir: a", "butir: q"), encoding="utf-8")
    found, findings = load_last_year(path, plan)
    assert found == {}
    assert [finding.code for finding in findings] == ["kode_tak_dikenal"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (HEAD + ENTRY + ENTRY, "isian_ganda"),
        (HEAD + ENTRY.replace("2024-06", "Juni"), "slot_salah"),
        (HEAD + ENTRY.replace("belum_ada", "kosong"), "keadaan_salah"),
        (HEAD + ENTRY.replace("keadaan", "keadan"), "kunci_tak_dikenal"),
        (HEAD.replace("1", "2") + ENTRY, "format_lebih_baru"),
    ],
)
def test_what_cannot_be_right_is_an_error_with_its_line(text: str, code: str, tmp_path: Path) -> None:
    plan, _ = load(tmp_path)
    path = tmp_path / "tahun-lalu.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(PlanError) as caught:
        load_last_year(path, plan)
    assert code in [finding.code for finding in caught.value.findings]
    assert all(finding.line for finding in caught.value.findings)


def test_a_missing_file_has_nothing(tmp_path: Path) -> None:
    plan, _ = load(tmp_path)
    assert load_last_year(tmp_path / "tahun-lalu.yaml", plan) == ({}, ())
