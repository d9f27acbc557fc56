"""Freezes a copy of the answers to the evaluation sheet on the day of submission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import plan
from dossier.errors import OutputError
from dossier.pipeline.form_books import keep_copy, save
from dossier.state.files import in_turn

if TYPE_CHECKING:
    import datetime as dt

    from dossier.state.workspace import Workspace


def freeze_answers(workspace: Workspace, day: dt.date) -> tuple[str, ...]:
    """Copy `plan/lke.yaml` to `plan/lke-terkunci.yaml` and return what is to be told; an older copy is archived.

    Args:
        workspace: whose answers they are.
        day: the day of submission, which the copy says.

    Raises:
        PlanError: the answers cannot be read.
        OutputError: there are none, or the copy cannot be written.
    """
    if not workspace.answers.is_file():
        raise OutputError(
            f"Belum ada jawaban untuk dikunci: {workspace.answers}",
            path=workspace.answers,
            hint="Isi plan/lke.yaml dulu; bentuknya ada di docs/pemakaian.md.",
        )
    with in_turn(workspace.answers.parent):
        plan.read_answers(workspace.answers)
        text = plan.frozen_text(workspace.answers.read_bytes().decode("utf-8-sig"), day.isoformat())
        frozen = workspace.frozen_answers
        if frozen.is_file() and frozen.read_bytes() == text.encode("utf-8"):
            return (f"plan/{frozen.name} sudah sama dengan jawaban sekarang",)
        told = []
        if frozen.is_file():
            kept = keep_copy(frozen, workspace.archive)
            told.append(f"salinan terkunci yang lama disimpan di plan/arsip/{kept.name}")
        save(frozen, text)
    return (*told, f"jawaban dikunci per {day.isoformat()} di plan/{frozen.name}; selisih TPI dihitung terhadapnya")
