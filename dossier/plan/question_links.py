"""Reads keys of questions of the evaluation sheet in the plan, and what of a row is their evidence (`lke`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from dossier.knowledge import sheet
from dossier.model import QuestionLink, QuestionRole
from dossier.plan.yaml_fields import Fields, kind_name, nearest
from dossier.plan.yaml_tree import Broken, Table, YamlText

if TYPE_CHECKING:
    from collections.abc import Iterable

LINK_KEYS: Final = ("kunci", "peran", "butir")
_KEY_SEPARATOR: Final = re.compile(r"[\s_\-.]+")  # A-1-V-iv-b, A.1.V. iv.b


def read_questions(fields: Fields, requirements: tuple[str, ...]) -> tuple[QuestionLink, ...]:
    """Read `lke`: questions of the evaluation sheet, each as a key or as `{kunci, peran, butir}`.

    Args:
        fields: The indicator.
        requirements: The ids of its requirements.
    """
    found = []
    for node in fields.items("lke"):
        if isinstance(node, YamlText) and node.value:
            check_question(fields, node.value, node.line, strict=False)
            found.append(QuestionLink(key=node.value))
        elif isinstance(node, Table):
            link = Fields(node, LINK_KEYS, fields.problems, fields.subject, strict=False)
            link.require("kunci")
            found.append(_link(link, requirements))
        elif not isinstance(node, YamlText | Broken):
            advice = "Tulis lke: [A.1.V.iv.b], atau {kunci: A.1.V.iv.b, peran: sebagian, butir: [a]}."
            fields.error("jenis_isian", node.line, f"Isi “lke” harus berupa teks, bukan {kind_name(node)}.", advice)
    return tuple(link for link in found if link.key in sheet.questions())


def _link(link: Fields, requirements: tuple[str, ...]) -> QuestionLink:
    """Read one entry that says more than its key; an unknown role counts as the usual one."""
    key = link.text("kunci", filled=True)
    if key:
        check_question(link, key, link.line("kunci"), strict=False)
    written = link.text("peran", QuestionRole.ANSWERS)
    roles = {role.value: role for role in QuestionRole}
    if written not in roles:
        text = f"Peran “{written}” tidak dikenal; dibaca sebagai “{QuestionRole.ANSWERS}”."
        link.problems.warning("lke_peran_salah", link.line("peran"), text, f"Pilih: {', '.join(roles)}.", link.subject)
    ids = []
    for node in link.text_nodes("butir"):
        if node.value in requirements:
            ids.append(node.value)
            continue
        text = f"Butir “{node.value}” untuk {key} tidak ada pada indikator ini; tidak dipakai."
        advice = f"Butir yang ada: {', '.join(requirements)}."
        link.problems.warning("lke_butir_tak_dikenal", node.line, text, advice, link.subject)
    return QuestionLink(key=key, role=roles.get(written, QuestionRole.ANSWERS), requirements=tuple(ids))


def check_question(fields: Fields, key: str, line: int, *, strict: bool = True) -> None:
    """Complain of a key that is none of a question of the evaluation sheet, and name the nearest.

    An error; a warning where not `strict`.
    """
    known = sheet.questions()
    if key in known:
        return
    near = _nearest_key(_KEY_SEPARATOR.sub(".", key), known)
    advice = f"Mungkin maksudnya {near} ({known[near].text})." if near else "Tulis kunci pertanyaan, mis. A.1.V.iv.b."
    text = f"Kunci LKE “{key}” tidak ada"
    if strict:
        fields.error("lke_tak_dikenal", line, f"{text}.", advice)
    else:
        fields.problems.warning("lke_tak_dikenal", line, f"{text}; tidak dipakai.", advice, fields.subject)


def _nearest_key(written: str, known: Iterable[str]) -> str | None:
    """Return the key nearest to a mistaken one, of the same component where that is right."""
    component = written.casefold().rpartition(".")[0]
    return nearest(written, [key for key in known if key.casefold().rpartition(".")[0] == component] or known)
