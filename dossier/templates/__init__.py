"""Word papers: the template library, papers filled from plan and unit, and the audit of filed papers.

Modules that fill templates are imported when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy
from dossier.templates.staff import begin_staff, with_staff
from dossier.templates.template_library import (
    DocumentAudit,
    RenderedPaper,
    RenderError,
    RenderRequest,
    RenderResult,
    Serves,
    TemplateInfo,
    templates_by_requirement,
)

if TYPE_CHECKING:
    from dossier.templates.drafts import carry_over, copy_missing
    from dossier.templates.library_check import check_templates, list_templates
    from dossier.templates.paper_audit import audit_document, audit_documents
    from dossier.templates.prompts import known_prompts, open_prompts, unfilled_finding
    from dossier.templates.rendering import plan_requests, render

__all__ = [
    "DocumentAudit",
    "RenderError",
    "RenderRequest",
    "RenderResult",
    "RenderedPaper",
    "Serves",
    "TemplateInfo",
    "audit_document",
    "audit_documents",
    "begin_staff",
    "carry_over",
    "check_templates",
    "copy_missing",
    "known_prompts",
    "list_templates",
    "open_prompts",
    "plan_requests",
    "render",
    "templates_by_requirement",
    "unfilled_finding",
    "with_staff",
]

__getattr__ = _lazy.door(
    __name__,
    {
        "audit_document": "paper_audit",
        "audit_documents": "paper_audit",
        "carry_over": "drafts",
        "check_templates": "library_check",
        "copy_missing": "drafts",
        "known_prompts": "prompts",
        "list_templates": "library_check",
        "open_prompts": "prompts",
        "plan_requests": "rendering",
        "render": "rendering",
        "unfilled_finding": "prompts",
    },
)
