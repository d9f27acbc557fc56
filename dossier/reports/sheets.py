"""Tables as CSV for Indonesian Excel: semicolons, a byte order mark, and no cell that could be a formula."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from dossier import wording
from dossier.wording import spare_note

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from dossier.model import Coverage, Matching, Plan, PreparedPart, Scan

# A cell that starts so is run as a formula by spreadsheet programs (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
BYTE_ORDER_MARK = "\ufeff"


def gaps_csv(plan: Plan, coverage: Coverage) -> str:
    """Return the gap list, a row a slot, with the byte order mark that Excel needs to read UTF-8."""
    titles = {i.code: area.title for area in plan.areas for i in area.indicators}
    statements = {i.code: i.statement for i in plan.indicators}
    head = ("Area", "Kode", "Indikator", "Butir", "Bukti fisik", "Slot", "Jatuh tempo", "Keadaan", "Berkas", "Catatan")
    return csv_text(
        head,
        (
            (
                titles[slot.indicator],
                slot.indicator,
                statements[slot.indicator],
                slot.requirement.id,
                slot.requirement.label,
                slot.slot.label,
                slot.slot.due.isoformat(),
                wording.state_label(slot.state),
                "\n".join((*(slot.files or slot.candidates), *(f"cadangan: {path}" for path in slot.spares))),
                "\n".join(finding.text for finding in slot.findings),
            )
            for slot in coverage.counted()
        ),
    )


def register_csv(matching: Matching, parts: Iterable[PreparedPart], scan: Scan) -> str:
    """Return the register of evidence: a row a file found, the ignored ones too."""
    where: dict[str, list[str]] = {}
    for claim in matching.claims:
        where.setdefault(claim.file.path, []).append(f"{claim.indicator}.{claim.requirement}")
    groups = dict.fromkeys((a.file.path for a in matching.ambiguous), "rancu")
    groups |= dict.fromkeys((u.file.path for u in matching.unplaced), "tanpa tempat")
    spares = {path: spare_note(serving) for path, serving in matching.spare_paths.items()}
    groups |= dict.fromkeys(spares, "cadangan")
    rows = [
        (
            part.file.path,
            part.file.media.value,
            str(part.pages),
            str(part.file.size),
            part.file.sha256,
            groups.get(part.file.path, "terpasang"),
            ", ".join(dict.fromkeys(where.get(part.file.path, []))),
            part.engine,
            "; ".join(note for note in (spares.get(part.file.path), part.problem, *part.notes) if note),
        )
        for part in parts
    ]
    rows += [(entry.path, "", "", "", "", "diabaikan", "", "", entry.reason) for entry in scan.ignored]
    head = ("Berkas", "Jenis", "Halaman", "Bita", "SHA-256", "Golongan", "Untuk", "Mesin", "Catatan")
    return csv_text(head, sorted(rows))


def csv_text(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table as CSV text with every cell made harmless."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + buffer.getvalue()


def harmless(cell: str) -> str:
    """Return the cell as text that no spreadsheet program runs."""
    text = cell.encode("utf-8", "backslashreplace").decode("utf-8")
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
