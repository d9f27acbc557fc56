"""What people call the papers that are bound in front of a dossier, by the name of the template that makes them."""

from __future__ import annotations

from typing import Final

from dossier import knowledge

FRONT_NAMES: Final = {row["templat"]: row["nama"] for row in knowledge.rows("surat_depan.csv")}
"""Template, a value of `FrontPaper` ─► "Surat pengantar", in the order in which they are bound."""
