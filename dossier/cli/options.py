"""Options that several commands share, and checks of what people give (codes, periods, templates, paths).

Each check returns nothing and raises click.UsageError, which names the nearest valid value.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Final

import click

from dossier._lazy import lazy
from dossier.cli.date_argument import DateArgument
from dossier.cli.place_options import places
from dossier.project import Project
from dossier.state.workspace import open_workspace

with lazy():
    from dossier import convert, matching, wording
    from dossier.audit import selection


if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from dossier.model import Matching, Plan
    from dossier.state.workspace import Workspace

as_json = click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="Bentuk keluaran.",
)

as_of_option = click.option(
    "--as-of",
    "as_of",
    type=DateArgument(),
    default=None,
    metavar="TANGGAL",
    help="Nilai keadaan pada tanggal ini, mis. 2025-07-01 atau “1 Juli 2025” (bawaan: hari ini).",
)

office_option = click.option(
    "--office",
    type=click.Choice(["auto", "internal"]),
    default="auto",
    show_default=True,
    help="Pengubah Word/Excel: auto memakai LibreOffice bila terpasang; internal selalu tata letak bawaan.",
)


def _with_tesseract(_context: click.Context, _parameter: click.Parameter, value: bool) -> bool:  # noqa: FBT001 — click's
    """Refuse `--ocr` where nothing can read pictures, instead of reading none in silence."""
    if value and not convert.ocr_available():
        raise click.UsageError(
            "--ocr butuh tesseract dengan data bahasa Indonesia (tesseract-ocr, tesseract-ocr-ind); "
            "`dossier doctor` menunjukkan yang terpasang."
        )
    return value


ocr_option = click.option(
    "--ocr",
    is_flag=True,
    callback=_with_tesseract,
    help="Baca juga tulisan pada foto dan pindaian (perlu tesseract) bila nama berkasnya belum cukup.",
)


def folder_workspace(folder: Path) -> Workspace:
    """Return the workspace that `-C` names, with its output and what it keeps where `place_options` say."""
    return open_workspace(folder, **places())


def folder_project(folder: Path) -> Project:
    """Return the project in the workspace that `-C` names; its plan is not read."""
    return Project(folder_workspace(folder))


_PERIOD: Final = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")  # 2025-04
_WORD: Final = re.compile(r"[^\W\d_]+")
_NUMBER: Final = re.compile(r"\d{1,4}")
_LAST_MONTH: Final = 12


def require_codes(plan: Plan, codes: Iterable[str]) -> None:
    """Refuse what is no area (I), component (I.3), indicator (I.3.1) or requirement (I.3.1.a) of the plan.

    A question of the evaluation sheet (A.2.V.ii.a, "soal 110") is known too.
    """
    areas = [area.code for area in plan.areas]
    components = [component.code for area in plan.areas for component in area.components]
    indicators = [indicator.code for indicator in plan.indicators]
    requirements = [f"{indicator.code}.{each.id}" for indicator in plan.indicators for each in indicator.requirements]
    for code in (code for code in codes if not matching.is_known_question(code)):
        _require(code, "kode dalam rencana", (*areas, *components, *indicators, *requirements), f"area {_few(areas)}")


def require_period(plan: Plan, period: str) -> None:
    """Refuse what is no month of the plan as YYYY-MM."""
    slots = {slot.key for each in plan.indicators for need in each.requirements for slot in each.slots_of(need)}
    months = {f"{plan.year}-{month:02d}" for month in range(1, _LAST_MONTH + 1)}
    known = sorted(months | {key for key in slots if _PERIOD.fullmatch(key)})
    if period in known:
        return
    meant = _meant(period, plan.year)
    near = meant if meant in known else matching.closest(period, known)
    raise click.UsageError(f"“{period}” bukan bulan dari rencana ini. Tulis seperti {near or known[0]}.")


def require_persons(known: Sequence[str], persons: Iterable[str]) -> None:
    """Refuse who is in charge of nothing; white space and case do not matter, and "-" means nobody."""
    names = {selection.folded(name): name for name in known}
    for person in persons:
        if person != selection.NOBODY and selection.folded(person) not in names:
            near = names.get(matching.closest(selection.folded(person), tuple(names)) or "")
            what = "penanggung jawab dalam rencana atau buku kerja"
            _require(person, what, known, _few(known) or "kolom penanggung jawab di buku kerja", near=near)


def require_template(name: str, known: Sequence[str]) -> None:
    """Refuse what is the name of no template."""
    _require(name, "nama templat", known, "daftar `dossier templates list`")


def require_paths(found: Matching, paths: Iterable[str]) -> None:
    """Refuse what is neither a file of the evidence nor a folder of it."""
    known = found.paths
    folders = {path[:end] for path in known for end, letter in enumerate(path) if letter == "/"}
    for path in paths:
        spelt = unicodedata.normalize("NFC", path).rstrip("/")
        if spelt not in folders:
            # By the name alone too, so that a forgotten folder does not hide the file.
            by_name = {each.rpartition("/")[2]: each for each in reversed(known)}
            alone = by_name.get(matching.closest(spelt.rpartition("/")[2], tuple(by_name)) or "")
            _require(spelt, "berkas atau folder di evidence/", known, "yang disebut `dossier scan`", near=alone)


def _require(value: str, what: str, known: Sequence[str], otherwise: str, *, near: str | None = None) -> None:
    if value in known:
        return
    near = near or matching.closest(value, known)
    advice = f"Mungkin maksudnya {near}" if near else f"Pilih dari {otherwise}"
    raise click.UsageError(f"“{value}” bukan {what}. {advice}.")


def _meant(period: str, year: int) -> str:
    """Return the month that a text most likely means: "April", "2025-4", "04/2025", "4"; or an empty text."""
    numbers = [int(number) for number in _NUMBER.findall(period)]
    years = [number for number in numbers if number > _LAST_MONTH]
    named = [month for word in _WORD.findall(period) if (month := wording.month_number(word))]
    months = named or [number for number in numbers if 1 <= number <= _LAST_MONTH]
    return f"{(years or [year])[0]}-{months[0]:02d}" if len(months) == 1 else ""


def _few(names: Sequence[str]) -> str:
    most = 12
    return ", ".join(names[:most]) + (" …" if len(names) > most else "")
