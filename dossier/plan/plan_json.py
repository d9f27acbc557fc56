"""Converts a Plan to the JSON of `dossier plan show` (`dossier.plan/1`). No I/O."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dossier.model import Area, Component, Indicator, Plan, Requirement

SCHEMA = "dossier.plan/1"


def plan_json(plan: Plan) -> dict[str, object]:
    """Return the plan as plain dicts, lists and texts, keys in a fixed order."""
    return {
        "schema": SCHEMA,
        "title": plan.title,
        "year": plan.year,
        "predicate": plan.predicate,
        "basis": plan.basis,
        "areas": [_area(area) for area in plan.areas],
    }


def _area(area: Area) -> dict[str, object]:
    components = [_component(component) for component in area.components]
    return {"code": area.code, "title": area.title, "person": area.person, "components": components}


def _component(component: Component) -> dict[str, object]:
    indicators = [_indicator(indicator) for indicator in component.indicators]
    return {"code": component.code, "title": component.title, "person": component.person, "indicators": indicators}


def _indicator(indicator: Indicator) -> dict[str, object]:
    return {
        "code": indicator.code,
        "indikator": indicator.statement,
        "langkah_aksi": indicator.steps,
        "bukti_fisik": indicator.evidence_text,
        "target_waktu": indicator.schedule.text,
        "requirements": [_requirement(r) for r in indicator.requirements],
        "slots": [{"label": s.label, "due": s.due.isoformat()} for s in indicator.schedule.slots],
        "schedule_note": indicator.schedule.note,
        "lke": list(indicator.lke),
        "note": indicator.note,
        "person": indicator.person,
    }


def _requirement(requirement: Requirement) -> dict[str, object]:
    return {
        "id": requirement.id,
        "label": requirement.label,
        "kind": requirement.kind.value,
        "aliases": list(requirement.aliases),
        "optional": requirement.optional,
        "link": requirement.link_allowed,
        "once": requirement.once,
        "template": requirement.template,
        "person": requirement.person,
    }
