"""Finds units of a fleet that say they are the same office."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import plan
from dossier.errors import DossierError
from dossier.model import Finding, Severity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dossier.fleet.unit_list import FleetUnit


def same_codes(units: Sequence[FleetUnit]) -> tuple[Finding, ...]:
    """Return a finding for each code that several units have; all of them stay."""
    by_code: dict[str, list[str]] = {}
    for unit in units:
        try:
            code = plan.load_unit(unit.folder / "plan" / "unit.yaml").code
        except (DossierError, OSError):
            continue
        if code:
            by_code.setdefault(code, []).append(unit.key)
    return tuple(
        Finding(
            code="kode_unit_ganda",
            severity=Severity.WARNING,
            subject=code,
            text=f"Kode unit {code} dipakai {len(keys)} unit: {', '.join(keys)}; semuanya tetap didaftar.",
            advice="Perbaiki “kode” di plan/unit.yaml unit yang keliru.",
        )
        for code, keys in sorted(by_code.items())
        if len(keys) > 1
    )
