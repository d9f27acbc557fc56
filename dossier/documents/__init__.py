"""Word papers: which templates there are, papers filled from plan and unit, and the audit of papers that came back."""

from __future__ import annotations

from dossier.documents.checks import check_templates, list_templates
from dossier.documents.library import templates_by_requirement
from dossier.documents.models import (
    DocumentAudit,
    Paper,
    RenderError,
    RenderRequest,
    RenderResult,
    Serves,
    TemplateInfo,
)
from dossier.documents.papers import plan_requests, render
from dossier.documents.returned import audit_document
from dossier.documents.staff import with_staff

__all__ = [
    "DocumentAudit",
    "Paper",
    "RenderError",
    "RenderRequest",
    "RenderResult",
    "Serves",
    "TemplateInfo",
    "audit_document",
    "check_templates",
    "list_templates",
    "plan_requests",
    "render",
    "templates_by_requirement",
    "with_staff",
]
