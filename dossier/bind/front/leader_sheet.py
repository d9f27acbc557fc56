"""Draws the lembar pimpinan, two pages for the head of an office: areas with traffic lights; risks and trend.

Figures come from `audit/leader_summary.py`. Words are plain and no code comes first; each light has a shape and a word
of its own, so that black-and-white copies stay readable.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.platypus import PageBreak

from dossier.audit import legend
from dossier.audit.handouts import NOBODY_LABEL
from dossier.audit.leader_summary import MOST_RISKS, leader_summary
from dossier.audit.status import Light
from dossier.bind.front.page_parts import Index, heading, page_title, sentence, table
from dossier.bind.front.paginate import DrawnSection, compose
from dossier.model import State
from dossier.scoring import UNANSWERED, gate_points, points_text, verdict
from dossier.state import files
from dossier.typeset import page_setup
from dossier.typeset.cells import Mark, Stack, TextCell, line
from dossier.typeset.ledger import Ledger
from dossier.typeset.rows import row
from dossier.typeset.typography import ACCENT, INK, STYLES, TINT
from dossier.wording import capped, cut, long_date, more, number_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from reportlab.lib.styles import ParagraphStyle
    from reportlab.pdfgen.canvas import Canvas
    from reportlab.platypus import Flowable

    from dossier.audit.history import Milestone
    from dossier.audit.leader_summary import AreaStanding, LeaderSummary, Risk
    from dossier.audit.status import Totals
    from dossier.bind.page_order import BindInput
    from dossier.scoring import Score
    from dossier.typeset.rows import LedgerRow

TITLE: Final = "Lembar pimpinan"
_MOST_AREAS: Final = 16
_FEW_AREAS: Final = 8
_NAME_LINES: Final = 4
_LONGEST_UNIT: Final = 120
_TIMES: Final = 3
"""Areas, lines of a name, characters and periods that have room, so that there are two pages whatever the plan."""
_SIZE: Final = 7.4
_LIGHT_GAP: Final = 5.0
_BAR_HEIGHT: Final = 8.0
_NONE: Final = "–"
COLOURS: Final = {light: HexColor(look.mark) for light, look in legend.LIGHTS.items()}


def leader_sheet(index: Index) -> list[Flowable]:
    """Return the two pages."""
    found = leader_summary(index.assessment, index.source.history)
    score = index.assessment.score
    return [
        page_title(TITLE, _lead(index, found)),
        *(sentence(text) for text in _score_words(score)),
        *_standing(found),
        PageBreak(),
        *heading("Lima risiko terbesar" if len(found.risks) == MOST_RISKS else "Risiko terbesar"),
        *_risks(index, found),
        *heading("Perkembangan"),
        _trend_table(found.trend),
        small_print(_TREND_READING),
    ]


def areas_standing(index: Index) -> list[Flowable]:
    """Return the areas with their lights and gates, and what the lights stand for; for those who read no more of it."""
    return _standing(leader_summary(index.assessment))


def _standing(found: LeaderSummary) -> list[Flowable]:
    return [*heading("Keadaan tiap area"), _areas_table(found), *_rules()]


def _lead(index: Index, found: LeaderSummary) -> str:
    totals = found.totals
    return (
        f"{cut(index.assessment.unit.name, _LONGEST_UNIT)}, keadaan per {long_date(index.assessment.as_of)}. "
        f"{number_label(totals.states[State.PRESENT])} dari {number_label(totals.due)} bukti yang sudah waktunya "
        f"lengkap{totals.in_brackets}; {number_label(found.late)} bukti lewat tenggat dan belum lengkap."
    )


def _score_words(score: Score) -> Iterator[str]:
    """Yield what the sheet says of the score, for a reader who does not know its terms."""
    if not score.answers.is_written:
        yield f"Nilai: {UNANSWERED} Karena itu ambang area belum dapat dilihat."
        return
    yield (
        f"Nilai menurut jawaban unit {points_text(score.claim)} dari 100; {points_text(score.backed)} di antaranya "
        f"didukung bukti, {points_text(score.at_stake)} belum."
    )
    failed = len(score.failed())
    passed = "Semua ambang" if not failed else f"{failed} dari {len(score.gates())} ambang"
    yield f"{passed} {score.predicate} {'belum lulus' if failed else 'lulus'}."


_AREA_NAME: Final = page_setup.WIDTH - 121 * mm
_AREA_COLUMNS: Final = page_setup.columns(0, 28 * mm, 30 * mm, 13 * mm, 14 * mm, 17 * mm, 19 * mm)


def _areas_table(found: LeaderSummary) -> Ledger:
    shown = found.areas[:_MOST_AREAS]
    most = _NAME_LINES if len(shown) <= _FEW_AREAS else 2
    rows = [_area_row(each, most) for each in shown]
    if len(found.areas) > len(shown):
        others = f"{more(len(found.areas) - len(shown), 'area')}, ikut dalam jumlah"
        rows.append(row(line(others, STYLES.note_italic)))
    sums = (line(text, STYLES.small_bold) for text in (_complete(found.totals), str(found.late)))
    rows.append(row(line("Jumlah", STYLES.small_bold), None, *sums))
    return table(_AREA_COLUMNS, rows, "Area", "Lampu", "Bukti lengkap", "Lewat", "Nilai", "Ambang", "Hasil")


def _area_row(each: AreaStanding, most: int) -> LedgerRow:
    gate = each.gate
    value, least, result = _NONE, _NONE, _NONE
    if gate is not None:
        value, least, result = gate_points(gate), points_text(gate.required), verdict(gate)
    return row(
        clipped(each.area.title, STYLES.small, _AREA_NAME, most),
        LightMark(each.light),
        *(line(text, STYLES.small) for text in (_complete(each.totals), str(each.late), value, least)),
        line(result, STYLES.small_bold if gate is not None and not gate.passed else STYLES.small),
    )


def _complete(totals: Totals) -> str:
    """Return "12 dari 20 (60%)"."""
    return f"{totals.states[State.PRESENT]} dari {totals.due}{totals.in_brackets}"


def _rules() -> list[Flowable]:
    """Return in small print what each light stands for."""
    rows = [
        row(LightMark(light), line(f"{look.rule}.", STYLES.note), rule=0, above=1, below=1)
        for light, look in legend.LIGHTS.items()
    ]
    return [Ledger(page_setup.columns(36 * mm, 0), rows), small_print(_READING)]


_READING: Final = (
    "Ambang area ikut menentukan lampu hanya bila penilaian mandiri sudah diisi dan memuat area itu. Lewat: tenggatnya "
    "sudah lewat dan buktinya belum lengkap. Nilai: menurut jawaban unit; Ambang: nilai paling rendah supaya lulus."
)
_RISK_COLUMNS: Final = page_setup.columns(7 * mm, 0, 16 * mm, 35 * mm, 32 * mm)
_RISK_NAME: Final = page_setup.WIDTH - 90 * mm
_CONDITIONS: Final = {
    State.MISSING: "belum ada",
    State.NOT_YET_DUE: "belum ada",
    State.FAULTY: "ada, tetapi berkasnya perlu diperbaiki",
    State.UNCONFIRMED: "ada berkasnya, tetapi belum dipastikan",
}


def _risks(index: Index, found: LeaderSummary) -> list[Flowable]:
    if not found.risks:
        return [sentence("Tidak ada bukti yang lewat tenggat, jatuh tempo dalam 30 hari, atau perlu diperiksa.")]
    rows = [_risk_row(index, number, each) for number, each in enumerate(found.risks, start=1)]
    names = ("", "Yang belum lengkap", "Nilai", "Siapa", "Kapan")
    return [table(_RISK_COLUMNS, rows, *names), small_print(_RISK_READING)]


_RISK_READING: Final = (
    "Satu baris untuk satu bukti yang diminta: yang lewat tenggat, jatuh tempo dalam 30 hari, atau perlu diperiksa; "
    "yang nilainya terbesar dahulu, lalu yang paling mendesak. Nilai: yang paling banyak dapat hilang bila bukti itu "
    "tidak ada; beberapa bukti dapat menyangkut nilai yang sama, maka tidak dijumlahkan."
)


def _risk_row(index: Index, number: int, each: Risk) -> LedgerRow:
    first = each.first
    what = (
        clipped(first.requirement.label, STYLES.small_bold, _RISK_NAME, 2),
        clipped(_condition(index, each), STYLES.small, _RISK_NAME, 2),
        clipped(f"untuk: {first.indicator.statement}", STYLES.note, _RISK_NAME, 2),
    )
    who = clipped(each.person or NOBODY_LABEL, STYLES.small, 35 * mm, 3)
    due = first.slot.due
    when = [line("tanpa tenggat" if due is None else long_date(due), STYLES.small)]
    if first.time_left:
        when.append(line(first.time_left, STYLES.note))
    points = points_text(each.points) if each.points else _NONE
    return row(
        TextCell(str(number), STYLES.small_bold), Stack(what), line(points, STYLES.small), who, Stack(tuple(when))
    )


def _condition(index: Index, each: Risk) -> str:
    """Return what is the matter with a requirement, and when: "belum ada: April, Mei; ada, tetapi …: Juni"."""
    times: dict[str, list[str]] = {}
    for gap in each.rows:
        times.setdefault(_CONDITIONS[gap.state], []).append(index.slot_label(gap.coverage))
    return "; ".join(f"{words}: {', '.join(capped(found, _TIMES, 'waktu'))}" for words, found in times.items())


_TREND_COLUMNS: Final = page_setup.columns(34 * mm, 0, 36 * mm, 18 * mm, 22 * mm)


def _trend_table(found: Sequence[Milestone]) -> Ledger:
    rows = [
        row(
            line(long_date(each.as_of), STYLES.small),
            ShareBar(each.totals.percent or 0),
            line(_complete(each.totals), STYLES.small),
            *(
                line(_NONE if points is None else points_text(points), STYLES.small)
                for points in (each.claim, each.backed)
            ),
        )
        for each in found
    ]
    return table(_TREND_COLUMNS, rows, "Keadaan per", None, "Bukti lengkap", "Nilai", "Berbukti")


_TREND_READING: Final = (
    "Angka terakhir tiap bulan sebelum hari ini, paling banyak enam bulan, lalu hari ini. Bukti yang sudah waktunya "
    "bertambah sepanjang tahun, maka persennya dapat turun walaupun buktinya bertambah."
)


def clipped(text: str, style: ParagraphStyle, width: float, most: int) -> TextCell:
    """Return a text of at most so many lines in a column of this width; a longer one ends in "…"."""
    cell = line(" ".join(text.split()), style)
    lines = cell.lines(width - page_setup.GUTTER)
    if len(lines) <= most:
        return cell
    last = f"{lines[most - 1].rstrip()[:-2].rstrip()}…"
    return TextCell("\n".join((*lines[: most - 1], last)), style)


def small_print(text: str) -> Ledger:
    """Return a note across the page."""
    return Ledger((page_setup.WIDTH,), [row(line(text, STYLES.note), rule=0, above=4)])


@dataclass(frozen=True, slots=True)
class ShareBar(Mark):
    """A percentage as a bar."""

    percent: int

    @property
    def baseline(self) -> float:
        """The foot of the bar, on the line of the text beside it."""
        return _BAR_HEIGHT

    def height(self, width: float) -> float:  # noqa: ARG002 — the protocol's signature
        """Return the height of the bar."""
        return _BAR_HEIGHT

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:
        """Draw ground, share and outline."""
        y = top - _BAR_HEIGHT
        canvas.saveState()
        for colour, wide in ((TINT, width), (ACCENT, width * self.percent / 100)):
            canvas.setFillColor(colour)
            canvas.rect(x, y, wide, _BAR_HEIGHT, stroke=0, fill=1)
        canvas.setStrokeColor(INK)
        canvas.setLineWidth(0.5)
        canvas.rect(x, y, width, _BAR_HEIGHT, stroke=1, fill=0)
        canvas.restoreState()


@dataclass(frozen=True, slots=True)
class LightMark(Mark):
    """A traffic light with its word: a disc, a triangle, a square, or a dash."""

    light: Light

    def draw(self, canvas: Canvas, x: float, top: float, width: float) -> None:  # noqa: ARG002 — the protocol's signature
        """Draw shape and word on one baseline."""
        y = top - self.baseline
        canvas.saveState()
        draw_light(canvas, self.light, x, y - 0.6)
        canvas.setFont(self.style.fontName, self.style.fontSize)
        canvas.setFillColor(INK)
        canvas.drawString(x + _SIZE + _LIGHT_GAP, y, legend.LIGHTS[self.light].label)
        canvas.restoreState()


def draw_light(canvas: Canvas, light: Light, x: float, y: float) -> None:
    """Draw the shape of a light with its lower left corner at `x`, `y`."""
    colour = COLOURS[light]
    canvas.setFillColor(colour)
    canvas.setStrokeColor(colour)
    match light:
        case Light.GREEN:
            canvas.circle(x + _SIZE / 2, y + _SIZE / 2, _SIZE / 2, stroke=0, fill=1)
        case Light.YELLOW:
            path = canvas.beginPath()
            path.moveTo(x, y)
            path.lineTo(x + _SIZE, y)
            path.lineTo(x + _SIZE / 2, y + _SIZE)
            path.close()
            canvas.drawPath(path, stroke=0, fill=1)
        case Light.RED:
            canvas.rect(x + 0.3, y + 0.3, _SIZE - 0.6, _SIZE - 0.6, stroke=0, fill=1)
        case Light.GREY:
            canvas.setLineWidth(1.2)
            canvas.line(x + 0.8, y + _SIZE / 2, x + _SIZE - 0.8, y + _SIZE / 2)


def leader_sheet_pdf(source: BindInput, target: Path) -> None:
    """Write the sheet alone, its pages numbered; the file appears whole or not at all.

    Raises:
        OutputError: It cannot be written.
    """
    index = Index(source, {}, 0, alone=True)
    year, unit = source.assessment.plan.year, source.assessment.unit
    drawing = DrawnSection("lembar-pimpinan", tuple(leader_sheet(index)), f"Zona Integritas {year}", unit.name)
    (pdf,) = compose([drawing], numbered=True, title=f"{TITLE} Zona Integritas {year}").pdfs
    with files.explained(target), files.replacing(target) as fresh:
        fresh.write_bytes(pdf)
