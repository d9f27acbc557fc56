"""Says in Indonesian what is filed for the questions that a plan has no row for; all forms print these texts. Pure."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from dossier.audit.beyond_plan import Backing
from dossier.audit.legend import state_label
from dossier.audit.messages import about, enumeration
from dossier.knowledge import sheet
from dossier.model import FaultKind, State
from dossier.scoring import points_text
from dossier.wording import join_words, safe_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from dossier.audit.beyond_plan import BeyondCoverage, QuestionCoverage, UsualPaper
    from dossier.knowledge.sheet import Paper
    from dossier.model import Finding, Slot

BACKINGS: Final = {
    Backing.FILED: "ada berkasnya",
    Backing.FAULTY: "berkasnya bermasalah",
    Backing.SUPPORTED: "hanya ditopang bukti lain",
    Backing.EMPTY: "kosong",
}
_LONGEST_NAME: Final = 120  # characters of a suggested file name, its ending included


def summary_lines(beyond: BeyondCoverage) -> Iterator[str]:
    """Yield the sentences that stand above the list: how many questions, what they weigh, how many periods."""
    if beyond.questions:
        told = [f"{number} {BACKINGS[backing]}" for backing, number in beyond.count().items() if number]
        weights = {half: sum_weights(beyond, half) for half in sheet.HALVES}
        parts = ", ".join(f"{points_text(weight)} {half}" for half, weight in weights.items() if weight)
        weight = f"{points_text(beyond.weight)} dari 100 poin: {parts}"
        yield f"{len(beyond.questions)} pertanyaan LKE ({weight}) tidak punya baris rencana: {join_words(told)}."
    if slots := sum(beyond.periods().values()):
        states = [f"{state_label(state)} {number}" for state, number in beyond.periods().items() if number]
        yield f"Bukti berkala yang biasanya diminta: {slots} periode; {', '.join(states)}."
    if beyond.unknown:
        yield (
            f"{len(beyond.unknown)} pertanyaan lain tidak dihitung: sebagian besar baris rencana di areanya belum "
            "menyebut pertanyaan LKE yang dijawabnya (`lke:`)."
        )


def sum_weights(beyond: BeyondCoverage, half: str) -> Fraction:
    """Return the points of the questions of one half of the sheet."""
    own = (each.question.weight for each in beyond.questions if each.question.half == half)
    return sum(own, Fraction(0))


def paper_lines(paper: UsualPaper) -> Iterator[str]:
    """Yield what is there of a usual paper: "Rekap pengaduan, semesteran — ada: Semester I 2025; belum ada: …"."""
    yield f"{paper.paper.name}, {period_word(paper.paper)}{f' — {told}' if (told := paper_state(paper)) else ''}"
    yield from (f"  {path}: tidak terbaca untuk periode mana" for path in paper.undated)


def paper_state(paper: UsualPaper) -> str:
    """Return what is there of a usual paper: its periods by state, that there is a file, where the plan asks for it."""
    told = [
        f"{state_label(state)}: {join_words([each.slot.label for each in paper.slots if each.state is state])}"
        for state in dict.fromkeys(each.state for each in paper.slots)
    ]
    if paper.files and not paper.slots:
        told.append("ada berkasnya")
    for (code, letter), is_complete in paper.users:
        told.append(f"diminta rencana di {code}.{letter}{', lengkap' if is_complete else ', belum lengkap'}")
    return "; ".join(told)


def filing_name(key: str, paper: Paper, slot: Slot | None = None) -> str:
    """Return the name of a file that would be this paper of a question: "A.2.V.ii.a Rekap pengaduan 2025-06.pdf"."""
    period = f" {slot.key}" if slot else ""
    return f"{key} {safe_name(paper.name, _LONGEST_NAME - len(f'{key} {period}.pdf'), plain=True)}{period}.pdf"


def missing_lines(question: QuestionCoverage) -> Iterator[str]:
    """Yield for each usual paper of a question the periods that have passed without it."""
    for paper in question.papers:
        if paper.missing:
            labels = join_words([each.slot.label for each in paper.missing])
            undated = f" ({len(paper.undated)} berkas tidak terbaca periodenya)" if paper.undated else ""
            yield f"{state_label(State.MISSING)}: {paper.paper.name}, {labels}{undated}"


def period_word(paper: Paper) -> str:
    """Return how often a paper is usually made, as people say it: "bila ada", "tahunan"."""
    return paper.period.replace("-", " ")


def undated_findings(beyond: BeyondCoverage) -> tuple[Finding, ...]:
    """Return a finding for each file of a periodic paper that says no period of the year, each once."""
    found: dict[str, Finding] = {}
    for question in beyond.questions:
        for paper in question.papers:
            for path in paper.undated:
                found.setdefault(path, _undated(question.key, paper, path))
    return tuple(found.values())


def _undated(key: str, paper: UsualPaper, path: str) -> Finding:
    labels = enumeration([each.slot.label for each in paper.slots], "atau")
    text = f"“{path}” dipasang pada pertanyaan {key} ({paper.paper.name}), tetapi tidak terbaca untuk periode mana."
    advice = f"Sebut periodenya ({labels}) pada nama berkas; berkasnya tetap dibundel."
    return about(path, FaultKind.NO_PERIOD.value, text, advice)
