"""Writes docs/temuan.md, the reference of finding codes, from `dossier/knowledge/temuan.csv`.

`python -m tests.support.finding_reference` writes the file; with `--check` it writes nothing and exits 1 where the file
is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from dossier import knowledge

REFERENCE: Final = Path(__file__).parents[2] / "docs" / "temuan.md"

HEAD: Final = """\
# Daftar kode temuan

Halaman ini dibuat dari `dossier/knowledge/temuan.csv` (`python -m tests.support.finding_reference`); jangan disunting
dengan tangan. Kode tampil sebagai `code` pada temuan dalam keluaran `--format json` ([bentuk JSON](json.md)); temuannya
sendiri menyebut berkas, tempat, dan saran yang lebih rinci. Kolom *Asal* adalah ruang kode di `dossier/`.

| Kode | Arti | Yang dilakukan | Asal |
|---|---|---|---|
"""


def reference() -> str:
    """Return the whole page."""
    return HEAD + "".join(
        f"| `{row['kode']}` | {row['arti']} | {row['tindakan']} | {', '.join(knowledge.listed(row['asal']))} |\n"
        for row in knowledge.rows("temuan.csv")
    )


def main(arguments: list[str]) -> int:
    """Write the page, or with `--check` say whether it is as it would be written."""
    text = reference()
    if "--check" in arguments:
        return 0 if REFERENCE.exists() and REFERENCE.read_text(encoding="utf-8") == text else 1
    REFERENCE.write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
