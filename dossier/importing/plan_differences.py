"""Compares two plans by code, over every key: what our own edited workbook changes in the plan that it came from. Pure.

White space is folded: a cell whose lines were only broken otherwise has not changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier.importing.plan_merge import CellChange, PlanDiff
from dossier.plan.plan_documents import PLAN_NAME, area_documents, tables_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from dossier.plan.plan_documents import PlanDocument, PlanDocuments, PlanValue


def differences(old: PlanDocuments, new: PlanDocuments, pinned: Collection[str] = ()) -> PlanDiff:
    """Return what the new plan adds, drops and changes.

    Args:
        old: The plan that is there.
        new: The plan of the workbook.
        pinned: Codes of indicators that pins, notes or remarks speak of.
    """
    diff = PlanDiff(touched={name for name, document in new.items() if _folded(old.get(name)) != _folded(document)})
    before, after = dict(_rows(old)), dict(_rows(new))
    for code, row in after.items():
        if code not in before:
            diff.added.append((code, _title(row)))
            continue
        for key in dict.fromkeys((*before[code], *row)):
            was, now = before[code].get(key, ""), row.get(key, "")
            if was != now:
                diff.changed.append(CellChange(code=code, key=key, before=was, after=now))
    for code, row in before.items():
        if code not in after:
            diff.gone.append((code, _title(row)))
            if code in pinned:
                diff.warnings.append(f"{code} hilang, padahal ada pin, isian, atau catatan untuknya")
    return diff


def _rows(documents: PlanDocuments) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the head (code "rencana") and every area, component, indicator and requirement with its keys as texts."""
    yield "rencana", _texts(documents[PLAN_NAME], "area")
    for _, area in area_documents(documents):
        yield str(area.get("kode", "")), _texts(area, "komponen")
        for component in tables_of(area.get("komponen")):
            yield str(component.get("kode", "")), _texts(component, "indikator")
            for indicator in tables_of(component.get("indikator")):
                code = str(indicator.get("kode", ""))
                yield code, _texts(indicator, "butir")
                for item in tables_of(indicator.get("butir")):
                    yield f"{code}.{item.get('id', '')}", _texts(item, "")


def _texts(table: PlanDocument, below: str) -> dict[str, str]:
    return {key: _shown(value) for key, value in table.items() if key != below}


def _shown(value: PlanValue) -> str:
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, list):
        return "; ".join(_shown(each) for each in value)
    return ", ".join(f"{key}: {_shown(each)}" for key, each in value.items())


def _folded(value: PlanValue | None) -> PlanValue | None:
    """Return a value with the white space of its texts folded."""
    if isinstance(value, list):
        return [_folded(each) or "" for each in value]
    if isinstance(value, dict):
        return {key: _folded(each) or "" for key, each in value.items()}
    return " ".join(value.split()) if isinstance(value, str) else None


def _title(row: Mapping[str, str]) -> str:
    return next((row[key] for key in ("indikator", "nama", "judul") if row.get(key)), "")
