"""Reads `serah-terima.yaml` into handovers, and adds one: every other character of the file stays.

What was in an edition lies beside it in `serah-terima/`, one sealed file each, named by its content and never replaced.
"""

from __future__ import annotations

import codecs
import hashlib
import json
import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Final

from dossier.errors import PlanError
from dossier.model import Audience, EditionContents, HandedEdition, HandedFile, Handover
from dossier.plan.entries_edit import scalar
from dossier.plan.yaml_fields import Fields, Problems, listed, nearest
from dossier.plan.yaml_tree import read_document, read_source
from dossier.state import files, store
from dossier.typed_days import DayError, read_day

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    from dossier.plan.yaml_tree import Node

HANDOVER_KEYS: Final = ("kepada", "edisi", "tanggal", "keadaan_per", "register", "isi")
_HEAD: Final = "# Edisi dossier yang sudah diserahkan (`dossier serah`): kepada siapa, kapan, dan apa isinya.\n"
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_CONTENTS: Final = re.compile(r"[0-9a-f]{16}")
_CONTENTS_DIGITS: Final = 16
SCHEMA: Final = "dossier.serah-terima/1"


def load_handovers(path: Path) -> tuple[Handover, ...]:
    """Read the handovers, in the order of the file; a missing file holds none.

    Raises:
        PlanError: an entry cannot be read; `findings` holds every problem.
    """
    if not path.exists() and not path.is_symlink():
        return ()
    problems = Problems(path)
    return _handovers(read_document(path, problems), problems, path)


def add_handover(path: Path, handover: Handover) -> bool:
    """Add a handover at the end of the file; return False, and write nothing, where it is there already.

    Raises:
        PlanError: the file cannot be read or added to.
        OutputError: it cannot be written.
    """
    with files.explained(path), files.in_turn(path.parent):
        known = load_handovers(path)
        if handover.key in {each.key for each in known}:
            return False
        old = path.read_bytes() if path.exists() else b""
        mark = codecs.BOM_UTF8 if old.startswith(codecs.BOM_UTF8) else b""
        text = _with_block(old.decode("utf-8-sig"), _block(handover))
        problems = Problems(path)
        try:
            after = _handovers(read_source(text, problems), problems, path)
        except PlanError:
            after = ()
        if [each.key for each in after] != [each.key for each in (*known, handover)]:
            raise PlanError(
                "plan/serah-terima.yaml ditulis dengan cara yang tidak dapat ditambahi dengan aman.",
                path=path,
                hint="Tulis tiap serah terima mulai baris baru tanpa menjorok, dengan “- kepada: …”.",
            )
        files.write(path.resolve(), mark + text.encode(), durable=True)
    return True


@dataclass(frozen=True, slots=True)
class _KeptContents:
    """What is kept of an edition, as its JSON has it: path ─► SHA-256, place, first page."""

    files: dict[str, tuple[str, str, int]]
    states: dict[str, str]


def keep_contents(folder: Path, contents: EditionContents) -> str:
    """Keep what was in an edition, and return the name that it is found by; what is there stays.

    Raises:
        OutputError: it cannot be written.
    """
    facts: dict[str, object] = {
        "files": {path: [each.sha256, each.place, each.page] for path, each in sorted(contents.files.items())},
        "states": dict(sorted(contents.states.items())),
    }
    text = json.dumps(facts, ensure_ascii=True, sort_keys=True)
    name = hashlib.sha256(text.encode("ascii")).hexdigest()[:_CONTENTS_DIGITS]
    path = folder / f"{name}.json"
    with files.explained(path):
        if _recall(path) != contents:
            folder.mkdir(parents=True, exist_ok=True)
            store.keep(path, SCHEMA, facts, durable=True)
    return name


def last_handed(folder: Path, handovers: tuple[Handover, ...]) -> tuple[dict[Audience, HandedEdition], list[Handover]]:
    """Return for each kind of readers the edition that they received last, and the handovers whose contents are lost.

    Of one day the entry that is written last counts.
    """
    last: dict[Audience, Handover] = {}
    for each in handovers:
        if each.audience not in last or last[each.audience].day <= each.day:
            last[each.audience] = each
    found: dict[Audience, HandedEdition] = {}
    lost: list[Handover] = []
    for audience, handover in sorted(last.items()):
        contents = _recall(folder / f"{handover.contents}.json")
        if contents is None:
            lost.append(handover)
        else:
            found[audience] = HandedEdition(handover=handover, contents=contents)
    return found, lost


def _recall(path: Path) -> EditionContents | None:
    kept = store.recall(path, _KeptContents, SCHEMA) if files.is_plain_file(path) else None
    if kept is None:
        return None
    found = {name: HandedFile(sha256=sha, place=place, page=page) for name, (sha, place, page) in kept.files.items()}
    return EditionContents(files=found, states=kept.states)


def _handovers(root: Node | None, problems: Problems, path: Path) -> tuple[Handover, ...]:
    advice = ("Awali dengan “- ”.", "Tulis “- kepada: …” lalu “edisi: …” di bawahnya.")
    found = [_read(fields) for fields in listed(root, problems, HANDOVER_KEYS, advice)]
    problems.stop_on_errors(path, "Daftar serah terima")
    return tuple(each for each in found if each is not None)


def _read(fields: Fields) -> Handover | None:
    fields.require(*HANDOVER_KEYS)
    values = {key: fields.text(key, filled=True) for key in HANDOVER_KEYS}
    day, as_of = (_day(fields, key, values[key]) for key in ("tanggal", "keadaan_per"))
    edition = values["edisi"]
    if edition and edition not in list(Audience):
        near = nearest(edition, list(Audience))
        advice = f"Mungkin maksudnya “{near}”." if near else f"Pilih salah satu: {', '.join(Audience)}."
        fields.error("serah_terima_salah", fields.line("edisi"), f"Edisi “{edition}” tidak dikenal.", advice)
    for key, pattern in (("register", _SHA256), ("isi", _CONTENTS)):
        if values[key] and not pattern.fullmatch(values[key]):
            text = f"Sidik “{key}” bukan seperti yang ditulis `dossier serah`."
            advice = "Kembalikan seperti semula, atau hapus seluruh isian itu."
            fields.error("serah_terima_salah", fields.line(key), text, advice)
    if day is None or as_of is None or edition not in list(Audience) or not values["kepada"]:
        return None
    return Handover(
        receiver=values["kepada"],
        audience=Audience(edition),
        day=day,
        as_of=as_of,
        register=values["register"],
        contents=values["isi"],
        line=fields.line("kepada"),
    )


def _day(fields: Fields, key: str, text: str) -> dt.date | None:
    if not text:
        return None
    try:
        return read_day(text)
    except DayError as error:
        fields.error("tanggal_tak_terbaca", fields.line(key), f"“{key}” {error}.", "Perbaiki tanggalnya.")
        return None


def _block(handover: Handover) -> str:
    days = {key: day.isoformat() for key, day in asdict(handover).items() if key in {"day", "as_of"}}
    values = (handover.receiver, handover.audience.value, days["day"], days["as_of"])
    texts = dict(zip(HANDOVER_KEYS, (*values, handover.register, handover.contents), strict=True))
    lines = [f"{key}: {_quoted(value)}" for key, value in texts.items()]
    return "- " + "\n  ".join(lines) + "\n"


def _quoted(value: str) -> str:
    """Return a text as YAML; digests of digits alone stay texts."""
    return f'"{value}"' if _CONTENTS.fullmatch(value) else scalar(value, indent=4, one_line=True)


def _with_block(text: str, block: str) -> str:
    if not text.strip():
        return f"{_HEAD}\n{block}"
    newline = "\r\n" if "\r\n" in text else "\n"
    whole = text if text.endswith("\n") else text + newline
    return whole + newline + block.replace("\n", newline)
