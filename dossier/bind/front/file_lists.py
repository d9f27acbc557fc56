"""Draws the evidence register, the list of files without a place, and the page of a failure."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.audit.reader_words import all_told, told
from dossier.bind.front.capped_lists import MOST_NOTES, rest_of
from dossier.bind.front.page_parts import heading, page_title, place_words, sentence, table
from dossier.knowledge import sheet
from dossier.model import Audience, Media, SectionKind
from dossier.sheet_outline import question_section
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line
from dossier.typeset.rows import LedgerRow, row, spread
from dossier.typeset.typography import ALERT, INK, STRONG_LINE, STYLES
from dossier.wording import join_words, more, size_label, spare_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reportlab.platypus import Flowable

    from dossier.bind.front.page_parts import Index
    from dossier.model import Claim, EvidenceFile, PreparedPart
    from dossier.typeset.cells import Cell
    from dossier.typeset.ledger import Ledger


_COLUMNS: Final = page_setup.columns(11 * mm, 0, 17 * mm, 11 * mm, 17 * mm, 25 * mm, page_setup.NUMBER)
_FINGERPRINT: Final = STYLES.note.clone("register_fingerprint", fontSize=6.8, leading=8.6)


def register(index: Index) -> list[Flowable]:
    """Return the title and one row for each file of the tree."""
    files = index.assessment.scan.files
    if index.audience is Audience.TPN:
        files = tuple(file for file in files if file.path in index.homes)
    total = sum(file.size for file in files)
    number, sheets, size, page = (label(name, STYLES.label_right) for name in ("No", "Hal.", "Ukuran", "Hlm."))
    names = (number, "Berkas dan SHA-256", "Jenis", sheets, size, "Dimuat pada", page)
    rows = [each for place, file in enumerate(files, start=1) for each in _rows(index, place, file)]
    lead = f"{len(files)} berkas, {size_label(total)}. SHA-256 adalah sidik jari isi berkas aslinya."
    return [page_title("Register berkas bukti", lead), table(_COLUMNS, rows, *names)]


def _rows(index: Index, number: int, file: EvidenceFile) -> tuple[LedgerRow, LedgerRow]:
    """Two rows a file: what it is and where, then across the page its fingerprint and what happened to it."""
    part = index.parts.get(file.path)
    key = index.homes.get(file.path)
    first = row(
        TextCell(str(number), STYLES.small_right),
        line(file.path, STYLES.small, key),
        TextCell(file.media.value, STYLES.small),
        TextCell(str(part.pages) if part and part.pdf else "–", STYLES.small_right),
        TextCell(size_label(file.size), STYLES.small_right),
        line(index.owners.get(file.path, "–"), STYLES.small),
        TextCell(index.page(key), STYLES.small_right, key) if key else None,
        above=3.2,
        below=0,
        keep=True,
    )
    return first, spread((Stack(_remarks(index, file, part)), 1, len(_COLUMNS) - 1), rule=0, above=0, below=3.4)


def _remarks(index: Index, file: EvidenceFile, part: PreparedPart | None) -> tuple[Cell, ...]:
    engine = f"  ·  {part.engine}" if part and part.engine else ""
    cells: list[Cell] = [line(f"{file.sha256}{engine}", _FINGERPRINT)]
    if serving := index.spares.get(file.path):
        cells.append(line(f"Tidak dimuat: {spare_note(serving)}", STYLES.note))
    if part is None:
        return tuple(cells)
    cells += [line(note, STYLES.note) for note in all_told(index.audience, part.notes)]
    for member in index.inside.get(file.path, ()):
        inside = f"{member.title}: {member.stamp}, hlm. {index.page(member.key)}"
        cells.append(line(f"►  {inside}", STYLES.note, member.key))
    if part.kept_as:
        cells.append(line(f"Berkas asli disimpan apa adanya: {part.kept_as}", STYLES.note))
    if part.problem:
        why = told(index.audience, part.problem)
        cells.append(line(f"Tidak dapat dimuat: {why}" if why else "Tidak dapat dimuat", STYLES.note))
    return tuple(cells)


_NEAREST: Final = 3
"""How many candidates are named; the command `dossier explain` names all."""

_MOST_UNPLACED: Final = 300
"""Files that each of the two lists names: some twenty pages; `dossier match` and the workbook name all."""

_UNPLACED_COLUMNS: Final = page_setup.columns(62 * mm, 0, page_setup.NUMBER)


def unplaced_list(index: Index) -> list[Flowable]:
    """Return the files between which the tool could not decide, those that nothing places, and those left out."""
    matching = index.assessment.matching
    flowables: list[Flowable] = [
        page_title(
            index.title(SectionKind.UNPLACED),
            "Berkas ini ditemukan, tetapi tidak pasti bukti untuk apa; halamannya menyusul sesudah daftar ini.",
        )
    ]
    if matching.ambiguous:
        rows = _capped(index, [(each.file, each.reason, each.candidates) for each in matching.ambiguous])
        flowables += [*heading("Perlu konfirmasi"), _table("Sebab dan calon tempat", rows)]
    if matching.unplaced:
        rows = _capped(index, [(each.file, each.reason, each.near) for each in matching.unplaced])
        flowables += [*heading("Tidak dikenali tempatnya"), _table("Sebab dan tempat terdekat", rows)]
    unbound = [each.file for each in matching.front if each.file.path not in index.assessment.front_paths]
    if unbound:
        why = {each.paper: each.why for each in index.assessment.front}
        rows = [_row(index, each.file, why[each.paper], ()) for each in matching.front if each.file in unbound]
        flowables += [*heading("Surat yang belum dapat dijilid di depan"), _table("Sebab", rows)]
    if not matching.ambiguous and not matching.unplaced and not unbound:
        flowables.append(sentence("Setiap berkas yang ditemukan mempunyai tempat."))
    if matching.ignored:
        rows = [
            row(line(each.path, STYLES.small), line(told(index.audience, each.reason), STYLES.small))
            for each in matching.ignored
        ]
        flowables += [*heading("Diabaikan: bukan bukti"), _table("Sebab", rows, numbered=False)]
    return flowables


def _capped(index: Index, found: Sequence[tuple[EvidenceFile, str, Sequence[Claim]]]) -> list[LedgerRow]:
    """Return a row for each of the first files, and one that counts the others."""
    rows = [_row(index, *each) for each in found[:_MOST_UNPLACED]]
    return [*rows, row(rest_of(index, len(found) - _MOST_UNPLACED))] if len(found) > _MOST_UNPLACED else rows


def _table(reason: str, rows: Sequence[LedgerRow], *, numbered: bool = True) -> Ledger:
    number = label("Hlm.", STYLES.label_right) if numbered else None
    return table(_UNPLACED_COLUMNS, rows, "Berkas", reason, number)


def _row(index: Index, file: EvidenceFile, reason: str, claims: Sequence[Claim]) -> LedgerRow:
    key = index.homes.get(file.path)
    cells: list[Cell] = [line(told(index.audience, reason), STYLES.small)]
    for claim in claims[:_NEAREST]:
        cells.append(
            line(
                f"→  {place_words(index.assessment.plan, claim)}",
                STYLES.small,
                index.link(f"indikator:{claim.indicator}"),
            )
        )
        if claim.reasons and index.audience.advises:
            cells.append(line("; ".join(claim.reasons), STYLES.note))
    number = TextCell(index.page(key), STYLES.small_right, key) if key else None
    return row(line(file.path, STYLES.small_bold, key), Stack(tuple(cells)), number, above=3.5, below=4)


_PAPER_COLUMNS: Final = page_setup.columns(22 * mm, 0, page_setup.NUMBER)


def paper_list(index: Index) -> list[Flowable]:
    """Return the papers still to be made whose pages follow, and for which periods the same is to be made."""
    lead = (
        "Naskah ini disusun dari templat untuk bukti yang belum ada; halamannya menyusul. Berkas Word-nya, satu "
        "tiap periode, dibuat dengan make templates di folder naskah/: isi, tanda tangani, lalu simpan di folder bukti."
    )
    rows = []
    for each in index.source.papers:
        cells: list[Cell] = [line(each.name, STYLES.small, each.key)]
        if each.also:
            cells.append(line(f"juga untuk {join_words(each.also)}", STYLES.note))
        number = TextCell(index.page(each.key), STYLES.small_right, each.key)
        code = line(f"{each.code}.{each.requirement}", STYLES.small, index.link(f"indikator:{each.code}"))
        rows.append(row(code, Stack(tuple(cells)), number, above=2.4, below=2.4))
    return [
        page_title(index.title(SectionKind.PAPERS), lead),
        table(_PAPER_COLUMNS, rows, "Butir", "Naskah", label("Hlm.", STYLES.label_right)),
    ]


_TITLE: Final = STYLES.title.clone("failure_title", textColor=ALERT)
_NAME: Final = STYLES.bold.clone("failure_name", fontSize=12.5, leading=16)
_NOT_TAKEN: Final = "Berkas tidak ikut diolah."
_REMEDY: Final = (
    "Buka berkas asli di komputer. Bila terbuka, simpan atau cetak ulang sebagai PDF tanpa kata sandi; bila tidak, "
    "pindai ulang naskahnya. Simpan dengan nama yang sama di map yang sama, lalu jalankan lagi pembuatan dossier."
)
_UNBINDABLE: Final = frozenset({Media.AUDIO, Media.VIDEO})
_UNBINDABLE_REMEDY: Final = (
    "Rekaman tidak dapat dicetak. Serahkan berkas aslinya bersama dossier, dan tambahkan tangkapan layar atau "
    "tautan ke rekaman sebagai berkas bukti."
)


def failure(index: Index, path: str) -> list[Flowable]:
    """Return the rows of the page that stands in for a file."""
    file = index.files.get(path)
    part = index.parts.get(path)
    why = (part.problem if part else None) or (file.problem if file else None) or _NOT_TAKEN
    rows = [
        spread((line("Berkas ini tidak dapat dimuat", _TITLE), 0, 1), rule=0, above=24 * mm, below=16),
        replace(_fact("Berkas", Stack(_file_name(path))), rule=STRONG_LINE, colour=INK),
        _fact("Sebab", line(told(index.audience, why) or _NOT_TAKEN, STYLES.body)),
        *([_fact("Yang perlu dilakukan", line(_remedy(index, file), STYLES.body))] if index.audience.advises else []),
        _fact("Untuk", Stack(_uses(index, path), gap=2)),
    ]
    if file:
        rows.append(_fact("Jenis", TextCell(file.media.value, STYLES.body)))
        rows.append(_fact("Ukuran", TextCell(size_label(file.size), STYLES.body)))
        rows.append(_fact("SHA-256", line(file.sha256, STYLES.body)))
    return [table(page_setup.columns(page_setup.LABEL, 0), rows)]


def _file_name(path: str) -> tuple[Cell, ...]:
    folder, _, name = path.rpartition("/")
    cells: tuple[Cell, ...] = (line(name, _NAME),)
    return (*cells, line(f"di {folder}/", STYLES.small)) if folder else cells


def _remedy(index: Index, file: EvidenceFile | None) -> str:
    """Return the advice of a finding about the file where there is one, else what helps in most cases."""
    if file and file.media in _UNBINDABLE:
        return _UNBINDABLE_REMEDY
    path = file.path if file else None
    advice = (finding.advice for finding in index.assessment.findings if finding.path == path and finding.advice)
    return next(advice, _REMEDY)


def _fact(name: str, cell: Cell) -> LedgerRow:
    return row(label(name, STYLES.label), cell, above=6, below=7)


def _uses(index: Index, path: str) -> tuple[Cell, ...]:
    claims = index.claims.get(path, ())
    if answers := index.answers.get(path):
        return tuple(
            line(f"{key}  {sheet.questions()[key].text}", STYLES.body, index.link(question_section(key)))
            for key in answers
        )
    if not claims:
        return (
            line(
                "Belum pasti: lihat daftar berkas yang tempatnya belum pasti.", STYLES.body, index.link("tanpa-tempat")
            ),
        )
    plan, places = index.assessment.plan, list({claim.place: claim for claim in claims}.values())
    cells = [
        line(place_words(plan, claim), STYLES.body, index.link(f"indikator:{claim.indicator}"))
        for claim in places[:MOST_NOTES]
    ]
    left = len(places) - MOST_NOTES
    return (*cells, line(more(left, "bukti"), STYLES.note_italic)) if left > 0 else tuple(cells)
