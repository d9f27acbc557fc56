"""`dossier clean`: removes generated output; keeps what people typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from dossier import pipeline
from dossier.cli.options import folder_workspace
from dossier.cli.terminal_output import say

if TYPE_CHECKING:
    from pathlib import Path

MOST_LINES = 30
MOST_LEFT = 10
"""Files that were left alone and are named one by one."""


@click.command()
@click.pass_obj
def clean(folder: Path) -> None:
    """Hapus hasil di build/; isian buku kerja dan naskah yang disunting disimpan dahulu di plan/ dan naskah/."""
    cleared = pipeline.clear(folder_workspace(folder))
    for line in cleared.told[:MOST_LINES]:
        say(f"{line.rstrip('.')}.")
    if len(cleared.told) > MOST_LINES:
        say(f"… dan {len(cleared.told) - MOST_LINES} hal lain tentang isian buku kerja")
    for name in cleared.left[:MOST_LEFT]:
        say(f"Ditinggalkan: build/{name} (bukan tulisan dossier, atau sudah diubah)")
    if len(cleared.left) > MOST_LEFT:
        say(f"… dan {len(cleared.left) - MOST_LEFT} berkas lain ditinggalkan di build/")
    say(f"{cleared.removed} berkas hasil di build/ dihapus; tidak ada yang dihapus dari plan/, evidence/, dan naskah/.")
