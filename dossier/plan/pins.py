"""Reads `pins.yaml` into Pins and `sandi.yaml` into file passwords; checks them against the plan."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from dossier.model import NO_FRONT, FrontPaper, Pin
from dossier.plan.question_links import check_question
from dossier.plan.yaml_fields import Fields, Problems, listed, nearest
from dossier.plan.yaml_tree import read_document, read_source
from dossier.state.files import is_inside

if TYPE_CHECKING:
    from pathlib import Path

    from dossier.model import Indicator, Plan
    from dossier.plan.yaml_tree import Node


PIN_KEYS = ("berkas", "indikator", "butir", "slot", "pertanyaan", "surat", "bukan", "alasan")
_PLACE_KEYS = ("indikator", "butir", "slot")


def load_pins(path: Path, plan: Plan | None) -> tuple[Pin, ...]:
    """Read the pins; a missing file or one without entries is no pins. Without a plan only their form is checked.

    Raises:
        PlanError: an entry cannot be read or names what the plan does not have; `findings` holds every problem.
    """
    if not path.exists() and not path.is_symlink():
        return ()
    problems = Problems(path)
    return _read_pins(read_document(path, problems), problems, path, plan)


def parse_pins(source: str, path: Path, plan: Plan) -> tuple[Pin, ...]:
    """Read the pins from a text that is or will be the content of `path`; raises as `load_pins` does."""
    problems = Problems(path)
    return _read_pins(read_source(source, problems), problems, path, plan)


def _read_pins(root: Node | None, problems: Problems, path: Path, plan: Plan | None) -> tuple[Pin, ...]:
    advice = ("Awali dengan “- ”.", "Tulis “- berkas: …” lalu “indikator: …” di bawahnya.")
    pins = [read_pin(fields, plan) for fields in listed(root, problems, PIN_KEYS, advice)]
    _check_contradictions(pins, problems)
    problems.stop_on_errors(path, "Daftar pins")
    return tuple(dict.fromkeys(pins))


def _file_of(fields: Fields) -> str:
    """Return the path that an entry is about, in NFC; one that cannot lie in the evidence folder is an error."""
    path = unicodedata.normalize("NFC", fields.raw_text("berkas"))
    if fields.has("berkas") and not is_inside(path):
        fields.error(
            "berkas_salah",
            fields.line("berkas"),
            f"Letak berkas “{path}” tidak sah.",
            "Tulis letaknya di dalam folder evidence/, seperti ditulis `dossier scan`.",
        )
    return path


def read_pin(fields: Fields, plan: Plan | None) -> Pin:
    """Read one entry: a file and where it belongs, which question it answers, or that it is no evidence."""
    fields.require("berkas")
    fields.subject = unicodedata.normalize("NFC", fields.raw_text("berkas"))
    path = _file_of(fields)
    line = fields.line("berkas")
    rejected = read_rejection(fields)
    is_placed = any(fields.has(key) for key in _PLACE_KEYS)
    if fields.has("surat"):
        return read_front(fields, path, line, alone=not (rejected or is_placed or fields.has("pertanyaan")))
    if rejected and (is_placed or fields.has("pertanyaan")):
        fields.error("pin_bertentangan", line, "“bukan” tidak dapat disertai indikator.", "Hapus salah satunya.")
    if rejected:
        return Pin(path=path, indicator=None, line=line)
    if fields.has("pertanyaan"):
        return read_asked(fields, path, line, is_placed=is_placed)
    fields.require("indikator")
    code = fields.text("indikator", filled=True)
    indicator = plan.indicator(code) if plan else None
    if plan is None or indicator is None:
        if code and plan is not None:
            guess = nearest(code, [i.code for i in plan.indicators])
            advice = f"Mungkin maksudnya {guess}." if guess else "Lihat kodenya dengan `dossier plan show`."
            fields.error(
                "kode_tak_dikenal", fields.line("indikator"), f"Indikator “{code}” tidak ada di rencana.", advice
            )
        return Pin(path=path, indicator=code, line=line)
    return read_place(fields, indicator, path, line)


def read_rejection(fields: Fields) -> bool:
    """Return whether the entry says "not this": `bukan: true`, or the reason itself after `bukan:`."""
    words = fields.text("bukan")
    return bool(words) and words.casefold() not in {"false", "tidak"}


def read_asked(fields: Fields, path: str, line: int, *, is_placed: bool) -> Pin:
    """Read `pertanyaan`: the key of a question of the evaluation sheet."""
    if is_placed:
        fields.error("pin_bertentangan", line, "“pertanyaan” tidak dapat disertai indikator.", "Hapus salah satunya.")
    key = fields.text("pertanyaan", filled=True)
    if key:
        check_question(fields, key, fields.line("pertanyaan"))
    return Pin(path=path, indicator=None, question=key, line=line)


def read_front(fields: Fields, path: str, line: int, *, alone: bool) -> Pin:
    """Read `surat`: which paper of the front the file is, or `bukan` where it is none of them."""
    if not alone:
        fields.error("pin_bertentangan", line, "“surat” tidak dapat disertai tempat lain.", "Hapus salah satunya.")
    name = fields.text("surat", filled=True)
    known = (*FrontPaper, NO_FRONT)
    if name and name not in known:
        text = f"Surat “{name}” tidak dikenal."
        fields.error("surat_tak_dikenal", fields.line("surat"), text, f"Pilih salah satu: {', '.join(known)}.")
    return Pin(path=path, indicator=None, front=name, line=line)


def read_place(fields: Fields, indicator: Indicator, path: str, line: int) -> Pin:
    """Read `butir` and `slot` and hold them against the indicator."""
    identifier = fields.text("butir")
    requirement = indicator.requirement(identifier)
    if identifier and requirement is None:
        known = ", ".join(f"{r.id} ({r.label})" for r in indicator.requirements)
        fields.error(
            "butir_tak_dikenal",
            fields.line("butir"),
            f"{indicator.code} tidak punya butir “{identifier}”.",
            f"Pilih salah satu: {known}.",
        )
    slot = fields.text("slot")
    slots = indicator.slots if requirement is None else indicator.slots_of(requirement)
    if slot and slot not in {s.key for s in slots}:
        known = ", ".join(s.key for s in slots)
        fields.error(
            "slot_tak_dikenal", fields.line("slot"), f"{indicator.code} tidak punya slot “{slot}”.", f"Pilih: {known}."
        )
    return Pin(path=path, indicator=indicator.code, requirement=identifier or None, slot=slot or None, line=line)


def _check_contradictions(pins: list[Pin], problems: Problems) -> None:
    """A file cannot be evidence and "not this" at once, nor a paper of the front and evidence; a paper is one file."""
    rejected = {p.path: p.line for p in pins if p.rejects}
    for pin in pins:
        if not pin.rejects and pin.path in rejected:
            problems.error(
                "pin_bertentangan",
                pin.line,
                f"Berkas “{pin.path}” ditandai “bukan” di baris {rejected[pin.path]}.",
                "Hapus salah satunya.",
                pin.path,
            )
    _check_front(pins, problems)


def _check_front(pins: list[Pin], problems: Problems) -> None:
    files: dict[str, Pin] = {}
    for pin in pins:
        if pin.front is None or pin.front == NO_FRONT:
            continue
        first = files.setdefault(pin.front, pin)
        if first.path != pin.path:
            text = f"Dua berkas ditetapkan sebagai {pin.front}: juga “{first.path}” di baris {first.line}."
            problems.error("pin_bertentangan", pin.line, text, "Hapus salah satunya.", pin.path)
    papers = {pin.path: pin.line for pin in pins if pin.front is not None and pin.front != NO_FRONT}
    for pin in pins:
        if pin.path in papers and pin.front is None and not pin.rejects:
            text = f"Berkas “{pin.path}” ditetapkan sebagai surat di baris {papers[pin.path]}, dan sebagai bukti."
            problems.error("pin_bertentangan", pin.line, text, "Hapus salah satunya.", pin.path)


PASSWORD_KEYS = ("berkas", "sandi")


def load_passwords(path: Path) -> dict[str, str]:
    """Read the passwords by the path of their file; a missing file is none.

    Raises:
        PlanError: an entry cannot be read; `findings` holds every problem.
    """
    if not path.exists() and not path.is_symlink():
        return {}
    problems = Problems(path)
    found: dict[str, str] = {}
    advice = ("Awali dengan “- ”.", "Tulis “- berkas: …” lalu “sandi: …” di bawahnya.")
    for fields in listed(read_document(path, problems), problems, PASSWORD_KEYS, advice):
        fields.require("berkas", "sandi")
        _add_password(fields, found)
    problems.stop_on_errors(path, "Daftar kata sandi")
    return found


def _add_password(fields: Fields, found: dict[str, str]) -> None:
    path = _file_of(fields)
    if path in found:
        fields.error(
            "sandi_ganda",
            fields.line("berkas"),
            f"Berkas “{path}” punya dua kata sandi.",
            "Hapus salah satunya.",
        )
    found[path] = fields.raw_text("sandi")
