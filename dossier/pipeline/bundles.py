"""Writes the dossier in one file or several, the originals, photo sheets, and `portal/`: one PDF an indicator."""

from __future__ import annotations

import hashlib
import shutil
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from dossier import audit, convert, outline, reports, wording
from dossier._lazy import lazy
from dossier.evidence.scan_messages import PICTURES
from dossier.model import Audience, Finding, Outline, PageRange, Section, SectionKind, Severity
from dossier.model.audience import in_order
from dossier.model.unit_summary import BundleLink
from dossier.progress import unseen
from dossier.reports import PortalRow
from dossier.stamp_words import Served
from dossier.state import Bundle, store
from dossier.state.publishing import writing

with lazy():
    from dossier import bind


if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from dossier.bind import Bound, KeptPages
    from dossier.model import PhotoSheet, PreparedPart
    from dossier.pipeline.artifacts import BuildContext
    from dossier.progress import Progress
    from dossier.state.workspace import Workspace


def photo_sheets(
    material: BuildContext, cache: Path, *, fresh: bool = False, workers: int | None = None
) -> tuple[PhotoSheet, ...]:
    """Make the sheets of photos that belong together; they are kept in `cache` with the prepared parts.

    `fresh` looks nothing up there; `workers` is how many child processes may run, None for one a usable processor.
    """
    assessment = material.assessment
    parts = {part.file.path: part for part in assessment.parts if _is_photo(part)}
    runs = outline.photo_runs(material.outline, assessment.plan, assessment.matching, parts.keys())
    if not runs:
        return ()
    return convert.lay_on_sheets(runs, parts, cache, fresh=fresh, workers=workers)


def lay_text_under_scans(
    material: BuildContext, workspace: Workspace, *, fresh: bool = False, progress: Progress = unseen
) -> tuple[str, ...]:
    """Put the words of scanned pages as text under them where that is asked for; return what there is to say of it.

    Photos that share a page stay as they are.
    """
    if not material.settings.scan_text:
        return ()
    assessment = material.assessment
    shared = {path for sheet in material.sheets for path in sheet.paths}
    with writing(workspace.build):
        layering = convert.add_text_layers(
            [part for part in assessment.parts if part.file.path not in shared],
            workspace.parts,
            fresh=fresh,
            workers=workspace.jobs,
            progress=progress,
        )
    if layering is None:
        return (_NO_TESSERACT,)
    new = {part.file.path: part for part in layering.parts}
    material.assessment = replace(assessment, parts=tuple(new.get(part.file.path, part) for part in assessment.parts))
    told = f"teks terbaca pada {layering.read} dari {layering.scans} halaman pindaian dan dapat dicari di dossier"
    return (f"{told}; {layering.failed} tidak dapat dibaca dan dibundel tanpa teks" if layering.failed else told,)


def _is_photo(part: PreparedPart) -> bool:
    return part.pdf is not None and part.pages == 1 and part.flaw is None and part.file.media in PICTURES


_NO_TESSERACT: Final = (
    "teks pindaian tidak dipasang: tesseract dengan data Indonesia tidak ada di komputer ini; lihat `dossier doctor`"
)
LIST: Final = "daftar.csv"


def write_originals(
    material: BuildContext, evidence: Path, folder: Path
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Copy the originals into `folder`, with a list; return findings, and a line for the end of the build."""
    kept = [part for part in material.assessment.parts if part.kept_as is not None]
    if not kept:
        return (), ()
    folder.mkdir()
    rows, findings = [], []
    for part in sorted(kept, key=lambda each: (each.kept_as or "", each.file.path)):
        target = folder / (part.kept_as or "").rpartition("/")[2]
        if target.exists() or _copied(part, evidence, target):
            rows.append((target.name, part.file.path, "; ".join(part.beside), part.file.sha256))
        else:
            findings.append(_changed(part))
    (folder / LIST).write_text(reports.originals_csv(rows), encoding="utf-8", newline="")
    said = (
        f"{len({row[0] for row in rows})} berkas asli disimpan apa adanya di build/{folder.name}/, daftarnya di {LIST}"
    )
    return tuple(findings), (said,)


def _copied(part: PreparedPart, evidence: Path, target: Path) -> bool:
    """Copy one file; what is no longer what was hashed leaves nothing."""
    digest = hashlib.sha256()
    try:
        with (evidence / part.file.disk_path).open("rb") as stream, target.open("wb") as copy:
            while block := stream.read(1 << 20):
                digest.update(block)
                copy.write(block)
    except FileNotFoundError:
        pass
    if digest.hexdigest() == part.file.sha256:
        return True
    target.unlink(missing_ok=True)
    return False


def _changed(part: PreparedPart) -> Finding:
    return Finding(
        code="asli_tidak_tersimpan",
        severity=Severity.WARNING,
        subject=part.file.path,
        path=part.file.path,
        text="Berkas ini berubah selagi dossier disusun; aslinya tidak tersimpan di build/asli/.",
        advice="Tunggu sampai penyalinan atau sinkronisasi selesai, lalu susun sekali lagi.",
    )


_SCHEMA: Final = "dossier.tata-letak/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """The bundles in `stage`, the SHA-256 of what was hashed on the way, by name, and what there is to say.

    `places` says on which page each section of the dossier starts; `contents` is that of `BuildRecord`.
    """

    bundles: tuple[Bundle, ...]
    digests: Mapping[str, str]
    places: Mapping[str, reports.PageLink]
    findings: tuple[Finding, ...] = ()
    remarks: tuple[str, ...] = ()
    contents: Mapping[str, dict[str, tuple[str, int]]] = field(default_factory=dict)


def bundle_link(written: Written) -> BundleLink | None:
    """Return where the first bundle is, with the pages of the whole dossier; None where there is none."""
    if not written.bundles:
        return None
    first = written.bundles[0]
    return BundleLink(href=first.name, pages=first.total, size=first.size, sha256=written.digests[first.name])


def write_bundles(
    material: BuildContext,
    stage: Path,
    workspace: Workspace,
    machine: str,
    progress: Progress = unseen,
    *,
    fresh: bool = False,
) -> Written:
    """Write the bundle for each reader, or its volumes, into `stage`.

    Args:
        material: what they are made of, and whom they are for.
        stage: the staging folder.
        workspace: keeps our own pages, and where they stood, from one build to the next.
        machine: stands for code, libraries and programs.
        progress: told how far binding and writing have come.
        fresh: look nothing up of what earlier runs kept.

    Returns:
        What was written; `places` are those of the dossier for the internal assessors, where there is one.
    """
    kept = bind.KeptPages(workspace.own_pages, machine, fresh=fresh)
    bundles: list[Bundle] = []
    digests: dict[str, str] = {}
    places: dict[str, reports.PageLink] = {}
    contents: dict[str, dict[str, tuple[str, int]]] = {}
    findings: list[Finding] = []
    for audience in in_order(material.settings.audiences):
        bound = _write_edition(material, audience, stage, workspace, progress, kept)
        bundles += [_bundle(material, name, each, stage, audience) for name, each in bound.items()]
        digests |= {name: each.sha256 for name, each in bound.items()}
        places = places or {key: place for name, each in bound.items() for key, place in _places(name, each)}
        contents[audience.value] = _evidence_in(material, audience, next(iter(bound.values())))
        outline_ = material.outline_for(audience)
        findings += [too_long(outline_, *each) for each in next(iter(bound.values())).left_out.items()]
    kept.tidy()
    most = material.settings.max_size
    findings += [too_large(b.name, b.size, most) for b in bundles if most is not None and b.size > most]
    return Written(
        bundles=tuple(bundles),
        digests=digests,
        places=places,
        findings=tuple(dict.fromkeys(findings)),
        contents=contents,
    )


def _evidence_in(material: BuildContext, audience: Audience, bound: Bound) -> dict[str, tuple[str, int]]:
    """Return the files of evidence with pages in a dossier: path ─► stamp, first page."""
    assessment = material.assessment
    usable = {part.file.path for part in assessment.parts if part.pdf is not None} - assessment.front_paths
    entries = bound.manifest.entries
    owners = {each.path: each.stamp for each in material.outline_for(audience).walk() if each.path is not None}
    return {
        entry.path: (owners.get(entry.path, ""), entry.pages.first)
        for entry in entries
        if entry.path is not None and entry.path in usable
    }


def _write_edition(
    material: BuildContext,
    audience: Audience,
    stage: Path,
    workspace: Workspace,
    progress: Progress,
    kept: KeptPages,
) -> Mapping[str, Bound]:
    """Write the bundle for one reader, or its volumes; return them by name, in order."""
    source, most, stem = material.source_for(audience), material.settings.max_size, audience.stem
    memory = workspace.layout_of(audience)
    guess = {} if kept.fresh else _recall(memory)
    if most is None:
        bound = {
            f"{stem}.pdf": bind.bind(source, stage / f"{stem}.pdf", guess, progress, kept=kept, jobs=workspace.jobs)
        }
    else:
        bound = bind.bind_volumes(
            source, stage, stem=stem, most=most, guess=guess, progress=progress, kept=kept, jobs=workspace.jobs
        )
    _keep(memory, next(iter(bound.values())).ranges)
    return bound


def _places(name: str, bound: Bound) -> Iterator[tuple[str, reports.PageLink]]:
    """Yield the sections that start in a bundle, each with its page in the file and the number printed on it."""
    for entry in bound.manifest.entries:
        if entry.key in bound.starts:
            yield entry.key, reports.PageLink(file=name, position=bound.starts[entry.key], number=entry.pages.first)


def _bundle(material: BuildContext, name: str, bound: Bound, stage: Path, audience: Audience) -> Bundle:
    return Bundle(
        name=name,
        pages=bound.length,
        size=(stage / name).stat().st_size,
        audience=audience,
        total=bound.manifest.page_count,
        evidence=len(_evidence_in(material, audience, bound)),
    )


def front_findings(material: BuildContext, bundles: Sequence[Bundle]) -> tuple[Finding, ...]:
    """Compare the signed papers in front with the dossier for TPI: with its pages, and as they were before the scans.

    A letter gives the total of the edition that it was printed with, which had one drawn letter in their place.
    """
    assessment = material.assessment
    edition = next((each for each in bundles if each.audience == Audience.TPI), None)
    scanned = sum(part.pages for part in assessment.parts if part.file.path in assessment.front_paths)
    return audit.stale_front(
        assessment.matching.front,
        assessment.front,
        year=assessment.plan.year,
        pages=frozenset({edition.total, edition.total - scanned + 1} if edition else ()),
        files=edition.evidence if edition else None,
    )


def too_large(name: str, size: int, most: int) -> Finding:
    """Say that a file could not be kept below the size asked for."""
    return Finding(
        code="melebihi_ukuran",
        severity=Severity.WARNING,
        subject=name,
        text=f"{name} berukuran {wording.size_label(size)}, lebih dari {wording.size_label(most)}: "
        "satu berkas bukti di dalamnya sudah sebesar itu, dan berkas tidak dipotong.",
        advice="Kecilkan gambarnya dengan --downsample 150, atau pindai ulang berkas itu dengan resolusi lebih rendah.",
    )


def too_long(outline: Outline, key: str, rows: int) -> Finding:
    """Say that a section of our own pages was cut, and how many rows it lacks."""
    title = next((section.title for section in outline.walk() if section.key == key), key)
    return Finding(
        code="halaman_dipotong",
        severity=Severity.WARNING,
        subject=key,
        text=f"Halaman “{title}” di dossier terlalu panjang: {wording.number_label(rows)} baris tidak dicetak. "
        "Setiap berkas tetap ada di daftar isi dan register.",
        advice="Lihat kesenjangan.xlsx dan temuan.json di build/; kurangi berkas atau teks yang berulang.",
    )


@dataclass(frozen=True, slots=True)
class _KeptLayout:
    """Where sections stood, as its JSON has it: first page and number of pages by key."""

    ranges: dict[str, tuple[int, int]]


def _recall(memory: Path) -> dict[str, PageRange]:
    """Return the ranges of the last build; nothing where they cannot be read."""
    kept = store.recall(memory, _KeptLayout, _SCHEMA)
    return {key: PageRange(first=first, count=count) for key, (first, count) in kept.ranges.items()} if kept else {}


def _keep(memory: Path, ranges: Mapping[str, PageRange]) -> None:
    store.keep(memory, _SCHEMA, {"ranges": {key: [r.first, r.count] for key, r in ranges.items()}})


FOLDER: Final = "portal"
_SHORT_TITLE: Final = 60
"""Bytes of a PDF's name in the folder of a question."""
_SHEET: Final = 150_000
"""Bytes of an indicator's own pages with their fonts; what is cut wrongly because of it is cut again."""


def write_portal(material: BuildContext, stage: Path) -> tuple[tuple[Finding, ...], str]:
    """Write `portal/` into `stage`; return what is to be said of it, and a line for the end of the build.

    The originals have to be in `stage` already: those with an electronic signature are copied into the pack.
    """
    folder = stage / FOLDER
    folder.mkdir()
    rows: list[PortalRow] = []
    written: list[Bundle] = []
    for section in excerpts(material):
        if not section.children:
            continue
        code, words = section.stamp, section.title.removeprefix(f"{section.stamp} ")
        stem = audit.file_name(code, words)
        parts = _write(material, section, folder, stem)
        written += [bundle for bundle, _ in parts]
        rows += [
            PortalRow(
                code=code,
                indicator=words,
                file=bundle.name,
                pages=bundle.pages,
                size=bundle.size,
                evidence=tuple(child.title for child in part.children),
                originals=_signed_originals(material, part, stage, folder),
            )
            for bundle, part in parts
        ]
    (folder / "indeks.csv").write_text(reports.portal_csv(rows), encoding="utf-8", newline="")
    (folder / "indeks.xlsx").write_bytes(reports.portal_xlsx(rows, material.settings.as_of))
    copied = copy_by_question(material, folder)
    most = material.settings.max_size
    findings = tuple(
        too_large(f"{FOLDER}/{b.name}", b.size, most) for b in (*written, *copied) if most is not None and b.size > most
    )
    said = f"{len(written)} PDF per indikator di build/{FOLDER}/, daftarnya di indeks.xlsx dan indeks.csv"
    return findings, f"{said}; {len(copied)} PDF per pertanyaan LKE di foldernya masing-masing" if copied else said


def copy_by_question(material: BuildContext, folder: Path) -> list[Bundle]:
    """Copy the PDFs of every question of the sheet into a folder of its own; a file that cannot be used has none.

    A folder is named by key and question, a PDF by its place and its file's name: short, as portals ask for.
    """
    usable = {
        part.file.path: part
        for part in material.assessment.parts
        if part.pdf is not None and part.problem is None and part.flaw is None
    }
    copied = []
    for question in material.assessment.score.questions:
        parts = [usable[path] for path in question.evidence.files if path in usable]
        if not parts:
            continue
        home = folder / audit.file_name(question.key, question.question.text)
        home.mkdir()
        for number, part in enumerate(parts, start=1):
            stem = part.file.path.rpartition("/")[2].rpartition(".")[0]
            name = f"{number:02} {wording.safe_name(stem, _SHORT_TITLE, plain=True) or 'bukti'}.pdf"
            assert part.pdf is not None  # noqa: S101 — only those are usable
            shutil.copyfile(part.pdf, home / name)
            size = (home / name).stat().st_size
            copied.append(Bundle(name=f"{home.name}/{name}", pages=part.pages, size=size))
    return copied


ORIGINALS: Final = "asli"
"""The folder of `build/`, and of the pack, with originals."""


def _signed_originals(material: BuildContext, section: Section, stage: Path, folder: Path) -> tuple[str, ...]:
    """Copy the signed originals of an indicator into the pack; return their names in it."""
    parts = {part.file.path: part for part in material.assessment.parts if part.signed and part.kept_as}
    names = []
    for child in section.children:
        part = parts.get(child.path or "")
        kept = stage / (part.kept_as or "") if part else None
        if part is None or kept is None or not kept.is_file():
            continue
        stem, dot, ending = child.title.rpartition(".")
        words = wording.safe_name((stem or ending).removeprefix(f"{section.stamp} "), _ORIGINAL_NAME, plain=True)
        name = f"{section.stamp} {words} {part.file.sha256[:8]}{dot}{ending if stem else ''}"
        (folder / ORIGINALS).mkdir(exist_ok=True)
        shutil.copyfile(kept, folder / ORIGINALS / name)
        names.append(f"{ORIGINALS}/{name}")
    return tuple(names)


_ORIGINAL_NAME: Final = 50
"""Bytes of an evidence file's own name in that of its copy in the pack."""


def excerpts(material: BuildContext) -> Iterator[Section]:
    """Yield every indicator with all files that serve it, those too that the dossier binds under another one.

    The questions that only files beyond the plan answer follow, each likewise.
    """
    homes: dict[str, Section] = {}
    excerpted: list[Section] = []
    for section in material.outline.walk():
        if section.kind in {SectionKind.INDICATOR, SectionKind.QUESTION}:
            excerpted.append(section)
        elif section.path is not None:
            homes[section.path] = section
    serving: dict[str, dict[str, None]] = {}
    for claim in material.assessment.matching.claims:
        serving.setdefault(claim.indicator, {}).setdefault(claim.file.path)
    for answer in material.assessment.matching.beyond_plan:
        serving.setdefault(answer.question, {}).setdefault(answer.file.path)
    assessment = material.assessment
    captioned = {path for path, home in homes.items() if home.caption}
    served = Served.of(assessment.plan, assessment.coverage, captioned)
    for section in excerpted:
        own = tuple(replace(each, level=section.level + 1) for each in section.evidence)
        bound = {each.path for each in own}
        others = (homes[path] for path in sorted(serving.get(section.stamp, ())) if path not in bound and path in homes)
        guests = tuple(
            replace(
                each,
                stamp=section.stamp,
                level=section.level + 1,
                served=served.words.get((section.stamp, each.path or ""), ""),
                caption=served.captions.get((section.stamp, each.path or ""), ""),
            )
            for each in others
        )
        yield replace(section, children=(*own, *guests), follows=False)


def _write(material: BuildContext, section: Section, folder: Path, stem: str) -> list[tuple[Bundle, Section]]:
    """Write one indicator in as many files as the cap asks for."""
    most = material.settings.max_size
    pieces = [section] if most is None else _cut(section, _sizes(material), most)
    while True:
        names = [f"{stem}.pdf"] if len(pieces) == 1 else [f"{stem} ({n}).pdf" for n in range(1, len(pieces) + 1)]
        made = [(_one(material, piece, folder / name), piece) for piece, name in zip(pieces, names, strict=True)]
        again = [
            half
            for bundle, piece in made
            for half in (_halves(piece) if most is not None and bundle.size > most else [piece])
        ]
        if len(again) == len(pieces):
            return made
        for name in names:
            (folder / name).unlink()
        pieces = again


def _one(material: BuildContext, section: Section, target: Path) -> Bundle:
    whole = material.source_for(Audience.TPI)
    source = replace(whole, outline=Outline(sections=(section,)), subject=section.title)
    bound = bind.bind(source, target, jobs=1)  # small: a child each would cost more than it saves
    return Bundle(name=target.name, pages=bound.length, size=target.stat().st_size)


def _sizes(material: BuildContext) -> dict[str, int]:
    parts = material.assessment.parts
    return {part.file.path: part.pdf.stat().st_size if part.pdf else 0 for part in parts}


def _cut(section: Section, sizes: Mapping[str, int], most: int) -> list[Section]:
    """Fill files in order; the sheet of the indicator opens each."""
    runs: list[list[Section]] = [[]]
    left = most - _SHEET
    for child in section.children:
        needed = sizes.get(child.path or "", 0)
        if runs[-1] and needed > left:
            runs.append([])
            left = most - _SHEET
        runs[-1].append(child)
        left -= needed
    return [replace(section, children=tuple(run)) for run in runs]


def _halves(section: Section) -> Sequence[Section]:
    """Cut an excerpt that came out too large; one of a single file stays as it is."""
    middle = len(section.children) // 2
    if not middle:
        return [section]
    return [replace(section, children=section.children[:middle]), replace(section, children=section.children[middle:])]
