"""How much a command prints of what is wrong."""

from __future__ import annotations

import pytest

from dossier.cli.terminal_output import MOST_ALIKE, MOST_FINDINGS, MOST_LINES, say_capped, show_error, show_findings
from dossier.errors import PlanError
from dossier.model import Finding, Severity


def finding(code: str, number: int, severity: Severity = Severity.WARNING) -> Finding:
    return Finding(code=code, severity=severity, subject="plan/plan.yaml", text=f"{code} nomor {number}", advice="")


def many(count: int, code: str = "unknown_key") -> list[Finding]:
    return [finding(code, number) for number in range(count)]


def test_few_findings_are_all_printed(capsys: pytest.CaptureFixture[str]) -> None:
    show_findings(many(MOST_ALIKE))
    assert len(capsys.readouterr().out.splitlines()) == MOST_ALIKE


def test_a_flood_of_one_kind_is_counted_and_hides_no_other(capsys: pytest.CaptureFixture[str]) -> None:
    show_findings([*many(70_000), finding("missing_key", 1), finding("bad_date", 1, Severity.ERROR)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == MOST_ALIKE + 3
    assert "bad_date nomor 1" in lines[0]
    assert "missing_key nomor 1" in lines[-2]
    assert lines[-1] == "… dan 69.980 temuan lagi"


def test_many_kinds_are_counted_too(capsys: pytest.CaptureFixture[str]) -> None:
    show_findings([each for number in range(60) for each in many(10, f"kind_{number}")])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == MOST_FINDINGS + 1
    assert lines[-1] == "… dan 500 temuan lagi"


def test_an_error_with_a_flood_of_problems_still_ends_with_its_message(capsys: pytest.CaptureFixture[str]) -> None:
    show_error(PlanError("Rencana tidak dapat dipakai: 70.000 kesalahan.", findings=many(70_000), hint="Perbaiki."))
    *problems, more, message, hint = capsys.readouterr().err.splitlines()
    assert len(problems) == MOST_ALIKE
    assert more == "… dan 69.980 temuan lagi"
    assert "70.000 kesalahan" in message
    assert "Perbaiki." in hint


@pytest.mark.parametrize(("count", "printed"), [(MOST_LINES, MOST_LINES), (MOST_LINES + 7, MOST_LINES + 1)])
def test_other_lists_of_complaints_are_counted(capsys: pytest.CaptureFixture[str], count: int, printed: int) -> None:
    say_capped([str(number) for number in range(count)])
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == printed
    assert (lines[-1] == "… dan 7 lagi") == (count > MOST_LINES)
