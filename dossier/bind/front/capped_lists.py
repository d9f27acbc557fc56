"""Lists on a sheet that are cut: how much of a list is named, and the line that counts the rest and says where it is.

The contents and the register are never cut: every file stands there with its page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dossier import wording
from dossier.audit.reader_words import all_told
from dossier.model import SectionKind
from dossier.typeset.cells import line
from dossier.typeset.typography import STYLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.bind.front.page_parts import Index
    from dossier.model import Audience, Finding
    from dossier.typeset.cells import Cell, TextCell

MOST_FILES: Final = 31
"""Files that a list on a sheet names: a paper a day fills a month. The contents and the register name every file."""


def rest_of(index: Index, count: int) -> TextCell:
    """Return the line that counts what a list does not name, and says where all of it stands: no other list is cut.

    An excerpt has neither contents nor register; its reader is sent to those of the whole dossier.
    """
    contents = index.link(SectionKind.CONTENTS.value)
    where = f"selengkapnya di daftar isi dan register{'' if contents else ' dossier lengkap'}"
    return line(f"{wording.more(count, 'berkas')}; {where}", STYLES.note_italic, contents)


MOST_NOTES: Final = 20
"""Findings, and files, that are named beside one slot; the rest is counted."""


def findings_cells(audience: Audience, findings: Sequence[Finding]) -> tuple[Cell, ...]:
    """Return what was found and, for staff, what to do, in small type; what is too much is counted."""
    cells: list[Cell] = []
    for finding in findings[:MOST_NOTES]:
        cells += [line(text, STYLES.note) for text in all_told(audience, (finding.text,))]
        if finding.advice and audience.advises:
            cells.append(line(finding.advice, STYLES.note_italic))
    if len(findings) > MOST_NOTES:
        cells.append(line(f"{wording.more(len(findings) - MOST_NOTES, 'catatan')}", STYLES.note_italic))
    return tuple(cells)
