"""Due times of all rows of a plan: as written, from merged cells and marks; asks where there are none. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier.importing import due_texts
from dossier.importing.questions_asked import ImportQuestion, answer_for, few

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.importing.draft import DraftIndicator, DraftPlan
    from dossier.importing.questions_asked import Answer, Answers

_PROPOSED_DUE: Final = "Desember"
_SAME_AS_ABOVE: Final = "sama dengan di atas"
_LEAVE: Final = "biarkan kosong"
_EACH, _LAST = "tiap bulan", "akhir blok"


class DueReader:
    """Reads the due times of one plan; unanswered questions leave rows without a date."""

    def __init__(self, plan: DraftPlan, answers: Answers) -> None:
        """Take the plan, whose rows have their codes, and what a person answers."""
        self._plan = plan
        self._answers = answers

    def read(self) -> None:
        """Set the schedule of every indicator that the table, or an answer, gives a due time."""
        rows = self._plan.indicators
        dues = [each for each in rows if not due_texts.is_empty(each.due) or each.marks or each.merged_due]
        each_month = self._ask_of_blocks()
        for indicator in rows:
            self._read_due(indicator, each_month=each_month)
        if not dues:
            self._ask_of_all_dues()
        else:
            self._ask_of_empty_dues()

    def _ask_of_blocks(self) -> bool | None:
        blocks = [each for each in self._plan.indicators if due_texts.has_block(each.marks)]
        if not blocks:
            return False
        answer = self._answers.settle(
            ImportQuestion(
                key="tanda_berurutan",
                text="Tanda bulan yang berurutan: satu jatuh tempo tiap bulan, atau satu pada akhir bloknya?",
                proposal=_LAST,
                options=(_EACH, _LAST),
                details=few([f"{each.code}: bulan {', '.join(map(str, each.marks))}" for each in blocks]),
                is_time=True,
            )
        )
        return None if not answer else answer == _EACH

    def _read_due(self, indicator: DraftIndicator, *, each_month: bool | None) -> None:
        year, due = self._plan.year, indicator.due
        if indicator.marks and due_texts.is_empty(due):
            if each_month is None and due_texts.has_block(indicator.marks):
                return
            indicator.schedule = due_texts.of_marks(indicator.marks, each=bool(each_month))
            indicator.notes.append("waktu dari tanda pada kolom bulan atau triwulan")
        elif due_texts.is_empty(due) and indicator.merged_due:
            self._use_due_of(indicator, indicator.merged_due, "sel kosong (gabungan); waktu di atasnya dipakai")
        elif not due_texts.is_empty(due) and not due_texts.reads(due, year):
            time, rest = due_texts.leading_time(due, year)
            if time:
                indicator.schedule = time
                indicator.notes.append(
                    f"sesudah waktu, sel ini memuat sasaran (“{_short(rest)}”); hanya “{time}” yang dibaca"
                )
            elif listed := due_texts.as_list(due, year):
                indicator.schedule = listed
                indicator.notes.append("daftar waktu bertanda dibaca sebagai daftar berkoma")
            else:
                indicator.doubts.append(f"{indicator.code}: target waktu “{_short(due)}” tidak terbaca; tanpa tanggal")

    def _use_due_of(self, indicator: DraftIndicator, due: str, why: str) -> None:
        time, _ = ("", "") if due_texts.reads(due, self._plan.year) else due_texts.leading_time(due, self._plan.year)
        indicator.schedule = time or due
        indicator.notes.append(why)

    def _ask_of_all_dues(self) -> None:
        rows = self._plan.indicators
        answer = self._answers.settle(
            ImportQuestion(
                key="waktu",
                text="Tabel ini tidak memuat waktu. Jatuh tempo untuk semua baris (mis. 31 Mei, Desember, setiap "
                f"triwulan), atau kosong? ({len(rows)} baris)",
                proposal=_PROPOSED_DUE,
                is_time=True,
            )
        )
        self._use_answer(rows, answer)

    def _ask_of_empty_dues(self) -> None:
        empty = [e for e in self._plan.indicators if due_texts.is_empty(e.due) and not e.schedule and not e.marks]
        if not empty:
            return
        answer = self._answers.settle(
            ImportQuestion(
                key="waktu_kosong",
                text=f"{len(empty)} baris tanpa waktu. “{_SAME_AS_ABOVE}” (dalam komponen yang sama), "
                f"“{_LEAVE}”, atau tulis satu waktu untuk semuanya.",
                proposal=_SAME_AS_ABOVE,
                details=few([f"{each.code} ({each.place}): {each.statement[:60]}" for each in empty]),
                is_time=True,
            )
        )
        if answer == _SAME_AS_ABOVE:
            self._fill_down()
        elif answer != _LEAVE:
            self._use_answer(empty, answer)

    def _fill_down(self) -> None:
        for area in self._plan.areas:
            for component in area.components:
                above = None
                for indicator in component.indicators:
                    if due_texts.is_empty(indicator.due) and not indicator.schedule and above is not None:
                        due = above.schedule or above.due
                        self._use_due_of(indicator, due, f"sel kosong; waktu {above.code} dipakai")
                    elif indicator.schedule or not due_texts.is_empty(indicator.due):
                        above = indicator

    def _use_answer(self, rows: Sequence[DraftIndicator], answer: Answer) -> None:
        for indicator in rows:
            time = answer_for(answer, indicator.code, "") or (answer if isinstance(answer, str) else "")
            if time and time not in {_LEAVE, _SAME_AS_ABOVE}:
                indicator.schedule = time
                indicator.notes.append("tabel tidak memuat waktu; waktu dari jawaban atas pertanyaan impor")


def _short(text: str, most: int = 60) -> str:
    folded = " ".join(text.split())
    return folded if len(folded) <= most else f"{folded[:most].rsplit(' ', 1)[0]} …"
