"""Draws what changed since the edition that the readers received last, in front of the dossier."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reportlab.lib.units import mm

from dossier.audit.handed_changes import changes_since
from dossier.audit.reader_words import state_word
from dossier.bind.front.page_parts import heading, page_title, sentence, table
from dossier.model import Audience, HandedFile, SectionKind
from dossier.typeset import page_setup
from dossier.typeset.cells import Stack, TextCell, label, line
from dossier.typeset.rows import LedgerRow, row
from dossier.typeset.typography import STYLES
from dossier.wording import long_date, number_label

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reportlab.platypus import Flowable

    from dossier.audit.handed_changes import FileChange, HandedChanges, StateChange
    from dossier.bind.front.page_parts import Index
    from dossier.model import HandedEdition
    from dossier.typeset.cells import Cell

_FILES: Final = page_setup.columns(0, 30 * mm, 24 * mm, page_setup.NUMBER)
_STATES: Final = page_setup.columns(17 * mm, 0, 42 * mm, 52 * mm, page_setup.NUMBER)


def handed_changes(index: Index) -> list[Flowable]:
    """Return the chapter; nothing where these readers have received no edition."""
    handed = index.assessment.handed.get(index.audience)
    if handed is None:
        return []
    changes = changes_since(handed.contents, current_files(index), index.assessment.coverage)
    with_states = index.audience is not Audience.TPN
    flowables: list[Flowable] = [page_title(index.title(SectionKind.CHANGES), _lead(handed, changes))]
    for title, files in (
        ("Bukti yang ditambahkan", changes.added),
        ("Bukti yang diganti", changes.replaced),
        ("Bukti yang dipindahkan atau berganti nama, isinya sama", changes.moved),
        ("Bukti yang ditarik", changes.withdrawn),
    ):
        if files:
            before, now = (label(name, STYLES.label_right) for name in ("Hlm. dahulu", "Hlm."))
            rows = [_file_row(index, each) for each in files]
            flowables += [*heading(title), table(_FILES, rows, "Berkas", "Pada", before, now)]
    if changes.states and with_states:
        names = ("Kode", "Bukti", "Waktu", "Keadaan", label("Hlm.", STYLES.label_right))
        flowables += [
            *heading("Keadaan yang berubah"),
            table(_STATES, list(_state_rows(index, changes.states)), *names),
        ]
    if changes.is_empty:
        flowables.append(sentence("Tidak ada yang berubah."))
    return flowables


def current_files(index: Index) -> dict[str, HandedFile]:
    """Return the files of evidence with pages in this dossier, by path; pages are 0 while they are not known."""
    found = {}
    for path, key in index.homes.items():
        if index.is_bound(path) and path not in index.assessment.front_paths:
            pages = index.pages.get(key)
            sha256 = index.parts[path].file.sha256
            found[path] = HandedFile(sha256=sha256, place=index.owners[path], page=pages.first if pages else 0)
    return found


def _lead(handed: HandedEdition, changes: HandedChanges) -> str:
    handover = handed.handover
    counts = (
        (len(changes.added), "ditambahkan"),
        (len(changes.replaced), "diganti"),
        (len(changes.moved), "dipindahkan"),
        (len(changes.withdrawn), "ditarik"),
    )
    said = ", ".join(f"{number_label(number)} {words}" for number, words in counts)
    return (
        f"Edisi yang diserahkan kepada {handover.receiver} pada {long_date(handover.day)}, keadaan per "
        f"{long_date(handover.as_of)}, dibanding dokumen ini. Berkas bukti: {said}."
    )


def _file_row(index: Index, change: FileChange) -> LedgerRow:
    key = index.homes.get(change.path or "")
    cells: list[Cell] = [line(change.name, STYLES.small, key)]
    if change.path and change.before and change.path != change.before:
        cells.append(line(f"dahulu {change.before}", STYLES.note))
    if change.place_before:
        cells.append(line(f"dahulu pada {change.place_before}", STYLES.note))
    before = TextCell(str(change.page_before), STYLES.small_right) if change.page_before else None
    number = TextCell(index.page(key), STYLES.small_right, key) if key else None
    return row(Stack(tuple(cells)), line(change.place, STYLES.small), before, number, above=1.6, below=1.8)


def _state_rows(index: Index, changes: Sequence[StateChange]) -> Iterator[LedgerRow]:
    for change in changes:
        first = change.slots[0]
        key = f"indikator:{first.indicator}"
        link = index.link(key)
        words = f"{state_word(index.audience, change.before)} → {state_word(index.audience, change.after)}"
        yield row(
            TextCell(f"{first.indicator} {first.requirement.id}", STYLES.small, link),
            line(first.requirement.label, STYLES.small),
            line(", ".join(map(index.slot_label, change.slots)), STYLES.small),
            line(words, STYLES.small),
            TextCell(index.page(key), STYLES.small_right, link) if link else None,
            above=1.6,
            below=1.8,
        )
