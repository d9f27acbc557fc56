"""Draws what people have to do: the page of this month that opens the gap list, and a sheet a person as one print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm
from reportlab.platypus import PageBreak

from dossier import wording
from dossier.audit.handouts import NOBODY_LABEL, due_this_month, handouts_of, same_time
from dossier.audit.status import Urgency
from dossier.bind.front.page_parts import Index, TickBox, heading, page_title, sentence, state_mark, table
from dossier.bind.front.paginate import DrawnSection, compose
from dossier.state import files
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, line
from dossier.typeset.rows import row
from dossier.typeset.typography import MUTED, STYLES, register_fonts
from dossier.wording import long_date, month_year

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from reportlab.platypus import Flowable

    from dossier.audit.handouts import Handout, Task
    from dossier.bind.page_order import BindInput
    from dossier.typeset.cells import Cell
    from dossier.typeset.ledger import Ledger
    from dossier.typeset.rows import LedgerRow

_TICK: Final = 7 * mm
_MONTH_COLUMNS: Final = page_setup.columns(_TICK, 19 * mm, 0, 26 * mm, 32 * mm, 30 * mm)
_SHEET_COLUMNS: Final = page_setup.columns(_TICK, 52 * mm, 34 * mm, 0)
_MOST_ROWS: Final = 40
"""Rows that the page of this month may have before its height is looked at."""
MOST_PAGES: Final = 60
"""Pages of one person's sheet."""


def month_page(index: Index, above: Sequence[Flowable]) -> list[Flowable]:
    """Return what is overdue and what falls due in the month of the day of assessment: the rest of a page.

    What has no room is counted; the parts behind the pictures have all of it.

    Args:
        index: what is drawn.
        above: what stands above it on the page.
    """
    view = index.view
    head = [*heading(f"Yang dikerjakan bulan ini: {month_year(f'{view.as_of:%Y-%m}')}")]
    together = same_time(due_this_month(view))
    if not together:
        nothing = "Tidak ada yang lewat jatuh tempo, dan tidak ada yang jatuh tempo bulan ini."
        return [*head, sentence(nothing), PageBreak()]
    register_fonts()
    room = page_setup.HEIGHT - sum(map(_height, (*above, *head, _more(together))))
    late = [tasks for tasks in together if tasks[0].first.urgency is Urgency.OVERDUE]
    kept = _fitting(index, late, together[len(late) :], room)
    left = [tasks for tasks in together if tasks not in kept]
    rows = [_month_row(index, tasks) for tasks in kept]
    return [*head, _month_table(rows), *((_more(left),) if left else ()), PageBreak()]


def _fitting(
    index: Index, late: Sequence[tuple[Task, ...]], coming: Sequence[tuple[Task, ...]], room: float
) -> list[tuple[Task, ...]]:
    """Return what has room, the most urgent of both; neither takes more than half while there is more of the other."""
    kept, others = list(late[:_MOST_ROWS]), list(coming[:_MOST_ROWS])
    while len(kept) + len(others) > 1:
        if _height(_month_table([_month_row(index, each) for each in (*kept, *others)])) <= room:
            break
        (kept if len(kept) >= len(others) else others).pop()
    return [*kept, *others]


def _more(left: Sequence[Sequence[Task]]) -> Ledger:
    """Return the line that counts the slots for which there is no room."""
    count = sum(len(task.rows) for tasks in left for task in tasks)
    return sentence(f"{wording.more(count, 'bukti')}; semuanya ada dalam daftar di belakang.")


def _month_table(rows: Sequence[LedgerRow]) -> Ledger:
    return table(_MONTH_COLUMNS, rows, None, "Kode", "Bukti", "Batas", "Penanggung jawab", "Keadaan")


def _height(flowable: Flowable) -> float:
    _, height = flowable.wrap(page_setup.WIDTH, page_setup.HEIGHT)
    return float(height) + flowable.getSpaceBefore()


def _month_row(index: Index, tasks: Sequence[Task]) -> LedgerRow:
    """Return the row of tasks of one indicator that are due together, one person's and in one state."""
    first = tasks[0].first
    code = f"{first.indicator.code} {', '.join(task.first.requirement.id for task in tasks)}"
    who = TextCell(first.person, STYLES.small) if first.person else TextCell("belum ada", STYLES.small, colour=MUTED)
    return row(
        TickBox(),
        TextCell(code, STYLES.small, index.link(f"indikator:{first.indicator.code}")),
        line("; ".join(task.first.requirement.label for task in tasks), STYLES.small),
        _due(tasks[0]),
        who,
        state_mark(index, first.state),
        above=1.6,
        below=2,
    )


def _due(task: Task) -> Cell:
    """Return the day or the months of a task, and below it how far off that is."""
    when = TextCell(task.when, STYLES.small)
    return Stack((when, line(task.time_left, STYLES.note))) if task.time_left else when


def handouts_pdf(source: BindInput, folders: Mapping[str, str], target: Path) -> None:
    """Write a sheet for each person with something to do, each from a page of its own; nobody's sheet is the last.

    Args:
        source: what is drawn; its rows may be a part of the plan's.
        folders: code of an indicator ─► the folder for its evidence.
        target: where the PDF goes, whole or not at all.

    Raises:
        OutputError: It cannot be written.
    """
    index = Index(source, {}, 0, alone=True)
    plan, unit = source.assessment.plan, source.assessment.unit
    left = f"Zona Integritas {plan.year} · {unit.short_name or unit.name}"
    drawings = [
        DrawnSection(f"orang:{number}", tuple(_sheet(index, each, folders)), left, each.name, most=MOST_PAGES)
        for number, each in enumerate(handouts_of(index.view))
    ]
    if not drawings:
        done = [page_title("Lembar tugas", f"{_day(index)}: semua bukti sudah lengkap.")]
        drawings = [DrawnSection("orang:0", tuple(done), left, unit.name)]
    (pdf,) = compose(drawings, numbered=True, title=f"Lembar tugas Zona Integritas {plan.year}").pdfs
    with files.explained(target), files.replacing(target) as fresh:
        fresh.write_bytes(pdf)


def _day(index: Index) -> str:
    only = f"Hanya {index.view.only}. " if index.view.only else ""
    return f"{only}Keadaan per {long_date(index.view.as_of)}"


def _sheet(index: Index, handout: Handout, folders: Mapping[str, str]) -> list[Flowable]:
    """Return the title, how to hand the files in, and the tasks by urgency."""
    title = handout.person or NOBODY_LABEL.capitalize()
    told = "" if handout.person else " Tetapkan siapa yang mengerjakannya."
    flowables: list[Flowable] = [page_title(title, f"{_day(index)}: {handout.summary}.{told}")]
    how = "Simpan tiap berkas di folder dan dengan nama yang disebut; namanya menentukan bukti mana yang terisi."
    flowables.append(sentence(how))
    for name, tasks in handout.parts:
        rows = [_task_row(index, task, folders) for task in tasks]
        count = sum(len(task.rows) for task in tasks)
        names = ("Bukti", "Batas", "Berkas, folder, templat")
        flowables += [*heading(f"{name}: {count} bukti"), table(_SHEET_COLUMNS, rows, None, *names)]
    return flowables


def _task_row(index: Index, task: Task, folders: Mapping[str, str]) -> LedgerRow:
    first = task.first
    what = Stack(
        (
            line(first.requirement.label, STYLES.small_bold),
            TextCell(task.code, STYLES.note),
            line(first.indicator.statement, STYLES.note),
        )
    )
    said = [f"folder: {folders.get(first.indicator.code, '')}"]
    said += [f"templat: {first.template}"] if first.template else []
    said += [*task.about, *(f"tindak lanjut: {text}" for text in task.follow_ups)]
    where = Stack((line(task.saved_as, STYLES.small), *(line(text, STYLES.note) for text in said)))
    due = Stack((_due(task), state_mark(index, first.state)))
    return row(TickBox(), what, due, where, above=4, below=5)
