"""Word papers: which templates there are, papers filled from plan and unit, and the audit of papers that came back.

What fills templates is loaded when it is first asked for: most commands only want to know which templates there are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import late
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
from dossier.documents.staff import begin_staff, with_staff

if TYPE_CHECKING:
    from dossier.documents.checks import check_templates, list_templates
    from dossier.documents.drafts import carry_over, copy_missing
    from dossier.documents.papers import plan_requests, render
    from dossier.documents.prompts import known_prompts, open_prompts, unfilled_finding
    from dossier.documents.returned import audit_document, audit_documents

__all__ = [
    "DocumentAudit",
    "Paper",
    "RenderError",
    "RenderRequest",
    "RenderResult",
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

__getattr__ = late.door(
    __name__,
    {
        "audit_document": "returned",
        "audit_documents": "returned",
        "carry_over": "drafts",
        "check_templates": "checks",
        "copy_missing": "drafts",
        "known_prompts": "prompts",
        "list_templates": "checks",
        "open_prompts": "prompts",
        "plan_requests": "papers",
        "render": "papers",
        "unfilled_finding": "prompts",
    },
)
