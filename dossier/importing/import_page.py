"""`build/impor.html`: each cell and where it went, what was not used, what is doubtful, what was asked. Pure."""

from __future__ import annotations

from collections import Counter
from html import escape
from typing import TYPE_CHECKING, Final

from dossier.importing.plan_from_tables import counted
from dossier.wording import more

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from dossier.importing.draft import DraftIndicator
    from dossier.importing.plan_from_tables import ImportOutcome
    from dossier.importing.questions_asked import Settled

_LONGEST: Final = 400
_MOST_OF_A_COLUMN: Final = 200
"""Cells of a column that is not imported which are shown; the others are counted."""
_GOES_TO: Final = {
    "no": "nomor",
    "kode": "kode dan lke",
    "huruf": "urutan indikator",
    "area": "area",
    "paruh": "bagian LKE",
    "komponen": "komponen",
    "tahun": "tahun rencana",
    "tanda": "jadwal",
}
_STYLE: Final = (
    "body{font:15px/1.45 system-ui,sans-serif;margin:2rem auto;max-width:75rem;padding:0 1rem;color:#222}"
    "table{border-collapse:collapse;width:100%;margin:.5rem 0 2rem}td,th{border:1px solid #bbb;padding:.3rem .5rem;"
    "vertical-align:top;text-align:left}th{background:#eee}td{white-space:pre-line;overflow-wrap:anywhere}"
    ".buka{background:#fff3c4}h2{margin-top:2rem}"
)


def import_page(outcome: ImportOutcome, sources: Sequence[str]) -> str:
    """Return the page as HTML; without the time of day, so that the same import gives the same bytes.

    Args:
        outcome: What the import made.
        sources: Names of the files that were read.
    """
    plan, numbers = outcome.plan, counted(outcome.plan)
    summary = (
        f"{numbers['area']} area, {numbers['komponen']} komponen, {numbers['indikator']} indikator, "
        f"{numbers['butir']} butir; {numbers['lke']} indikator dengan kunci LKE; {len(outcome.doubts)} hal meragukan."
    )
    parts = [
        f"<h1>Impor: {escape(plan.title)}</h1>",
        f"<p>Dari {escape(', '.join(sources))}; tabel: {escape(outcome.table.name)}.</p><p>{escape(summary)}</p>",
        _warning(outcome.table.low_trust),
        _section("Pertanyaan", ("Kunci", "Pertanyaan", "Jawaban", "Dari"), map(_question, outcome.answers.settled)),
        _section("Yang meragukan", ("Tempat", "Apa"), outcome.doubts),
        _section("Kolom", ("Kolom", "Dibaca sebagai"), _columns(outcome)),
        _section("Tidak dipakai", ("Tempat", "Isi", "Sebab"), _unused(outcome)),
        _section("Setiap sel dan tujuannya", ("Sel", "Isi", "Tujuan"), _cells(outcome)),
    ]
    body = "\n".join(part for part in parts if part)
    return (
        '<!doctype html>\n<html lang="id"><head><meta charset="utf-8"><title>Impor rencana aksi</title>'
        f"<style>{_STYLE}</style></head><body>\n{body}\n</body></html>\n"
    )


def _warning(low_trust: str) -> str:
    if not low_trust:
        return ""
    text = f"Rencana ini {low_trust}. Setiap barisnya meragukan: bandingkan dengan berkas aslinya sebelum dipakai."
    return f'<p class="buka"><strong>{escape(text)}</strong></p>'


def _section(title: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [f"<tr>{''.join(f'<td>{escape(_short(cell))}</td>' for cell in row)}</tr>" for row in rows]
    if not lines:
        return f"<h2>{title}</h2><p>Tidak ada.</p>"
    head = "".join(f"<th>{each}</th>" for each in heads)
    return f"<h2>{title} ({len(lines)})</h2><table><tr>{head}</tr>\n" + "\n".join(lines) + "\n</table>"


def _question(settled: Settled) -> tuple[str, str, str, str]:
    said = settled.answer
    answer = said if isinstance(said, str) else "; ".join(f"{key}: {value}" for key, value in said.items())
    details = "\n".join(settled.question.details)
    text = f"{settled.question.text}\n{details}" if details else settled.question.text
    waits = settled.question.is_time or settled.question.needs_person
    origin = "jawaban" if settled.answered else "belum dijawab" if waits else "usulan"
    return settled.question.key, text, answer or "(tanpa tanggal)", origin


def _columns(outcome: ImportOutcome) -> Iterator[tuple[str, str]]:
    header, aside = outcome.table.header, outcome.table.aside
    for heading, role in zip(header.headings, header.roles, strict=True):
        count = aside.get(heading, 0)
        yield heading or "(tanpa judul)", f"tidak diimpor: {count} sel berisi" if count else role or "kosong"


def _unused(outcome: ImportOutcome) -> Iterator[tuple[str, str, str]]:
    for skipped in outcome.table.skipped:
        yield skipped.place, skipped.text, skipped.why
    for place, text in outcome.plan.unplaced:
        yield place, text, "baris tanpa indikator"
    shown: Counter[str] = Counter()
    for heading, cell in outcome.table.aside_cells:
        shown[heading] += 1
        if shown[heading] <= _MOST_OF_A_COLUMN:
            yield cell.place, cell.text, f"kolom “{heading}” bukan bagian rencana"
    for heading, count in shown.items():
        if count > _MOST_OF_A_COLUMN:
            yield f"kolom “{heading}”", more(count - _MOST_OF_A_COLUMN, "sel"), "bukan bagian rencana"
    for note in outcome.notes:
        yield "berkas", note, "tidak dibaca"
    for name in outcome.others:
        yield name, "tabel lain dalam berkas ini", "bukan tabel yang dipilih"


def _cells(outcome: ImportOutcome) -> Iterator[tuple[str, str, str]]:
    for indicator in outcome.plan.indicators:
        for role, cell in indicator.cells:
            yield cell.place, cell.text, _target(indicator, role)
        for item in indicator.items:
            flags = [item.kind, *(word for word, is_set in _flags(item.optional, item.link, item.once) if is_set)]
            yield (
                f"butir {indicator.code}.{item.id}",
                item.source,
                f"{item.name} ({', '.join(flags)}) {item.schedule}".strip(),
            )


def _flags(optional: bool, link: bool, once: bool) -> tuple[tuple[str, bool], ...]:  # noqa: FBT001 — three flags of a butir
    return ("opsional", optional), ("tautan", link), ("sekali", once)


def _target(indicator: DraftIndicator, role: str) -> str:
    extra = f"; jadwal: {indicator.schedule}" if role in {"target_waktu", "tanda"} and indicator.schedule else ""
    return f"{indicator.code} {_GOES_TO.get(role, role)}{extra}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} …"
