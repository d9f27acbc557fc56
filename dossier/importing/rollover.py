"""Makes the workspace of the next year: the plan with its years moved, what people decided, what last year lacked."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from dossier.audit.status import LastYear, attributed, combined
from dossier.errors import OutputError, PlanError
from dossier.importing.new_workspace import EMPTY_PINS, GITIGNORE, evidence_folders, require_free, write_whole
from dossier.model import State
from dossier.plan import last_year_text, load_plan, load_unit
from dossier.plan.next_year import moved_file
from dossier.plan.plan_documents import PLAN_NAME, read_documents
from dossier.templates.staff import STAFF_FILES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from dossier.audit.status import SlotPlace, StatusRow
    from dossier.model import Plan
    from dossier.plan.next_year import MovedFile
    from dossier.state.workspace import Workspace

KEPT: Final = ("unit.yaml", "kosakata.yaml", *STAFF_FILES)
"""Files of `plan/` that are as true next year."""
LEFT: Final = {
    "pins.yaml": "pin menunjuk berkas bukti tahun lalu",
    "sandi.yaml": "sandi milik berkas bukti tahun lalu",
    "tindak-lanjut.yaml": "penanggung jawab dan tindak lanjut tahun lalu",
    "catatan-tpi.yaml": "catatan TPI ada di plan/tahun-lalu.yaml",
    "tahun-lalu.yaml": "keadaan dua tahun lalu",
    "rapat.yaml": "rapat tahun lalu",
    "lke.yaml": "jawaban LKE tahun lalu",
    "lke-terkunci.yaml": "jawaban LKE yang diajukan tahun lalu",
    "lke-batas-rencana.csv": "perkiraan nilai menurut rencana tahun lalu",
    "serah-terima.yaml": "serah terima tahun lalu",
}
"""Files of `plan/` that speak of last year's papers, and why they stay behind."""
_NEVER_INTO: Final = ("plan", "evidence", "build", "naskah", "templates_docx")


@dataclass(frozen=True, slots=True, kw_only=True)
class RolledOver:
    """What became of the plan: file ─► its changes and decisions, what is remembered of last year, what stayed behind.

    `record` is the name of the file in the new folder that lists all of this.
    """

    moved: Mapping[str, MovedFile]
    remembered: Mapping[SlotPlace, LastYear]
    left: tuple[str, ...]
    record: str

    @property
    def decisions(self) -> tuple[str, ...]:
        """What a person has to decide, with its places."""
        found = ((name, what, where) for name, file in self.moved.items() for what, where in file.decisions.items())
        return tuple(f"plan/{name}: {', '.join(where)}: {what}" for name, what, where in found)


def require_target(workspace: Workspace, plan: Plan, year: int, target: Path) -> None:
    """Refuse a year that is not after the plan's, and a folder that is not free for the new workspace.

    Raises:
        OutputError: the year or the folder cannot be used.
    """
    if year <= plan.year:
        raise OutputError(f"Rencana ini tahun {plan.year}; {year} bukan tahun sesudahnya.", hint="Sebut tahun barunya.")
    place = target.resolve()
    if any(place.is_relative_to((workspace.root / name).resolve()) for name in _NEVER_INTO):
        raise OutputError(f"{target} ada di dalam folder kerja lama.", path=target, hint="Sebut folder di luarnya.")
    require_free(target)


def remembered(rows: Iterable[StatusRow], year: int) -> dict[SlotPlace, LastYear]:
    """Return what is worth remembering of each slot: that it was not complete, and what assessors said of it.

    A slot that is due on the last day and has nothing is missing; one that is due after the year, or at no
    certain time, is none of it.
    """
    found = {}
    for row in rows:
        remarks = [each for each in row.remarks if each.status or each.text]
        state = row.state
        if state is State.NOT_YET_DUE:
            if row.slot.due is None or row.slot.due.year > year:
                continue
            state = State.MISSING
        if state is not State.PRESENT or remarks:
            text = "\n".join(attributed(each) for each in remarks if each.text)
            status = combined(remarks).status
            found[row.place] = LastYear(slot=row.slot.key, state=state, status=status, text=text)
    return found


def logo_beside(home: Path) -> tuple[str, ...]:
    """Return the name of the logo that the unit's profile in this folder names; none where the profile is broken."""
    with suppress(PlanError):
        logo = load_unit(home / "unit.yaml").logo
        return (logo.name,) if logo is not None else ()
    return ()


def roll_over(workspace: Workspace, plan: Plan, rows: Iterable[StatusRow], year: int, target: Path) -> RolledOver:
    """Write the workspace of `year` into `target`; nothing of `workspace` is changed.

    Args:
        workspace: whose plan it is.
        plan: the plan, as it is read.
        rows: its slots as of the last day of its year.
        year: the new year.
        target: a folder that is empty or absent.

    Raises:
        PlanError: with its years moved the plan could not be read.
        OutputError: the folder cannot be written.
    """
    require_target(workspace, plan, year, target)
    home = workspace.plan_file.parent
    documents = read_documents(workspace.plan_file)
    names = list(documents)
    moved = {name: moved_file((home / name).read_text(encoding="utf-8-sig"), plan.year, year) for name in names}
    memory = remembered(rows, plan.year)
    kept = (*KEPT, *logo_beside(home))
    left = [f"plan/{name}: {why}" for name, why in LEFT.items() if (home / name).exists()]
    others = sorted(path.name for path in home.iterdir() if path.name not in {*names, *kept, *LEFT})
    left += [f"plan/{name}: tidak dikenal" for name in others if not name.startswith(".")]
    done = RolledOver(moved=moved, remembered=memory, left=tuple(left), record=f"perpindahan-{year}.md")
    contents = {f"plan/{name}": (home / name).read_bytes() for name in kept if (home / name).is_file()}
    contents |= {f"plan/{name}": file.text.encode("utf-8") for name, file in moved.items()}
    contents |= {"plan/pins.yaml": EMPTY_PINS.encode("utf-8"), ".gitignore": GITIGNORE.encode("utf-8")}
    if memory:
        contents["plan/tahun-lalu.yaml"] = last_year_text(memory).encode("utf-8")
    for path in sorted(workspace.templates.rglob("*.docx")):
        contents[f"templates_docx/{path.relative_to(workspace.templates).as_posix()}"] = path.read_bytes()
    contents[done.record] = record_text(done, plan.year, year).encode("utf-8")
    write_whole(target, contents, [f"evidence/{folder}" for folder in evidence_folders(documents)])
    try:
        load_plan(target / "plan" / PLAN_NAME)
    except PlanError as error:
        hint = f"Perbaiki baris-baris itu di {target / 'plan'}; rencana lama tidak berubah."
        raise PlanError(error.message, path=error.path, hint=hint, findings=error.findings) from error
    return done


def record_text(done: RolledOver, year: int, to: int) -> str:
    """Return the record of a roll-over: what to decide, what was changed from what to what, what stayed behind."""
    lines = [f"# Dari rencana {year} ke rencana {to}", "", "## Putuskan", ""]
    lines += [f"- {each}" for each in done.decisions] or ["Tidak ada."]
    lines += ["", "## Tidak dibawa", "", *(f"- {each}" for each in done.left or ("Tidak ada.",))]
    lines += ["", "## Yang berubah", ""]
    for name, file in done.moved.items():
        for each in file.changes:
            place = f"plan/{name}:{each.line} {each.code} {each.key}".replace("  ", " ")
            lines.append(f"- {place}: “{each.before}” menjadi “{each.after}”")
    return "\n".join(lines) + "\n"
