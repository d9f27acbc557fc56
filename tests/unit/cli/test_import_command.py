"""Questions of an import in the terminal, and columns named by hand."""

from __future__ import annotations

import click
import pytest
from click.testing import CliRunner

from dossier.cli.import_command import ask_in_terminal, read_mapping
from dossier.importing.questions_asked import MOST_QUESTIONS, Answer, Answers, ImportQuestion

QUESTION = ImportQuestion(key="predikat", text="Predikat?", proposal="WBK", options=("WBK", "WBBM"), details=("satu",))


def asked(typed: str) -> tuple[Answer | None, str]:
    found: list[Answer | None] = []
    command = click.Command("tanya", callback=lambda: found.append(ask_in_terminal(QUESTION)))
    result = CliRunner().invoke(command, input=typed)
    assert result.exception is None
    return found[0], result.output


def test_an_empty_line_takes_the_proposal_and_a_question_mark_leaves_it_open() -> None:
    assert asked("\n")[0] == "WBK"
    assert asked("?\n")[0] is None


def test_what_is_no_option_is_asked_again() -> None:
    answer, output = asked("wbx\nWBBM\n")
    assert answer == "WBBM"
    assert "Pilihan: WBK / WBBM" in output


def test_at_most_ten_questions_are_asked() -> None:
    met: list[str] = []

    def ask(question: ImportQuestion) -> str:
        met.append(question.key)
        return question.proposal

    answers = Answers(ask=ask)
    for number in range(MOST_QUESTIONS + 3):
        answers.settle(ImportQuestion(key=str(number), text="?", proposal="x"))
    assert len(met) == MOST_QUESTIONS
    assert len(answers.open) == 3


def test_a_file_of_answers_leaves_only_times_open() -> None:
    answers = Answers(given={"predikat": "WBX", "lain": "x"})
    assert answers.settle(QUESTION) == "WBK"
    assert answers.settle(ImportQuestion(key="waktu", text="?", proposal="Desember", is_time=True)) == ""
    assert [question.key for question in answers.open] == ["waktu"]
    assert answers.unknown == ["lain"]
    assert "WBX" in answers.faults[0]


def test_columns_are_named_by_letter_or_heading() -> None:
    assert read_mapping("C=indikator, Data Dukung = bukti_fisik,") == {"C": "indikator", "Data Dukung": "bukti_fisik"}


@pytest.mark.parametrize("written", ["C", "C=kucing"])
def test_a_role_that_is_not_known_is_refused(written: str) -> None:
    with pytest.raises(click.UsageError, match="indikator"):
        read_mapping(written)
