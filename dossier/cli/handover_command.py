"""`dossier serah`: an edition is handed over, remembered, and recorded in a paper to sign."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import click

from dossier import pipeline, templates, wording
from dossier.cli.click_words import Command
from dossier.cli.date_argument import DateArgument
from dossier.cli.options import folder_project
from dossier.cli.plan_commands import show_papers
from dossier.cli.terminal_output import say, tell
from dossier.model import Audience
from dossier.model.audience import READERS

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

_NAMED: Final = {
    Audience.TPI: re.compile(r"\b(?:TPI|tim penilai internal|inspektorat)\b", re.IGNORECASE),
    Audience.TPN: re.compile(r"\b(?:TPN|tim penilai nasional)\b", re.IGNORECASE),
}
"""How the words of a receiver say which edition is meant."""


@click.command(cls=Command)
@click.option("--kepada", "receiver", required=True, metavar="NAMA", help="Penerima, mis. “TPI Inspektorat Contoh”.")
@click.option(
    "--untuk",
    "audience",
    type=click.Choice([each.value for each in Audience]),
    help="Edisi yang diserahkan; bila tidak ditulis, menurut kata TPI atau TPN pada --kepada.",
)
@click.option("--tanggal", "day", type=DateArgument(), metavar="TANGGAL", help="Hari serah terima; bawaan: hari ini.")
@click.pass_obj
def serah(folder: Path, *, receiver: str, audience: str | None, day: dt.date | None) -> None:
    """Catat edisi di build/ yang diserahkan, dan buat berita acara serah terimanya di naskah/.

    Edisi, sidik register, hari, dan penerima disimpan di plan/serah-terima.yaml. Edisi berikutnya untuk pembaca itu
    memuat di depan apa yang berubah sejak edisi yang diterimanya.
    """
    if not receiver.strip():
        raise click.BadParameter("Sebut siapa penerimanya, mis. “TPI Inspektorat Contoh”.", param_hint="--kepada")
    opened = folder_project(folder)
    done = opened.hand_over(edition_for(receiver, audience), receiver, day)
    handover = done.handover
    where = "disimpan di" if done.is_new else "sudah ada di"
    tell(
        f"Edisi untuk {READERS[handover.audience]} ({done.totals.words}), keadaan per "
        f"{wording.long_date(handover.as_of)}, diserahkan kepada {handover.receiver} pada "
        f"{wording.long_date(handover.day)}; {where} plan/serah-terima.yaml."
    )
    for line in pipeline.carry_drafts(opened.workspace):
        say(f"{line}.")
    try:
        result = opened.render_handover(done)
    except templates.RenderError as error:
        show_papers(error.result, opened.workspace.papers)
        raise
    show_papers(result, opened.workspace.papers)


def edition_for(receiver: str, audience: str | None) -> Audience:
    """Return which edition is meant: the one that is named, else the one that the receiver's name says.

    Raises:
        UsageError: neither says it, or the name says two.
    """
    if audience is not None:
        return Audience(audience)
    meant = [each for each, pattern in _NAMED.items() if pattern.search(receiver)]
    if len(meant) != 1:
        choices = ", ".join(each.value for each in Audience)
        raise click.UsageError(f"“{receiver}” tidak mengatakan edisi yang mana. Tambahkan --untuk ({choices}).")
    return meant[0]
