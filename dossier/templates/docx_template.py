"""Checks, compiles and fills one Word template with docxtpl and Jinja. Knows no plan."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import TYPE_CHECKING, Final

from jinja2 import Template
from jinja2.exceptions import TemplateError as JinjaError
from lxml import etree

from dossier._lazy import lazy
from dossier.templates.docx_package import PackageError, active_content, parse_xml, read_package, serialize_xml
from dossier.templates.jinja_sandbox import FUNCTIONS, Rendering, TemplateEnvironment, context_functions, objection
from dossier.templates.placeholders import ensure_style, place_controls
from dossier.templates.shared_parts import (
    NAME,
    Borrowed,
    FaultyPartError,
    insert_part,
    markers,
    place_logo,
    read_part,
    without_unused,
)
from dossier.templates.signature_blocks import keep_together
from dossier.templates.tag_lint import Tag, TagFault, lint_part

with lazy():
    import docxtpl


if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from dossier.templates.logo import Logo
    from dossier.templates.shared_parts import SharedPart

STYLES: Final = "word/styles.xml"

_TEXT_PART: Final = re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml")
_LOOP_NAMES: Final = ("loop",)
_MAX_FAULTS: Final = 50
"""A template with more faults than this is told of the first ones; the rest come after mending them."""


class FaultyTemplateError(Exception):
    """A template that cannot be rendered, with everything that is wrong with it."""

    def __init__(self, faults: Collection[TagFault]) -> None:
        """Keep the faults in the order of the paper, each once."""
        in_order = sorted(dict.fromkeys(faults), key=lambda fault: (fault.part, fault.paragraph))
        self.faults = tuple(in_order[:_MAX_FAULTS])
        super().__init__("; ".join(f.text for f in self.faults))


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledTemplate:
    """A template ready to be filled any number of times."""

    parts: Mapping[str, bytes]
    programs: Mapping[str, Template]
    tags: Mapping[str, tuple[Tag, ...]]
    loops: Mapping[str, int]
    environment: TemplateEnvironment
    borrowed: Borrowed


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """The parts of a finished paper and what is still open in it; `unreached` are loops that never ran."""

    parts: dict[str, bytes]
    open_prompts: tuple[str, ...]
    unreached: tuple[TagFault, ...] = field(default=())


def read_tags(path: Path) -> tuple[Tag, ...]:
    """Return the tags of a template without judging them; none when it cannot be read."""
    try:
        parts = read_package(path)
        roots = [(name, parse_xml(parts[name])) for name in parts if _TEXT_PART.fullmatch(name)]
    except PackageError:
        return ()
    return tuple(tag for name, root in roots for tag in lint_part(name, root)[0])


def compile_template(path: Path, known: Collection[str], shared: Mapping[str, Path]) -> CompiledTemplate:
    """Read, check and compile a template, with the shared parts that it calls for in their places.

    Args:
        path: The .docx file.
        known: Names that the context will define.
        shared: Shared parts by name, from `template_library.part_files`.

    Raises:
        FaultyTemplateError: With every fault that can be seen without filling it.
    """
    try:
        parts = read_package(path)
        faults = [TagFault(text=text, advice=advice) for text, advice in active_content(parts)]
        roots = {name: parse_xml(parts[name]) for name in parts if _TEXT_PART.fullmatch(name)}
    except PackageError as error:
        raise FaultyTemplateError([TagFault(text=str(error), advice="Simpan ulang sebagai .docx di Word.")]) from error
    tags: dict[str, tuple[Tag, ...]] = {}
    for name, root in roots.items():
        tags[name], found = lint_part(name, root)
        faults += found
    borrowed: dict[str, tuple[str, ...]] = {}
    for name, root in roots.items():
        found, brought, tags[name] = _with_parts(parts, name, root, tags[name], shared)
        faults += found
        borrowed |= {name: brought} if brought else {}
    faults += [fault for part in tags.values() for fault in _unknown_names(part, known)]
    if faults:
        raise FaultyTemplateError(faults)
    environment = TemplateEnvironment()
    # A part without a visible tag may hide one elsewhere (in an attribute): it is compiled, and so checked, as well.
    compiled = {name: _compile_part(root, environment) for name, root in roots.items() if b"{" in parts[name]}
    return CompiledTemplate(
        parts=parts,
        programs={name: program for name, (program, _) in compiled.items()},
        loops={name: loops for name, (_, loops) in compiled.items()},
        tags=tags,
        environment=environment,
        borrowed=Borrowed(relations=borrowed),
    )


def fill(
    template: CompiledTemplate,
    context: Mapping[str, object],
    logo: Logo | None = None,
    known: Mapping[str, str] | None = None,
) -> Filled:
    """Fill a template.

    Args:
        template: From `compile_template`.
        context: The values of its names.
        logo: What the letterhead shows, where it shows one.
        known: What is to stand in places to be filled, prompt ─► text.

    Raises:
        FaultyTemplateError: A name is missing, a limit is passed, or the result is no Word document.
    """
    parts = dict(template.parts)
    rendering = Rendering(known)
    template.environment.missing.clear()
    faults: list[TagFault] = []
    placed = 0
    for name, program in template.programs.items():
        try:
            text = program.render({**context, **context_functions(rendering, name)})
        except JinjaError as error:
            faults.append(TagFault(part=name, text=str(error.message), advice="Perbaiki tag itu di Word."))
            continue
        faults += _missing(template, name)
        try:
            root = parse_xml(text.encode("utf-8", "replace"))
        except PackageError:
            faults.append(_broken_result(name))
            continue
        placed += place_controls(root, rendering.controls, first=placed)
        keep_together(root)
        parts[name] = serialize_xml(root)
    if faults:
        raise FaultyTemplateError(faults)
    _finish(parts, template.borrowed, logo, has_controls=placed > 0)
    return Filled(
        parts=parts, open_prompts=rendering.controls.prompts(), unreached=_unreached(template, rendering.reached)
    )


def _finish(parts: dict[str, bytes], borrowed: Borrowed, logo: Logo | None, *, has_controls: bool) -> None:
    """Put the logo in its place, take out what no paragraph uses, and give unfilled places their look."""
    if logo is not None:
        place_logo(parts, borrowed, logo.png, (logo.width, logo.height))
    without_unused(parts, borrowed)
    if has_controls and STYLES in parts:
        styles = parse_xml(parts[STYLES])
        if ensure_style(styles):
            parts[STYLES] = serialize_xml(styles)


def _with_parts(
    parts: dict[str, bytes], name: str, root: etree._Element, tags: tuple[Tag, ...], shared: Mapping[str, Path]
) -> tuple[list[TagFault], tuple[str, ...], tuple[Tag, ...]]:
    """Put the shared parts that one part of a template calls for in their places.

    Returns:
        What is wrong, the relationships that were brought, and the tags with those of the shared parts among them.
    """
    faults: list[TagFault] = []
    brought: tuple[str, ...] = ()
    left = list(tags)
    for number, paragraph, wanted in markers(root):
        place = next(n for n, tag in enumerate(left) if tag.paragraph == number and tag.part == name)
        calling = left.pop(place)
        try:
            part = _shared_part(wanted, shared, calling)
        except FaultyPartError as error:
            faults += error.faults
            continue
        brought += insert_part(parts, name, paragraph, part)
        left[place:place] = part.tags
    faults += [
        TagFault(
            part=tag.part,
            paragraph=tag.paragraph,
            near=tag.near,
            text=f"«{tag.text}» tidak sendirian di paragrafnya",
            advice="Tulis tag bagian di paragraf tersendiri.",
        )
        for tag in left
        if NAME in tag.meaning.names
    ]
    return faults, brought, tuple(tag for tag in left if NAME not in tag.meaning.names)


def _shared_part(wanted: str, shared: Mapping[str, Path], calling: Tag) -> SharedPart:
    """Read the part that a tag calls for.

    Raises:
        FaultyPartError: there is none of that name, or it cannot be used.
    """
    if wanted in shared:
        return read_part(shared[wanted])
    advice = f"Bagian yang ada di templates_docx/bagian/: {', '.join(sorted(shared)) or 'tidak ada'}."
    text = f"bagian «{wanted}» tidak ada"
    fault = TagFault(part=calling.part, paragraph=calling.paragraph, near=calling.near, text=text, advice=advice)
    raise FaultyPartError([fault])


def _compile_part(root: etree._Element, environment: TemplateEnvironment) -> tuple[Template, int]:
    source = docxtpl.DocxTemplate("").patch_xml(etree.tostring(root, encoding="unicode"))
    try:
        tree = environment.parse(source)
        found = objection(tree)
        if found:
            raise FaultyTemplateError([TagFault(text=f"«{found[0]}»: {found[1]}", advice="Hapus bagian itu.")])
        loops = environment.prepare(tree)
        program = Template.from_code(environment, environment.compile(tree), {})
    except JinjaError as error:
        text = f"susunan tagnya tidak dapat dibaca ({error.message})"
        raise FaultyTemplateError([TagFault(text=text, advice="Buka di Word dan periksa tagnya.")]) from error
    return program, loops


def _unknown_names(tags: tuple[Tag, ...], known: Collection[str]) -> list[TagFault]:
    assigned = {name for tag in tags for name in tag.meaning.assigned}
    allowed = {*known, *FUNCTIONS, *_LOOP_NAMES, *assigned}
    return [_unknown(tag, name, allowed) for tag in tags for name in tag.meaning.names if name not in allowed]


def _unknown(tag: Tag, name: str, allowed: Collection[str]) -> TagFault:
    near = get_close_matches(name, sorted(allowed), n=1)
    advice = f"Barangkali «{near[0]}»?" if near else "Lihat nama-nama yang ada dengan `dossier templates list`."
    return TagFault(
        part=tag.part, paragraph=tag.paragraph, near=tag.near, text=f"nama «{name}» tidak dikenal", advice=advice
    )


def _missing(template: CompiledTemplate, part: str) -> list[TagFault]:
    """Return the attributes that were missing while a part ran, each at the first tag that names it."""
    missing = dict.fromkeys(template.environment.missing)
    template.environment.missing.clear()
    faults = []
    for name in missing:
        tag = next((t for t in template.tags[part] if re.search(rf"\b{re.escape(name)}\b", t.text)), None)
        faults.append(
            TagFault(
                part=part,
                paragraph=tag.paragraph if tag else 0,
                near=tag.near if tag else "",
                text=f"nama «{name}» tidak dikenal",
                advice="Periksa ejaannya; nama-nama yang ada tampil dengan `dossier templates list`.",
            )
        )
    return faults


def _unreached(template: CompiledTemplate, reached: set[tuple[str, int]]) -> tuple[TagFault, ...]:
    """Return the loops that never ran: the n-th loop of a part is its n-th `for` tag."""
    faults = []
    for part, count in template.loops.items():
        tags = [t for t in template.tags[part] if t.keyword == "for"]
        for number in range(count):
            if (part, number) not in reached:
                tag = tags[number] if len(tags) == count else None
                faults.append(
                    TagFault(
                        part=part,
                        paragraph=tag.paragraph if tag else 0,
                        near=tag.near if tag else "",
                        text="perulangan ini tidak pernah berjalan",
                        advice="Periksa daftar yang diulang dan syarat di sekelilingnya.",
                    )
                )
    return tuple(faults)


def _broken_result(part: str) -> TagFault:
    return TagFault(
        part=part,
        text="hasilnya bukan dokumen Word yang sah",
        advice="Tag untuk mengulang baris tabel ditulis {%tr … %} di baris tersendiri, untuk paragraf {%p … %}.",
    )
