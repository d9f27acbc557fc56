"""Word papers: the template library, papers filled from plan and unit, and the audit of filed papers.

Modules that fill templates are imported when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dossier import _lazy

if TYPE_CHECKING:
    from dossier.templates.drafts import carry_over, copy_missing
    from dossier.templates.paper_audit import (
        audit_document,
        audit_documents,
        known_prompts,
        open_prompts,
        unfilled_finding,
    )
    from dossier.templates.rendering import check_templates, list_templates, plan_requests, render
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

_lazy.attach(__name__)
