"""Reads plan and area files into a Plan, collects all complaints; writes a Plan as the JSON of `dossier plan show`."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dossier.model import Area, Component, DocKind, Indicator, Plan, Requirement
from dossier.plan import wording_checks
from dossier.plan.plan_documents import is_area_file
from dossier.plan.question_links import read_questions
from dossier.plan.schedule_fields import read_row_time
from dossier.plan.wording_checks import CodeBook
from dossier.plan.yaml_fields import Fields, kind_name, nearest
from dossier.plan.yaml_tree import Broken, Table, YamlText, read_document

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from dossier.model import QuestionLink, Slot
    from dossier.plan.schedule_fields import RowTime
    from dossier.plan.yaml_fields import Problems
    from dossier.plan.yaml_tree import Node


HEAD_KEYS = ("judul", "tahun", "predikat", "dasar", "dasar_hukum", "area")
OTHER_KEY = "lain"  # columns of the unit that the program has no use for, kept as they are
PERSON_KEY = "penanggung_jawab"  # may stand at every level; the lowest one counts
AREA_KEYS = ("kode", "judul", "komponen")
COMPONENT_KEYS = ("kode", "judul", "indikator")
COLUMN_KEYS = ("indikator", "langkah_aksi", "bukti_fisik", "target_waktu")
INDICATOR_KEYS = ("kode", *COLUMN_KEYS, "butir", "jadwal", "catatan", "lke", PERSON_KEY, OTHER_KEY)
ITEM_KEYS = ("id", "nama", "jenis", "alias", "opsional", "tautan", "sekali", "jadwal", "templat", PERSON_KEY, OTHER_KEY)

PREDICATES = ("WBK", "WBBM")
MAX_AREA_FILES = 100
_YEAR = re.compile(r"20\d\d", re.ASCII)
_ITEM_ID = re.compile(r"[a-z]{1,2}", re.ASCII)  # a, b, … z, aa
_FILE_NAME = re.compile(r"[^/\\:\x00]+")  # one part of a path: SK Tim Kerja.docx
_NO_TITLE = "Rencana Aksi Pembangunan Zona Integritas"
_ANY_YEAR = 2024  # a leap year: the grammar of due times is still checked where the plan's own year is unusable


@dataclass(slots=True)
class Reader:
    """Reads one plan; `book` holds the codes of all its files."""

    folder: Path
    problems: Problems
    year: int | None = None
    book: CodeBook = field(default_factory=CodeBook)

    def plan(self, root: Node | None) -> Plan | None:
        """Read the head and every area; None when the head is no table."""
        if not isinstance(root, Table):
            report_no_table(root, self.problems)
            return None
        head = Fields(root, HEAD_KEYS, self.problems, strict=False)
        head.require("tahun", "area")
        self.year = self._year(head)
        wording_checks.check_legal_basis(head)
        return Plan(
            title=head.asked("judul", _NO_TITLE, f"judulnya “{_NO_TITLE}”"),
            year=self.year or _ANY_YEAR,
            predicate=self._predicate(head),
            basis=head.asked("dasar", "", "naskah menyebut dasar rencana ini sebagai isian"),
            areas=self._areas(head),
        )

    @staticmethod
    def _predicate(head: Fields) -> str:
        """Read WBK or WBBM; "" where nobody has said which."""
        meanwhile = "dossier menyebut “WBK/WBBM”, dan naskah mengosongkan tempatnya"
        predicate = head.asked("predikat", "", meanwhile).upper()
        if predicate in ("", *PREDICATES):
            return predicate
        text = f"Predikat “{head.text('predikat')}” tidak dikenal; sementara itu {meanwhile}."
        head.problems.warning("predikat_salah", head.line("predikat"), text, "Tulis WBK atau WBBM.")
        return ""

    def _year(self, head: Fields) -> int | None:
        written = head.text("tahun", filled=True)
        if _YEAR.fullmatch(written):
            return int(written)
        if written:
            head.error(
                "tahun_salah", head.line("tahun"), f"Tahun “{written}” tidak terbaca.", "Tulis mis. tahun: 2025."
            )
        return None

    def _areas(self, head: Fields) -> tuple[Area, ...]:
        nodes = head.items("area", filled=True)
        if len(nodes) > MAX_AREA_FILES:
            head.error(
                "terlalu_besar",
                head.line("area"),
                f"Rencana ini menyebut {len(nodes)} area; batasnya {MAX_AREA_FILES}.",
                "Hapus yang berlebih.",
            )
            nodes = ()
        areas: list[Area] = []
        for node in nodes:
            area = self._area(node, areas[-1].code if areas else "", head)
            if area is not None:
                areas.append(area)
        return tuple(areas)

    def _area(self, node: Node, before: str, head: Fields) -> Area | None:
        """Read an area that stands in the list, or in the file that the list names."""
        problems = self.problems
        if isinstance(node, YamlText):
            path = self._area_file(node, head)
            if path is None:
                return None
            problems = self.problems.at(path)
            known = len(problems.errors)
            root = read_document(path, problems)
            if root is None and len(problems.errors) > known:
                return None
            node = root if root is not None else YamlText("", "", 1)
        if not isinstance(node, Table):
            report_no_table(node, problems)
            return None
        fields = Fields(node, (*AREA_KEYS, PERSON_KEY), problems, strict=False)
        fields.require("kode", "komponen")
        code = self.book.read(fields, "area", "", before)
        return Area(
            code=code,
            title=fields.asked("judul", f"Area {code}", f"judulnya “Area {code}”"),
            components=self._components(fields, code),
            person=fields.text(PERSON_KEY),
        )

    def _area_file(self, node: YamlText, head: Fields) -> Path | None:
        """Return the file that an entry of `area` names, if it is one and lies in the plan's folder."""
        name = node.raw.strip()
        advice = f"Taruh berkas area di folder {self.folder.name or '.'} dan tulis namanya saja."
        if not is_area_file(name):
            head.error("berkas_area", node.line, f"Nama berkas area “{node.value}” tidak sah.", advice)
            return None
        path = self.folder / name
        try:
            inside = path.resolve().parent == self.folder.resolve()
        except (OSError, RuntimeError):
            inside = False
        if not inside:
            head.error("berkas_area", node.line, f"Berkas area “{name}” menunjuk ke luar folder rencana.", advice)
            return None
        if not path.exists():
            near = nearest(name, sorted(p.name for p in self.folder.glob("*.yaml")))
            head.error(
                "berkas_area", node.line, f"Berkas area “{name}” tidak ada.", f"Mungkin “{near}”." if near else advice
            )
            return None
        return path

    def _components(self, area: Fields, area_code: str) -> tuple[Component, ...]:
        components: list[Component] = []
        for table in area.tables("komponen", filled=True):
            fields = Fields(table, (*COMPONENT_KEYS, PERSON_KEY), area.problems, area_code, strict=False)
            fields.require("kode", "indikator")
            code = self.book.read(fields, "komponen", area_code, components[-1].code if components else "")
            title = fields.asked("judul", f"Komponen {code}", f"judulnya “Komponen {code}”")
            components.append(
                Component(
                    code=code,
                    title=title,
                    indicators=self._indicators(fields, code),
                    person=fields.text(PERSON_KEY),
                )
            )
        return tuple(components)

    def _indicators(self, component: Fields, component_code: str) -> tuple[Indicator, ...]:
        indicators: list[Indicator] = []
        for table in component.tables("indikator", filled=True):
            before = indicators[-1].code if indicators else ""
            fields = Fields(table, INDICATOR_KEYS, component.problems, component_code, strict=False)
            fields.require("kode")
            code = self.book.read(fields, "indikator", component_code, before)
            indicators.append(self._indicator(fields, code))
        return tuple(indicators)

    def _indicator(self, fields: Fields, code: str) -> Indicator:
        columns = {key: fields.text(key) for key in COLUMN_KEYS}
        wording_checks.check_columns(fields, columns, self.year)
        time = read_row_time(fields, columns, self.year or _ANY_YEAR)
        requirements = read_requirements(fields, columns["bukti_fisik"], time)
        return Indicator(
            code=code,
            statement=columns["indikator"],
            steps=columns["langkah_aksi"],
            evidence_text=columns["bukti_fisik"],
            schedule=time.settled(fields, columns["bukti_fisik"], requirements),
            requirements=requirements,
            questions=read_questions(fields, tuple(requirement.id for requirement in requirements)),
            note=fields.text("catatan"),
            person=fields.text(PERSON_KEY),
            others=fields.others(OTHER_KEY),
        )


def read_requirements(fields: Fields, evidence_text: str, time: RowTime) -> tuple[Requirement, ...]:
    """Read `butir`; without it the whole evidence text is one requirement, `a`."""
    if not fields.has("butir"):
        return (Requirement(id="a", label=evidence_text or "Bukti fisik (belum ditulis di rencana)"),)
    lines: dict[str, int] = {}
    requirements: list[Requirement] = []
    for table in fields.tables("butir", filled=True):
        item = Fields(table, ITEM_KEYS, fields.problems, fields.subject, strict=False)
        item.require("id", "nama")
        requirement = read_requirement(item, time)
        if requirement.id in lines:
            item.error(
                "butir_ganda",
                item.line("id"),
                f"Butir “{requirement.id}” sudah ada di baris {lines[requirement.id]}.",
                "Beri huruf lain.",
            )
        elif requirement.id:
            lines[requirement.id] = item.line("id")
        requirements.append(requirement)
    return tuple(requirements)


def read_requirement(item: Fields, time: RowTime) -> Requirement:
    """Read one `butir` of a row that is due at `time`."""
    identifier = item.text("id", filled=True)
    if identifier and not _ITEM_ID.fullmatch(identifier):
        item.error("butir_id", item.line("id"), f"Id butir “{identifier}” tidak sah.", "Pakai huruf kecil: a, b, c, …")
    template = item.text("templat")
    if template and (template.startswith(".") or not _FILE_NAME.fullmatch(template)):
        text = f"Nama templat “{template}” tidak sah; tidak dipakai."
        advice = "Tulis nama berkasnya saja."
        item.problems.warning("templat_salah", item.line("templat"), text, advice, item.subject)
        template = ""
    return Requirement(
        id=identifier,
        label=item.text("nama", filled=True),
        kind=read_kind(item),
        aliases=item.texts("alias"),
        optional=item.flag("opsional"),
        link_allowed=item.flag("tautan"),
        once=item.flag("sekali"),
        template=template or None,
        schedule=time.of_item(item, item.text("nama")),
        person=item.text(PERSON_KEY),
        others=item.others(OTHER_KEY),
    )


def read_kind(item: Fields) -> DocKind:
    """Read `jenis`; an absent one is a plain document."""
    written = item.text("jenis", DocKind.DOKUMEN.value)
    known = {kind.value: kind for kind in DocKind}
    if written in known:
        return known[written]
    guess = nearest(written, known)
    item.problems.warning(
        "jenis_tak_dikenal",
        item.line("jenis"),
        f"Jenis “{written}” tidak dikenal; dibaca sebagai “{DocKind.DOKUMEN}”.",
        f"Mungkin maksudnya “{guess}”." if guess else f"Jenis yang dikenal: {', '.join(known)}.",
        item.subject,
    )
    return DocKind.DOKUMEN


def report_no_table(root: Node | None, problems: Problems) -> None:
    """Say that a file is empty or is no table, unless something worse has been said already."""
    if root is None or (isinstance(root, YamlText) and not root.value):
        problems.error("kosong", 1, "Berkas ini kosong.", "Salin susunannya dari berkas bawaan.")
    elif not isinstance(root, Broken):
        problems.error(
            "jenis_isian",
            root.line,
            f"Isi berkas harus berupa kunci dan nilai, bukan {kind_name(root)}.",
            "Awali dengan “kunci: nilai”, mis. “judul: …”.",
        )


SCHEMA = "dossier.plan/1"


def plan_json(plan: Plan) -> dict[str, object]:
    """Return the plan as plain dicts, lists and texts, keys in a fixed order."""
    return {
        "schema": SCHEMA,
        "title": plan.title,
        "year": plan.year,
        "predicate": plan.predicate,
        "basis": plan.basis,
        "areas": [_area(area) for area in plan.areas],
    }


def _area(area: Area) -> dict[str, object]:
    components = [_component(component) for component in area.components]
    return {"code": area.code, "title": area.title, "person": area.person, "components": components}


def _component(component: Component) -> dict[str, object]:
    indicators = [_indicator(indicator) for indicator in component.indicators]
    return {"code": component.code, "title": component.title, "person": component.person, "indicators": indicators}


def _indicator(indicator: Indicator) -> dict[str, object]:
    return {
        "code": indicator.code,
        "indikator": indicator.statement,
        "langkah_aksi": indicator.steps,
        "bukti_fisik": indicator.evidence_text,
        "target_waktu": indicator.schedule.text,
        "requirements": [_requirement(indicator, r) for r in indicator.requirements],
        "slots": _slots(indicator.slots),
        "schedule_note": indicator.schedule.note,
        "lke": list(indicator.lke),
        "questions": [_question_link(link) for link in indicator.questions],
        "note": indicator.note,
        "person": indicator.person,
        "others": dict(indicator.others),
    }


def _question_link(link: QuestionLink) -> dict[str, object]:
    return {"key": link.key, "role": link.role.value, "requirements": list(link.requirements)}


def _slots(slots: Iterable[Slot]) -> list[dict[str, object]]:
    return [{"label": s.label, "due": s.due.isoformat() if s.due else None} for s in slots]


def _requirement(indicator: Indicator, requirement: Requirement) -> dict[str, object]:
    return {
        "id": requirement.id,
        "label": requirement.label,
        "kind": requirement.kind.value,
        "aliases": list(requirement.aliases),
        "optional": requirement.optional,
        "link": requirement.link_allowed,
        "once": requirement.once,
        "template": requirement.template,
        "person": requirement.person,
        "others": dict(requirement.others),
        "schedule": requirement.schedule.text if requirement.schedule else None,
        "slots": _slots(indicator.slots_of(requirement)),
    }
